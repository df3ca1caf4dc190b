"""One row per memo and tag."""

from collections.abc import Sequence

import pytest

from appliance.models.base import State, Visibility
from appliance.models.database import Database, Row
from appliance.models.memo import Memo
from appliance.models.tag import MemoTag, TagKind, tag_keys
from tests.factories import make_memo, make_user

EXACT, BELOW = TagKind.EXACT, TagKind.BELOW


async def tag_rows(database: Database, memo: Memo) -> Sequence[Row]:
    return await database.read(
        "SELECT kind, tag, creator_id, listing, visibility, order_key"
        " FROM appliance_memo_tag WHERE memo_id = ?",
        (memo.id,),
    )


@pytest.mark.parametrize(
    ("tags", "below"),
    [
        ((), set()),
        (("work",), {"work"}),
        (("Work", "work"), {"work"}),
        (("Book/Sci/Fi",), {"book/sci/fi", "book/sci", "book"}),
        (("book/",), {"book/", "book"}),
        (("/book",), {"/book", ""}),
        (("book//x",), {"book//x", "book/", "book"}),
        (("Straße",), {"strasse"}),
    ],
)
def test_tag_below_is_the_folded_tag_and_what_is_above_it(
    tags: tuple[str, ...], below: set[str]
) -> None:
    keys = tag_keys(tags)

    assert {text for kind, text in keys if kind == EXACT} == set(tags)
    assert {text for kind, text in keys if kind == BELOW} == below


async def test_rows_carry_what_lists_order_and_restrict_by(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(
        database, ann, "#Book/Sci #🎉", visibility=Visibility.PROTECTED
    )

    rows = await tag_rows(database, memo)

    assert {(row["kind"], row["tag"]) for row in rows} == {
        (EXACT, "Book/Sci"),
        (EXACT, "🎉"),
        (BELOW, "book/sci"),
        (BELOW, "book"),
        (BELOW, "🎉"),
    }
    for row in rows:
        assert row["creator_id"] == ann.id
        assert row["listing"] == State.NORMAL
        assert row["visibility"] == Visibility.PROTECTED
        assert row["order_key"] == memo.order_key


async def test_rows_follow_every_write(database: Database) -> None:
    memo = await make_memo(database, await make_user(database), "#old #kept")
    before = memo.counted()
    memo.write("#kept #new")
    memo.state = State.ARCHIVED
    memo.visibility = Visibility.PRIVATE
    memo.create_time = -5
    async with database.write() as transaction:
        await memo.replace(transaction, before)

    rows = await tag_rows(database, memo)

    assert {row["tag"] for row in rows if row["kind"] == EXACT} == {"kept", "new"}
    assert {(row["listing"], row["visibility"], row["order_key"]) for row in rows} == {
        (State.ARCHIVED, Visibility.PRIVATE, memo.order_key)
    }


async def test_tags_of_a_comment_stand_in_no_list(database: Database) -> None:
    ann = await make_user(database)
    parent = await make_memo(database, ann)
    comment = await make_memo(database, ann, "#quiet", parent=parent)

    rows = await tag_rows(database, comment)

    assert [row["listing"] for row in rows] == [None, None]


async def test_rows_go_with_their_memo(database: Database) -> None:
    memo = await make_memo(database, await make_user(database), "#gone")
    async with database.write() as transaction:
        await memo.remove(transaction)

    assert not await MemoTag.exists()


async def test_tags_that_differ_in_one_byte_are_two(database: Database) -> None:
    memo = await make_memo(
        database, await make_user(database), "#a #A #\u00e9 #e\u0301 #🎉 #🎈"
    )

    rows = await tag_rows(database, memo)

    exact = sorted(row["tag"] for row in rows if row["kind"] == EXACT)
    assert exact == sorted(["a", "A", "\u00e9", "e\u0301", "🎉", "🎈"])


async def test_longest_tag_fits_folded(database: Database) -> None:
    # Each of these letters folds into three.
    memo = await make_memo(database, await make_user(database), "#" + "ΐ" * 100)

    rows = await tag_rows(database, memo)

    assert sorted(len(row["tag"]) for row in rows) == [100, 300]
