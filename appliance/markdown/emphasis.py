"""Emphasis and strikethrough: which runs of `*`, `_` and `~` are marks, not text."""

from dataclasses import dataclass
from unicodedata import category

_LONGEST_STRIKE = 2


@dataclass(slots=True, eq=False)
class Run:
    """A run of one mark character; what stays of it in the end is plain text."""

    mark: str
    length: int
    can_open: bool
    can_close: bool
    whole: int

    def closes(self, opener: "Run") -> bool:
        """Whether this run may end what `opener` began."""
        if self.mark != opener.mark:
            return False
        # CommonMark's rule of three, for runs that could both open and close.
        both = self.can_open or opener.can_close
        return not both or bool((self.whole + opener.whole) % 3) or not self.whole % 3


def run_at(text: str, start: int, end: int) -> Run | None:
    """The run text[start:end], or None when it can be no mark."""
    mark, length = text[start], end - start
    if mark == "~" and length > _LONGEST_STRIKE:
        return None
    before, after = _side(text, start - 1), _side(text, end)
    left = after != "space" and (after == "word" or before != "word")
    right = before != "space" and (before == "word" or after != "word")
    can_open, can_close = left, right
    if mark == "_":
        can_open = left and (not right or before == "punctuation")
        can_close = right and (not left or after == "punctuation")
    if not can_open and not can_close:
        return None
    return Run(mark, length, can_open, can_close, length)


def _side(text: str, at: int) -> str:
    character = text[at] if 0 <= at < len(text) else " "
    if character.isalnum():
        return "word"
    if character.isspace():
        return "space"
    return "punctuation" if category(character)[0] in "PS" else "word"


def resolve(runs: list[Run]) -> None:
    """Shorten every run by the marks that pair up, innermost first."""
    openers: list[Run] = []
    # Per kind of closer, how deep the openers were already searched in vain.
    floors: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        kind = run.mark, run.can_open, run.whole % 3
        while run.can_close and run.length:
            found = _opener(openers, run, floors.get(kind, 0))
            if found is None:
                floors[kind] = len(openers)
                break
            _pair(openers, found, run)
            for key, floor in floors.items():
                floors[key] = min(floor, len(openers))
        if run.can_open and run.length:
            openers.append(run)


def _opener(openers: list[Run], closer: Run, floor: int) -> int | None:
    for index in range(len(openers) - 1, floor - 1, -1):
        if closer.closes(openers[index]):
            return index
    return None


def _pair(openers: list[Run], index: int, closer: Run) -> None:
    del openers[index + 1 :]
    opener = openers[index]
    used = 2 if min(opener.length, closer.length) > 1 else 1
    opener.length -= used
    closer.length -= used
    if not opener.length:
        openers.pop()
