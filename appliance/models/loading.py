"""Fills an empty database with the rows of a backup, all or nothing.

What is derived (tags, titles, keys of order, counts) is made again by the code that
makes it for new memos, so a backup of an older program gets today's meaning.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models.counter import Counts, add_counts
from appliance.models.database import Database, Transaction, placeholders
from appliance.models.dialect import Dialect
from appliance.models.entities import LEFT_OUT, PREFIX, Entity, all_entities
from appliance.models.memo import Memo
from appliance.models.tag import tag_keys

# A database that holds any of these belongs to somebody.
OWNED = ("appliance_user", "appliance_memo", "appliance_blob", "appliance_trash")
TAG_COLUMNS = (
    *("memo_id", "kind", "tag", "creator_id", "listing", "visibility", "order_key"),
)
CHUNK_COLUMNS = ("blob_id", "position", "content")
# So many rows at once: each is in memory three times, with all that is derived.
SLICE = 200
# So many counts are gathered: there are as many as moments at which memos were written.
MOST_COUNTS = 5_000
# What every database can count to, with room for more.
MOST_ID = 1 << 62
Rows = Sequence[Mapping[str, Any]]


async def is_empty(database: Database) -> bool:
    """Whether nobody has an account here, and nothing is left of anybody."""
    for table in OWNED:
        if await database.scan(f"SELECT 1 AS found FROM {table} LIMIT 1"):  # noqa: S608 - a table of ours
            return False
    return True


class Loader:
    """Takes the rows of a backup, each entity after those that it points at."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._entities = {entity.name: entity for entity in all_entities()}
        self._late_parents: list[tuple[int, int]] = []
        self._counts: Counts = Counts()

    def entity(self, name: str) -> Entity:
        """Return the entity of this name; a newer program may know more of them."""
        if name not in self._entities:
            raise FailedPreconditionError(f"this version knows no {name}")
        return self._entities[name]

    async def add(self, name: str, rows: Rows) -> None:
        """Store rows of one entity."""
        entity = self.entity(name)
        unknown = {column for row in rows for column in row} - set(entity.columns)
        if unknown:
            raise FailedPreconditionError(
                f"this version knows no {', '.join(sorted(unknown))} of {name}"
            )
        for start in range(0, len(rows), SLICE):
            await self._add_slice(entity, rows[start : start + SLICE])

    async def _add_slice(self, entity: Entity, rows: Rows) -> None:
        try:
            if entity.name == "memo":
                await self._add_memos(rows)
            else:
                await self._add_rows(entity, rows)
        except Exception as error:
            # Each driver has words of its own for what it does not take.
            first = rows[0].get(entity.key)
            raise UnavailableError(
                f"The database does not take {entity.name} from {first} on: {error}"
            ) from error

    async def _add_rows(self, entity: Entity, rows: Rows) -> None:
        complete = [{**entity.defaults, **row} for row in rows]
        extra = _EXTRA.get(entity.name, {})
        columns = (*entity.columns, *extra)
        await self._insert(
            entity.table,
            columns,
            [
                [*(row.get(column) for column in entity.columns), *extra.values()]
                for row in complete
            ],
        )

    async def add_chunk(self, blob_id: int, position: int, content: bytes) -> None:
        """Store a piece of a file in the database itself."""
        row = [blob_id, position, content]
        await self._insert("appliance_blob_chunk", CHUNK_COLUMNS, [row])

    async def finish(self, sequence: int) -> None:
        """Make what is derived from all rows together."""
        for memo_id, parent_id in self._late_parents:
            await self._transaction.execute(
                "UPDATE appliance_memo SET parent_id = ? WHERE id = ?",
                (parent_id, memo_id),
            )
        await self._store_counts()
        await self._transaction.execute(
            "UPDATE appliance_change_sequence SET value = ? WHERE value < ?",
            (sequence, sequence),
        )

    async def _add_memos(self, rows: Rows) -> None:
        memos = [_memo(row) for row in rows]
        await self._insert(
            "appliance_memo",
            tuple(memos[0].columns()),
            [
                list((memo.columns() | {"parent_id": self._parent(memo)}).values())
                for memo in memos
            ],
        )
        tags = [row for memo in memos for row in _tag_rows(memo)]
        await self._insert("appliance_memo_tag", TAG_COLUMNS, tags)
        for memo in memos:
            if counted := memo.counted():
                self._counts.update(counted.keys())
        if len(self._counts) > MOST_COUNTS:
            await self._store_counts()

    async def _store_counts(self) -> None:
        await add_counts(self._transaction, self._counts)
        self._counts.clear()

    def _parent(self, memo: Memo) -> int | None:
        """Return the parent if its row is there already: an import may order freely."""
        if memo.parent_id is not None and memo.parent_id >= memo.id:
            self._late_parents.append((memo.id, memo.parent_id))
            return None
        return memo.parent_id

    async def _insert(
        self, table: str, columns: Iterable[str], rows: list[list[Any]]
    ) -> None:
        if not rows:
            return
        dialect = self._transaction.dialect
        mark = "`" if dialect is Dialect.MYSQL else '"'
        names = [f"{mark}{column}{mark}" for column in columns]
        sql = (
            f"INSERT INTO {table} ({', '.join(names)})"  # noqa: S608 - names of ours
            f" VALUES ({', '.join('?' * len(names))})"
        )
        await self._transaction.connection.execute_many(
            placeholders(sql, dialect), rows
        )


# Columns that are in no backup and have no default in the database.
_EXTRA: Mapping[str, Mapping[str, Any]] = {"runner": {"holder": "", "lease_time": 0}}


def _memo(row: Mapping[str, Any]) -> Memo:
    memo = Memo(**row).write(row["content"])
    memo._settle()  # noqa: SLF001 - the memo's own rule about its keys, without storing it
    return memo


def _tag_rows(memo: Memo) -> list[list[Any]]:
    shared = [memo.creator_id, memo.listing, memo.visibility, memo.order_key]
    return [
        [memo.id, kind, text, *shared] for kind, text in sorted(tag_keys(memo.tag_list))
    ]


@asynccontextmanager
async def loading(
    database: Database, last_ids: Mapping[str, int], *, replace: bool = False
) -> AsyncIterator[Loader]:
    """Be the one who fills an open, migrated database; nothing stays of a failure.

    With `replace` all that it held goes in the same moment.
    """
    # MariaDB commits at this statement, so it comes first; skipping ids harms nobody.
    async with database.write() as transaction:
        await _skip_ids(transaction, last_ids)
    async with database.write() as transaction:
        # A server that has started once has chosen its settings.
        await transaction.execute("DELETE FROM appliance_setting")
        if replace:
            await _delete_everything(transaction)
        yield Loader(transaction)


async def _delete_everything(transaction: Transaction) -> None:
    """Delete every row but the change log's, which other processes may be reading."""
    names = [entity.name for entity in all_entities()] + sorted(
        LEFT_OUT.keys() - {"change", "change_sequence"}
    )
    # Whatever points at others goes first; memos point at each other and cascade.
    for name in reversed(names):
        await transaction.execute(f"DELETE FROM {PREFIX}{name}")  # noqa: S608 - a table of ours


async def _skip_ids(transaction: Transaction, last_ids: Mapping[str, int]) -> None:
    tables = {entity.name: entity.table for entity in all_entities() if entity.numbered}
    for name, last in last_ids.items():
        if last > MOST_ID:
            raise FailedPreconditionError(f"no {name} can have the id {last}")
        if last > 0 and name in tables:
            for sql in _SKIP[transaction.dialect]:
                await transaction.execute(
                    sql.format(table=tables[name], last=int(last), following=last + 1)
                )


_SKIP = {
    Dialect.SQLITE: (
        "DELETE FROM sqlite_sequence WHERE name = '{table}' AND seq < {last}",
        (
            "INSERT INTO sqlite_sequence (name, seq) SELECT '{table}', {last}"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table}')"
        ),
    ),
    Dialect.POSTGRES: (
        "SELECT setval('{table}_id_seq', GREATEST({last}, nextval('{table}_id_seq')))",
    ),
    Dialect.MYSQL: ("ALTER TABLE {table} AUTO_INCREMENT = {following}",),
}
