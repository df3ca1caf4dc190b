"""Transcription as an RPC: what is checked before a provider is asked."""

import base64
from typing import Any

import pytest

from appliance.api.services import ai as module
from tests.api.house import House, Visitor
from tests.api.outgoing.receiver import Say, receiving

RPC = "AIService/Transcribe"
WAV = base64.b64encode(b"RIFF\0\0\0\0WAVEfmt ").decode()
UNSET = ("failed_precondition", "transcription is not configured")


async def configure(house: House, endpoint: str, provider: str = "p") -> None:
    await house.settings.set(
        "AI",
        {
            "providers": [
                {"id": "o", "type": "GEMINI", "apiKey": "other"},
                {"id": "p", "type": "OPENAI", "endpoint": endpoint, "apiKey": "k"},
            ],
            "transcription": {"providerId": provider, "language": "de"},
        },
        None,
    )


async def said(visitor: Visitor, **audio: Any) -> str:
    text: str = (await visitor.ok(RPC, audio=audio))["text"]
    return text


async def test_recording_becomes_text(house: House) -> None:
    ann = await house.user("ann")
    async with receiving() as receiver:
        receiver.answer = lambda _: Say(200, b'{"text": "hello"}')
        await configure(house, receiver.url)
        assert await said(ann, content=WAV, contentType="audio/wav") == "hello"
        assert await said(ann, content=WAV) == "hello"
    assert b"\r\n\r\nde\r\n" in receiver.got[0].body


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({}, "audio is required"),
        ({"audio": {"filename": "a.wav"}}, "audio content is required"),
        ({"audio": {"content": ""}}, "audio content is required"),
        ({"audio": {"uri": "https://x/a.wav"}}, "audio uri is not supported"),
        (
            {"audio": {"content": WAV, "filename": "a" * 256}},
            "filename is too long; maximum length is 255 characters",
        ),
        (
            {"audio": {"content": WAV, "contentType": "text/plain"}},
            'audio content type "text/plain" is not supported',
        ),
    ],
)
async def test_requests_that_are_refused(
    house: House, request_: dict[str, Any], message: str
) -> None:
    ann = await house.user("ann")
    assert await ann.refused(RPC, **request_) == ("invalid_argument", message)
    code, _ = await house.anonymous.refused(RPC, **request_)
    assert code == "unauthenticated"


async def test_size_is_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_AUDIO", 3)
    ann = await house.user("ann")
    code, message = await ann.refused(RPC, audio={"content": WAV})
    assert (code, message[:18]) == ("invalid_argument", "audio is too large")


async def test_without_a_provider_nothing_is_configured(house: House) -> None:
    ann = await house.user("ann")
    assert await ann.refused(RPC, audio={"content": WAV}) == UNSET
    await configure(house, "http://127.0.0.1:9/", provider="")
    assert await ann.refused(RPC, audio={"content": WAV}) == UNSET
    await configure(house, "http://127.0.0.1:9/", provider="gone")
    assert await ann.refused(RPC, audio={"content": WAV}) == UNSET
    await configure(house, "http://127.0.0.1:9/")
    code, _ = await ann.refused(RPC, audio={"content": WAV})
    assert code == "unavailable"
