"""Who may do what: the rule for one memo and its query twin, held together."""

from itertools import product

import pytest

from appliance.errors import (
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from appliance.models.access import (
    Credential,
    Guarded,
    Principal,
    Range,
    can_hear,
    can_read,
    can_see_comment,
    listable,
    require_answerable,
    require_parts_readable,
    require_readable,
    require_writable,
)
from appliance.models.base import Role, State, Visibility
from appliance.models.database import Database
from appliance.models.listing import Listing, Order, list_page
from appliance.models.memo import Memo
from appliance.models.user import User
from tests.factories import make_memo, make_user, principal

OWNER, OTHER, ADMIN = 1, 2, 3
OK = None
RULE = {
    # caller: PRIVATE, PROTECTED, PUBLIC, archived
    None: (UnauthenticatedError, UnauthenticatedError, OK, NotFoundError),
    OWNER: (OK, OK, OK, OK),
    OTHER: (PermissionDeniedError, OK, OK, NotFoundError),
    ADMIN: (PermissionDeniedError, OK, OK, NotFoundError),
}
MESSAGES = {
    UnauthenticatedError: "user not authenticated",
    PermissionDeniedError: "permission denied",
    NotFoundError: "memo not found",
}
SUBSETS: list[set[int] | None] = [None, set(), {1}, {3}, {1, 2}, {2, 3}, {1, 2, 3}]
Caller = Principal | None


def caller(user_id: int | None) -> Caller:
    if user_id is None:
        return None
    role = Role.ADMIN if user_id == ADMIN else Role.USER
    return Principal(user_id, f"user{user_id}", role, Credential.ACCESS_TOKEN)


@pytest.mark.parametrize("who", RULE)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("visibility", Visibility)
def test_reading_is_decided_as_the_contract_says(
    who: int | None, state: State, visibility: Visibility
) -> None:
    memo = Guarded(OWNER, state, visibility)
    column = 3 if state is State.ARCHIVED else visibility - 1
    refusal = RULE[who][column]

    assert can_read(caller(who), memo) == (refusal is OK)
    if refusal is OK:
        require_readable(caller(who), memo)
    else:
        with pytest.raises(refusal, match=MESSAGES[refusal]):
            require_readable(caller(who), memo)


def test_unknown_visibility_is_private() -> None:
    memo = Guarded(OWNER, State.NORMAL, 0)

    assert can_read(caller(OWNER), memo)
    assert not can_read(caller(OTHER), memo)
    assert not can_read(None, memo)


@pytest.mark.parametrize(
    ("who", "allowed"), [(OWNER, True), (OTHER, False), (ADMIN, True)]
)
@pytest.mark.parametrize("state", State)
def test_writing_is_for_creators_and_administrators(
    who: int, state: State, *, allowed: bool
) -> None:
    writer = caller(who)
    assert writer is not None
    memo = Guarded(OWNER, state, Visibility.PUBLIC)
    if allowed:
        require_writable(writer, memo)
    else:
        with pytest.raises(PermissionDeniedError, match="permission denied"):
            require_writable(writer, memo)


def covered(ranges: list[Range], memo: Guarded) -> int:
    """Count the ranges that a memo lies in."""
    return sum(
        part.visibility == memo.visibility
        and part.creator_id in (None, memo.creator_id)
        for part in ranges
    )


@pytest.mark.parametrize("who", RULE)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("asked", [None, OWNER, OTHER, -1])
def test_ranges_hold_exactly_what_may_be_read(
    who: int | None, state: State, asked: int | None
) -> None:
    for wanted in SUBSETS:
        ranges = listable(caller(who), state, creator_id=asked, visibilities=wanted)
        for creator, visibility in product((OWNER, OTHER, ADMIN), Visibility):
            memo = Guarded(creator, state, visibility)
            expected = (
                can_read(caller(who), memo)
                and asked in (None, creator)
                and (wanted is None or visibility in wanted)
            )
            assert covered(ranges, memo) == expected, (memo, wanted)


async def shelf(database: Database, users: list[User]) -> list[Memo]:
    """Store one memo, and one comment, of every kind by every user."""
    memos = []
    for user, state, visibility in product(users, State, Visibility):
        memo = await make_memo(database, user, visibility=visibility, state=state)
        comment = await make_memo(database, user, visibility=visibility, parent=memo)
        memos += [memo, comment]
    return memos


@pytest.mark.parametrize("order", [Order(), Order(pinned_first=True, ascending=True)])
async def test_lists_show_exactly_what_may_be_read(
    database: Database, order: Order
) -> None:
    admin, owner, other = [await make_user(database) for _ in range(3)]
    memos = await shelf(database, [owner, other, admin])
    callers: list[Caller] = [None, *(principal(user) for user in (admin, owner, other))]

    for who, state in product(callers, State):
        rows = await list_page(database, Listing(who, state, order), limit=100)
        expected = {
            memo.id
            for memo in memos
            if memo.parent_id is None
            and memo.state == state
            and can_read(who, memo.guarded)
        }
        assert sorted(row.id for row in rows) == sorted(expected), (who, state)


@pytest.mark.parametrize("who", [OWNER, OTHER, ADMIN, None])
@pytest.mark.parametrize("above", [*product(State, Visibility)])
def test_comment_asks_the_memos_above_it(
    who: int | None, above: tuple[State, Visibility]
) -> None:
    comment = Guarded(OTHER, State.NORMAL, Visibility.PUBLIC)
    memo = Guarded(OWNER, *above)
    open_memo = Guarded(OWNER, State.NORMAL, Visibility.PUBLIC)

    expected = can_read(caller(who), memo)
    assert can_read(caller(who), comment, [memo]) is expected
    assert can_read(caller(who), comment, [open_memo, memo]) is expected
    assert can_read(caller(who), comment, [open_memo])


@pytest.mark.parametrize("who", [OWNER, OTHER, ADMIN])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("visibility", Visibility)
def test_parts_are_for_readers_and_answers_for_administrators_too(
    who: int, state: State, visibility: Visibility
) -> None:
    memo = Guarded(OWNER, state, visibility)
    principal_ = caller(who)
    assert principal_ is not None
    hidden = visibility is Visibility.PRIVATE and who != OWNER
    for rule in (require_parts_readable, require_answerable):
        acts = rule is require_answerable and who == ADMIN and state is State.NORMAL
        if acts or can_read(principal_, memo):
            rule(principal_, memo)
            continue
        # Of a private memo nobody learns that it is archived as well.
        with pytest.raises(PermissionDeniedError if hidden else NotFoundError):
            rule(principal_, memo)


@pytest.mark.parametrize(
    ("who", "visible"),
    [(None, {3}), (OTHER, {2, 3}), (ADMIN, {2, 3}), (OWNER, {1, 2, 3})],
)
def test_comments_are_listed_by_visibility_alone(
    who: int | None, visible: set[int]
) -> None:
    for state in State:
        seen = {
            visibility.value
            for visibility in Visibility
            if can_see_comment(caller(who), Guarded(OWNER, state, visibility))
        }
        assert seen == visible


@pytest.mark.parametrize("visibility", [None, *Visibility])
@pytest.mark.parametrize("above", [None, *Visibility])
@pytest.mark.parametrize("who", [OWNER, OTHER, ADMIN])
def test_nobody_hears_more_than_may_be_read_but_administrators(
    visibility: Visibility | None, above: Visibility | None, who: int
) -> None:
    reader, owner = caller(who), OWNER
    assert reader is not None
    parent = Guarded(OTHER, State.NORMAL, above) if above else None
    heard = can_hear(reader, owner, visibility, [parent] if parent else [])
    if visibility is None:
        assert not heard
    elif reader.is_admin or (parent and who == OTHER):
        assert heard
    else:
        memo = Guarded(owner, State.NORMAL, visibility)
        assert heard == can_read(reader, memo, [parent] if parent else [])
