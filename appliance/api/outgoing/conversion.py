"""Recordings of browsers as WAV, for providers that do not take WebM."""

import asyncio
import tempfile

from appliance.errors import InvalidArgumentError
from appliance.models.media import program
from appliance.models.media.wav import MAX_BYTES, TOO_LONG

PROGRAM = "appliance.models.media.wav"
MAX_SECONDS = 45.0


async def wav_of(content: bytes) -> bytes:
    """Return a WebM recording as WAV; InvalidArgumentError where that cannot be."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        await asyncio.to_thread(source.write, content)
        await asyncio.to_thread(source.flush)
        try:
            code = await program.run(
                PROGRAM, source.fileno(), target.fileno(), MAX_SECONDS
            )
        except TimeoutError as error:
            raise InvalidArgumentError("audio takes too long to read") from error
        if code == TOO_LONG:
            raise InvalidArgumentError(
                f"audio is too long; its sound may take {MAX_BYTES >> 20} MiB at most"
            )
        if code:
            raise InvalidArgumentError("audio cannot be read as WebM")
        target.seek(0)
        return await asyncio.to_thread(target.read)
