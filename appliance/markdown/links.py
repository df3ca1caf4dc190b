"""The part of a link behind its text, and the labels a text defines."""

import re
from collections.abc import Iterable

_LABEL_LENGTH = 999
_NESTED_PARENTHESES = 8
_SPACE = re.compile(r"[ \t\n]*")
_POINTED = re.compile(r"<(?:[^<>\n\\]|\\.|\\(?=>))*+>")
_BARE_PART = re.compile(r"[^\\()\s\x00-\x1f]++|\\[^\s]|\\|[()]")
_TITLE = re.compile(
    r'"(?:[^"\\]|\\.)*+"' r"|'(?:[^'\\]|\\.)*+'" r"|\((?:[^()\\]|\\.)*+\)", re.DOTALL
)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]", re.DOTALL)


class Labels:
    """Labels of reference links, compared without case and runs of white space."""

    def __init__(self, defined: Iterable[str]) -> None:
        self._defined = frozenset(map(_normal, defined))

    def __bool__(self) -> bool:
        return bool(self._defined)

    def has(self, label: str) -> bool:
        """Whether the text defines the label."""
        return _normal(label) in self._defined


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()


class LinkEnds:
    """Finds where the links of one text end."""

    def __init__(self, text: str, labels: Labels) -> None:
        self._text = text
        self._labels = labels
        self._last_closer = text.rfind(")")
        self.possible = bool(labels) or 0 <= text.find("](") < self._last_closer

    def end(self, opened: int, closed: int) -> int | None:
        """Where the link ends whose text stands between the brackets, if it is one."""
        text, after = self._text, closed + 1
        if text.startswith("(", after) and after < self._last_closer:
            end = _inline_end(text, after)
            if end is not None:
                return end
        if not self._labels:
            return None
        label = text[opened:closed] if closed - opened <= _LABEL_LENGTH else ""
        if following := _LABEL.match(text, after):
            named = following[1] or label
            return following.end() if self._labels.has(named) else None
        return after if self._labels.has(label) else None


def _inline_end(text: str, at: int) -> int | None:
    """The end of `(target "title")` that starts at `at`."""
    at = _past_space(text, at + 1)
    target_end = _target_end(text, at)
    if target_end is None:
        return None
    at = _past_space(text, target_end)
    if at > target_end and (title := _TITLE.match(text, at)):
        at = _past_space(text, title.end())
    return at + 1 if text.startswith(")", at) else None


def _past_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _target_end(text: str, at: int) -> int | None:
    if text.startswith("<", at):
        pointed = _POINTED.match(text, at)
        return pointed.end() if pointed else None
    depth = 0
    while part := _BARE_PART.match(text, at):
        if part[0] == ")" and depth == 0:
            break
        depth += (part[0] == "(") - (part[0] == ")")
        # Deeper nesting would make every bracket scan to the end of a hostile text.
        if depth > _NESTED_PARENTHESES:
            return None
        at = part.end()
    return at if depth == 0 else None
