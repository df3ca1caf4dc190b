"""Hot reads: by name, by id, by user."""

import pytest

from appliance.errors import (
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from appliance.models import reads
from appliance.models.access import Guarded
from appliance.models.base import State, Visibility
from appliance.models.database import Database
from appliance.models.memo import Memo
from tests.factories import make_memo, make_user, principal


async def test_memos_are_loaded_by_id_and_gone_ones_left_out(
    database: Database,
) -> None:
    ann = await make_user(database)
    one, two, other = [await make_memo(database, ann, f"{n}") for n in range(3)]

    rows = await reads.load_memos(database, [two.id, 404, one.id])

    assert set(rows) == {one.id, two.id}
    assert rows[two.id]["content"] == two.content
    assert other.id not in rows
    assert await reads.load_memos(database, []) == {}


async def test_loaded_row_has_every_column_that_is_answered(
    database: Database,
) -> None:
    memo = await make_memo(database, await make_user(database), "# T\n\n#a `c`")

    row = (await reads.load_memos(database, [memo.id]))[memo.id]

    columns = {name.strip() for name in reads.MEMO_COLUMNS.split(",")}
    assert columns < Memo._meta.fields_db_projection.keys()  # noqa: SLF001 - Tortoise names its columns only there
    for column in columns:
        assert row[column] == getattr(memo, column), column


async def test_place_says_what_the_rules_look_at(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(
        database, ann, uid="m", visibility=Visibility.PRIVATE, state=State.ARCHIVED
    )
    comment = await make_memo(database, ann, uid="c", parent=memo)

    place = await reads.find_memo(database, uid="m")
    assert place is not None
    assert (place.id, place.revision, place.parent_id) == (memo.id, 1, None)
    assert place.guarded == Guarded(ann.id, State.ARCHIVED, Visibility.PRIVATE)
    assert await reads.find_memo(database, memo_id=memo.id) == place
    below = await reads.find_memo(database, uid="c")
    assert below is not None
    assert (below.id, below.parent_id) == (comment.id, memo.id)


async def test_unknown_memos_are_none(database: Database) -> None:
    await make_memo(database, await make_user(database), uid="abc")

    for uid in ("", "ABC", "ab", "abc%", "' OR '1'='1"):
        assert await reads.find_memo(database, uid=uid) is None, uid
    assert await reads.find_memo(database, memo_id=404) is None


async def test_uids_are_found_by_id(database: Database) -> None:
    ann = await make_user(database)
    one = await make_memo(database, ann, uid="one")
    two = await make_memo(database, ann, uid="two")

    assert await reads.uids(database, {one.id, two.id, 404}) == {
        one.id: "one",
        two.id: "two",
    }
    assert await reads.uids(database, ()) == {}


async def test_memos_above_come_the_nearest_first(database: Database) -> None:
    ann = await make_user(database)
    top = await make_memo(database, ann, uid="top")
    middle = await make_memo(database, ann, uid="middle", parent=top)
    low = await make_memo(database, ann, uid="low", parent=middle)

    above = await reads.ancestors(database, low.parent_id)

    assert [place.uid for place in above] == ["middle", "top"]
    assert await reads.ancestors(database, None) == []
    with pytest.raises(NotFoundError):
        await reads.ancestors(database, 404)


async def test_line_beyond_the_limit_is_not_trusted(database: Database) -> None:
    ann = await make_user(database)
    above = await make_memo(database, ann)
    for _ in range(reads.MAX_DEPTH):
        above = await make_memo(database, ann, parent=above)

    assert len(await reads.ancestors(database, above.parent_id)) == reads.MAX_DEPTH
    with pytest.raises(NotFoundError):
        await reads.ancestors(database, above.id)


async def test_one_function_decides_who_reads(database: Database) -> None:
    ann, bob = await make_user(database, "ann"), await make_user(database, "bob")
    private = Visibility.PRIVATE
    memo = await make_memo(database, ann, visibility=private)
    comment = await make_memo(database, bob, uid="c", parent=memo)
    reader, stranger = principal(ann), principal(bob)

    assert (await reads.find_readable(database, reader, uid="c")).id == comment.id
    assert (await reads.find_readable(database, reader, memo_id=comment.id)).uid == "c"
    assert (await reads.find_with_parts(database, reader, "c")).id == comment.id
    assert (await reads.find_answerable(database, reader, "c")).id == comment.id
    for find in (reads.find_with_parts, reads.find_answerable):
        with pytest.raises(PermissionDeniedError):
            await find(database, stranger, "c")
        with pytest.raises(NotFoundError):
            await find(database, reader, "none")
    with pytest.raises(PermissionDeniedError):
        await reads.find_readable(database, stranger, uid="c")
    with pytest.raises(UnauthenticatedError):
        await reads.find_readable(database, None, uid="c")
    with pytest.raises(NotFoundError):
        await reads.find_readable(database, reader, uid="none")
