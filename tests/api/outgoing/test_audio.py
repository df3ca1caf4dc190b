"""Kinds of recordings, by name and by first bytes."""

import pytest

from appliance.api.outgoing.audio import kind_of, sniff
from appliance.errors import InvalidArgumentError


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("audio/wav", "audio/wav"),
        ("Audio/WebM; codecs=opus", "audio/webm"),
        (" audio/x-m4a ", "audio/mp4"),
        ("audio/mp3", "audio/mpeg"),
    ],
)
def test_named_kinds(name: str, found: str) -> None:
    assert kind_of(name, b"").type == found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS\0", "audio/ogg"),
        (b"fLaC\0", "audio/flac"),
        (b"\x1aE\xdf\xa3\x01", "audio/webm"),
    ],
)
def test_kinds_by_first_bytes(content: bytes, found: str) -> None:
    assert kind_of("", content).type == found


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("text/plain", b"RIFF\0\0\0\0WAVE", "text/plain"),
        ("audio/midi", b"", "audio/midi"),
        ("", b"just words", "text/plain; charset=utf-8"),
        ("", b"\0\1\2", "application/octet-stream"),
    ],
)
def test_other_kinds_are_refused(name: str, content: bytes, shown: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind_of(name, content)
    assert str(caught.value) == f'audio content type "{shown}" is not supported'


def test_text_behind_the_first_bytes_is_not_looked_at() -> None:
    assert sniff(b"a" * 512 + b"\0") == "text/plain; charset=utf-8"
    assert sniff(b"a" * 511 + b"\0") == "application/octet-stream"
