"""Statistics are written by hand, and equal what the messages would be."""

import json
from array import array
from collections import Counter as Tally
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.api import statistics
from appliance.api.codec import Form, encode
from appliance.api.converters import time
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.statistics import AllStatistics, UserStatistics
from appliance.models.statistics import Statistics

FIRST, LAST = -62_135_596_800, 253_402_300_799
EDGES = [0, 1, -1, 127, 128, FIRST, LAST, -86401, 86399, 86400] + [
    (1 << bits) + off for bits in (28, 35) for off in (-1, 0, 1)
]
times = st.lists(st.integers(FIRST, LAST), max_size=5)


def made(created: list[int], updated: list[int], **fields: Any) -> UserStatistics:
    found = Statistics(1, created=array("q", created), updated=array("q", updated))
    for name, value in fields.items():
        setattr(found, name, value)
    return UserStatistics(found, "ann")


def message(answer: UserStatistics) -> pb.UserStats:
    """Make the message that the answer stands for."""
    found = answer.statistics
    return pb.UserStats(
        name="users/ann/stats",
        memo_type_stats=pb.UserStats.MemoTypeStats(
            link_count=found.properties["has_link"],
            code_count=found.properties["has_code"],
            todo_count=found.properties["has_task_list"],
            undo_count=found.properties["has_incomplete_tasks"],
        ),
        tag_count=dict(found.tags),
        memo_created_timestamps=[time(each) for each in found.created],
        memo_updated_timestamps=[time(each) for each in found.updated],
        pinned_memos=[f"memos/{uid}" for uid in found.pinned],
        total_memo_count=found.total,
    )


def same(form: Form, written: bytes, expected: Any) -> None:
    if form is Form.BINARY:
        assert type(expected).from_binary(written) == expected
    else:
        assert json.loads(written) == json.loads(encode(expected, form))


RICH = {
    "total": 3,
    "tags": Tally({'a"b\\': 2, '"memoCreatedTimestamps":[],': 1, "ü": 1}),
    "properties": Tally(has_link=1, has_code=2, has_task_list=3),
    "pinned": ["one", "two"],
}


@pytest.mark.parametrize("form", Form)
@given(created=times, updated=times)
def test_user_is_what_the_message_would_be(
    form: Form, created: list[int], updated: list[int]
) -> None:
    for fields in ({}, RICH):
        answer = made(created, updated, **fields)
        same(form, answer.encode(form), message(answer))


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("seconds", EDGES)
def test_every_time_can_be_said(form: Form, seconds: int) -> None:
    answer = made([seconds], [seconds])

    same(form, answer.encode(form), message(answer))


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("count", [0, 1, 3])
async def test_all_are_what_the_message_would_be(form: Form, count: int) -> None:
    users = [made([9, 5], [5], **RICH) for _ in range(count)]
    answer = AllStatistics(users)
    expected = pb.ListAllUserStatsResponse(stats=[message(user) for user in users])

    same(form, answer.encode(form), expected)
    if count:
        assert b"".join([each async for each in answer.stream(form)]) == (
            answer.encode(form)
        )


@pytest.mark.parametrize("form", Form)
async def test_pieces_are_the_whole(
    form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = made(list(range(50, 0, -1)), list(range(50, 0, -1)), **RICH)
    whole = answer.encode(form)
    monkeypatch.setattr(statistics, "PIECE", 7)

    pieces = [piece async for piece in answer.stream(form)]

    assert b"".join(pieces) == whole
    assert max(map(len, pieces)) < len(whole) / 3


def test_only_many_times_make_a_long_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "MANY", 2)
    short, long = made([3, 2], [3, 2]), made([3, 2, 1], [3, 2, 1])

    assert (short.is_long, long.is_long) == (False, True)
    assert not AllStatistics([short]).is_long
    assert AllStatistics([short, short]).is_long
