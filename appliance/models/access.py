"""Who may do what with a memo, decided here and nowhere else.

`readable` is the rule for one memo; `listable` its query twin: the ranges of memos that
a caller's list may show. Tests hold the two together over every combination.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from appliance.errors import (
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from appliance.models.base import Role, State, Visibility


class Credential(Enum):
    """What a caller showed."""

    ACCESS_TOKEN = auto()
    PERSONAL_ACCESS_TOKEN = auto()


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in caller."""

    user_id: int
    username: str
    role: Role
    credential: Credential
    # Of the access token; a personal one belongs to none.
    session_id: int | None = None

    @property
    def is_admin(self) -> bool:
        """Whether the caller administers the instance."""
        return self.role is Role.ADMIN


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the rules look at: a memo's owner, state and visibility."""

    creator_id: int
    state: int
    visibility: int


@dataclass(frozen=True, slots=True)
class Range:
    """Memos of one visibility, of one creator or (None) of everybody."""

    visibility: Visibility
    creator_id: int | None


def _owns(principal: Principal | None, memo: Guarded | None) -> bool:
    if principal is None or memo is None:
        return False
    return principal.user_id == memo.creator_id


def _require_readable(principal: Principal | None, memo: Guarded) -> None:
    if _owns(principal, memo):
        return
    if memo.state == State.ARCHIVED:
        raise NotFoundError("memo not found")
    if memo.visibility == Visibility.PUBLIC:
        return
    if principal is None:
        raise UnauthenticatedError("user not authenticated")
    if memo.visibility != Visibility.PROTECTED:
        raise PermissionDeniedError("permission denied")


def require_readable(
    principal: Principal | None, memo: Guarded, ancestors: Iterable[Guarded] = ()
) -> None:
    """Raise what a reader without the right gets; the contract fixes which.

    An archived memo does not exist for anyone but its creator; an administrator has
    no eyes for the private memos of others. A comment asks the memos above it too.
    """
    for each in (memo, *ancestors):
        _require_readable(principal, each)


def require_parts_readable(
    principal: Principal, memo: Guarded, ancestors: Iterable[Guarded] = ()
) -> None:
    """Raise unless the caller may see what hangs on a memo: files and reactions.

    It is the rule for the memo, except that of an archived private memo its being
    private is told and not its being archived.
    """
    if memo.visibility == Visibility.PRIVATE and not _owns(principal, memo):
        raise PermissionDeniedError("permission denied")
    require_readable(principal, memo, ancestors)


def require_answerable(
    principal: Principal, memo: Guarded, ancestors: Iterable[Guarded] = ()
) -> None:
    """Raise unless the caller may comment or react: readers and administrators.

    What administrators cannot read they may still write to, as everywhere.
    """
    if principal.is_admin and memo.state == State.NORMAL:
        return
    require_parts_readable(principal, memo, ancestors)


def can_read(
    principal: Principal | None, memo: Guarded, ancestors: Iterable[Guarded] = ()
) -> bool:
    """Whether the caller may read the memo."""
    try:
        require_readable(principal, memo, ancestors)
    except (NotFoundError, PermissionDeniedError, UnauthenticatedError):
        return False
    return True


def can_see_comment(principal: Principal | None, comment: Guarded) -> bool:
    """Whether a list of comments shows this one to who may read the memo above it.

    Archived ones stay in their conversation.
    """
    if _owns(principal, comment) or comment.visibility == Visibility.PUBLIC:
        return True
    return principal is not None and comment.visibility == Visibility.PROTECTED


def can_hear(
    principal: Principal,
    owner_id: int | None,
    visibility: Visibility | None,
    ancestors: Sequence[Guarded] = (),
) -> bool:
    """Whether a caller is told that a memo changed; `owner_id` is its creator.

    Administrators hear of everything, as ever, which is less than reading it. A
    comment is as private as all memos above it; the nearest one's creator hears of it.
    """
    if visibility is None:
        return False
    if principal.is_admin:
        return True
    for each in ancestors:
        if each.visibility == Visibility.PRIVATE and not _owns(principal, each):
            return False
    if ancestors and _owns(principal, ancestors[0]):
        return True
    return visibility > Visibility.PRIVATE or principal.user_id == owner_id


def can_write(principal: Principal, memo: Guarded) -> bool:
    """Whether the caller is the creator or an administrator."""
    return principal.is_admin or _owns(principal, memo)


def require_writable(principal: Principal, memo: Guarded) -> None:
    """Raise unless the caller may write the memo."""
    if not can_write(principal, memo):
        raise PermissionDeniedError("permission denied")


def listable(
    principal: Principal | None,
    state: State,
    *,
    creator_id: int | None = None,
    visibilities: Iterable[int] | None = None,
) -> list[Range]:
    """Return disjoint ranges that hold exactly the memos a list may show.

    `creator_id` and `visibilities` are what the caller's filter requires anyway.
    """
    wanted = set(Visibility) if visibilities is None else set(visibilities)
    mine = principal.user_id if principal else None
    if state is State.ARCHIVED:
        if mine is None or creator_id not in (None, mine):
            return []
        return [Range(each, mine) for each in Visibility if each in wanted]
    seen = [Visibility.PUBLIC] if mine is None else [*Visibility]
    if creator_id is not None:
        return [
            Range(each, creator_id)
            for each in seen
            if each in wanted and (each is not Visibility.PRIVATE or creator_id == mine)
        ]
    return [
        Range(each, mine if each is Visibility.PRIVATE else None)
        for each in seen
        if each in wanted
    ]
