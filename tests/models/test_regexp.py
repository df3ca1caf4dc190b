"""RE2 in Python and in SQLite."""

import time

import pytest

from appliance.models import regexp
from appliance.models.sqlite_library import library


def test_patterns_are_found_anywhere_in_utf8() -> None:
    assert regexp.matches("^pl", b"plain")
    assert not regexp.matches("^Pl", b"plain")
    assert regexp.matches("(?i)É.$", "xéß".encode())
    assert not regexp.matches("a$", b"a\n")


@pytest.mark.parametrize(
    "pattern",
    ["(", "(?=a)", "(?:a{900}){900}", "\ud800", "a{0,255}" * 7, "(?:a{1,40}){1,40}"],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(regexp.PatternError):
        regexp.compiled(pattern)


def test_no_pattern_takes_more_than_linear_time() -> None:
    begin = time.monotonic()
    assert not regexp.matches("^(a+)+$", b"a" * 100_000 + b"b")
    assert time.monotonic() - begin < 5


def test_sqlite_knows_the_function() -> None:
    connection = library.connect(":memory:")
    regexp.register(connection)
    sql = f"SELECT {regexp.FUNCTION}(?, CAST(? AS BLOB))"
    text = regexp.escape("a.B")
    answers = [
        connection.execute(sql, (f"(?i){text}", value)).fetchone()[0]
        for value in ("xA.by", "xAcby", "")
    ]
    connection.close()
    assert answers == [1, 0, 0]
