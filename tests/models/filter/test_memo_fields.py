"""The fields of a memo: what may be asked of each, and what is refused."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.filter.conditions import (
    Always,
    Compared,
    CreatedBy,
    CreatorIs,
    Every,
    Flag,
    Holds,
    Not,
    Number,
    OneOf,
    Tagged,
    TagKey,
    Text,
    VisibleAs,
)
from appliance.models.filter.constants import Constant, Type
from appliance.models.filter.memo_fields import MEMO_FIELDS

SHIFT = 25


def string(value: str) -> Constant:
    """Make a string."""
    return Constant(Type.STRING, value, 3)


def integer(value: int) -> Constant:
    """Make an int."""
    return Constant(Type.INT, value, 3)


def test_content_is_searched_in_any_case() -> None:
    content = MEMO_FIELDS["content"]
    assert content.method("contains", [string("ẞ")], 0) == Holds(
        "contains", "ss", "content_folded"
    )
    assert content.method("endsWith", [string("")], 0) == Always(answer=True)
    assert content.compared("<", string("ẞ"), 0) == Compared(Text("content"), "<", "ẞ")
    same = content.one_of([string("a"), string("a")], 0)
    assert same == OneOf(Text("content"), ("a",))
    assert content.one_of([], 0) == Always(answer=False)


def test_creators_are_names_or_ids() -> None:
    creator = MEMO_FIELDS["creator"]
    found = creator.one_of(
        [string(name) for name in ("users/bob", "users/7", "bob", "users/" + "9" * 19)],
        0,
    )
    assert found == CreatedBy(
        (CreatorIs("bob"), CreatorIs("7", 7), CreatorIs("9" * 19)),
    )
    assert creator.compared("==", string("bob"), 0) == Always(answer=False)
    assert creator.compared("!=", string("bob"), 0) == Always(answer=True)
    by_id = CreatedBy((CreatorIs(user_id=7),))
    assert MEMO_FIELDS["creator_id"].compared("!=", integer(7), 0) == Not(by_id)


def test_visibilities_are_known_by_their_names() -> None:
    visibility = MEMO_FIELDS["visibility"]
    names = [string("PUBLIC"), string("private"), string("PROTECTED")]
    assert visibility.one_of(names, 0) == VisibleAs(frozenset({2, 3}))
    assert visibility.compared("!=", string("public"), 0) == Always(answer=True)


def test_flags_are_conditions() -> None:
    pinned = MEMO_FIELDS["pinned"]
    no = Constant(Type.BOOL, value=False, at=0)
    assert pinned.alone(0) == Flag("pinned")
    assert pinned.compared("==", no, 0) == Not(Flag("pinned"))
    assert pinned.compared("!=", no, 0) == Flag("pinned")


def test_times_are_bounds_of_the_key() -> None:
    created, key = MEMO_FIELDS["created_ts"], Number("order_key")
    second, next_one = 5 << SHIFT, 6 << SHIFT
    expected = {
        ">": Compared(key, ">=", next_one),
        ">=": Compared(key, ">=", second),
        "<": Compared(key, "<", second),
        "<=": Compared(key, "<", next_one),
        "==": Every((Compared(key, ">=", second), Compared(key, "<", next_one))),
        "!=": Compared(Number("create_time"), "!=", 5),
    }
    found = {sign: created.compared(sign, integer(5), 0) for sign in expected}
    assert found == expected
    far = created.compared(">", integer(1 << 62), 0)
    assert far == Compared(Number("create_time"), ">", 1 << 62)


def test_tags_are_keys() -> None:
    tags, tag = MEMO_FIELDS["tags"], MEMO_FIELDS["tag"]
    exact = Tagged((TagKey(1, "Work"),), among_tagged=True)
    assert tags.having(string("Work"), 0) == exact
    assert tags.having(string("Work "), 0) == Always(answer=False)
    below = Tagged((TagKey(2, "work"), TagKey(2, "a")), among_tagged=True)
    assert tag.one_of([string("Work"), string("a"), string("WORK")], 0) == below


@pytest.mark.parametrize("name", [name for name in MEMO_FIELDS if name != "content"])
def test_only_content_is_searched(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="no method contains"):
        MEMO_FIELDS[name].method("contains", [string("a")], 0)


@pytest.mark.parametrize("name", ["creator", "creator_id", "visibility", "pinned"])
def test_some_fields_have_no_order(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="only be compared with == and !="):
        MEMO_FIELDS[name].compared("<", string("a"), 0)


@pytest.mark.parametrize("name", MEMO_FIELDS)
def test_no_field_is_compared_with_another_type(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="cannot apply == to"):
        MEMO_FIELDS[name].compared("==", Constant(Type.DOUBLE, 1.0, 0), 0)


@pytest.mark.parametrize("name", ["tags", "pinned", "has_link"])
def test_some_fields_stand_in_no_list(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="cannot stand before in"):
        MEMO_FIELDS[name].one_of([], 0)


def test_fields_refuse_the_rest() -> None:
    with pytest.raises(InvalidArgumentError, match="is no list"):
        MEMO_FIELDS["content"].having(string("a"), 0)
    with pytest.raises(InvalidArgumentError, match="does not apply to pinned"):
        MEMO_FIELDS["pinned"].size(0)
    with pytest.raises(InvalidArgumentError, match="no method getHours"):
        MEMO_FIELDS["content"].part("getHours", 0)
    with pytest.raises(InvalidArgumentError, match="takes one argument"):
        MEMO_FIELDS["content"].method("contains", [], 0)
    with pytest.raises(InvalidArgumentError, match="no method lowerAscii"):
        MEMO_FIELDS["content"].method("lowerAscii", [], 0)
    with pytest.raises(InvalidArgumentError, match="is a list, not true or false"):
        MEMO_FIELDS["tags"].alone(0)
