"""Speech to text by providers of both kinds, spoken to over real HTTP."""

import base64
import io
import json
import wave
from email import message_from_bytes
from typing import Any

import pytest

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.outgoing import transcription as module
from appliance.api.outgoing.audio import kind_of
from appliance.api.outgoing.transcription import Recording, Type, transcribe
from appliance.errors import InvalidArgumentError, UnavailableError
from tests.api.outgoing.receiver import Got, Receiver, Say
from tests.models.media.sounds import webm

KEY = "sk-sesame"
WAV = b"RIFF\r\n--x\r\nWAVE"
JSON = {"content-type": "application/json"}


def provider(receiver: Receiver, kind: Type) -> pb.InstanceSetting.AIProviderConfig:
    return pb.InstanceSetting.AIProviderConfig(
        id="p", type=kind, endpoint=f"{receiver.url}/v1/", api_key=KEY
    )


def recording(**hints: str) -> Recording:
    return Recording(content=WAV, kind=kind_of("audio/x-wav", b""), **hints)


def parts(got: Got) -> dict[str | None, tuple[str | None, bytes]]:
    """Read a form the way a server does."""
    head = f"content-type: {got.headers['content-type']}\r\n\r\n".encode()
    found: dict[str | None, tuple[str | None, bytes]] = {}
    pieces: Any = message_from_bytes(head + got.body).get_payload()
    for part in pieces:
        name = part.get_param("name", header="content-disposition")
        found[name] = (part.get_filename(), part.get_payload(decode=True))
    return found


async def test_openai_gets_a_form(receiver: Receiver) -> None:
    receiver.answer = lambda _: Say(200, b'{"text": " hello \\n"}', JSON)
    hints = {"model": "m", "language": "de", "prompt": "names"}
    text = await transcribe(provider(receiver, Type.OPENAI), recording(**hints))
    assert text == "hello"
    (got,) = receiver.got
    assert (got.method, got.target) == ("POST", "/v1/audio/transcriptions")
    assert got.headers["authorization"] == f"Bearer {KEY}"
    assert parts(got) == {
        "model": (None, b"m"),
        "response_format": (None, b"json"),
        "language": (None, b"de"),
        "prompt": (None, b"names"),
        "file": ("audio.wav", WAV),
    }


async def test_openai_without_hints(receiver: Receiver) -> None:
    receiver.answer = lambda _: Say(200, b'{"text": "x"}', JSON)
    await transcribe(provider(receiver, Type.OPENAI), recording())
    form = parts(receiver.got[0])
    assert form["model"] == (None, b"whisper-1")
    assert form.keys() == {"model", "response_format", "file"}


async def test_gemini_gets_the_recording_inline(receiver: Receiver) -> None:
    answer = {"candidates": [{"content": {"parts": [{"text": "a"}, {"text": "b"}]}}]}
    receiver.answer = lambda _: Say(200, json.dumps(answer).encode(), JSON)
    hints = {"language": "de", "prompt": "names"}
    text = await transcribe(provider(receiver, Type.GEMINI), recording(**hints))
    assert text == "ab"
    (got,) = receiver.got
    assert got.target == "/v1/models/gemini-2.5-flash:generateContent"
    assert got.headers["x-goog-api-key"] == KEY
    asked, inline = got.json()["contents"][0]["parts"]
    assert "names" in asked["text"]
    assert "de" in asked["text"]
    assert inline["inline_data"] == {
        "mime_type": "audio/wav",
        "data": base64.b64encode(WAV).decode(),
    }


async def test_gemini_gets_what_browsers_record_as_wav(receiver: Receiver) -> None:
    answer = {"candidates": [{"content": {"parts": [{"text": "a"}]}}]}
    receiver.answer = lambda _: Say(200, json.dumps(answer).encode(), JSON)
    kind = kind_of("audio/webm;codecs=opus", b"")
    recorded = Recording(content=webm(0.5), kind=kind)
    assert await transcribe(provider(receiver, Type.GEMINI), recorded) == "a"
    inline = receiver.got[0].json()["contents"][0]["parts"][1]["inline_data"]
    assert inline["mime_type"] == "audio/wav"
    with wave.open(io.BytesIO(base64.b64decode(inline["data"]))) as sent:
        assert sent.getnframes() == pytest.approx(sent.getframerate() / 2, rel=0.05)


async def test_openai_gets_what_browsers_record_as_it_is(receiver: Receiver) -> None:
    receiver.answer = lambda _: Say(200, b'{"text": "x"}', JSON)
    content = webm(0.5)
    recorded = Recording(content=content, kind=kind_of("video/webm", b""))
    await transcribe(provider(receiver, Type.OPENAI), recorded)
    assert parts(receiver.got[0])["file"] == ("audio.webm", content)


async def test_gemini_takes_less(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_INLINE", len(WAV) - 1)
    with pytest.raises(InvalidArgumentError, match="too large"):
        await transcribe(provider(receiver, Type.GEMINI), recording())
    assert receiver.got == []


@pytest.mark.parametrize(
    "say",
    [
        Say(401, f'{{"error": "wrong key {KEY}"}}'.encode(), JSON),
        Say(500),
        Say(302, b"", {"location": "http://127.0.0.1:9/"}),
        Say(307, b"", {"location": "http://127.0.0.1:9/"}),
        Say(200, b"no json"),
        Say(200, b"[]"),
        Say(200, b'{"text": 5}'),
        Say(200, b'{"candidates": []}'),
        Say(200, b"\xff"),
    ],
)
@pytest.mark.parametrize("kind", [Type.OPENAI, Type.GEMINI])
async def test_failures_are_told_without_the_key(
    receiver: Receiver, kind: Type, say: Say
) -> None:
    receiver.answer = lambda _: say
    with pytest.raises(UnavailableError, match="failed to transcribe audio") as caught:
        await transcribe(provider(receiver, kind), recording())
    assert KEY not in str(caught.value)
    assert len(receiver.got) == 1


async def test_provider_that_is_down(receiver: Receiver) -> None:
    await receiver.close()
    with pytest.raises(UnavailableError, match="failed to send OpenAI transcription"):
        await transcribe(provider(receiver, Type.OPENAI), recording())
