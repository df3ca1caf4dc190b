"""Cross-origin answers: everybody may read, only our own pages with credentials."""

import pytest

from appliance.api.cors import answer_headers, preflight_headers

HOST, INSTANCE = "notes.example:5230", "https://public.example"
VARY = (b"vary", b"Origin")
CREDENTIALS = (b"access-control-allow-credentials", b"true")


@pytest.mark.parametrize(
    "origin",
    [
        "https://blog.example",
        "not a url",
        "file://",
        "chrome-extension://a",
        "http://[",
    ],
)
def test_any_origin_is_echoed_without_credentials(origin: str) -> None:
    assert answer_headers(origin, HOST, INSTANCE) == (
        VARY,
        (b"access-control-allow-origin", origin.encode()),
    )


@pytest.mark.parametrize("origin", ["null", "", "a\r\nb", "é"])
def test_what_names_nobody_is_not_echoed(origin: str) -> None:
    assert answer_headers(origin, HOST, INSTANCE) == (VARY,)
    assert preflight_headers(origin, HOST, INSTANCE, "a") == [VARY]


@pytest.mark.parametrize(
    ("origin", "trusted"),
    [
        ("http://notes.example:5230", True),
        ("https://NOTES.example:5230", True),
        ("https://public.example", True),
        ("HTTPS://Public.Example", True),
        ("http://public.example", False),
        ("https://public.example:8443", False),
        ("https://notes.example", False),
        ("https://evil-notes.example:5230", False),
        ("notes.example:5230", False),
    ],
)
def test_credentials_are_for_our_own_pages(origin: str, trusted: bool) -> None:  # noqa: FBT001 - a column of the table
    headers = answer_headers(origin, HOST, INSTANCE)
    assert (CREDENTIALS in headers) is trusted


def test_an_empty_instance_url_or_host_trusts_nobody() -> None:
    assert CREDENTIALS not in answer_headers("x", "", "")
    assert CREDENTIALS not in answer_headers("file://", "", "")


def test_preflight_names_methods_and_echoes_the_wanted_headers() -> None:
    headers = preflight_headers("https://blog.example", HOST, INSTANCE, "a,b")
    assert headers == [
        VARY,
        (b"vary", b"Access-Control-Request-Method"),
        (b"vary", b"Access-Control-Request-Headers"),
        (b"access-control-allow-origin", b"https://blog.example"),
        (b"access-control-allow-methods", b"GET,HEAD,PUT,PATCH,POST,DELETE"),
        (b"access-control-allow-headers", b"a,b"),
    ]
    plain = preflight_headers("https://blog.example", HOST, INSTANCE, "")
    assert plain == headers[:-1]
    assert preflight_headers("https://blog.example", HOST, INSTANCE, "a\nb") == plain
