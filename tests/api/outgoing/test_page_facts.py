"""What is read from the heads of web pages."""

import pytest

from appliance.api.outgoing.page_facts import PageFacts, is_page, read_page

URL = "https://example.org/a/page"
FULL = """<!doctype html><html><head>
<title> A  plain
title </title>
<meta name="description" content="plain words">
<meta property="og:title" content="Open &amp; graph">
<meta property="og:description" content="open words">
<meta property="og:image" content="/pictures/1.png">
<meta property="og:title" content="a second one">
</head><body><title>not this</title></body></html>"""


def read(page: str, url: str = URL, content_type: str = "text/html") -> PageFacts:
    return read_page(page.encode(), content_type, url)


def test_open_graph_comes_first() -> None:
    assert read(FULL) == PageFacts(
        "Open & graph", "open words", "https://example.org/pictures/1.png"
    )


def test_title_and_description_stand_in() -> None:
    page = FULL.replace("og:", "x:")
    assert read(page) == PageFacts("A plain title", "plain words", "")


@pytest.mark.parametrize("page", ["", "<p>hello", "<html></html>", "\0", "no page"])
def test_page_that_says_nothing(page: str) -> None:
    assert read(page) == PageFacts()


@pytest.mark.parametrize(
    "reference",
    ["javascript:alert(1)", "data:image/png;base64,AA", "http://[", "ftp:x"],
)
def test_picture_that_no_browser_may_load_is_left_out(reference: str) -> None:
    assert read(f'<meta property="og:image" content="{reference}">').image == ""


def test_long_texts_are_cut() -> None:
    page = f'<title>{"t" * 500}</title><meta name=description content="{"d" * 500}">'
    assert read(page) == PageFacts("t" * 200, "d" * 300)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>grün</title>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ('<meta charset="latin-1"><title>grün</title>'.encode("latin-1"), "text/html"),
        ("<title>grün</title>".encode(), "text/html"),
        ("<title>grün</title>".encode("utf-8-sig"), "text/html; charset=latin-1"),
        ("<title>grün</title>".encode(), "text/html; charset=no-such"),
        ("<title>grün</title>".encode(), "text/html; charset=hex"),
    ],
)
def test_encodings(body: bytes, content_type: str) -> None:
    assert read_page(body, content_type, URL).title == "grün"


def test_video_has_a_picture() -> None:
    watch = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    picture = "https://img.youtube.com/vi/dQw4w9WgXcQ/mqdefault.jpg"
    assert read(FULL, watch).image == picture
    assert read("", "https://www.youtube.com/watch?v=a/../b").image == ""
    assert read("", "https://example.org/watch?v=dQw4w9WgXcQ").image == ""


def test_types_of_pages() -> None:
    assert is_page("text/html")
    assert is_page("Text/HTML; charset=utf-8")
    assert not is_page("")
    assert not is_page("text/html5")
    assert not is_page("application/json")
