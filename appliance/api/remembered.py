"""Answers that hold for as long as nothing has changed anywhere.

Clients ask for the same pages over and over. The change log numbers every mutation of
every process, so an answer made at a number is right until the number moves.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

from appliance.models.change import Change
from appliance.models.database import Database
from appliance.models.user import ACCOUNT_KINDS

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# In the weight of answers, about bytes; one answer may take a quarter of it.
CAPACITY = 8_000_000
SHARE = 4


class Remembered(Generic[K, V]):
    """A bounded memory of answers, each valid at one number of the change log."""

    def __init__(
        self,
        database: Database,
        weigh: Callable[[V], int],
        *,
        capacity: int = CAPACITY,
    ) -> None:
        self._database = database
        self._weigh = weigh
        self._capacity = capacity
        self._weight = 0
        self._answers: OrderedDict[K, tuple[int, V]] = OrderedDict()
        database.listeners.append(self.on_changes)

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Forget everything when an account changed.

        An answer made just before this process heard of it may carry the old name.
        """
        if any(change.kind in ACCOUNT_KINDS for change in changes):
            self._answers.clear()
            self._weight = 0

    async def get(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        """Return the answer, made anew if anything has changed since it was made.

        The number is read first: what is written while the answer is made raises it.
        """
        sequence = await self._database.sequence()
        found = self._answers.get(key)
        if found and found[0] == sequence:
            self._answers.move_to_end(key)
            return found[1]
        answer = await make()
        self._keep(key, sequence, answer)
        return answer

    def _keep(self, key: K, sequence: int, answer: V) -> None:
        if old := self._answers.pop(key, None):
            self._weight -= self._weigh(old[1])
        weight = self._weigh(answer)
        if weight > self._capacity // SHARE:
            return
        self._answers[key] = (sequence, answer)
        self._weight += weight
        while self._weight > self._capacity:
            _, (_, oldest) = self._answers.popitem(last=False)
            self._weight -= self._weigh(oldest)
