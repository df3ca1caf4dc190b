"""Memos encoded once: the pieces fit, are found again, and are never stale."""

from dataclasses import dataclass

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
from appliance.models.access import Guarded
from appliance.models.base import State, Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.user import Accounts, User
from tests.factories import make_memo, make_user

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
    pieces = [Fragment(memo, ANYBODY) for memo in listed]

    for form in Form:
        assert MemoList(pieces, token).encode(form) == encode(message, form)


@given(st.lists(memos(), max_size=3), TOKENS)
def test_list_of_pieces_can_be_read(listed: list[pb.Memo], token: str) -> None:
    pieces = [Fragment(memo, ANYBODY) for memo in listed]
    packed = MemoList(pieces, token).encode(Form.BINARY)

    read = decode_binary(packed, pb.ListMemosResponse)

    assert read == pb.ListMemosResponse(memos=listed, next_page_token=token)


def test_piece_and_list_are_encoded_once_per_form() -> None:
    piece = Fragment(pb.Memo(content="x"), ANYBODY)
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
    short = Fragment(pb.Memo(content="x"), ANYBODY)
    long = Fragment(pb.Memo(content="x" * 9000), ANYBODY)

    assert long.weight - short.weight == COPIES * 8999
