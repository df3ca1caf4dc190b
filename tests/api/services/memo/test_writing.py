"""What every write of a memo does: load, check rights, replace parts, tell."""

import pytest

from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.services.memo import writing
from appliance.errors import (
    AlreadyExistsError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.notification import Notification
from appliance.models.relation import Relation
from appliance.models.user import User
from tests.api.house import House
from tests.factories import make_memo, make_user, principal

NOW = 1_800_000_000


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


@pytest.fixture
async def memo(database: Database, ann: User) -> Memo:
    return await make_memo(database, ann, uid="m")


async def test_memo_is_loaded_by_its_exact_name_for_who_may_write(
    database: Database, memo: Memo
) -> None:
    bob = principal(await make_user(database, "bob"))
    async with database.write() as transaction:
        assert (await writing.load_memo(transaction, "memos/m")).id == memo.id
        for name in ("memos/M", "memos/m ", "memos/none"):
            with pytest.raises(NotFoundError):
                await writing.load_memo(transaction, name)
        with pytest.raises(PermissionDeniedError):
            await writing.load_writable(transaction, "memos/m", bob)
        with pytest.raises(AlreadyExistsError, match='"m"'):
            await writing.require_free(transaction, "m")
        await writing.require_free(transaction, "n")


async def test_references_are_resolved_before_any_is_written(
    database: Database, ann: User, memo: Memo
) -> None:
    await make_memo(database, ann, uid="other")

    def to(*names: str) -> list[pb.MemoRelation]:
        ends = [pb.MemoRelation.Memo(name=name) for name in names]
        return [pb.MemoRelation(related_memo=end) for end in ends]

    async with database.write() as transaction:
        await writing.set_references(transaction, memo, to("memos/other"))
        with pytest.raises(NotFoundError, match="memos/none"):
            await writing.set_references(transaction, memo, to("memos/none"))
        with pytest.raises(InvalidArgumentError, match="related memo"):
            await writing.set_references(transaction, memo, [pb.MemoRelation()])
    assert await Relation.all().count() == 1


async def test_touching_moves_the_time_and_tells(
    database: Database, ann: User, memo: Memo
) -> None:
    comment = await make_memo(database, ann, uid="c", parent=memo)
    async with database.write() as transaction:
        await writing.touch(transaction, comment, principal(ann), NOW)
        kind = ChangeKind.REACTION_UPSERTED
        await writing.announce(transaction, comment, kind, principal(ann))

    assert (await Memo.get(uid="c")).update_time == NOW
    rows = (await ChangeRow.all().order_by("-sequence"))[:2]
    assert [(row.kind, row.name, row.parent) for row in rows] == [
        (ChangeKind.REACTION_UPSERTED, "memos/c", "memos/m"),
        (ChangeKind.MEMO_UPDATED, "memos/c", "memos/m"),
    ]


async def test_mentions_that_were_there_before_are_not_told_again(
    database: Database, ann: User
) -> None:
    bob, eve = [await make_user(database, name) for name in ("bob", "eve")]
    memo = await make_memo(database, ann, "@Bob and @eve")
    async with database.write() as transaction:
        await writing.tell_mentioned(transaction, memo, NOW, before="hi @BOB")
        assert [change.owner_id for change in transaction.changes] == [eve.id]
        await writing.tell_mentioned(transaction, memo, NOW, told=bob.id)

    receivers = await Notification.all().order_by("id")
    assert [row.receiver_id for row in receivers] == [eve.id, eve.id]


async def test_parts_of_a_memo_are_bounded(house: House) -> None:
    """PostgreSQL takes no more than 32767 values, and all wait for one who writes."""
    ann = await house.user("ann")
    await ann.write("m")
    files = [{"name": f"attachments/a{number}"} for number in range(40_000)]
    others = [{"relatedMemo": {"name": f"memos/a{number}"}} for number in range(40_000)]
    refused = await ann.refused(
        "MemoService/SetMemoAttachments", name="memos/m", attachments=files
    )
    assert refused[1] == "too many attachments (max 1000)"
    refused = await ann.refused(
        "MemoService/SetMemoRelations", name="memos/m", relations=others
    )
    assert refused[1] == "too many relations (max 1000)"
