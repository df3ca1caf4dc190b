"""Speech to text by the providers that an administrator has chosen."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.outgoing.audio import WAV, WEBM, Kind
from appliance.api.outgoing.conversion import wav_of
from appliance.api.outgoing.fetch import Answer, Outbound, fetch
from appliance.api.outgoing.targets import ANYWHERE
from appliance.errors import (
    ApplianceError,
    InvalidArgumentError,
    UnavailableError,
)

Type = pb.InstanceSetting.AIProviderType

SECONDS = 120.0
MAX_ANSWER = 4 << 20
MEBIBYTE = 1 << 20
# What Gemini takes inside a request, before it is spelled in base64.
MAX_INLINE = 14 * MEBIBYTE
OPENAI = "https://api.openai.com/v1"
GEMINI = "https://generativelanguage.googleapis.com/v1beta"
OPENAI_MODEL, GEMINI_MODEL = "whisper-1", "gemini-2.5-flash"
TASK = "Write down what is said in this recording. Answer with these words only."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What is to be written down, and the administrator's hints for it."""

    content: bytes = field(repr=False)
    kind: Kind
    model: str = ""
    language: str = ""
    prompt: str = ""


async def transcribe(
    provider: pb.InstanceSetting.AIProviderConfig, recording: Recording
) -> str:
    """Return the text; UnavailableError where the provider does not give any."""
    ask = _ask_gemini if provider.type == Type.GEMINI else _ask_openai
    return (await ask(provider, recording)).strip()


async def _ask_openai(
    provider: pb.InstanceSetting.AIProviderConfig, recording: Recording
) -> str:
    url = f"{(provider.endpoint or OPENAI).rstrip('/')}/audio/transcriptions"
    fields = {
        "model": recording.model or OPENAI_MODEL,
        "response_format": "json",
        "language": recording.language,
        "prompt": recording.prompt,
    }
    boundary = secrets.token_hex(16)
    headers = {
        "authorization": f"Bearer {provider.api_key}",
        "content-type": f"multipart/form-data; boundary={boundary}",
    }
    body = _form(boundary, fields, recording)
    answer = await _post("OpenAI", url, headers, body)
    return _text(answer, lambda found: found["text"])


async def _ask_gemini(
    provider: pb.InstanceSetting.AIProviderConfig, recording: Recording
) -> str:
    if len(recording.content) > MAX_INLINE:
        raise InvalidArgumentError(
            f"audio is too large; maximum size for Gemini is "
            f"{MAX_INLINE // MEBIBYTE} MiB"
        )
    recording = await _for_gemini(recording)
    model = quote(recording.model or GEMINI_MODEL, safe="")
    endpoint = (provider.endpoint or GEMINI).rstrip("/")
    hints = [TASK, recording.prompt]
    if recording.language:
        hints.append(f"The language is {recording.language}.")
    inline = {
        "mime_type": recording.kind.type,
        "data": base64.b64encode(recording.content).decode(),
    }
    asked = {"text": "\n".join(hint for hint in hints if hint)}
    body = json.dumps({"contents": [{"parts": [asked, {"inline_data": inline}]}]})
    headers = {"x-goog-api-key": provider.api_key, "content-type": "application/json"}
    url = f"{endpoint}/models/{model}:generateContent"
    answer = await _post("Gemini", url, headers, body.encode())
    return _text(answer, _gemini_text)


async def _for_gemini(recording: Recording) -> Recording:
    """Return what Gemini knows: it does not take what browsers record."""
    if recording.kind != WEBM:
        return recording
    return replace(recording, content=await wav_of(recording.content), kind=WAV)


def _gemini_text(found: Any) -> str:
    parts = found["candidates"][0]["content"]["parts"]
    return "".join(part.get("text", "") for part in parts)


def _form(boundary: str, fields: Mapping[str, str], recording: Recording) -> bytes:
    """Write a form; providers go by the file's ending, not by a name of the user's."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in fields.items()
        if value
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="audio.{recording.kind.ending}"\r\n'
        f"Content-Type: {recording.kind.type}\r\n\r\n"
    )
    end = f"\r\n--{boundary}--\r\n"
    return b"".join(("\r\n".join(parts).encode(), recording.content, end.encode()))


async def _post(name: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    request = Outbound(
        method="POST",
        url=url,
        headers=headers,
        content=body,
        policy=ANYWHERE,
        seconds=SECONDS,
        max_bytes=MAX_ANSWER,
        # The key is for this address only.
        max_redirects=0,
    )
    try:
        return await fetch(request)
    except ApplianceError as error:
        raise UnavailableError(
            f"failed to transcribe audio: failed to send {name} transcription "
            f'request: Post "{url}": {error}'
        ) from error


def _text(answer: Answer, read: Any) -> str:
    """Return the text in an answer. Its errors may hold the key: they stay here."""
    if answer.status != HTTPStatus.OK:
        raise UnavailableError(
            f"failed to transcribe audio: the provider answers {answer.status}"
        )
    try:
        text = read(json.loads(answer.body))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnavailableError(
            "failed to transcribe audio: the provider's answer holds no text"
        ) from error
    if not isinstance(text, str):
        raise UnavailableError(
            "failed to transcribe audio: the provider's answer holds no text"
        )
    return text
