"""What a browser may do with what somebody uploaded."""

import pytest

from appliance.api.files.headers import GAMUT, describing, disposition, served_type


@pytest.mark.parametrize(
    ("stored", "served"),
    [
        *((each, "application/octet-stream") for each in ("text/html", "text/xml")),
        ("application/xhtml+xml", "application/octet-stream"),
        ("text/javascript", "application/octet-stream"),
        ("application/x-javascript", "application/octet-stream"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/css", "text/css; charset=utf-8"),
        ("image/svg+xml", "image/svg+xml"),
        ("application/json", "application/json"),
        ("", "application/octet-stream"),
        ("té/xt", "application/octet-stream"),
    ],
)
def test_what_could_run_is_served_as_bytes(stored: str, served: str) -> None:
    assert served_type(stored) == served


@pytest.mark.parametrize(
    ("media_type", "dispositions"),
    [
        *(("image/png", 0), ("video/mp4", 0), ("audio/wav", 0)),
        *(("application/pdf", 0), ("text/plain", 1), ("text/html", 1)),
    ],
)
def test_only_media_are_shown_in_place(media_type: str, dispositions: int) -> None:
    names = [name for name, _ in describing(media_type, "x")]
    assert names.count(b"content-disposition") == dispositions
    assert b"content-security-policy" in names
    colourful = media_type.startswith(("image/", "video/"))
    assert (GAMUT in describing(media_type, "x")) is colourful


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plain text.txt", 'attachment; filename="plain text.txt"'),
        ('a"b\\c', 'attachment; filename="a\\"b\\\\c"'),
        ("ü.txt", "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt"),
        ("a\r\nb", "attachment; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab"),
    ],
)
def test_no_name_breaks_the_header(name: str, header: str) -> None:
    assert disposition(name) == header
    assert header.isascii()
