"""How much there is of everything, for whoever watches the server grow.

Notes are counted by their counters. What has no counter (files, the trash) is counted
row by row, so ask seldom, and never for a request of a user.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appliance.models.base import State
from appliance.models.counter import CounterKind
from appliance.models.database import Database, Row
from appliance.models.sizes import database_size
from appliance.models.webhook import DeliveryState

_USERS = "SELECT state, COUNT(*) AS number FROM appliance_user GROUP BY state"
# The index of the counters begins with the creator: one short range for each user.
_MEMOS = (
    "SELECT c.state, SUM(c.value) AS number FROM appliance_user u"
    " CROSS JOIN appliance_counter c WHERE c.creator_id = u.id"
    " AND c.state IN (?, ?) AND c.kind = ? AND c.name = ? GROUP BY c.state"
)
_BLOBS = (
    "SELECT storage, COUNT(*) AS number, SUM(size) AS bytes FROM appliance_blob"
    " WHERE release_time IS NULL GROUP BY storage"
)
_RELEASED = (
    "SELECT COUNT(*) AS number, SUM(size) AS bytes FROM appliance_blob"
    " WHERE release_time IS NOT NULL"
)
_UPLOADS = "SELECT COUNT(*) AS number, SUM(received) AS bytes FROM appliance_upload"
_PENDING = "SELECT COUNT(*) AS number FROM appliance_delivery WHERE state = ?"


@dataclass(frozen=True, slots=True)
class Amount:
    """How many there are, and their bytes."""

    number: int = 0
    bytes: int = 0

    @classmethod
    def of(cls, row: Row) -> "Amount":
        """Read both from a row; the sum over no rows is NULL."""
        return cls(int(row["number"]), int(row["bytes"] or 0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Census:
    """What was counted. Memos are those at the top level, without comments."""

    users: Mapping[State, int]
    memos: Mapping[State, int]
    sessions: int
    trashed_memos: int
    trashed_attachments: int
    # By storage: files in use. Let go of, but not erased yet: `released`.
    files: Mapping[str, Amount]
    released: Amount
    uploads: Amount
    pending_deliveries: int
    database_bytes: int


async def take_census(database: Database) -> Census:
    """Count everything; reads wait for nobody, and nobody for them."""
    states = (int(State.NORMAL), int(State.ARCHIVED))
    memos = await database.scan(_MEMOS, (*states, int(CounterKind.TOTAL), ""))
    files = await database.scan(_BLOBS)
    pending = await database.scan(_PENDING, (int(DeliveryState.PENDING),))
    return Census(
        users=_by_state(await database.scan(_USERS)),
        memos=_by_state(memos),
        sessions=await _rows(database, "appliance_session"),
        trashed_memos=await _rows(database, "appliance_trash"),
        trashed_attachments=await _rows(database, "appliance_attachment_trash"),
        files={row["storage"]: Amount.of(row) for row in files},
        released=Amount.of((await database.scan(_RELEASED))[0]),
        uploads=Amount.of((await database.scan(_UPLOADS))[0]),
        pending_deliveries=int(pending[0]["number"]),
        database_bytes=await database_size(database),
    )


def _by_state(rows: Sequence[Row]) -> dict[State, int]:
    found = dict.fromkeys(State, 0)
    for row in rows:
        found[State(row["state"])] = int(row["number"])
    return found


async def _rows(database: Database, table: str) -> int:
    rows = await database.scan(f"SELECT COUNT(*) AS number FROM {table}")  # noqa: S608 - a table of ours
    return int(rows[0]["number"])
