"""One line of the matrix: an RPC, its rule, and what is asked."""

from dataclasses import dataclass

from tests.clients import OK
from tests.contract.matrix.rules import Caller, Rule
from tests.contract.matrix.scene import Ask

NOBODY: frozenset[Caller] = frozenset()
# An administrator may change what he may not read; the answer shows what he changed.
ADMIN = frozenset({Caller.ADMIN})
# A share link is there to be read by whoever has it.
EVERYBODY = frozenset(Caller)


@dataclass(frozen=True, slots=True)
class Row:
    """One RPC, or one of its cases.

    A row that hangs on a memo is played for every subject; the others once for every
    caller. `granted` is what the call comes to when the rule lets the caller pass;
    `leaks` are callers who learn a text that the read rule keeps from them, each on
    purpose.
    """

    rpc: str
    rule: Rule
    ask: Ask
    memo: bool = False
    changes: bool = False
    granted: str = OK
    leaks: frozenset[Caller] = NOBODY
