"""Notifications as their receiver sees them: pages, and the memos they are about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from appliance.models.access import Guarded, Principal, can_read
from appliance.models.database import Database, Row

# Memos asked for at once.
BATCH = 500

_NEWS = (
    "SELECT id, sender_id, memo_id, related_memo_id, kind, status, create_time"
    " FROM appliance_notification WHERE receiver_id = ?"
)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a notification shows of a memo, and what the access rules look at."""

    id: int
    uid: str
    creator_id: int
    parent_id: int | None
    state: int
    visibility: int
    snippet: str

    @property
    def guarded(self) -> Guarded:
        """What the access rules look at."""
        return Guarded(self.creator_id, self.state, self.visibility)


async def list_news(
    database: Database, receiver_id: int, *, before: int | None, limit: int
) -> Sequence[Row]:
    """Return a user's notifications, the newest first, below an id."""
    condition, values = "", [receiver_id]
    if before is not None:
        condition, values = " AND id < ?", [receiver_id, before]
    return await database.read(
        f"{_NEWS}{condition} ORDER BY id DESC LIMIT ?",
        [*values, limit],
    )


async def load_glimpses(
    database: Database, principal: Principal, news: Sequence[Row]
) -> dict[int, Glimpse]:
    """Return the memos of notifications by id, but for those nobody may show now."""
    wanted = {row["memo_id"] for row in news} | {row["related_memo_id"] for row in news}
    wanted.discard(None)
    found: dict[int, Glimpse] = {}
    level = wanted
    # The memos above comments decide as well.
    while level:
        loaded = await _load(database, level)
        found |= loaded
        above = {each.parent_id for each in loaded.values() if each.parent_id}
        level = above - found.keys()
    return {
        memo_id: glimpse
        for memo_id in wanted
        if (glimpse := found.get(memo_id))
        and can_read(principal, glimpse.guarded, _above(glimpse, found))
    }


def _above(glimpse: Glimpse, found: dict[int, Glimpse]) -> Iterator[Guarded]:
    parent_id = glimpse.parent_id
    while parent_id is not None and (parent := found.get(parent_id)):
        yield parent.guarded
        parent_id = parent.parent_id


async def _load(database: Database, ids: Iterable[int]) -> dict[int, Glimpse]:
    rest = sorted(ids)
    found: dict[int, Glimpse] = {}
    for start in range(0, len(rest), BATCH):
        batch = rest[start : start + BATCH]
        marks = ", ".join("?" * len(batch))
        rows = await database.read(
            "SELECT id, uid, creator_id, parent_id, state, visibility, snippet"  # noqa: S608 - values are bound
            f" FROM appliance_memo WHERE id IN ({marks})",
            batch,
        )
        found |= {row["id"]: Glimpse(**dict(row)) for row in rows}
    return found
