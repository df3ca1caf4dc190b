"""Who may do what with a memo, decided here and nowhere else.

`readable` is the rule for one memo; `listable` its query twin: the ranges of memos that
a caller's list may show. Tests hold the two together over every combination.
"""

from collections.abc import Iterable
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


def _owns(principal: Principal | None, memo: Guarded) -> bool:
    return principal is not None and principal.user_id == memo.creator_id


def require_readable(principal: Principal | None, memo: Guarded) -> None:
    """Raise what a reader without the right gets; the contract fixes which.

    An archived memo does not exist for anyone but its creator; an administrator has
    no eyes for the private memos of others.
    """
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


def can_read(principal: Principal | None, memo: Guarded) -> bool:
    """Whether the caller may read the memo."""
    try:
        require_readable(principal, memo)
    except (NotFoundError, PermissionDeniedError, UnauthenticatedError):
        return False
    return True


def require_writable(principal: Principal, memo: Guarded) -> None:
    """Raise unless the caller is the creator or an administrator."""
    if principal.user_id != memo.creator_id and not principal.is_admin:
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
