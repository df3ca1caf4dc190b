"""The audit log: who did what to what, when, from where, and what it came to.

Changes that operators should know of are told by the transaction that makes them, so
neither is there without the other. What changes no row is told with `record`, and
what fails by `models/failures.py`. No entry holds a secret or a text of a user.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import TYPE_CHECKING

from tortoise import fields

from appliance.models.base import Row
from appliance.models.change import Change, ChangeKind

if TYPE_CHECKING:
    from appliance.models.database import Database, Transaction

# Who acts where no account does.
COMMAND, OPS_TOKEN, SERVER = "operators/command", "operators/token", "server"
ADDRESS_LENGTH, AGENT_LENGTH, DETAIL_LENGTH = 64, 200, 500
_TOLD = frozenset(
    {
        ChangeKind.USER_CREATED,
        ChangeKind.USER_DELETED,
        ChangeKind.SESSION_CREATED,
        ChangeKind.SESSION_REVOKED,
        ChangeKind.TOKEN_CREATED,
        ChangeKind.TOKEN_DELETED,
        ChangeKind.SETTING_UPDATED,
        ChangeKind.PROVIDER_UPDATED,
        ChangeKind.IDENTITY_UPDATED,
        ChangeKind.WEBHOOK_UPDATED,
        ChangeKind.SHARE_CREATED,
        ChangeKind.SHARE_DELETED,
        ChangeKind.MEMO_DELETED,
        ChangeKind.MEMO_RESTORED,
        ChangeKind.ATTACHMENT_DELETED,
    }
)
# Their names do not say whose they are.
_SESSIONS = frozenset({ChangeKind.SESSION_CREATED, ChangeKind.SESSION_REVOKED})
# Everyday work, unless it is done to what belongs to somebody else.
_FOREIGN = frozenset({ChangeKind.MEMO_UPDATED, ChangeKind.ATTACHMENT_UPDATED})


class Outcome(IntEnum):
    """What it came to, in the wire's numbers."""

    SUCCEEDED = 1
    FAILED = 2


class AuditRow(Row):
    """One entry. Times are microseconds since the epoch.

    `times` is how often: only failures are told together.
    """

    create_time = fields.BigIntField(db_index=True)
    last_time = fields.BigIntField()
    times = fields.IntField(default=1)
    kind = fields.CharField(max_length=64)
    target = fields.TextField(default="")
    actor = fields.CharField(max_length=300, default="")
    address = fields.CharField(max_length=ADDRESS_LENGTH, default="")
    user_agent = fields.CharField(max_length=AGENT_LENGTH, default="")
    outcome = fields.SmallIntField(default=Outcome.SUCCEEDED.value)
    detail = fields.TextField(default="")

    class Meta:
        table = "appliance_audit"
        indexes = (("kind", "id"), ("actor", "id"), ("outcome", "id"))


class Origin:
    """Where the present work comes from; authentication fills in who asks.

    An actor of "" is somebody who is not signed in.
    """

    __slots__ = ("actor", "address", "user_agent")

    def __init__(
        self, actor: str = "", address: str = "", user_agent: str = ""
    ) -> None:
        self.actor = actor
        self.address = address
        self.user_agent = user_agent


_BY_ITSELF = Origin(SERVER)
origin: ContextVar[Origin] = ContextVar("origin", default=_BY_ITSELF)


@contextmanager
def coming_from(place: Origin) -> Iterator[None]:
    """Let the work of the block come from there."""
    token = origin.set(place)
    try:
        yield
    finally:
        origin.reset(token)


def name_actor(actor: str) -> None:
    """Say who asks for the present work, where it came from outside."""
    place = origin.get()
    if place is not _BY_ITSELF:
        place.actor = actor


async def record(
    database: "Database",
    kind: str,
    *,
    target: str = "",
    detail: str = "",
    outcome: Outcome = Outcome.SUCCEEDED,
) -> None:
    """Tell what no transaction tells, such as `backup.created`, in one of its own."""
    async with database.write() as transaction:
        await note(transaction, kind, target=target, detail=detail, outcome=outcome)


async def note(
    transaction: "Transaction",
    kind: str,
    *,
    target: str = "",
    detail: str = "",
    outcome: Outcome = Outcome.SUCCEEDED,
) -> None:
    """Tell what a transaction does, as part of it."""
    row = entry(kind, target=target, detail=detail, outcome=outcome)
    await row.save(using_db=transaction.connection)


async def append(transaction: "Transaction", changes: Iterable[Change]) -> None:
    """Tell the changes that operators should know of."""
    told = [change for change in changes if _is_told(change)]
    rows = []
    for change in told:
        row = entry(change.kind, target=change.name)
        if change.kind in _SESSIONS:
            owner = await _name(transaction, change.owner_id)
            row.target = f"{owner}/{change.name}"
        # Signing in as somebody says nothing of who was signed in before.
        if change.kind is ChangeKind.SESSION_CREATED or not row.actor:
            row.actor = await _name(transaction, change.actor_id)
        rows.append(row)
    if rows:
        await AuditRow.bulk_create(rows, using_db=transaction.connection)


def entry(
    kind: str,
    *,
    target: str = "",
    detail: str = "",
    outcome: Outcome = Outcome.SUCCEEDED,
) -> AuditRow:
    """Return an entry of now and here that is not stored yet."""
    place, now = origin.get(), time.time_ns() // 1000
    return AuditRow(
        create_time=now,
        last_time=now,
        kind=str(kind),
        target=cleaned(target),
        actor=place.actor,
        address=cleaned(place.address)[:ADDRESS_LENGTH],
        user_agent=cleaned(place.user_agent)[:AGENT_LENGTH],
        outcome=int(outcome),
        detail=cleaned(detail)[:DETAIL_LENGTH],
    )


def cleaned(text: str) -> str:
    """Return a text of the outside without what moves a terminal's cursor."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _is_told(change: Change) -> bool:
    if change.kind in _FOREIGN:
        return change.owner_id is not None and change.actor_id != change.owner_id
    return change.kind in _TOLD


async def _name(transaction: "Transaction", user_id: int | None) -> str:
    """Name an account; one that this transaction deletes has no name any more."""
    if user_id is None:
        return SERVER
    rows = await transaction.fetch(
        "SELECT username FROM appliance_user WHERE id = ?", (user_id,)
    )
    return f"users/{rows[0]['username']}" if rows else f"users/{user_id}"


async def prune(database: "Database", before: int, most_failures: int) -> int:
    """Forget what is older than a time, and all but the newest failures."""
    gone = await database.execute(
        "DELETE FROM appliance_audit WHERE create_time < ?", (before,)
    )
    oldest: Sequence[AuditRow] = (
        await AuditRow.filter(outcome=Outcome.FAILED.value)
        .order_by("-id")
        .offset(most_failures)
        .limit(1)
    )
    if oldest:
        gone += await database.execute(
            "DELETE FROM appliance_audit WHERE outcome = ? AND id <= ?",
            (int(Outcome.FAILED), oldest[0].id),
        )
    return gone
