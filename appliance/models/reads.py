"""Hot reads by name or id, in SQL of our own: memos."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from appliance.errors import NotFoundError
from appliance.models.access import (
    Guarded,
    Principal,
    require_answerable,
    require_parts_readable,
    require_readable,
)
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
    uid: str
    revision: int
    creator_id: int
    parent_id: int | None
    state: int
    visibility: int

    @property
    def guarded(self) -> Guarded:
        """What the access rules look at."""
        return Guarded(self.creator_id, self.state, self.visibility)


_PLACE_COLUMNS = (
    "id",
    "uid",
    "revision",
    "creator_id",
    "parent_id",
    "state",
    "visibility",
)
_PLACE = f"SELECT {', '.join(_PLACE_COLUMNS)} FROM appliance_memo WHERE "  # noqa: S608 - column names of ours
# How deep comments on comments may lie: the work of reading one has an end.
MAX_DEPTH = 50
_ANCESTORS = (
    f"WITH RECURSIVE lineage AS (SELECT {', '.join(_PLACE_COLUMNS)}, 1 AS depth"  # noqa: S608 - column names of ours
    " FROM appliance_memo WHERE id = ? UNION ALL"
    f" SELECT {', '.join(f'm.{name}' for name in _PLACE_COLUMNS)}, lineage.depth + 1"
    " FROM appliance_memo m JOIN lineage ON m.id = lineage.parent_id"
    f" WHERE lineage.depth < {MAX_DEPTH})"
    f" SELECT {', '.join(_PLACE_COLUMNS)} FROM lineage ORDER BY depth"
)


async def find_memo(
    database: Database, *, uid: str | None = None, memo_id: int | None = None
) -> MemoPlace | None:
    """Return where a memo stands, by uid or by id."""
    column, value = ("uid", uid) if uid is not None else ("id", memo_id)
    rows = await database.read(f"{_PLACE}{column} = ?", (value,))
    return MemoPlace(**dict(rows[0])) if rows else None


async def ancestors(database: Database, parent_id: int | None) -> list[MemoPlace]:
    """Return the memos above a comment, the nearest first.

    NotFoundError: the line does not end at a memo that stands by itself.
    """
    if parent_id is None:
        return []
    line = await lineage(database, parent_id)
    if not line or line[-1].parent_id is not None:
        raise NotFoundError("memo not found")
    return line


async def lineage(database: Database, memo_id: int) -> list[MemoPlace]:
    """Return a memo and those above it, the nearest first, as far as they are there."""
    rows = await database.read(_ANCESTORS, (memo_id,))
    return [MemoPlace(**dict(row)) for row in rows]


async def find_readable(
    database: Database,
    principal: Principal | None,
    *,
    uid: str | None = None,
    memo_id: int | None = None,
) -> MemoPlace:
    """Return where a memo stands that the caller may read, or raise what they get.

    Whatever shows a memo or what belongs to it asks here.
    """
    place = await find_memo(database, uid=uid, memo_id=memo_id)
    if place is None:
        raise NotFoundError("memo not found")
    above = await ancestors(database, place.parent_id)
    require_readable(principal, place.guarded, [each.guarded for each in above])
    return place


async def find_with_parts(
    database: Database, principal: Principal, uid: str
) -> MemoPlace:
    """Return where a memo stands whose files and reactions the caller may see."""
    return await _find_by(require_parts_readable, database, principal, uid)


async def find_answerable(
    database: Database, principal: Principal, uid: str
) -> MemoPlace:
    """Return where a memo stands that the caller may react to."""
    return await _find_by(require_answerable, database, principal, uid)


async def _find_by(
    rule: Callable[[Principal, Guarded, Sequence[Guarded]], None],
    database: Database,
    principal: Principal,
    uid: str,
) -> MemoPlace:
    place = await find_memo(database, uid=uid)
    if place is None:
        raise NotFoundError("memo not found")
    above = await ancestors(database, place.parent_id)
    rule(principal, place.guarded, [each.guarded for each in above])
    return place


async def uids(database: Database, ids: Iterable[int]) -> dict[int, str]:
    """Return the uids of these memos by id."""
    wanted = list(ids)
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT id, uid FROM appliance_memo WHERE id IN ({marks})"  # noqa: S608 - values are bound
    return {row["id"]: row["uid"] for row in await database.read(sql, wanted)}
