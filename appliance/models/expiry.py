"""What ends by itself: the trash and the audit log, after their days."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from appliance.config import Settings
from appliance.models import audit
from appliance.models.database import Database, Transaction
from appliance.models.trash import TrashedAttachment, TrashedMemo, purge
from appliance.models.trashed_file import purge_attachment

DAY = 24 * 3600
SECOND = 1_000_000
# However many guess passwords: some ten megabytes.
MOST_FAILURES = 50_000
BATCH = 200

Entry = TypeVar("Entry", TrashedMemo, TrashedAttachment)
Forget = Callable[[Transaction, Entry], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Emptied:
    """How many entries of the trash were forgotten."""

    memos: int
    files: int


class Expiry:
    """Ends what is older than its days; 0 days are for ever."""

    def __init__(self, database: Database, *, trash_days: int, audit_days: int) -> None:
        self._database = database
        self._trash_days = trash_days
        self._audit_days = audit_days

    @classmethod
    def of(cls, database: Database, settings: Settings) -> Self:
        """Take the days that the operator chose."""
        return cls(
            database,
            trash_days=settings.trash_retention,
            audit_days=settings.audit_retention,
        )

    async def expire(self, now: int | None = None) -> None:
        """Forget what was deleted or told too long ago; `now` in seconds."""
        now = int(time.time()) if now is None else now
        if self._trash_days:
            await empty_trash(self._database, None, now - self._trash_days * DAY)
        oldest = now - self._audit_days * DAY if self._audit_days else 0
        await audit.prune(self._database, oldest * SECOND, MOST_FAILURES)


async def empty_trash(
    database: Database, owner_id: int | None, before: int | None
) -> Emptied:
    """Forget entries for good: of one account or all, of before a second or all.

    One transaction for each, so that those who write meanwhile need not wait for all.
    """
    done = Emptied(
        await _empty(database, TrashedMemo, _forget_memo, owner_id, before),
        await _empty(database, TrashedAttachment, _forget_file, owner_id, before),
    )
    if done.memos or done.files:
        detail = f"{done.memos} memos, {done.files} files"
        await audit.record(database, "trash.emptied", detail=detail)
    return done


async def _empty(
    database: Database,
    kind: type[Entry],
    forget: "Forget[Entry]",
    owner_id: int | None,
    before: int | None,
) -> int:
    wanted = ["id > ?"]
    values: list[object] = []
    for column, sign, value in (
        ("creator_id", "=", owner_id),
        ("delete_time", "<", before),
    ):
        if value is not None:
            wanted.append(f"{column} {sign} ?")
            values.append(value)
    sql = (
        f"SELECT id FROM {kind.Meta.table} WHERE {' AND '.join(wanted)}"  # noqa: S608 - values are bound
        f" ORDER BY id LIMIT {BATCH}"
    )
    last = forgotten = 0
    while rows := await database.scan(sql, [last, *values]):
        for row in rows:
            forgotten += await _forget_one(database, kind, forget, row["id"])
        last = rows[-1]["id"]
    return forgotten


async def _forget_one(
    database: Database, kind: type[Entry], forget: "Forget[Entry]", entry_id: int
) -> bool:
    async with database.write() as transaction:
        # Somebody may have restored it meanwhile.
        entry = await kind.get_or_none(id=entry_id, using_db=transaction.connection)
        if entry:
            await forget(transaction, entry)
    return entry is not None


async def _forget_memo(transaction: Transaction, entry: TrashedMemo) -> None:
    await purge(transaction, entry, actor_id=None, now=int(time.time()))


async def _forget_file(transaction: Transaction, entry: TrashedAttachment) -> None:
    await purge_attachment(transaction, entry, actor_id=None, now=int(time.time()))
