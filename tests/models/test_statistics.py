"""Statistics are what one would count by hand, for every pair of eyes."""

import json
import random
from collections import Counter as Tally

import pytest

from appliance.models import statistics
from appliance.models.access import Guarded, Principal, can_read
from appliance.models.base import State, Visibility
from appliance.models.database import Database
from appliance.models.filter import compile_filter
from appliance.models.listing import Listing, Order
from appliance.models.memo import PROPERTIES, Memo
from appliance.models.statistics import (
    Statistics,
    View,
    all_statistics,
    filtered_statistics,
    statistics_of,
)
from appliance.models.user import User
from tests.factories import make_memo, make_user, principal

CONTENTS = (
    "plain",
    "#a #b/c [link](https://example.org)",
    "- [ ] open #a",
    "- [x] done `code` #B",
)


async def seed(database: Database, users: list[User], count: int) -> None:
    """Store memos of every kind, many within one second."""
    chance = random.Random(7)  # noqa: S311 - the same memos at every run
    for _ in range(count):
        memo = await make_memo(
            database,
            chance.choice(users),
            chance.choice(CONTENTS),
            visibility=chance.choice(list(Visibility)),
            state=chance.choice([State.NORMAL, State.NORMAL, State.ARCHIVED]),
            create_time=chance.randint(-3, 3),
            pinned=chance.random() < 0.2,
        )
        if chance.random() < 0.2:
            await make_memo(database, memo_author(users, memo), "#x", parent=memo)


def memo_author(users: list[User], memo: Memo) -> User:
    return next(user for user in users if user.id == memo.creator_id)


async def by_hand(view: View, user_id: int) -> Statistics:
    """Count the slow way."""
    found = Statistics(user_id)
    for memo in await Memo.filter(creator_id=user_id, parent_id=None):
        guarded = Guarded(memo.creator_id, memo.state, memo.visibility)
        if memo.state != view.state or not can_read(view.principal, guarded):
            continue
        found.total += 1
        found.tags.update(json.loads(memo.tags))
        found.properties.update(name for name in PROPERTIES if getattr(memo, name))
        found.created.append(memo.create_time)
        found.updated.append(memo.update_time)
        if memo.pinned:
            found.pinned.append(memo.uid)
    return found


def told(found: Statistics) -> tuple[object, ...]:
    return (
        found.user_id,
        found.total,
        +found.tags,
        # Pins are named below; the counters of them are for another page.
        {name: found.properties[name] for name in PROPERTIES},
        sorted(found.pinned),
        sorted(found.created),
        sorted(found.updated),
    )


def eyes(users: list[User]) -> list[Principal | None]:
    return [None, *(principal(user) for user in users)]


@pytest.mark.parametrize("piece", [3, 1000])
async def test_everything_is_counted_as_by_hand(
    database: Database, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(statistics, "PIECE", piece)
    users = [await make_user(database) for _ in range(3)]
    await seed(database, users[:2], 40)
    source = compile_filter("size(content) > 0", database.dialect, 0)

    for who in eyes(users):
        for state in State:
            view = View(who, state)
            expected = [told(await by_hand(view, user.id)) for user in users]
            present = [each for each in expected if each[1]]
            found = await all_statistics(database, view)
            assert [told(each) for each in found] == present
            filtered = Listing(who, state, Order(), source)
            again = await filtered_statistics(database, filtered)
            assert [told(each) for each in again] == present
        for user in users:
            one = await statistics_of(database, user.id, View(who))
            assert told(one) == told(await by_hand(View(who), user.id))


async def test_times_come_newest_first(database: Database) -> None:
    ann = await make_user(database)
    seconds = [5, -9, 70, 70, 6]
    for second in seconds:
        visibility = Visibility.PUBLIC if second > 5 else Visibility.PRIVATE
        await make_memo(database, ann, visibility=visibility, create_time=second)

    found = await statistics_of(database, ann.id, View(principal(ann)))

    assert list(found.created) == sorted(seconds, reverse=True)
    assert list(found.updated) == sorted(seconds, reverse=True)


async def test_filter_chooses_what_is_counted(database: Database) -> None:
    ann, ben = await make_user(database, "ann"), await make_user(database, "ben")
    await make_memo(database, ann, "#a #b")
    await make_memo(database, ann, "#b")
    await make_memo(database, ben, "#c")
    source = compile_filter('tag in ["a"]', database.dialect, 0)

    (found,) = await filtered_statistics(
        database, Listing(None, State.NORMAL, Order(), source)
    )

    assert (found.user_id, found.total) == (ann.id, 1)
    assert found.tags == Tally(a=1, b=1)
