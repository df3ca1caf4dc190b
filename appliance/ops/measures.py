"""What is looked up when somebody reads the metrics, not counted on the way.

Sizes and numbers of rows are taken anew every few minutes at most, however often they
are asked for; everything else is at hand.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from appliance.models.cache import Cache
from appliance.models.census import Amount, Census, take_census
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.pool import look_at_pool
from appliance.ops.acts.facts import moment
from appliance.ops.backup import records
from appliance.ops.logs import get_logger

# How old a census may be, and how long a scrape waits for a new one.
SECONDS = 300.0
PATIENCE_SECONDS = 5.0

# By the values of labels.
Values = Mapping[tuple[str, ...], float]
Amounts = Mapping[tuple[str, ...], Amount]

log = get_logger()


class Measures(Collector):
    """Prints the newest census, and what this process knows about itself.

    `streams` says how many event streams are open.
    """

    def __init__(
        self,
        database: Database,
        data: Path,
        *,
        streams: Callable[[], int] = lambda: 0,
        caches: Mapping[str, Cache[Any, Any]] | None = None,
    ) -> None:
        self._database = database
        self._data = data
        self._streams = streams
        self._caches = dict(caches or {})
        self._census: Census | None = None
        self._taken = 0.0
        self._expiry = 0.0
        self._task: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Take a census if the last is too old; one at a time, and never for long.

        One that takes longer goes on by itself and is there for the next reader.
        """
        if time.monotonic() < self._expiry:
            return
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._take())
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.shield(self._task)

    @asynccontextmanager
    async def stopping(self) -> AsyncIterator[None]:
        """Behind the block ask the database for nothing more: it is about to close."""
        try:
            yield
        finally:
            if self._task:
                self._task.cancel()
                await asyncio.gather(self._task, return_exceptions=True)

    async def _take(self) -> None:
        try:
            self._census = await take_census(self._database)
        except Exception as error:  # noqa: BLE001 - the other numbers are wanted all the more
            log.warning("nothing counted", error=repr(error))
            return
        self._taken = time.time()
        self._expiry = time.monotonic() + SECONDS

    def rooms(self) -> dict[str, Any] | None:
        """Return what takes how much room, for JSON; None before the first census."""
        if self._census is None:
            return None
        census, disk = self._census, shutil.disk_usage(self._data)
        return {
            "time": moment(self._taken),
            "database": {
                "driver": str(self._database.dialect),
                "bytes": census.database_bytes,
            },
            "files": [
                {"storage": name, **asdict(amount)}
                for name, amount in sorted(census.files.items())
            ],
            "released": asdict(census.released),
            "uploads": asdict(census.uploads),
            "trash": {
                "memos": census.trashed_memos,
                "attachments": census.trashed_attachments,
            },
            "disk": {"freeBytes": disk.free, "sizeBytes": disk.total},
        }

    def collect(self) -> Iterable[Metric]:
        """Yield everything that is known; what is not known is left out."""
        yield _gauge("event_streams", "Open streams of live events.", self._streams())
        yield from self._connections()
        yield from self._remembered()
        yield from self._room()
        yield from self._backups()
        if self._census:
            yield from rows_of(self._census)
            yield _gauge(
                "census_timestamp_seconds",
                "When rows and sizes were counted last.",
                self._taken,
            )

    def _backups(self) -> Iterable[Metric]:
        found = {
            (kind,): records.read(self._data, kind) or {} for kind in records.KINDS
        }
        for key, name, title in (
            ("time", "last_timestamp_seconds", "When it was tried last."),
            ("good_time", "last_good_timestamp_seconds", "When it last was good."),
            ("good", "last_good", "Whether the last one was good."),
            ("seconds", "last_duration_seconds", "How long it took."),
            ("bytes", "last_size_bytes", "Its rows as they are stored."),
        ):
            values: Values = {
                kind: float(facts[key])
                for kind, facts in found.items()
                if isinstance(facts.get(key), int | float)
            }
            yield _labelled(f"backup_{name}", title, ("kind",), values)

    def _connections(self) -> Iterable[Metric]:
        if pool := look_at_pool(self._database):
            yield _labelled(
                "database_connections",
                "Connections to the database server, by what they do.",
                ("state",),
                {("used",): pool.used, ("idle",): pool.idle},
            )
            yield _gauge("database_connections_max", "As many there may be.", pool.most)

    def _remembered(self) -> Iterable[Metric]:
        lookups = CounterMetricFamily(
            "appliance_cache_lookups",
            "Values asked for, by whether they were at hand.",
            labels=("cache", "outcome"),
        )
        sizes = GaugeMetricFamily(
            "appliance_cache_entries", "Values at hand.", labels=("cache",)
        )
        for name, cache in self._caches.items():
            lookups.add_metric((name, "hit"), cache.hits)
            lookups.add_metric((name, "miss"), cache.misses)
            sizes.add_metric((name,), len(cache))
        yield lookups
        yield sizes

    def _room(self) -> Iterable[Metric]:
        with suppress(OSError):
            disk = shutil.disk_usage(self._data)
            yield _gauge(
                "disk_free_bytes", "Room left beside the data directory.", disk.free
            )
            yield _gauge("disk_size_bytes", "The whole of that disk.", disk.total)
        if self._database.dialect is Dialect.SQLITE:
            file = Path(f"{self._database.credentials['file_path']}-wal")
            with suppress(OSError):
                size = file.stat().st_size
                yield _gauge("database_wal_bytes", "SQLite's write-ahead log.", size)


def rows_of(census: Census) -> Iterable[Metric]:
    """Yield what was counted."""
    for name, title, counts in (
        ("users", "Accounts.", census.users),
        ("memos", "Notes that are no comments.", census.memos),
    ):
        rows: Values = {
            (state.name.lower(),): number for state, number in counts.items()
        }
        yield _labelled(name, title, ("state",), rows)
    yield _gauge("sessions", "Signed-in devices.", census.sessions)
    yield _labelled(
        "trash_entries",
        "Deleted things that can be restored.",
        ("kind",),
        {
            ("memo",): census.trashed_memos,
            ("attachment",): census.trashed_attachments,
        },
    )
    yield _gauge(
        "webhook_deliveries_pending",
        "Deliveries on their way to webhooks.",
        census.pending_deliveries,
    )
    yield _gauge(
        "database_size_bytes", "Room that the database takes.", census.database_bytes
    )
    yield from _files(census)


def _files(census: Census) -> Iterable[Metric]:
    stored: Amounts = {(name,): amount for name, amount in census.files.items()}
    places = ("storage",)
    yield from _amounts("stored_files", "Files in use", stored, places)
    yield from _amounts(
        "released_files", "Files let go of and not erased yet", {(): census.released}
    )
    yield from _amounts("uploads", "Files arriving in parts", {(): census.uploads})


def _amounts(
    name: str,
    title: str,
    amounts: Amounts,
    labels: tuple[str, ...] = (),
) -> Iterable[Metric]:
    numbers = {key: amount.number for key, amount in amounts.items()}
    sizes = {key: amount.bytes for key, amount in amounts.items()}
    yield _labelled(name, f"{title}.", labels, numbers)
    yield _labelled(f"{name}_bytes", f"{title}: their bytes.", labels, sizes)


def _gauge(name: str, title: str, value: float) -> Metric:
    return GaugeMetricFamily(f"appliance_{name}", title, value=value)


def _labelled(
    name: str,
    title: str,
    labels: tuple[str, ...],
    values: Values,
) -> Metric:
    family = GaugeMetricFamily(f"appliance_{name}", title, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family
