"""The program that turns a recording into WAV: from its standard input to its output.

A process of its own for the reason that thumbnail.py gives; what it writes is what
speech models take anyway, sixteen thousand samples a second on one channel.
"""

import io
import sys
import wave
from typing import BinaryIO

from appliance.models.media.bounds import bound

RATE = 16_000
SAMPLE_BYTES = 2
# Seven and a half minutes: what Gemini takes at most inside a request.
MAX_BYTES = 14 << 20
TOO_LONG = 3
MAX_MEMORY = 512 << 20
MAX_SECONDS = 30


def decoded(source: BinaryIO) -> bytes | None:
    """Return the samples of the first track with sound; None: too many of them."""
    import av  # noqa: PLC0415 - the server reads the bounds above and decodes nothing

    samples = bytearray()
    with av.open(source, "r", format="matroska") as container:
        resampler = av.AudioResampler("s16", "mono", RATE)
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                samples += bytes(part.planes[0])[: part.samples * SAMPLE_BYTES]
            if len(samples) > MAX_BYTES:
                return None
        for part in resampler.resample(None):
            samples += bytes(part.planes[0])[: part.samples * SAMPLE_BYTES]
    return bytes(samples)


def main() -> int:
    """Convert; return what the process ends with."""
    bound(MAX_MEMORY, MAX_SECONDS)
    samples = decoded(sys.stdin.buffer)
    if samples is None:
        return TOO_LONG
    target = io.BytesIO()
    with wave.open(target, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(SAMPLE_BYTES)
        written.setframerate(RATE)
        written.writeframes(samples)
    sys.stdout.buffer.write(target.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
