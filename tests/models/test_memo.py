"""What is derived from a memo, and how it is written."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.models.base import State, Visibility
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.memo import ID_MASK, Memo, order_key
from tests.factories import make_memo, make_user

RICH = """# A plan

See [the page](https://example.org/) and `code` for #work and #home/garden.

- [x] done
- [ ] open #work"""
# Only with a database does Tortoise know a memo's columns.
pytestmark = pytest.mark.usefixtures("database")

# The seconds of years 1 to 9999, which is what the wire can say.
FIRST, LAST = -62_135_596_800, 253_402_300_799

OVER_ONE_DATABASE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture]
)

seconds = st.integers(FIRST, LAST)
ids = st.integers(1, ID_MASK)


@OVER_ONE_DATABASE
@given(seconds, ids, seconds, ids)
def test_order_keys_compare_like_time_and_id(
    time: int, memo_id: int, other_time: int, other_id: int
) -> None:
    ours, other = order_key(time, memo_id), order_key(other_time, other_id)

    assert (ours < other) == ((time, memo_id) < (other_time, other_id))
    assert -(1 << 63) <= ours < 1 << 63


@OVER_ONE_DATABASE
@given(st.integers(1, (1 << 62)), seconds)
def test_large_ids_stay_within_their_second(memo_id: int, time: int) -> None:
    assert order_key(time, 0) <= order_key(time, memo_id) < order_key(time + 1, 0)


def test_text_is_understood_when_written() -> None:
    memo = Memo().write(RICH)

    assert memo.content == RICH
    assert memo.content_folded == RICH.casefold()
    assert memo.tag_list == ("work", "home/garden")
    assert memo.title == "A plan"
    assert memo.snippet.startswith("A plan See the page")
    assert memo.has_link
    assert memo.has_code
    assert memo.has_task_list
    assert memo.has_incomplete_tasks


def test_rewriting_forgets_what_was_derived_before() -> None:
    memo = Memo().write(RICH).write("")

    assert (memo.content, memo.content_folded, memo.snippet) == ("", "", "")
    assert (memo.tags, memo.tag_list, memo.title) == ("[]", (), "")
    assert not memo.has_link
    assert not memo.has_code
    assert not memo.has_task_list
    assert not memo.has_incomplete_tasks


def test_text_is_folded_as_unicode_says() -> None:
    assert Memo().write("STRASSE Straße ΣΑΣ İ").content_folded == (
        "strasse strasse \u03c3\u03b1\u03c3 i\u0307"
    )


@pytest.mark.parametrize("text", ["\0", "a\0", "`\0`"])
def test_nul_becomes_the_sign_that_markdown_shows_for_it(text: str) -> None:
    assert Memo().write(text).content == text.replace("\0", "\ufffd")


async def test_memo_comes_back_as_it_was_written(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(
        database,
        ann,
        RICH + " 🎉 é\u0301 \\ ' \" ? % _ \r\n\ttail  ",
        uid="A-b-1",
        visibility=Visibility.PROTECTED,
        pinned=True,
        create_time=-1_220_000_000,
    )
    memo.location_placeholder, memo.location_latitude = "", 48.5
    before = memo.counted()
    async with database.write() as transaction:
        await memo.replace(transaction, before)

    stored = await Memo.get(uid="A-b-1")
    for column in Memo._meta.fields_db_projection:  # noqa: SLF001 - Tortoise names its columns only there
        assert getattr(stored, column) == getattr(memo, column), column
    assert stored.name == "memos/A-b-1"
    assert stored.guarded == memo.guarded


async def test_names_compare_byte_for_byte(database: Database) -> None:
    ann = await make_user(database)
    await make_memo(database, ann, "lower", uid="abc")
    await make_memo(database, ann, "upper", uid="ABC")

    assert (await Memo.get(uid="abc")).content == "lower"
    assert (await Memo.get(uid="ABC")).content == "upper"
    others = ["Abc", " abc", "äbc"]
    if database.dialect is not Dialect.MYSQL:
        # There, spaces at the end count for nothing; no uid has one.
        others.append("abc ")
    for other in others:
        assert not await Memo.exists(uid=other), repr(other)


async def test_keys_follow_the_times(database: Database) -> None:
    memo = await make_memo(database, await make_user(database), create_time=5)
    assert memo.order_key == memo.update_key == order_key(5, memo.id)

    before = memo.counted()
    memo.create_time, memo.update_time = -7, 1 << 32
    async with database.write() as transaction:
        await memo.replace(transaction, before)

    stored = await Memo.get(id=memo.id)
    assert stored.order_key == order_key(-7, memo.id)
    assert stored.update_key == order_key(1 << 32, memo.id)


async def test_every_write_raises_the_revision(database: Database) -> None:
    memo = await make_memo(database, await make_user(database))
    assert memo.revision == 1

    for revision in (2, 3):
        async with database.write() as transaction:
            await memo.replace(transaction, memo.counted())
        assert (await Memo.get(id=memo.id)).revision == revision


async def test_listing_is_the_state_but_never_that_of_a_comment(
    database: Database,
) -> None:
    ann = await make_user(database)
    normal = await make_memo(database, ann)
    archived = await make_memo(database, ann, state=State.ARCHIVED)
    comment = await make_memo(database, ann, parent=normal)

    listed = {memo.id: memo.listing for memo in await Memo.all()}
    assert listed == {
        normal.id: State.NORMAL,
        archived.id: State.ARCHIVED,
        comment.id: None,
    }
    assert comment.counted() is None


async def test_tags_for_output_are_readable_text(database: Database) -> None:
    memo = await make_memo(database, await make_user(database), "#ü #🎉 #ü")

    assert json.loads(memo.tags) == ["ü", "🎉"]
    assert "🎉" in memo.tags


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (ChangeKind.MEMO_CREATED, None, Visibility.PUBLIC),
        (ChangeKind.MEMO_UPDATED, Visibility.PRIVATE, Visibility.PUBLIC),
        (ChangeKind.MEMO_DELETED, Visibility.PUBLIC, None),
        (ChangeKind.MEMO_RESTORED, None, Visibility.PUBLIC),
    ],
)
def test_change_says_what_others_need_to_know(
    kind: ChangeKind, before: Visibility | None, after: Visibility | None
) -> None:
    memo = Memo(uid="m", creator_id=4, visibility=Visibility.PUBLIC)

    change = memo.change(kind, 9, before)

    assert (change.kind, change.name) == (kind, "memos/m")
    assert (change.owner_id, change.actor_id) == (4, 9)
    assert (change.before, change.after) == (before, after)


async def test_changes_of_a_comment_name_its_memo(database: Database) -> None:
    user = await make_user(database)
    parent = await make_memo(database, user, uid="top")
    comment = await make_memo(database, user, parent=parent)
    found = await Memo.get(id=comment.id)
    before = found.counted()

    assert comment.change(ChangeKind.MEMO_CREATED, user.id).parent == "memos/top"
    assert parent.change(ChangeKind.MEMO_UPDATED, user.id).parent == ""
    async with database.write() as transaction:
        await found.replace(transaction, before)
    assert found.change(ChangeKind.MEMO_UPDATED, user.id).parent == "memos/top"
