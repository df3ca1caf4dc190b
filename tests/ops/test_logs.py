"""Log lines, as an operator and a collector read them."""

import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from appliance.ops import logs


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object() -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    logs.get_logger().info("zwei\nZeilen", count=2, odd=io.BytesIO)
    (line,) = lines(stream)
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "zwei\nZeilen",
        "level": "info",
        "count": 2,
        "odd": "<class '_io.BytesIO'>",
    }


def test_the_level_is_the_least_that_is_written() -> None:
    stream = io.StringIO()
    logs.configure("warn", "json", stream)
    logs.get_logger().info("no")
    logs.get_logger().warning("yes")
    logging.getLogger("library").info("no")
    logging.getLogger("library").warning("yes")
    assert [line["event"] for line in lines(stream)] == ["yes", "yes"]


def test_libraries_are_forwarded_with_their_name_and_traceback() -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    try:
        int("bad")
    except ValueError:
        logging.getLogger("library").exception("it %s", "failed")
    (line,) = lines(stream)
    assert (line["event"], line["logger"]) == ("it failed", "library")
    assert "ValueError: invalid literal" in line["exception"]


def test_warnings_become_lines() -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("worn out", UserWarning, stacklevel=1)
    assert "worn out" in lines(stream)[0]["event"]


@pytest.mark.parametrize("key", sorted(logs.SECRETS))
def test_credentials_are_blanked(key: str) -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    logs.get_logger().info("signed in", **{key: "sesame"})
    assert "sesame" not in stream.getvalue()


def test_the_console_is_for_eyes_and_plain_where_there_are_no_colours() -> None:
    stream = io.StringIO()
    logs.configure("info", "console", stream)
    logs.get_logger().info("ready", port=5230)
    text = stream.getvalue()
    assert "ready" in text
    assert "port=5230" in text
    assert "\x1b" not in text


def test_auto_is_json_where_nobody_looks() -> None:
    stream = io.StringIO()
    logs.configure("info", "auto", stream)
    logs.get_logger().info("ready")
    assert lines(stream)[0]["event"] == "ready"


def test_hypercorn_does_not_repeat_what_we_say() -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    logging.getLogger("hypercorn.error").info("Running on http://127.0.0.1")
    assert stream.getvalue() == ""


def test_a_bucket_s_keys_are_found_in_silence() -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    logging.getLogger("botocore.credentials").info("Found credentials in …")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("library", ["aiosqlite", "botocore.auth", "httpcore.http11"])
def test_libraries_never_write_down_what_they_carry(library: str) -> None:
    """Statements with their values and whole requests, passwords in them."""
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    logging.getLogger(library).debug("execute %s", ["$argon2id$v=19$secret"])
    logging.getLogger("httpx").info("POST https://host/hook?key=secret")
    logging.getLogger(library).warning("worth knowing")
    assert [line["event"] for line in lines(stream)] == ["worth knowing"]
