"""What is kept follows from ids and sizes alone."""

import pytest

from appliance.ops.backup.retention import NEWEST, Policy, fitting


def an_id(moment: str) -> str:
    """Return an id of a moment."""
    return f"{moment}00000Z-00000000"


YEARS = [
    an_id(moment)
    for moment in (
        "20241230T1200",  # Monday of the first week of 2025
        "20250101T0900",
        "20250105T2300",
        "20250106T0100",
        "20250106T0130",
        "20250106T0200",
        "20260301T0000",
    )
]


@pytest.mark.parametrize(
    ("rule", "count", "kept"),
    [
        ("last", 2, [5, 6]),
        ("hourly", 3, [4, 5, 6]),
        ("daily", 3, [2, 5, 6]),
        ("weekly", 3, [2, 5, 6]),
        ("weekly", 9, [2, 5, 6]),
        ("monthly", 2, [5, 6]),
        ("yearly", 9, [0, 5, 6]),
    ],
)
def test_the_newest_of_each_period_stays(
    rule: str, count: int, kept: list[int]
) -> None:
    chosen = Policy({rule: count}).choose(YEARS)
    assert sorted(chosen) == [YEARS[place] for place in kept]
    assert all(rule in rules for rules in chosen.values())


def test_rules_add_up_and_are_named() -> None:
    chosen = Policy({"last": 1, "yearly": 2, "daily": 0}).choose(YEARS)
    assert chosen == {YEARS[6]: [NEWEST, "last", "yearly"], YEARS[5]: ["yearly"]}


def test_without_rules_all_stay() -> None:
    assert sorted(Policy({"last": 0}).choose(YEARS)) == YEARS
    assert Policy({"last": 5}).choose([]) == {}


@pytest.mark.parametrize(
    ("limit", "fits"), [(None, "abc"), (100, "abc"), (27, "bc"), (15, "c"), (1, "c")]
)
def test_shared_files_count_once(limit: int | None, fits: str) -> None:
    sizes = {
        "a": {"one": 10, "a": 5},
        "b": {"one": 10, "two": 10, "b": 1},
        "c": {"two": 10, "c": 2},
    }
    assert fitting("abc", sizes, limit) == set(fits)
