"""What language models do for users: write down what they say."""

import asyncio

from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import ai_service_pb as pb
from appliance.api.gen.memos.api.v1 import instance_service_pb as instance
from appliance.api.outgoing.audio import kind_of
from appliance.api.outgoing.transcription import MEBIBYTE, Recording, transcribe
from appliance.api.settings.keys import key_named
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models.instance import InstanceSettings

MAX_AUDIO = 25 * MEBIBYTE
MAX_FILENAME = 255
# Each holds its recording in memory, up to four times.
AT_ONCE = 2
KEY = "AI"


class AIService:
    """memos.api.v1.AIService."""

    def __init__(self, settings: InstanceSettings) -> None:
        self._settings = settings
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def transcribe(
        self, request: pb.TranscribeRequest, _ctx: RequestContext
    ) -> pb.TranscribeResponse:
        """Turn a recording into text by the provider that is configured."""
        audio = request.audio
        if audio is None:
            raise InvalidArgumentError("audio is required")
        content = _content(audio)
        kind = kind_of(audio.content_type, content)
        setting = key_named(KEY).parse(await self._settings.get(KEY))
        provider, chosen = _provider(setting)
        recording = Recording(
            content=content,
            kind=kind,
            model=chosen.model,
            language=chosen.language,
            prompt=chosen.prompt,
        )
        async with self._slots:
            return pb.TranscribeResponse(text=await transcribe(provider, recording))


def _content(audio: pb.TranscriptionAudio) -> bytes:
    """Return the bytes; what lies elsewhere is not fetched."""
    source = audio.source
    if source and source.field == "uri":
        raise InvalidArgumentError("audio uri is not supported")
    if source is None or not source.value or isinstance(source.value, str):
        raise InvalidArgumentError("audio content is required")
    if len(source.value) > MAX_AUDIO:
        raise InvalidArgumentError(
            f"audio is too large; maximum size is {MAX_AUDIO // MEBIBYTE} MiB"
        )
    if len(audio.filename) > MAX_FILENAME:
        raise InvalidArgumentError(
            f"filename is too long; maximum length is {MAX_FILENAME} characters"
        )
    return source.value


def _provider(
    setting: instance.InstanceSetting.AISetting,
) -> tuple[
    instance.InstanceSetting.AIProviderConfig,
    instance.InstanceSetting.TranscriptionConfig,
]:
    chosen = setting.transcription
    for provider in setting.providers:
        if chosen and provider.id == chosen.provider_id:
            return provider, chosen
    raise FailedPreconditionError("transcription is not configured")
