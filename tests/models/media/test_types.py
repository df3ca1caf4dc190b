"""Filenames and media types."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.media.types import checked_filename, checked_type, guess, sniff


@pytest.mark.parametrize("name", ["a.txt", "日本 ü.txt", "a\nb", "100%", 'a"b', "a..b"])
def test_names_are_kept(name: str) -> None:
    assert checked_filename(name) == name


@pytest.mark.parametrize(
    "name", ["a/b", "../x", "a\\b", ".x", "x.", " x", "x ", "..", ".", "a\0b"]
)
def test_paths_and_hidden_names_are_refused(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid characters"):
        checked_filename(name)


def test_a_name_is_needed() -> None:
    with pytest.raises(InvalidArgumentError, match="filename is required"):
        checked_filename("")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("text/plain", "text/plain"),
        ("TEXT/Plain", "text/plain"),
        ("text/plain; charset=utf-8", "text/plain"),
        ('text/plain;a="b;c" ; d=e', "text/plain"),
        ("plain", "plain"),
        ("x-thing/x-odd", "x-thing/x-odd"),
    ],
)
def test_types_lose_parameters_and_capitals(given: str, kept: str) -> None:
    assert checked_type(given) == kept


@pytest.mark.parametrize(
    "given",
    ["text / plain", "a/b/c", "text/", "/x", "té/x", "a/b; c", "x/" + "y" * 300],
)
def test_what_is_no_type_is_refused(given: str) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid MIME type format"):
        checked_type(given)


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("pic.PNG", b"not really", "image/png"),
        ("a.tar.gz", b"", "application/gzip"),
        ("note.md", b"", "text/markdown"),
        ("app.js", b"", "text/javascript"),
        # Told by its bytes alone a letter would be an archive and a song a film.
        (
            "letter.docx",
            b"PK\x03\x04",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("song.m4a", b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        ("talk.ogg", b"OggS\0", "audio/ogg"),
        ("unknown", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("unknown.zzz", b"plain words", "text/plain"),
        ("empty", b"", "text/plain"),
    ],
)
def test_the_extension_wins_over_the_bytes(name: str, head: bytes, found: str) -> None:
    assert guess(name, head) == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wave"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"%PDF-1.4", "application/pdf"),
        (b"  <!DOCTYPE html>", "text/html"),
        (b"<script>", "text/html"),
        (b"<?xml ", "text/xml"),
        (b"\xef\xbb\xbftext", "text/plain"),
        (b"words\x00", "application/octet-stream"),
        ("wörter".encode(), "text/plain"),
    ],
)
def test_bytes_tell_what_they_are(head: bytes, found: str) -> None:
    assert sniff(head) == found
