"""What the world may read without asking: PUBLIC top-level memos, for feeds and maps.

Every query is a bounded range of an index that begins with `listing`, so its cost is
the answer and not the instance.
"""

from collections.abc import AsyncIterator, Sequence

from appliance.models.base import State, Visibility
from appliance.models.database import Database, Row

_PUBLISHED = (
    f"listing = {State.NORMAL.value} AND visibility = {Visibility.PUBLIC.value}"
)
_BATCH = 1000
FIRST_KEY = -(1 << 63)


async def newest(
    database: Database, limit: int, creator_id: int | None = None
) -> Sequence[Row]:
    """Return the newest memos, of everybody or of one creator."""
    whose, values = ("", [limit])
    if creator_id is not None:
        whose, values = (" AND creator_id = ?", [creator_id, limit])
    return await database.read(
        "SELECT id, uid, creator_id, create_time, update_time, content"  # noqa: S608 - words of ours, values bound
        f" FROM appliance_memo WHERE {_PUBLISHED}{whose}"
        " ORDER BY order_key DESC LIMIT ?",
        values,
    )


async def first_attachments(
    database: Database, memo_ids: Sequence[int]
) -> dict[int, Row]:
    """Return the first attachment of each memo that has any."""
    if not memo_ids:
        return {}
    marks = ", ".join("?" * len(memo_ids))
    rows = await database.read(
        "SELECT memo_id, uid, filename, type, size, external_link"  # noqa: S608 - values are bound
        f" FROM appliance_attachment WHERE memo_id IN ({marks})"
        " ORDER BY memo_id, position DESC, id DESC",
        memo_ids,
    )
    return {row["memo_id"]: row for row in rows}


async def split(database: Database, size: int) -> list[int]:
    """Return the keys behind which every next `size` memos begin, in rising order."""
    keys = [FIRST_KEY]
    while True:
        rows = await database.scan(
            f"SELECT order_key FROM appliance_memo WHERE {_PUBLISHED}"  # noqa: S608 - words of ours, values bound
            " AND order_key > ? ORDER BY order_key LIMIT 2 OFFSET ?",
            (keys[-1], size - 1),
        )
        if len(rows) < 2:  # noqa: PLR2004 - the last of this part, and one behind it
            return keys
        keys.append(rows[0]["order_key"])


async def uids_behind(
    database: Database, key: int, limit: int
) -> AsyncIterator[Sequence[str]]:
    """Yield the uids of at most `limit` memos behind a key, a batch at a time."""
    while limit > 0:
        rows = await database.scan(
            f"SELECT uid, order_key FROM appliance_memo WHERE {_PUBLISHED}"  # noqa: S608 - words of ours, values bound
            " AND order_key > ? ORDER BY order_key LIMIT ?",
            (key, min(limit, _BATCH)),
        )
        if not rows:
            return
        yield [row["uid"] for row in rows]
        key, limit = rows[-1]["order_key"], limit - len(rows)
