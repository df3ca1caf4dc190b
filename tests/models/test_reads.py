"""Hot reads: by name, by id, by user."""

from appliance.models import reads
from appliance.models.access import Guarded
from appliance.models.base import State, Visibility
from appliance.models.counter import CounterKind
from appliance.models.database import Database
from appliance.models.memo import Memo
from tests.factories import make_memo, make_user


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


async def test_counts_are_those_of_one_user_without_zeros(database: Database) -> None:
    ann, bob = await make_user(database), await make_user(database)
    memo = await make_memo(database, ann, "#a")
    await make_memo(database, bob, "#b")
    before = memo.counted()
    memo.write("#c")
    async with database.write() as transaction:
        await memo.replace(transaction, before)

    rows = await reads.counts(database, ann.id)

    tags = {row["name"]: row["value"] for row in rows if row["kind"] == CounterKind.TAG}
    assert tags == {"c": 1}
    assert all(row["value"] > 0 for row in rows)
    assert {(row["state"], row["visibility"]) for row in rows} == {(1, 3)}
