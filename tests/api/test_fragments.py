"""Memos encoded once: the pieces fit, are found again, and are never stale."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api.codec import Form, decode_binary, encode
from appliance.api.fragments import (
    BASE_WEIGHT,
    COPIES,
    Fragment,
    Fragments,
    MemoList,
    varint,
)
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.models import reads
from appliance.models.access import Guarded
from appliance.models.base import State, Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.memo import Memo, raise_revisions
from appliance.models.reaction import Reaction
from appliance.models.relation import Relation
from appliance.models.user import Accounts, User
from tests.factories import make_attachment, make_memo, make_user, principal

KEY = (1, 1, "ann")
ANYBODY = Guarded(1, State.NORMAL, Visibility.PUBLIC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
TOKENS = st.one_of(st.just(""), st.binary(min_size=1, max_size=200).map(bytes.hex))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list."""

    id: int
    revision: int
    creator_id: int


@st.composite
def memos(draw: st.DrawFn) -> pb.Memo:
    return pb.Memo(
        name=draw(TEXTS),
        content=draw(TEXTS) * draw(st.sampled_from([1, 1, 60])),
        tags=draw(st.lists(TEXTS, max_size=2)),
        pinned=draw(st.booleans()),
        visibility=draw(st.sampled_from(list(pb.Visibility))),
        create_time=draw(
            st.one_of(
                st.none(),
                st.integers(-62_135_596_800, 253_402_300_799).map(
                    lambda seconds: Timestamp(seconds=seconds)
                ),
            )
        ),
        property=draw(st.one_of(st.none(), st.builds(pb.Memo.Property, title=TEXTS))),
    )


@pytest.mark.parametrize(
    ("number", "encoded"),
    [
        (0, b"\x00"),
        (1, b"\x01"),
        (127, b"\x7f"),
        (128, b"\x80\x01"),
        (300, b"\xac\x02"),
        (16_384, b"\x80\x80\x01"),
        ((1 << 32) - 1, b"\xff\xff\xff\xff\x0f"),
    ],
)
def test_lengths_are_written_as_protobuf_does(number: int, encoded: bytes) -> None:
    assert varint(number) == encoded


@given(st.lists(memos(), max_size=4), TOKENS)
def test_list_of_pieces_equals_the_encoded_message(
    listed: list[pb.Memo], token: str
) -> None:
    message = pb.ListMemosResponse(memos=listed, next_page_token=token)
    pieces = [Fragment(memo, ANYBODY, KEY) for memo in listed]

    for form in Form:
        assert MemoList(pieces, token).encode(form) == encode(message, form)


@given(st.lists(memos(), max_size=3), TOKENS)
def test_list_of_pieces_can_be_read(listed: list[pb.Memo], token: str) -> None:
    pieces = [Fragment(memo, ANYBODY, KEY) for memo in listed]
    packed = MemoList(pieces, token).encode(Form.BINARY)

    read = decode_binary(packed, pb.ListMemosResponse)

    assert read == pb.ListMemosResponse(memos=listed, next_page_token=token)


def test_piece_and_list_are_encoded_once_per_form() -> None:
    piece = Fragment(pb.Memo(content="x"), ANYBODY, KEY)
    listed = MemoList([piece], "")
    for form in Form:
        assert piece.encode(form) is piece.encode(form)
        assert listed.encode(form) is listed.encode(form)


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


def place(memo: Memo) -> Place:
    return Place(memo.id, memo.revision, memo.creator_id)


async def rename(database: Database, user: User, username: str) -> None:
    async with database.write() as transaction:
        user.username = username
        await user.save(using_db=transaction.connection)
        kind = ChangeKind.USER_UPDATED
        transaction.record(Change(kind=kind, name="x", owner_id=user.id))


async def test_pieces_come_in_the_order_asked(database: Database, ann: User) -> None:
    made = [await make_memo(database, ann, f"{n}", uid=f"m{n}") for n in range(4)]
    pieces = Fragments(database, Accounts(database))
    await pieces.load([place(made[2])])
    asked = [place(made[n]) for n in (3, 0, 2)]
    gone = Place(404, 1, ann.id)

    loaded = await pieces.load([*asked[:1], gone, *asked[1:]])

    assert [piece.memo.content for piece in loaded] == ["3", "0", "2"]
    assert loaded[0].memo.creator == "users/ann"


async def test_piece_is_made_once(database: Database, ann: User) -> None:
    memo = await make_memo(database, ann)
    pieces = Fragments(database, Accounts(database))

    first, second = [await pieces.load_one(place(memo)) for _ in range(2)]

    assert first is not None
    assert first is second


async def test_write_is_seen_at_once(database: Database, ann: User) -> None:
    memo = await make_memo(database, ann, "before")
    pieces = Fragments(database, Accounts(database))
    await pieces.load_one(place(memo))
    before = memo.counted()
    memo.write("after")
    async with database.write() as transaction:
        await memo.replace(transaction, before)

    piece = await pieces.load_one(place(memo))

    assert piece is not None
    assert piece.memo.content == "after"


async def test_new_name_of_the_creator_is_seen_at_once(
    database: Database, ann: User
) -> None:
    memo = await make_memo(database, ann)
    pieces = Fragments(database, Accounts(database))
    await pieces.load_one(place(memo))

    await rename(database, ann, "anna")

    piece = await pieces.load_one(place(memo))
    assert piece is not None
    assert piece.memo.creator == "users/anna"


async def test_comment_names_its_memo(database: Database, ann: User) -> None:
    memo = await make_memo(database, ann, uid="above")
    comment = await make_memo(database, ann, parent=memo)

    piece = await Fragments(database, Accounts(database)).load_one(place(comment))

    assert piece is not None
    assert piece.memo.parent == "memos/above"


async def test_vanished_memo_is_none(database: Database, ann: User) -> None:
    pieces = Fragments(database, Accounts(database))

    assert await pieces.load_one(Place(404, 1, ann.id)) is None
    assert await pieces.load([]) == []


async def test_memory_is_bounded_by_weight(database: Database, ann: User) -> None:
    room = 3
    made = [await make_memo(database, ann, f"{n}") for n in range(room + 1)]
    weight = BASE_WEIGHT + COPIES
    pieces = Fragments(database, Accounts(database), capacity=room * weight)
    first = [await pieces.load_one(place(memo)) for memo in made[:room]]
    # Asked for again, so that the second is the one asked for longest ago.
    assert await pieces.load_one(place(made[0])) is first[0]

    await pieces.load_one(place(made[room]))

    assert await pieces.load_one(place(made[0])) is first[0]
    assert await pieces.load_one(place(made[1])) is not first[1]


async def test_long_memo_weighs_more() -> None:
    short = Fragment(pb.Memo(content="x"), ANYBODY, KEY)
    long = Fragment(pb.Memo(content="x" * 9000), ANYBODY, KEY)

    assert long.weight - short.weight == COPIES * 8999


async def react(database: Database, memo: Memo, user: User) -> None:
    async with database.write() as transaction:
        reaction = Reaction(
            memo_id=memo.id, creator_id=user.id, reaction_type="x", create_time=1
        )
        await reaction.save(using_db=transaction.connection)
        await raise_revisions(transaction, [memo.id])


async def test_piece_has_files_and_reactions(database: Database, ann: User) -> None:
    memo = await make_memo(database, ann, uid="m")
    await make_attachment(database, ann, memo, "a.txt", uid="f")
    await react(database, memo, ann)
    memo = await Memo.get(uid="m")

    piece = await Fragments(database, Accounts(database)).load_one(place(memo))

    assert piece is not None
    assert [file.memo for file in piece.memo.attachments] == ["memos/m"]
    assert [each.creator for each in piece.memo.reactions] == ["users/ann"]
    bare = Fragment(pb.Memo(content=memo.content), ANYBODY, KEY)
    assert piece.weight > bare.weight


async def test_new_name_of_who_reacted_is_seen_at_once(
    database: Database, ann: User
) -> None:
    bob = await make_user(database, "bob")
    memo = await make_memo(database, ann, uid="m")
    await react(database, memo, bob)
    memo = await Memo.get(uid="m")
    pieces = Fragments(database, Accounts(database))
    await pieces.load_one(place(memo))

    await rename(database, bob, "bobby")

    piece = await pieces.load_one(place(memo))
    assert piece is not None
    assert [each.creator for each in piece.memo.reactions] == ["users/bobby"]


async def test_name_that_changes_while_a_piece_is_made_is_not_kept(
    database: Database, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = await make_user(database, "bob")
    memo = await make_memo(database, ann, uid="m")
    await react(database, memo, bob)
    memo = await Memo.get(uid="m")
    pieces = Fragments(database, Accounts(database))
    load_memos = reads.load_memos

    async def overtaken(*args: Any) -> Any:
        rows = await load_memos(*args)
        pieces.on_changes([Change(kind=ChangeKind.USER_UPDATED, name="users/bob")])
        return rows

    with monkeypatch.context() as patched:
        patched.setattr(reads, "load_memos", overtaken)
        first = await pieces.load_one(place(memo))

    assert first is not None
    assert await pieces.load_one(place(memo)) is not first


async def test_parts_and_row_are_of_one_revision(
    database: Database, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo = await make_memo(database, ann, "before", uid="m")
    pieces = Fragments(database, Accounts(database))
    load_memos, overtaken = reads.load_memos, 0

    async def overtaking(*args: Any) -> Any:
        nonlocal overtaken
        rows = await load_memos(*args)
        overtaken += 1
        if overtaken == 1:
            await react(database, memo, ann)
            latest = await Memo.get(uid="m")
            before = latest.counted()
            async with database.write() as transaction:
                await latest.write("after").replace(transaction, before)
        return rows

    monkeypatch.setattr(reads, "load_memos", overtaking)

    piece = await pieces.load_one(place(memo))

    assert overtaken == 2
    assert piece is not None
    assert piece.memo.content == "after"
    assert len(piece.memo.reactions) == 1


async def test_relations_are_added_for_each_reader(
    database: Database, ann: User
) -> None:
    memo = await make_memo(database, ann, "near", uid="m")
    private = Visibility.PRIVATE
    other = await make_memo(database, ann, "far", uid="o", visibility=private)
    await Relation.create(memo_id=memo.id, related_memo_id=other.id)
    pieces = Fragments(database, Accounts(database))
    piece = await pieces.load_one(place(memo))
    assert piece is not None

    (listed,) = await pieces.shown([piece], principal(ann))
    alone = await pieces.shown_alone(piece, principal(ann))

    assert await pieces.shown([piece], None) == [piece]
    assert piece.memo.relations == []
    for shown, snippet in ((listed, ""), (alone, "far")):
        (relation,) = shown.memo.relations
        assert relation.related_memo == pb.MemoRelation.Memo(
            name="memos/o", snippet=snippet
        )
    assert alone.guarded == piece.guarded
    # They are made once as well.
    assert (await pieces.shown([piece], principal(ann)))[0] is listed


async def test_piece_that_was_forgotten_is_not_kept_with_relations(
    database: Database, ann: User
) -> None:
    memo, other = [await make_memo(database, ann) for _ in range(2)]
    await Relation.create(memo_id=memo.id, related_memo_id=other.id)
    pieces = Fragments(database, Accounts(database))
    old = await pieces.load_one(place(memo))
    assert old is not None
    await rename(database, ann, "anna")

    related = await pieces.shown_alone(old, None)

    assert await pieces.shown_alone(old, None) is not related
    new = await pieces.load_one(place(memo))
    assert new is not None
    shown = await pieces.shown_alone(new, None)
    assert shown.memo.creator == "users/anna"


async def test_written_memo_is_what_the_transaction_leaves(
    database: Database, ann: User
) -> None:
    memo = await make_memo(database, ann, uid="m")
    comment = await make_memo(database, ann, "c", uid="c", parent=memo)
    pieces = Fragments(database, Accounts(database))
    before = comment.counted()
    async with database.write() as transaction:
        await comment.write("new").replace(transaction, before)
        reaction = Reaction(
            memo_id=comment.id, creator_id=ann.id, reaction_type="x", create_time=1
        )
        await reaction.save(using_db=transaction.connection)
        written = await pieces.written(transaction, comment, principal(ann))
        fresh = await pieces.written(
            transaction, comment, principal(ann), names_parent=False
        )

    assert written.memo.content == "new"
    assert len(written.memo.reactions) == len(written.memo.relations) == 1
    assert written.memo.parent == "memos/m"
    assert not fresh.memo.has_field("parent")
    assert written.without_parent().memo == fresh.memo
