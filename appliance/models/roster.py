"""Lists of accounts: the newest first, those in use before the archived."""

from collections.abc import Sequence

from appliance.models.base import State
from appliance.models.database import Database, Row
from appliance.models.listing import Cursor
from appliance.models.memo import ID_BITS, ID_MASK, order_key

_ORDER = " ORDER BY create_time DESC, state ASC, id DESC"


def cursor_of(row: Row) -> Cursor:
    """Return the place of an account in the list."""
    archived = row["state"] == State.ARCHIVED
    return Cursor(archived, order_key(row["create_time"], row["id"]))


async def list_accounts(
    database: Database,
    *,
    username: str | None = None,
    after: Cursor | None = None,
    offset: int = 0,
    limit: int,
) -> Sequence[Row]:
    """Return id, state and create_time of accounts, from one place in the list on."""
    condition, values = "TRUE", list[object]()
    if username is not None:
        condition, values = "username = ?", [username]
    if after:
        seconds, user_id = after.key >> ID_BITS, after.key & ID_MASK
        state = State.ARCHIVED if after.pinned else State.NORMAL
        condition += (
            " AND (create_time < ? OR (create_time = ?"
            " AND (state > ? OR (state = ? AND id < ?))))"
        )
        values += [seconds, seconds, int(state), int(state), user_id]
    return await database.read(
        f"SELECT id, username, state, create_time FROM appliance_user"  # noqa: S608 - values are bound
        f" WHERE {condition}{_ORDER} LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )


async def find_active(database: Database, usernames: Sequence[str]) -> list[int]:
    """Return the ids of these accounts, in list order, but for archived ones."""
    if not usernames:
        return []
    marks = ", ".join("?" * len(usernames))
    rows = await database.read(
        f"SELECT id, username FROM appliance_user WHERE username IN ({marks})"  # noqa: S608 - values are bound
        f" AND state = ?{_ORDER}",
        [*usernames, int(State.NORMAL)],
    )
    # MariaDB takes spaces at the end for nothing.
    return [row["id"] for row in rows if row["username"] in usernames]


async def find_by_prefix(
    database: Database, prefix: str, *, limit: int
) -> Sequence[Row]:
    """Return id and username of active accounts whose user name begins so."""
    # Names are compared byte for byte, and no letter comes after the last one.
    return await database.read(
        "SELECT id, username FROM appliance_user"
        " WHERE username >= ? AND username < ? AND state = ?"
        " ORDER BY username LIMIT ?",
        [prefix, f"{prefix}\U0010ffff", int(State.NORMAL), limit],
    )
