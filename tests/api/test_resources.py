"""The grammar of requests."""

import base64
import re
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.api.gen.appliance.v1.page_token_pb import PageToken
from appliance.api.resources import (
    MAX_OFFSET,
    Page,
    digest,
    mask_paths,
    new_uid,
    number_of,
    page_size,
    parse_order,
    read_token,
    uid_of,
    write_token,
)
from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models.listing import Cursor, Order

DIGEST = digest("asked")
UNSUPPORTED = (
    "supported fields are: pinned, create_time, update_time, name"  # as recorded
)


@pytest.mark.parametrize("uid", ["a", "A-1", "x" * 36, "ä", "12345"])
def test_uid_is_what_follows_the_collection(uid: str) -> None:
    assert uid_of(f"memos/{uid}", "memos", "memo") == uid


@pytest.mark.parametrize(
    "name", ["", "none", "memos", "memos/", "memos/a/b", "/memos/a"]
)
def test_malformed_name_is_refused_with_the_name(name: str) -> None:
    expected = f'invalid memo name: invalid request "{name}"'
    with pytest.raises(InvalidArgumentError, match=f"^{re.escape(expected)}$"):
        uid_of(name, "memos", "memo")


def test_name_of_another_collection_is_refused_with_the_prefix() -> None:
    expected = 'invalid memo name: invalid prefix "memos/" in request "users/a"'
    with pytest.raises(InvalidArgumentError, match=f"^{re.escape(expected)}$"):
        uid_of("users/a", "memos", "memo")


@pytest.mark.parametrize(
    ("name", "collection"),
    [
        ("memos/" + "x" * 37, "memos"),
        ("memos/a\0b", "memos"),
        ("users/" + "x" * 256, "users"),
    ],
)
def test_name_that_no_row_can_have_is_not_found(name: str, collection: str) -> None:
    with pytest.raises(NotFoundError, match="thing not found"):
        uid_of(name, collection, "thing")


def test_imported_user_names_may_be_long() -> None:
    assert uid_of("users/" + "x" * 255, "users", "user") == "x" * 255


@pytest.mark.parametrize("uid", ["z", "12345", "A-b-1", "a" * 36])
def test_uid_of_the_caller_is_kept(uid: str) -> None:
    assert new_uid(uid) == uid
    assert new_uid(f"  {uid} ") == uid


@pytest.mark.parametrize("uid", ["-a", "a-", "a_b", "a.b", "a/b", "a b", "é", "a" * 37])
def test_bad_uid_is_refused(uid: str) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid UID"):
        new_uid(uid)


def test_fresh_uid_is_short_and_new() -> None:
    uids = {new_uid(blank) for blank in ("", "  ") for _ in range(50)}

    assert len(uids) == 100
    assert all(re.fullmatch(r"[0-9A-Za-z]{22}", uid) for uid in uids)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("", Order()),
        ("create_time", Order()),
        ("create_time desc", Order()),
        ("create_time ASC", Order(ascending=True)),
        ("name asc", Order(ascending=True)),
        ("update_time", Order(by_update_time=True)),
        ("pinned", Order(pinned_first=True)),
        ("pinned asc", Order(pinned_first=True)),
        ("pinned desc, create_time asc", Order(pinned_first=True, ascending=True)),
        ("create_time asc, pinned", Order(pinned_first=True, ascending=True)),
        ("create_time asc, update_time desc", Order(ascending=True)),
        ("update_time desc,create_time asc", Order(by_update_time=True)),
        ("create_time asc desc", Order(ascending=True)),
        ("  create_time  asc ", Order(ascending=True)),
        ("create_time,", Order()),
        (",", Order()),
    ],
)
def test_order_is_read_as_recorded(text: str, order: Order) -> None:
    assert parse_order(text) == order


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("    ", "invalid order_by: empty order_by"),
        ("content", f"unsupported order field: content, {UNSUPPORTED}"),
        ("display_time desc", "unsupported order field: display_time"),
        ("createTime", "unsupported order field: createTime"),
        ("pinned, uid asc", "unsupported order field: uid"),
        ("create_time up", "invalid order_by: .*up"),
        ("create_time;drop table memo", "unsupported order field|table"),
    ],
)
def test_bad_order_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidArgumentError, match=message):
        parse_order(text)


@pytest.mark.parametrize(
    ("paths", "fields"),
    [
        (["content", "update_time"], {"content", "update_time"}),
        (["location.latitude", "location.longitude"], {"location"}),
        (["general_setting.locale"], {"general_setting"}),
        (["colour", "*", ""], {"colour", "*", ""}),
        ([], set()),
    ],
)
def test_mask_names_top_level_fields(paths: list[str], fields: set[str]) -> None:
    assert mask_paths(paths) == fields


@pytest.mark.parametrize(
    ("asked", "used"), [(-1, 50), (0, 50), (1, 1), (1000, 1000), (1001, 1000)]
)
def test_page_size_is_bounded(asked: int, used: int) -> None:
    assert page_size(asked) == used


def test_digest_tells_lists_apart() -> None:
    digests = {
        digest(*parts)
        for parts in [(), ("a",), ("a", "b"), ("ab",), (1,), (1, Order()), ("b", "a")]
    }

    assert len(digests) == 7
    assert digest("a", 1) == digest("a", 1)


def test_first_page_starts_at_the_beginning() -> None:
    page = Page.parse("", 20, DIGEST)

    assert (page.limit, page.skip, page.cursor) == (20, 0, None)


@given(st.integers(1, 1000), st.booleans(), st.integers(-(1 << 63), (1 << 63) - 1))
def test_token_leads_behind_its_last_row(limit: int, pinned: bool, key: int) -> None:  # noqa: FBT001 - hypothesis hands it over
    cursor = Cursor(pinned, key)
    token = Page.parse("", limit, DIGEST).next_token(cursor)
    page = Page.parse(token, 7, DIGEST)

    assert (page.limit, page.skip, page.cursor) == (limit, 0, cursor)
    assert page.offset == limit
    third = Page.parse(page.next_token(cursor), 7, DIGEST)
    assert third.offset == 2 * limit


def test_token_of_another_list_leads_to_its_offset() -> None:
    token = Page.parse("", 20, DIGEST).next_token(Cursor(pinned=True, key=5))

    page = Page.parse(token, 7, digest("other"))
    with pytest.raises(InvalidArgumentError):
        Page.parse(packed(offset=MAX_OFFSET + 1), 7, digest("other"))

    assert (page.limit, page.skip, page.cursor) == (20, 20, None)


def packed(**fields: object) -> str:
    token = PageToken(**{"digest": DIGEST, **fields})  # type: ignore[arg-type]  # fields by name
    return base64.b64encode(token.to_binary()).decode()


@pytest.mark.parametrize(
    "token",
    [
        *("?", "!!!", "a", "aGVsbG8=", "offset=10", "é", " ", "\0"),
        packed(limit=5, digest=b""),
        packed(digest=b"seven b"),
        packed(offset=-1),
        packed(limit=5) + "\n",
        packed(limit=5)[:-2],
    ],
)
def test_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid page token"):
        Page.parse(token, 5, DIGEST)


@given(st.binary(max_size=40))
def test_no_token_breaks_the_reader(content: bytes) -> None:
    try:
        page = Page.parse(base64.b64encode(content).decode(), 5, DIGEST)
    except InvalidArgumentError:
        return
    assert 1 <= page.limit <= 1000
    assert page.offset >= 0


@pytest.mark.parametrize(("limit", "used"), [(-5, 50), (0, 50), (99_999, 1000)])
def test_size_in_a_token_is_bounded_too(limit: int, used: int) -> None:
    assert Page.parse(packed(limit=limit), 5, DIGEST).limit == used


def test_last_possible_page_does_not_overflow() -> None:
    page = Page.parse(packed(offset=(1 << 31) - 1, limit=1000), 5, DIGEST)

    assert page.next_token(Cursor(pinned=False, key=1))


def test_token_survives_a_url_without_escapes() -> None:
    tokens = {
        Page.parse("", 1, digest(number)).next_token(Cursor(pinned=True, key=number))
        for number in range(200)
    }
    assert not {"+", "/"} & set("".join(tokens))
    assert {"-", "_"} <= set("".join(tokens))


def test_order_is_no_novel() -> None:
    with pytest.raises(InvalidArgumentError, match="longer than 1000"):
        parse_order("name," * 201)


@pytest.mark.parametrize("byte", range(256))
def test_a_token_is_the_same_behind_a_question_mark(byte: int) -> None:
    token = PageToken(limit=byte, last_key=byte, digest=bytes([byte]) * len(DIGEST))

    text = write_token(token)

    assert parse_qs(f"t={text}") == {"t": [text]}
    assert read_token(text).to_binary() == token.to_binary()


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("-1", None)]
    + [(text, None) for text in ("", "x", "1.0", "\u0661", "\u00b2", " 1")],
)
def test_a_number_is_what_a_row_can_have(text: str, number: int | None) -> None:
    assert number_of(text) == number
