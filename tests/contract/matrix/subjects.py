"""The memos of the matrix: each visibility and state, alone or under each parent."""

from dataclasses import dataclass
from itertools import product

from appliance.models.base import State, Visibility


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules look at in one memo, beside its creator."""

    visibility: Visibility
    state: State


@dataclass(frozen=True, slots=True)
class Subject:
    """A memo of the owner's, or a comment of the owner's on a memo of the host's."""

    own: Standing
    parent: Standing | None = None

    def __str__(self) -> str:
        """Name it for a failed test."""
        words = f"{self.own.state.name} {self.own.visibility.name}"
        if self.parent is None:
            return words
        return f"{words} under {self.parent.state.name} {self.parent.visibility.name}"


STANDINGS = [Standing(*pair) for pair in product(Visibility, State)]
SUBJECTS = [
    *(Subject(own) for own in STANDINGS),
    *(Subject(own, parent) for own, parent in product(STANDINGS, STANDINGS)),
]
