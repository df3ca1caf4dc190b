"""The access rules, written from the contract's text and not from our code.

A rule answers for one caller, one subject and one kind of instance with the code that
the call comes to; OK means that the caller passes the rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from appliance.models.base import State, Visibility
from tests.clients import OK
from tests.contract.matrix.subjects import Standing, Subject

UNAUTHENTICATED = "unauthenticated"
DENIED = "permission_denied"
MISSING = "not_found"


class Caller(StrEnum):
    """Who calls. The host owns the memo that the owner comments on."""

    ANONYMOUS = "anonymous"
    OWNER = "owner"
    HOST = "host"
    OTHER = "other"
    ADMIN = "admin"
    # Nobody, but with the token of a share link in the request.
    SHARE = "share"


NOBODIES = (Caller.ANONYMOUS, Caller.SHARE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the matrix."""

    caller: Caller
    subject: Subject
    public: bool

    @property
    def signed_in(self) -> bool:
        """Whether the caller showed a credential of an account."""
        return self.caller not in NOBODIES


Rule = Callable[[Cell], str]


def _one(standing: Standing, *, owns: bool, signed_in: bool) -> str:
    """Apply the rule for reading one memo, without its parent."""
    if owns:
        return OK
    if standing.state is State.ARCHIVED:
        return MISSING
    if standing.visibility is Visibility.PUBLIC:
        return OK
    if not signed_in:
        return UNAUTHENTICATED
    return OK if standing.visibility is Visibility.PROTECTED else DENIED


def read(cell: Cell) -> str:
    """Answer the read rule: the memo's own, and for a comment its parent's on top."""
    if not (cell.public or cell.signed_in):
        return UNAUTHENTICATED
    owns = cell.caller is Caller.OWNER
    own = _one(cell.subject.own, owns=owns, signed_in=cell.signed_in)
    if own != OK or cell.subject.parent is None:
        return own
    hosts = cell.caller is Caller.HOST
    return _one(cell.subject.parent, owns=hosts, signed_in=cell.signed_in)


def parts(cell: Cell) -> str:
    """Answer who sees what hangs on a memo: readers with an account.

    Of a memo that is private and archived its being private is told.
    """
    if not cell.signed_in:
        return UNAUTHENTICATED
    private = cell.subject.own.visibility is Visibility.PRIVATE
    if private and cell.caller is not Caller.OWNER:
        return DENIED
    return read(cell)


def answer(cell: Cell) -> str:
    """Answer who may comment and react: who sees the parts, and administrators.

    What administrators may not read they may still write to, unless it is archived.
    """
    if cell.caller is Caller.ADMIN and cell.subject.own.state is State.NORMAL:
        return OK
    return parts(cell)


def conversation(cell: Cell) -> str:
    """Answer who sees the relations of a memo: its readers, with an account."""
    return read(cell) if cell.signed_in else UNAUTHENTICATED


def file(cell: Cell) -> str:
    """Answer who may know of a file: who sees the parts, its maker, administrators."""
    return OK if cell.caller in (Caller.OWNER, Caller.ADMIN) else parts(cell)


def anyone(_cell: Cell) -> str:
    """Pass everybody, on every instance."""
    return OK


def visitor(cell: Cell) -> str:
    """Pass everybody where the instance is open, else who is signed in."""
    return OK if cell.public or cell.signed_in else UNAUTHENTICATED


def signed_in(cell: Cell) -> str:
    """Pass everybody with an account."""
    return OK if cell.signed_in else UNAUTHENTICATED


def _only(*callers: Caller) -> Rule:
    def rule(cell: Cell) -> str:
        if not cell.signed_in:
            return UNAUTHENTICATED
        return OK if cell.caller in callers else DENIED

    return rule


administrator = _only(Caller.ADMIN)
owner = _only(Caller.OWNER)
owner_or_administrator = _only(Caller.OWNER, Caller.ADMIN)
