"""Patterns in the words of each database."""

import pytest

from appliance.models.dialect import Dialect
from appliance.models.filter.patterns import UntranslatableError, literal, translate

TABLE = [
    ("a.b", "a[^\n]b", "(?-i)a[^\n]b"),
    ("(?s).", ".", "(?-i)(?s:.)"),
    ("(?i)^A$", "(?i)(?:^)A(?:$)", r"(?-i)(?i)(?:^)A\z"),
    ("(?m)^a$", "(?w)(?:^)a(?:$)", "(?-i)(?m)(?:^)a(?:$)"),
    ("(?im)a", "(?iw)a", "(?-i)(?im)a"),
    ("(?s:.).", "(?:.)[^\n]", "(?-i)(?:(?s:.))[^\n]"),
    ("(?P<n>a|b)(c)", "(?:a|b)(?:c)", "(?-i)(?:a|b)(?:c)"),
    (r"\d\D\s", "[0-9][^0-9][\t\n\f\r ]", "(?-i)[0-9][^0-9][\t\n\f\r ]"),
    (r"[\d_-]", r"[0-9_\-]", r"(?-i)[0-9_\-]"),
    (r"[^\w.]", r"[^0-9A-Za-z_\.]", r"(?-i)[^0-9A-Za-z_\.]"),
    (r"[\s\S]", "(?:[\t\n\f\r ]|[^\t\n\f\r ])", "(?-i)(?:[\t\n\f\r ]|[^\t\n\f\r ])"),
    (r"[\D]", "(?:[^0-9])", "(?-i)(?:[^0-9])"),
    (r"[^\D]", "(?:(?![^0-9]).)", "(?-i)(?:(?![^0-9])(?s:.))"),
    (r"[^\D7]", "(?:(?![^0-9])[^7])", "(?-i)(?:(?![^0-9])[^7])"),
    ("[]a^[]", r"[\]a\^\[]", r"(?-i)[\]a\^\[]"),
    ("[^]-a]", r"[^\]-a]", r"(?-i)[^\]-a]"),
    (r"[\x41-\x{5a}]", "[A-Z]", "(?-i)[A-Z]"),
    ("[[:digit:][:^lower:]]", "(?:[0-9]|[^a-z])", "(?-i)(?:[0-9]|[^a-z])"),
    (r"\Qa.b\E+\E", r"a\.b+", r"(?-i)a\.b+"),
    (r"\x41\101\n\.\_", "AA\n\\._", "(?-i)AA\n\\._"),
    (r"\Aa\z", r"(?:\A)a(?:\Z)", r"(?-i)\Aa\z"),
    ("a{2,}?b{", r"a{2,}?b\{", r"(?-i)a{2,}?b\{"),
    ("{,2}]", r"\{\,2\}\]", r"(?-i)\{\,2\}\]"),
]  # fmt: skip
ON_MYSQL = [
    (r"\pL\p{^Greek}\P{Lu}", r"(?-i)\p{L}\P{Greek}\P{Lu}"),
    (r"[\p{L}x]", r"(?-i)[\p{L}x]"),
    ("a(?i)b(?-i:c)", "(?-i)a(?i)b(?-i:c)"),
    ("(?m:a$)$", r"(?-i)(?m:a(?:$))\z"),
    ("a{300}", "(?-i)a{300}"),
]
EVERYWHERE_REFUSED = [r"\C", r"\x00", r"\x{d800}"]


@pytest.mark.parametrize(("pattern", "postgres", "mysql"), TABLE)
def test_each_database_gets_its_words(pattern: str, postgres: str, mysql: str) -> None:
    assert translate(pattern, Dialect.POSTGRES) == postgres
    assert translate(pattern, Dialect.MYSQL) == mysql
    assert translate(pattern, Dialect.SQLITE) == pattern


@pytest.mark.parametrize(("pattern", "mysql"), ON_MYSQL)
def test_some_can_be_said_to_one_of_them_alone(pattern: str, mysql: str) -> None:
    assert translate(pattern, Dialect.MYSQL) == mysql
    with pytest.raises(UntranslatableError, match="this database"):
        translate(pattern, Dialect.POSTGRES)


@pytest.mark.parametrize("pattern", EVERYWHERE_REFUSED)
@pytest.mark.parametrize("dialect", [Dialect.POSTGRES, Dialect.MYSQL])
def test_what_cannot_be_said_is_refused(pattern: str, dialect: Dialect) -> None:
    with pytest.raises(UntranslatableError, match="this database"):
        translate(pattern, dialect)


def test_words_are_of_ascii_letters() -> None:
    for dialect in (Dialect.POSTGRES, Dialect.MYSQL):
        assert r"\b" not in translate(r"\bx\B", dialect)


def test_a_literal_stands_for_itself() -> None:
    assert [literal(c) for c in "a_é\n*]-"] == [
        "a",
        "_",
        "é",
        "\n",
        r"\*",
        r"\]",
        r"\-",
    ]
