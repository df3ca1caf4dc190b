"""Every scenario; each states what holds, in words that no transport owns."""

from collections.abc import Awaitable, Callable

from tests.contract.scenarios import access, identity, lists, memos, refusals, trash
from tests.contract.stage import Stage

Scenario = Callable[[Stage], Awaitable[None]]

SCENARIOS: tuple[Scenario, ...] = (
    *identity.SCENARIOS,
    *memos.SCENARIOS,
    *trash.SCENARIOS,
    *access.SCENARIOS,
    *lists.SCENARIOS,
    *refusals.SCENARIOS,
)
# For a server that is open to the world.
PUBLIC_SCENARIOS: tuple[Scenario, ...] = access.SCENARIOS
# For a server on which nobody shows anybody anything.
QUIET_SCENARIOS: tuple[Scenario, ...] = lists.QUIET_SCENARIOS
