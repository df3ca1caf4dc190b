"""Counts equal a recount, whatever happened before."""

from collections import Counter as Tally
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.models.base import State, Visibility
from appliance.models.counter import (
    Counted,
    Counter,
    CounterKind,
    count,
    quarter,
    seconds_of,
)
from appliance.models.database import Database
from appliance.models.memo import COUNTED, Memo
from appliance.models.tag import branches
from appliance.models.trash import TrashedMemo, move_to_trash, restore
from appliance.models.user import User
from tests.factories import make_memo, make_user

Key = tuple[int, int, int, str]
TEXTS = ("", "#a", "#a #b/c", "- [ ] #b/c `x`", "[l](u)", "#A #é")
TIMES = (-62_135_596_800, -1, 0, 86_399, 86_400, 1_700_000_000, 253_402_300_799)


async def counters(user: User) -> dict[Key, int]:
    """Return what is counted for a user, zeros left out."""
    rows = await Counter.filter(creator_id=user.id).exclude(value=0)
    return {(row.state, row.visibility, row.kind, row.name): row.value for row in rows}


async def recount(user: User) -> dict[Key, int]:
    """Count a user's top-level memos anew, from the memos alone."""
    tally: Tally[Key] = Tally()
    for memo in await Memo.filter(creator_id=user.id, parent_id=None):
        address = (memo.state, memo.visibility)
        tally[(*address, CounterKind.TOTAL, "")] += 1
        tally[(*address, CounterKind.QUARTER, quarter(memo.create_time))] += 1
        for tag in memo.tag_list:
            tally[(*address, CounterKind.TAG, tag)] += 1
        for branch in branches(memo.tag_list):
            tally[(*address, CounterKind.BRANCH, branch)] += 1
        for name in COUNTED:
            if getattr(memo, name):
                tally[(*address, CounterKind.PROPERTY, name)] += 1
    return dict(tally)


@pytest.mark.parametrize("seconds", [-62_135_596_800, -900, 0, 900, 253_402_299_900])
def test_quarters_are_in_the_order_of_their_times(seconds: int) -> None:
    assert quarter(seconds) == quarter(seconds + 899) > quarter(seconds - 1)[-9:]
    assert len(quarter(seconds)) == 9
    assert seconds_of(quarter(seconds)) == seconds


async def test_memo_is_counted_once_at_everything_it_has(database: Database) -> None:
    ann = await make_user(database)
    await make_memo(database, ann, "- [ ] #a #b [l](u)", create_time=0)

    address = (State.NORMAL, Visibility.PUBLIC)
    assert await counters(ann) == {
        (*address, CounterKind.TOTAL, ""): 1,
        (*address, CounterKind.QUARTER, quarter(0)): 1,
        (*address, CounterKind.TAG, "a"): 1,
        (*address, CounterKind.TAG, "b"): 1,
        (*address, CounterKind.BRANCH, "a"): 1,
        (*address, CounterKind.BRANCH, "b"): 1,
        (*address, CounterKind.PROPERTY, "has_link"): 1,
        (*address, CounterKind.PROPERTY, "has_task_list"): 1,
        (*address, CounterKind.PROPERTY, "has_incomplete_tasks"): 1,
    }


async def test_tags_that_differ_in_case_are_counted_apart(database: Database) -> None:
    ann = await make_user(database)
    await make_memo(database, ann, "#Work #work #🎉 #🎈")

    counted = await counters(ann)
    tags = {name: n for (*_, kind, name), n in counted.items() if kind == 3}
    assert tags == {"Work": 1, "work": 1, "🎉": 1, "🎈": 1}


async def test_comments_are_not_counted(database: Database) -> None:
    ann, bob = await make_user(database), await make_user(database)
    memo = await make_memo(database, ann)
    comment = await make_memo(database, bob, "#c", parent=memo)
    await make_memo(database, bob, "#cc", parent=comment)

    assert await counters(bob) == {}


async def test_moving_touches_only_what_differs(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann, "#a")
    ids = {row.id: row.value for row in await Counter.all()}
    before = memo.counted()
    memo.write("#a #b")
    async with database.write() as transaction:
        await memo.replace(transaction, before)

    after = {row.id: row.value for row in await Counter.all()}
    assert {row_id: after[row_id] for row_id in ids} == ids
    assert len(after) == len(ids) + 2


async def remove_and_fail(database: Database, memo: Memo) -> None:
    async with database.write() as transaction:
        await memo.remove(transaction)
        raise ZeroDivisionError


async def test_counts_of_a_failed_write_do_not_stay(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann, "#a")
    before = await counters(ann)

    with pytest.raises(ZeroDivisionError):
        await remove_and_fail(database, memo)

    assert await counters(ann) == before == await recount(ann)


def test_keys_name_each_count_once() -> None:
    counted = Counted(1, 1, 3, 0, ("a", "b"), ("has_link",))
    keys = list(counted.keys())

    assert len(keys) == len(set(keys)) == 7
    assert {key[:3] for key in keys} == {(1, 1, 3)}


class Desk:
    """One user at work: every step is a write that the product makes."""

    def __init__(self, database: Database, user: User) -> None:
        self._database = database
        self._user = user
        self._memos: list[Memo] = []
        self._trash: list[TrashedMemo] = []

    async def step(self, kind: str, pick: int, value: int) -> None:
        if kind == "create":
            memo = await make_memo(
                self._database,
                self._user,
                TEXTS[value % len(TEXTS)],
                create_time=TIMES[pick % len(TIMES)],
                visibility=Visibility(value % 3 + 1),
            )
            self._memos.append(memo)
        elif kind == "restore" and self._trash:
            trashed = self._trash.pop(pick % len(self._trash))
            async with self._database.write() as transaction:
                memo = await restore(
                    transaction, trashed, actor_id=self._user.id, now=0
                )
            self._memos.append(memo)
        elif kind == "delete" and self._memos:
            memo = self._memos.pop(pick % len(self._memos))
            async with self._database.write() as transaction:
                trashed = await move_to_trash(
                    transaction, memo, deleter_id=self._user.id, now=0
                )
            self._trash.append(trashed)
        elif kind in CHANGES and self._memos:
            await self._change(self._memos[pick % len(self._memos)], kind, value)

    async def _change(self, memo: Memo, kind: str, value: int) -> None:
        before = memo.counted()
        CHANGES[kind](memo, value)
        async with self._database.write() as transaction:
            await memo.replace(transaction, before)


def _archive(memo: Memo, value: int) -> None:
    memo.state = State(value % 2 + 1)


def _show(memo: Memo, value: int) -> None:
    memo.visibility = Visibility(value % 3 + 1)


def _move(memo: Memo, value: int) -> None:
    memo.create_time = TIMES[value % len(TIMES)]


def _edit(memo: Memo, value: int) -> None:
    memo.write(TEXTS[value % len(TEXTS)])


CHANGES: dict[str, Callable[[Memo, int], None]] = {
    "archive": _archive,
    "show": _show,
    "move": _move,
    "edit": _edit,
}
steps = st.tuples(
    st.sampled_from(["create", "create", *CHANGES, "delete", "restore"]),
    st.integers(0, 6),
    st.integers(0, 6),
)


# The database is the same for all examples; a user of its own keeps each apart.
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(steps, min_size=1, max_size=14))
async def test_counts_equal_a_recount_after_any_history(
    database: Database, history: list[tuple[str, int, int]]
) -> None:
    user = await make_user(database)
    desk = Desk(database, user)
    for step in history:
        await desk.step(*step)

    assert await counters(user) == await recount(user)
    assert not await Counter.filter(creator_id=user.id, value__lt=0).exists()


async def test_recount_would_notice_a_lost_count(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann, "#a")
    async with database.write() as transaction:
        await count(transaction, memo.counted(), None)

    assert await counters(ann) != await recount(ann)
