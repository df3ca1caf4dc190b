"""Tests of what stands for ids, tokens and moments of one run."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.golden.placeholders import Placeholders
from tests.golden.scenarios import Json

ID = "3kTMd9BqQ2vRcX5sWmYp7a"
OTHER = "8ZzMd9BqQ2vRcX5sWmYp7b"


def placeholders(*words: str) -> Placeholders:
    return Placeholders(frozenset(words), {"127.0.0.1:81": "<host>"})


def show(value: Json, *words: str) -> Json:
    shown = placeholders(*words)
    shown.learn(value)
    return shown.value(value)


def stamp(ahead: timedelta, suffix: str = "Z") -> str:
    moment = datetime.now(UTC) + ahead
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + suffix


def test_ids_are_numbered_as_they_appear_and_found_in_texts() -> None:
    memo = {"content": f"see {OTHER}", "name": f"memos/{ID}", "up": f"memos/{OTHER}"}
    assert show(memo) == {
        "content": "see <memo:2>",
        "name": "memos/<memo:1>",
        "up": "memos/<memo:2>",
    }


def test_ids_of_the_scenario_stay() -> None:
    assert show({"name": "memos/mine"}, "mine") == {"name": "memos/mine"}
    assert show("users/somebody") == "users/somebody"


def test_counted_ids_are_replaced_in_their_names_only() -> None:
    reaction = {"name": f"memos/{ID}/reactions/12", "n": "12", "x": "in reactions/120"}
    assert show(reaction) == {
        "name": "memos/<memo:1>/reactions/<reaction:1>",
        "n": "12",
        "x": "in reactions/120",
    }


def test_numbers_go_on_behind_what_only_the_reference_made() -> None:
    shown = placeholders()
    shown.continue_after([{"name": "memos/<memo:2>", "content": "<time>"}])
    shown.learn({"name": f"memos/{ID}"})
    assert shown.text(ID) == "<memo:3>"


def test_numbers_go_on_before_what_only_ours_made() -> None:
    shown = placeholders()
    shown.learn({"name": f"memos/{OTHER}"})
    shown.continue_after(["refused"])
    shown.learn({"name": f"memos/{ID}"})
    assert shown.text(ID) == "<memo:1>"


def test_malformed_id_is_told() -> None:
    assert show({"name": "memos/not_an_id"}) == {"name": "memos/<memo:1!malformed>"}


@pytest.mark.parametrize(
    ("ahead", "suffix", "shown"),
    [
        (timedelta(), "Z", "<time>"),
        (timedelta(), ".5Z", "<time with fraction>"),
        (timedelta(), "+00:00", "<time with offset>"),
        (timedelta(minutes=15), "Z", "<time+15m>"),
        (timedelta(days=30), "Z", "<time+30d>"),
    ],
)
def test_moments_are_told_by_their_distance(
    ahead: timedelta, suffix: str, shown: str
) -> None:
    assert show(stamp(ahead, suffix)) == shown


def test_fixed_moments_stay() -> None:
    now = stamp(timedelta())
    assert show(now, now) == now
    for text in ("2024-03-03T03:03:03Z", "2024-13-99T00:00:00Z"):
        assert show(text) == text


def test_secrets_are_never_compared() -> None:
    token = f"memos_pat_{'a' * 32}"
    assert show({"token": token, "nextPageToken": "x", "accessToken": ""}) == {
        "token": "<pat-token>",
        "nextPageToken": "<page-token>",
        "accessToken": "",
    }


def test_long_text_becomes_its_digest() -> None:
    assert show("x" * 1500) == "x" * 1500
    assert show("x" * 1501).startswith("<1501 characters, sha256 ")


def test_cookie_shows_its_attributes_in_one_order() -> None:
    shown = placeholders()
    line = f"memos_refresh={'e' * 30}; SameSite=Lax; Path=/; HttpOnly"
    assert (
        shown.header("set-cookie", line)
        == "memos_refresh=<token>; HttpOnly; Path=/; SameSite=Lax"
    )
    assert shown.header("set-cookie", "memos_refresh=; Path=/").startswith(
        "memos_refresh=;"
    )
    assert shown.header("etag", 'W/"1"') == "W/<etag>"
    assert shown.header("content-type", "a/b;charset=UTF-8") == "a/b; charset=utf-8"
