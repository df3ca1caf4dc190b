"""Recordings of browsers become WAV."""

from pathlib import Path

import pytest

from appliance.api.outgoing import conversion
from appliance.api.outgoing.audio import WAV, kind_of
from appliance.api.outgoing.conversion import wav_of
from appliance.errors import InvalidArgumentError
from appliance.models.media.wav import TOO_LONG
from tests.models.media.sounds import webm


async def test_webm_becomes_wav() -> None:
    found = await wav_of(webm(0.5))
    assert kind_of("", found) == WAV


async def test_what_is_no_webm_is_told() -> None:
    with pytest.raises(InvalidArgumentError, match="cannot be read"):
        await wav_of(b"\x1aE\xdf\xa3 and nothing behind it")


async def test_what_is_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "too_long.py").write_text(f"raise SystemExit({TOO_LONG})")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(conversion, "PROGRAM", "too_long")
    with pytest.raises(InvalidArgumentError, match="too long"):
        await wav_of(webm(0.1))


async def test_what_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "MAX_SECONDS", 0.0)
    with pytest.raises(InvalidArgumentError, match="takes too long"):
        await wav_of(webm(0.5))
