"""The memos that every server under measurement is filled with, the same for all.

About 300 characters each; every second one tagged, with tasks, links, code, titles
and text without spaces in fixed shares, and one word in 500 that is rare.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

VOCABULARY = tuple(
    """
    amber anvil barley beacon bramble canal cedar chalk cinder clover cobalt
    comet crater dahlia delta ember fable falcon fennel fjord gable garnet
    ginger granite hazel heron hollow indigo ivory juniper kettle lagoon lantern
    linen maple meadow mortar nectar nutmeg onyx orchid osprey paddle parsley
    pebble pewter plume pollen quarry quill raven saffron sable sickle spindle
    spruce sundial tallow tartan thicket thistle timber tundra umber velvet
    walnut willow wicker zephyr
    """.split()  # noqa: SIM905 - a list of 80 quoted words is no list to read
)
UNSPACED = "図書館で借りた本を返しに行く途中で雨が降り始めたので傘を買った"
COMMON_WORD = "lantern"
RARE_WORD = "quetzalcoatlus"
ABSENT_WORD = "xylocarpine"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
APART = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Note:
    """One memo to write: who, what and when."""

    author: int
    content: str
    visibility: str
    moment: str
    pinned: bool


def note(number: int) -> Note:
    """Make the memo of a number; 7 of 10 by the first author, half of them private."""
    share = number % 10
    visibility = "PRIVATE" if share < 5 else "PROTECTED" if share < 8 else "PUBLIC"
    return Note(
        author=1 if share < 7 else 2,
        content=text(number),
        visibility=visibility,
        moment=f"{EPOCH + APART * number:%Y-%m-%dT%H:%M:%SZ}",
        pinned=number % 1000 == 3,
    )


def text(number: int) -> str:
    """Write the text of a number."""
    dice = hashlib.shake_128(str(number).encode()).digest(64)
    words = [VOCABULARY[face % len(VOCABULARY)] for face in dice[: 30 + dice[-1] % 25]]
    parts = [" ".join(words)]
    if number % 11 == 0:
        parts.insert(0, f"# Number {number}")
    if number % 2 == 0:
        parts.append(f"#t{number % 50} #place/{VOCABULARY[number % 40]}")
    if number % 5 == 0:
        parts.append("- [ ] to be done\n- [x] already done")
    if number % 7 == 0:
        parts.append(f"from [there](https://example.org/{number}) with `code {number}`")
    if number % 10 == 0:
        parts.append(UNSPACED[: 8 + dice[0] % 22])
    if number % 500 == 0:
        parts.append(RARE_WORD)
    return "\n\n".join(parts)
