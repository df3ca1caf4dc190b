"""The audit log as it is read, alone and with everyday work."""

from typing import Any

import pytest

from appliance.errors import NotFoundError
from appliance.models import audit, trail
from appliance.models.audit import COMMAND, SERVER, Origin, Outcome, coming_from
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.trail import Choice
from tests.factories import make_memo, make_user

FAR = 9_000_000_000_000_000


async def kinds(database: Database, limit: int = 9, **choice: Any) -> list[str]:
    rows = await trail.entries(database, Choice(**choice), limit)
    return [row["kind"] for row in rows]


async def test_entries_can_be_chosen(database: Database) -> None:
    with coming_from(Origin("users/boss")):
        await make_user(database, "anna")
    await audit.record(database, "user.password", outcome=Outcome.FAILED)
    await audit.record(database, "users.other")
    everything = ["users.other", "user.password", "user.created"]
    assert await kinds(database) == everything
    assert await kinds(database, limit=2) == everything[:2]
    assert await kinds(database, kind="user") == everything[1:]
    assert await kinds(database, kind="user.created") == ["user.created"]
    assert await kinds(database, kind="use") == []
    assert await kinds(database, since=FAR) == []
    assert await kinds(database, since=1, until=FAR) == everything
    assert await kinds(database, until=1) == []
    assert await kinds(database, actor="users/boss") == ["user.created"]
    assert await kinds(database, outcome=Outcome.FAILED) == ["user.password"]
    (last, *_) = await trail.entries(database, Choice(), 1)
    assert await kinds(database, before=last["id"]) == everything[1:]


async def test_everyday_work_is_told_when_asked_for(database: Database) -> None:
    anna, ben = await make_user(database, "anna"), await make_user(database, "ben")
    memo = await make_memo(database, anna)
    for kind, actor_id in (
        (ChangeKind.MEMO_UPDATED, anna.id),
        (ChangeKind.MEMO_UPDATED, ben.id),
        (ChangeKind.MEMO_DELETED, anna.id),
        (ChangeKind.REACTION_UPSERTED, None),
    ):
        async with database.write() as transaction:
            transaction.record(memo.change(kind, actor_id))

    async def told(limit: int = 99, *, everything: bool, **choice: Any) -> list[str]:
        found = await trail.with_everyday(
            database, Choice(**choice), limit, everything=everything
        )
        return [row["kind"] for row in found]

    remarkable = ["memo.deleted", "memo.updated", "user.created", "user.created"]
    assert await told(everything=False) == remarkable
    assert len(await told(everything=True)) == 7
    assert len(await told(3, everything=True)) == 3
    assert sorted(await told(everything=False, kind="memo")) == [
        "memo.created",
        "memo.deleted",
        "memo.updated",
        "memo.updated",
    ]
    mine = await told(everything=True, actor="users/anna", kind="memo")
    assert sorted(mine) == ["memo.created", "memo.updated"]
    assert await told(everything=True, outcome=Outcome.FAILED) == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("", ""),
        ("anna", "users/anna"),
        ("users/anna", "users/anna"),
        ("(command)", COMMAND),
        (COMMAND, COMMAND),
        (SERVER, SERVER),
    ],
)
async def test_actors_are_named_in_short(
    database: Database, text: str, actor: str
) -> None:
    await make_user(database, "anna")
    assert await trail.actor_of(database, text) == actor


async def test_an_actor_that_never_was_is_a_mistake(database: Database) -> None:
    with coming_from(Origin("users/gone")):
        await audit.record(database, "user.deleted")
    assert await trail.actor_of(database, "gone") == "users/gone"
    with pytest.raises(NotFoundError):
        await trail.actor_of(database, "nobody")


def test_actors_are_shown_in_short() -> None:
    shown = [trail.shown_actor(actor) for actor in ("users/anna", COMMAND, "")]
    assert shown == ["anna", "(command)", "(nobody)"]
