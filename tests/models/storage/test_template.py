"""Names of stored files."""

import time
from datetime import UTC, datetime

import pytest

from appliance.models.storage.template import MAX_PART_BYTES, render, with_suffix

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC).timestamp()


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names carry the local time: make it the same everywhere."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def test_every_placeholder_has_its_value() -> None:
    template = "{year}/{month}/{day}/{hour}-{minute}-{second}/{timestamp}_{filename}"
    assert render(template, "a.txt", NOW) == f"2026/03/04/05-06-07/{int(NOW)}_a.txt"


def test_the_filename_comes_last_if_nowhere_else() -> None:
    assert render("files/{year}", "a.txt", NOW) == "files/2026/a.txt"


def test_each_name_has_its_own_uuid() -> None:
    assert render("{uuid}", "a", NOW) != render("{uuid}", "a", NOW)


def test_a_name_that_looks_like_a_placeholder_stays() -> None:
    assert render("{filename}", "{uuid}.txt", NOW) == "{uuid}.txt"


def test_a_long_name_keeps_its_end() -> None:
    name = render("{filename}", "ü" * 300 + ".tar", NOW)
    assert len(name.encode()) <= MAX_PART_BYTES
    assert name.endswith("ü.tar")


def test_a_suffix_stands_before_the_extension() -> None:
    assert with_suffix("a/b.c.txt", "x") == "a/b.c_x.txt"
    assert with_suffix("noext", "x") == "noext_x"
