"""Live events: what the change log says, handed to everybody who listens.

A reader has a bounded queue. One who does not keep up is let go instead of being
waited for, and comes back for the rest by number.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from appliance.errors import ResourceExhaustedError
from appliance.models import reads
from appliance.models.access import Guarded, Principal, can_hear
from appliance.models.base import Visibility
from appliance.models.cache import Cache
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database

QUEUE = 256
MOST_READERS = 32
# After these a reader may have lost what let it in.
_ABOUT_ACCESS = frozenset(
    {
        ChangeKind.USER_UPDATED,
        ChangeKind.USER_DELETED,
        ChangeKind.TOKEN_DELETED,
        ChangeKind.SESSION_REVOKED,
    }
)
_CREATED = frozenset({ChangeKind.MEMO_CREATED, ChangeKind.MEMO_RESTORED})
_TOLD = _CREATED | {
    ChangeKind.MEMO_UPDATED,
    ChangeKind.MEMO_DELETED,
    ChangeKind.REACTION_UPSERTED,
    ChangeKind.REACTION_DELETED,
}


@dataclass(frozen=True, slots=True)
class Event:
    """A change as readers are told of it; without a body it only asks who they are."""

    sequence: int
    body: str = ""
    parent: str = ""
    owner_id: int | None = None
    visibility: Visibility | None = None


def event_of(change: Change) -> Event | None:
    """Return what readers are told of a change, if anything."""
    if change.kind in _ABOUT_ACCESS:
        return Event(change.sequence)
    if change.kind not in _TOLD:
        return None
    return Event(
        change.sequence,
        json.dumps(_body(change), separators=(",", ":")),
        change.parent,
        change.owner_id,
        change.after or change.before,
    )


def _body(change: Change) -> dict[str, str]:
    if change.kind in _CREATED:
        if change.parent:
            return {"type": "memo.comment.created", "name": change.parent}
        return {"type": "memo.created", "name": change.name}
    body = {"type": str(change.kind), "name": change.name}
    if change.parent and change.kind is not ChangeKind.MEMO_DELETED:
        body["parent"] = change.parent
    return body


class Reader:
    """One open stream. `ended` is set when there is no point in going on."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE)
        self.ended = asyncio.Event()

    def put(self, event: Event) -> None:
        """Hand an event over without waiting."""
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.ended.set()


class Hub:
    """Knows the readers of this process, and who may hear what."""

    def __init__(self, database: Database) -> None:
        self.position = 0
        self._database = database
        self._readers: dict[Reader, int] = {}
        self._closed = False
        # One event asks for the same memo as often as there are readers.
        self._above: Cache[tuple[str, int], list[Guarded]] = Cache(
            self._load_above, size=64
        )
        database.listeners.append(self.on_changes)

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Tell the readers of what stands in the log; own writes arrive there, too."""
        for change in changes:
            if change.sequence <= self.position:
                continue
            self.position = change.sequence
            event = event_of(change) if self._readers else None
            if event:
                for reader in self._readers:
                    reader.put(event)

    @property
    def users(self) -> frozenset[int]:
        """Whose streams are open."""
        return frozenset(self._readers.values())

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._readers)

    @contextmanager
    def reader(self, user_id: int) -> Iterator[Reader]:
        """Listen; raise ResourceExhaustedError for too many streams of one user."""
        if Counter(self._readers.values())[user_id] >= MOST_READERS:
            raise ResourceExhaustedError("too many event streams")
        reader = Reader()
        self._readers[reader] = user_id
        if self._closed:
            reader.ended.set()
        try:
            yield reader
        finally:
            del self._readers[reader]

    def close(self) -> None:
        """End all streams at once, and those that still come."""
        self._closed = True
        for reader in self._readers:
            reader.ended.set()

    async def may_hear(self, principal: Principal, event: Event) -> bool:
        """Whether a reader is told of an event."""
        above: list[Guarded] = []
        if event.parent:
            above = await self._above.get((event.parent, event.sequence))
        return can_hear(principal, event.owner_id, event.visibility, above)

    async def _load_above(self, key: tuple[str, int]) -> list[Guarded]:
        """Return what guards the memos above a comment, as far as they are there."""
        uid = key[0].removeprefix("memos/")
        place = await reads.find_memo(self._database, uid=uid)
        if place is None:
            return []
        line = await reads.lineage(self._database, place.id)
        return [each.guarded for each in line]
