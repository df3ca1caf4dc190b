"""Tests of the verdict: what counts as a difference, and how much it matters."""

from typing import Any

import pytest

from tests.golden.comparing import Level, compare
from tests.golden.scenarios import Json, read_step


def answer(body: Json, status: int = 200, **headers: str) -> Json:
    return {
        "status": status,
        "headers": {name.replace("_", "-"): text for name, text in headers.items()},
        "body": body,
    }


def verdict(expected: Json, actual: Json, **keys: Any) -> dict[str, Level]:
    step = read_step({"name": "step", **keys})
    return {found.where: found.level for found in compare(step, expected, actual)}


@pytest.mark.parametrize(
    ("old", "new"),
    [("1", 1), (True, 1), (None, ""), ([], None), ({}, []), ("a", "b"), (0, False)],
)
def test_values_of_another_kind_differ(old: Json, new: Json) -> None:
    found = verdict(answer({"key": old}), answer({"key": new}))
    assert found == {"$.key": Level.HARD}


@pytest.mark.parametrize("value", [1, "text", {"a": [1, {"b": None}]}, []])
def test_equal_answers_have_no_difference(value: Json) -> None:
    assert verdict(answer(value), answer(value)) == {}
    assert verdict(answer({"n": 1}), answer({"n": 1.0})) == {}


def test_absent_is_not_empty() -> None:
    found = verdict(answer({"a": "", "b": 1}), answer({"b": 1, "c": []}))
    assert found == {"$.a": Level.HARD, "$.c": Level.HARD}


def test_lists_of_resources_are_compared_by_their_names() -> None:
    old = [{"name": "a", "n": 1}, {"name": "b", "n": 2}]
    new = [{"name": "b", "n": 3}]
    assert verdict(answer(old), answer(new)) == {
        "$[names]": Level.HARD,
        "$[1].n": Level.HARD,
    }
    assert verdict(answer([1, 2]), answer([1])) == {"$[#]": Level.HARD}


def test_success_and_refusal_are_compared_as_wholes() -> None:
    found = verdict(answer({"name": "a"}), answer({"message": "no"}, status=404))
    assert found == {"status": Level.HARD, "$": Level.HARD}


def test_wording_of_a_refusal_is_soft_but_not_its_absence() -> None:
    old = answer({"code": 3, "message": "one"}, status=400)
    other = answer({"code": 3, "message": "other"}, status=400)
    assert verdict(old, other) == {"$.message": Level.SOFT}
    assert verdict(old, answer({"code": 3}, status=400)) == {"$.message": Level.HARD}
    found = verdict(answer({"message": "one"}), answer({"message": "other"}))
    assert found == {"$.message": Level.HARD}


def test_time_may_be_without_its_fraction_but_not_with_one() -> None:
    exact, whole = answer("<time with fraction>"), answer("<time>")
    assert verdict(exact, whole) == {"$": Level.SOFT}
    assert verdict(whole, exact) == {"$": Level.HARD}


def test_some_headers_may_vary_and_some_may_be_added() -> None:
    found = verdict(
        answer("", vary="Origin", content_type="text/plain"),
        answer("", vary="*", content_type="text/html", etag="<etag>", location="/"),
    )
    assert found == {
        "header:vary": Level.SOFT,
        "header:etag": Level.SOFT,
        "header:content-type": Level.HARD,
        "header:location": Level.HARD,
    }
    assert verdict(answer("", etag="<etag>"), answer("")) == {"header:etag": Level.HARD}


def test_relations_are_part_of_the_answer() -> None:
    old, new = answer("") | {"relations": {"a < b": True}}, answer("")
    found = verdict(old, new | {"relations": {"a < b": False}})
    assert list(found.values()) == [Level.HARD]


def test_quirk_excuses_the_step_or_the_places_it_names() -> None:
    old = answer({"a": 1, "b": {"c": 1}}, content_type="text/plain")
    new = answer({"a": 2, "b": {"c": 2}}, content_type="text/html")
    places = ("header:content-type", "$.a", "$.b.c")
    anywhere = dict.fromkeys(places, Level.QUIRK)
    assert verdict(old, new, quirk="odd") == anywhere
    found = verdict(old, new, quirk="odd", quirk_at=["$.b*", "header:content-type"])
    assert found == anywhere | {"$.a": Level.HARD}
