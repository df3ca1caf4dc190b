"""Whether the rows agree with each other: questions that read and change nothing."""

from collections import Counter as Tally
from collections.abc import AsyncIterator, Sequence

from appliance.models.attachment import Blob
from appliance.models.counter import Counted, CounterKind
from appliance.models.database import Database, values_of
from appliance.models.dialect import Dialect
from appliance.models.memo import Memo

PAGE = 500
CounterKey = tuple[int, int, int, int, str]

_VERSION = {
    Dialect.SQLITE: "SELECT sqlite_version() AS version",
    Dialect.POSTGRES: "SELECT version() AS version",
    Dialect.MYSQL: "SELECT version() AS version",
}
# What each orphan is called, and how many there are.
_ORPHANS = {
    "comments without their memo": "SELECT COUNT(*) AS n FROM appliance_memo c"
    " WHERE c.parent_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM appliance_memo m WHERE m.id = c.parent_id)",
    "memos without an author": "SELECT COUNT(*) AS n FROM appliance_memo m"
    " WHERE NOT EXISTS (SELECT 1 FROM appliance_user u WHERE u.id = m.creator_id)",
    "attachments without their bytes' row": "SELECT COUNT(*) AS n"
    " FROM appliance_attachment a WHERE a.blob_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM appliance_blob b WHERE b.id = a.blob_id)",
    "attachments of memos that are gone": "SELECT COUNT(*) AS n"
    " FROM appliance_attachment a WHERE a.memo_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM appliance_memo m WHERE m.id = a.memo_id)",
    "files in use that are marked as let go": "SELECT COUNT(*) AS n"
    " FROM appliance_blob b WHERE b.release_time IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM appliance_attachment a WHERE a.blob_id = b.id)",
}


async def version(database: Database) -> str:
    """Return which database this is, in its own words."""
    rows = await database.read(_VERSION[database.dialect])
    return str(rows[0]["version"])


async def damage(database: Database) -> list[str]:
    """Return what SQLite says about its file; other databases check themselves."""
    if database.dialect is not Dialect.SQLITE:
        return []
    found = []
    for row in await database.scan("PRAGMA quick_check(20)"):
        (verdict,) = values_of(row)
        if verdict != "ok":
            found.append(str(verdict))
    for row in await database.scan("PRAGMA foreign_key_check"):
        table, rowid, parent, _ = values_of(row)
        found.append(f"{table} {rowid} names a row of {parent} that is not there")
    return found


async def orphans(database: Database) -> dict[str, int]:
    """Return what names something that is gone, and how much of it there is."""
    found = {}
    for name, sql in _ORPHANS.items():
        rows = await database.scan(sql)
        if number := int(rows[0]["n"]):
            found[name] = number
    return found


async def miscounted(database: Database, *, deep: bool) -> int:
    """Return how many counters are not what a recount gives.

    Totals are recounted by the database; `deep` reads every memo and recounts days,
    tags and properties as well.
    """
    if deep:
        return await _miscounted(database)
    rows = await database.scan(
        "SELECT COUNT(*) AS n FROM (SELECT creator_id, state, visibility, SUM(number)"
        " AS difference FROM (SELECT creator_id, state, visibility, 1 AS number"
        " FROM appliance_memo WHERE parent_id IS NULL UNION ALL"
        " SELECT creator_id, state, visibility, -value FROM appliance_counter"
        " WHERE kind = ?) AS both_sides GROUP BY creator_id, state, visibility"
        " HAVING SUM(number) <> 0) AS differing",
        (int(CounterKind.TOTAL),),
    )
    return int(rows[0]["n"])


async def _miscounted(database: Database) -> int:
    truth: Tally[CounterKey] = Tally()
    async for counted in counted_memos():
        truth.update(counted.keys())
    rows = await database.scan(
        "SELECT creator_id, state, visibility, kind, name, value"
        " FROM appliance_counter WHERE value <> 0"
    )
    for row in rows:
        *key, value = values_of(row)
        truth[tuple(key)] -= value
    return sum(1 for difference in truth.values() if difference)


async def counted_memos() -> AsyncIterator[Counted]:
    """Yield what each top-level memo contributes to the counters."""
    last = 0
    while (
        memos := await Memo.filter(id__gt=last, parent_id=None)
        .order_by("id")
        .limit(PAGE)
    ):
        for memo in memos:
            if counted := memo.counted():
                yield counted
        last = memos[-1].id


async def expired_tokens(database: Database, now: int) -> int:
    """Return how many personal access tokens have ended; `now` in microseconds."""
    rows = await database.scan(
        "SELECT COUNT(*) AS n FROM appliance_personal_access_token"
        " WHERE expire_time IS NOT NULL AND expire_time <= ?",
        (now,),
    )
    return int(rows[0]["n"])


async def clock(database: Database) -> float | None:
    """Return the time of a database server; None: it is in this process."""
    if database.dialect is Dialect.SQLITE:
        return None
    now = {
        Dialect.POSTGRES: "EXTRACT(EPOCH FROM clock_timestamp())",
        Dialect.MYSQL: "UNIX_TIMESTAMP(SYSDATE(6))",
    }[database.dialect]
    rows = await database.scan(f"SELECT {now} AS now")
    return float(rows[0]["now"])


async def newest_change(database: Database) -> int | None:
    """Return the time of the newest change, in microseconds."""
    rows = await database.read("SELECT MAX(create_time) AS t FROM appliance_change")
    newest: int | None = rows[0]["t"]
    return newest


async def active_admins(database: Database) -> int:
    """Return how many administrators can sign in."""
    rows = await database.read(
        "SELECT COUNT(*) AS n FROM appliance_user WHERE role = 2 AND state = 1"
    )
    return int(rows[0]["n"])


async def blobs(after: int) -> Sequence[Blob]:
    """Return a page of the files in use, by id."""
    found: Sequence[Blob] = (
        await Blob.filter(id__gt=after, release_time=None).order_by("id").limit(PAGE)
    )
    return found
