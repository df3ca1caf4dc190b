"""Atoms that win over all other marks: tags, mentions and bare addresses."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from unicodedata import category

TAG_LENGTH = 100
MENTION_LENGTH = 63
# Letters, numbers and the ASCII part of the rest; other symbols and combining marks
# are looked up one by one, because `re` has no classes for them.
_TAG_RUN = re.compile(r"[\w\-/&+=<>|~^$`\u200d]+")
# Emoji and Han characters that some supported Pythons have no category for yet.
_LATER = re.compile("[\U0001f000-\U0001faff\U0002ebf0-\U0002ee5d\U00031350-\U000323af]")
_NAME = re.compile(r"(?:[^\W_]|-)+")

_TAIL = r"(?:[/#?][!-)+-;=-\[\]-{}~]*)?"
_HOST = r"[\w@:%.+~#=-]{1,256}\.[a-z]+"
_URL = re.compile(rf"(?:https?|ftp)://{_HOST}(?::\d+)?{_TAIL}", re.ASCII)
_WWW = re.compile(rf"www\.{_HOST}{_TAIL}", re.ASCII)
_ENTITY_END = re.compile(r"&[A-Za-z0-9]+;\Z")
_TRAILING = "?!.,:*_~"

_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+\Z", re.ASCII)
_MAILBOX_LENGTH = 256
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")


def tag_end(text: str, start: int) -> int:
    """Where the tag value that starts at `start` ends; `start` when there is none."""
    limit = min(len(text), start + TAG_LENGTH)
    at = start
    while at < limit:
        if run := _TAG_RUN.match(text, at, limit):
            at = run.end()
        elif category(text[at])[0] in "SMN" or _LATER.match(text[at]):
            at += 1
        else:
            break
    return at


def mention_end(text: str, at: int) -> int:
    """Where the name behind the `@` at `at` ends; `at` when it mentions nobody."""
    if at and not _ends_word(text[at - 1]):
        return at
    name = _NAME.match(text, at + 1, at + 2 + MENTION_LENGTH)
    if not name or len(name[0]) > MENTION_LENGTH or not name[0].strip("-"):
        return at
    return name.end()


def _ends_word(before: str) -> bool:
    return before.isspace() or category(before)[0] in "PS"


def url_end(text: str, start: int) -> int:
    """Where the bare address at `start` ends; `start` when it is none."""
    found = (_WWW if text.startswith("www.", start) else _URL).match(text, start)
    if not found:
        return start
    address = found[0]
    if address.endswith(")"):
        surplus = address.count(")") - address.count("(")
        address = _without_closers(address, surplus)
    elif entity := _ENTITY_END.search(address, max(0, len(address) - 40)):
        address = address[: entity.start()]
    return start + len(address.rstrip(_TRAILING))


def _without_closers(address: str, surplus: int) -> str:
    closers = len(address) - len(address.rstrip(")"))
    return address[: len(address) - min(max(surplus, 0), closers)]


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """The bare e-mail addresses of one text, found before it is scanned."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def find(cls, text: str) -> "Mailboxes":
        """Look around every `@`, so that the search stays linear."""
        starts: list[int] = []
        ends: list[int] = []
        at = text.find("@")
        while at >= 0:
            span = _mailbox(text, at, ends[-1] if ends else 0)
            if span:
                starts.append(span[0])
                ends.append(span[1])
            at = text.find("@", max(at + 1, ends[-1] if ends else 0))
        return cls(starts, ends)

    def next(self, position: int) -> int | None:
        """The index of the first address that starts at or behind `position`."""
        index = bisect_left(self.starts, position)
        return index if index < len(self.starts) else None


def _mailbox(text: str, at: int, floor: int) -> tuple[int, int] | None:
    domain = _DOMAIN.match(text, at + 1)
    if not domain or text[domain.end() : domain.end() + 1] in {"-", "_"}:
        return None
    lowest = max(floor, at - _MAILBOX_LENGTH)
    local = _MAILBOX.search(text[lowest:at])
    if not local:
        return None
    for start in range(lowest + local.start(), at):
        if text[start].isalnum() and (start == 0 or text[start - 1] in " (*_~\n"):
            return start, domain.end()
    return None
