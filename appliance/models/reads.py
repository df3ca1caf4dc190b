"""Hot reads by name or id, in SQL of our own: memos, counters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from appliance.models.access import Guarded
from appliance.models.database import Database, Row

MEMO_COLUMNS = (
    "id, uid, creator_id, parent_id, create_time, update_time, state, visibility,"
    " pinned, has_link, has_task_list, has_code, has_incomplete_tasks, revision,"
    " location_latitude, location_longitude, location_placeholder, tags, title,"
    " snippet, content"
)


async def load_memos(database: Database, ids: Iterable[int]) -> dict[int, Row]:
    """Return the rows of these memos by id; gone ones are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT {MEMO_COLUMNS} FROM appliance_memo WHERE id IN ({marks})"  # noqa: S608 - column names of ours, values bound
    return {row["id"]: row for row in await database.read(sql, wanted)}


@dataclass(frozen=True, slots=True)
class MemoPlace:
    """A memo as the access rules and the fragment cache need it."""

    id: int
    revision: int
    creator_id: int
    parent_id: int | None
    state: int
    visibility: int

    @property
    def guarded(self) -> Guarded:
        """What the access rules look at."""
        return Guarded(self.creator_id, self.state, self.visibility)


_PLACE = (
    "SELECT id, revision, creator_id, parent_id, state, visibility"
    " FROM appliance_memo WHERE "
)


async def find_memo(
    database: Database, *, uid: str | None = None, memo_id: int | None = None
) -> MemoPlace | None:
    """Return where a memo stands, by uid or by id."""
    column, value = ("uid", uid) if uid is not None else ("id", memo_id)
    rows = await database.read(f"{_PLACE}{column} = ?", (value,))
    return MemoPlace(**dict(rows[0])) if rows else None


async def uids(database: Database, ids: Iterable[int]) -> dict[int, str]:
    """Return the uids of these memos by id."""
    wanted = list(ids)
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT id, uid FROM appliance_memo WHERE id IN ({marks})"  # noqa: S608 - values are bound
    return {row["id"]: row["uid"] for row in await database.read(sql, wanted)}


async def counts(database: Database, creator_id: int) -> Sequence[Row]:
    """Return one user's counters: state, visibility, kind, name, value."""
    return await database.read(
        "SELECT state, visibility, kind, name, value FROM appliance_counter"
        " WHERE creator_id = ? AND value > 0",
        (creator_id,),
    )
