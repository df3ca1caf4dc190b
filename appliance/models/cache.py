"""A bounded cache of rows that every request needs, dropped when they change."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

# Changes drop entries at once; the age only bounds what a lost change could cost.
MAX_AGE = 600.0


class Cache(Generic[K, V]):
    """Remembers what a loader returned, also that it found nothing."""

    def __init__(self, load: Callable[[K], Awaitable[V]], *, size: int = 1000) -> None:
        self._load = load
        self._size = size
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._generation = 0
        # How often a value was at hand, and how often it was not: for metrics.
        self.hits = self.misses = 0

    def __len__(self) -> int:
        return len(self._entries)

    async def get(self, key: K) -> V:
        """Return the value, loading it when it is unknown or old."""
        entry = self._entries.get(key)
        if entry and entry[0] > time.monotonic():
            self.hits += 1
            return entry[1]
        self.misses += 1
        generation = self._generation
        value = await self._load(key)
        # A change while loading may already have made the value wrong.
        if generation == self._generation:
            self._entries[key] = (time.monotonic() + MAX_AGE, value)
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)
        return value

    def drop(self, key: K) -> None:
        """Forget one value."""
        self._generation += 1
        self._entries.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._generation += 1
        self._entries.clear()
