"""Chooses from a backup one account or one memo, with everything that belongs to it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, cast

from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.ops.backup.parts import read_rows
from appliance.ops.backup.repository import Location

Row = dict[str, Any]
# What hangs on an account alone.
OWN = (
    *("user_setting", "shortcut", "webhook", "personal_access_token"),
    "user_identity",
)
# What hangs on a memo, beside its comments and files.
HANGING = ("memo_relation", "reaction", "memo_share")


class Wanted(NamedTuple):
    """What is to be brought back: an account by its name, or a memo by its uid."""

    kind: Literal["user", "memo"]
    name: str


def parse(text: str) -> Wanted:
    """Read `user/NAME` or `memo/UID`."""
    kind, _, name = text.partition("/")
    if kind not in ("user", "memo") or not name:
        raise InvalidArgumentError("--only takes user/NAME or memo/UID")
    return Wanted(cast("Literal['user', 'memo']", kind), name)


@dataclass(slots=True)
class Chosen:
    """The rows to bring back, and the names of those that they only point at."""

    usernames: dict[int, str] = field(default_factory=dict)
    uids: dict[int, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    blobs: dict[str, int] = field(default_factory=dict)


class _Index:
    """First reading: who wrote what, and what hangs on what. Ids only, no text."""

    def __init__(self, wanted: Wanted) -> None:
        self.user_id: int | None = None
        self.memo_id: int | None = None
        self.usernames: dict[int, str] = {}
        self.uids: dict[int, str] = {}
        self.roots: set[int] = set()
        self.files: list[tuple[int | None, int, int | None]] = []
        self._wanted = wanted
        self._children: dict[int, list[int]] = defaultdict(list)

    def add(self, name: str, rows: Sequence[Row]) -> None:
        """Note the rows of one part."""
        for row in rows:
            if name == "user":
                self.usernames[row["id"]] = row["username"]
                if self._wanted == ("user", row["username"]):
                    self.user_id = row["id"]
            elif name == "memo":
                self._add_memo(row)
            elif name == "attachment":
                place = row["memo_id"], row["creator_id"], row["blob_id"]
                self.files.append(place)

    def _add_memo(self, row: Row) -> None:
        self.uids[row["id"]] = row["uid"]
        if row["parent_id"] is not None:
            self._children[row["parent_id"]].append(row["id"])
        if self._wanted == ("memo", row["uid"]) or row["creator_id"] == self.user_id:
            self.roots.add(row["id"])

    def memos(self) -> set[int]:
        """Return the memos to bring back, with all comments below them."""
        found: set[int] = set()
        level = self.roots
        while level:
            found |= level
            below = (child for memo in level for child in self._children[memo])
            level = set(below) - found
        return found


def choose(location: Location, identities: Sequence[Any], wanted: Wanted) -> Chosen:
    """Read a backup twice and return what is wanted; NotFoundError if it is not there.

    Only what is chosen is kept in memory.
    """
    index = _Index(wanted)
    manifest = read_rows(location, identities, index.add)
    if index.user_id is None and not index.roots:
        raise NotFoundError(f"{wanted.kind}/{wanted.name} is not in {location.id}")
    chosen = Chosen(index.usernames, index.uids, blobs=manifest.blobs)
    belongs = _belonging(index)

    def keep(name: str, rows: Sequence[Row]) -> None:
        if test := belongs.get(name):
            chosen.rows[name] += (row for row in rows if test(row))

    read_rows(location, identities, keep)
    return chosen


def _belonging(index: _Index) -> dict[str, Callable[[Row], bool]]:
    """Return, for each entity, which rows belong to what is wanted."""
    memos, user = index.memos(), index.user_id

    def of_memo(row: Row) -> bool:
        return row["memo_id"] in memos

    def is_file(memo_id: int | None, creator_id: int) -> bool:
        loose = memo_id is None and user is not None and creator_id == user
        return loose or memo_id in memos

    blobs = {blob for memo, creator, blob in index.files if is_file(memo, creator)}
    tests: dict[str, Callable[[Row], bool]] = {
        "memo": lambda row: row["id"] in memos,
        "blob": lambda row: row["id"] in blobs,
        "attachment": lambda row: is_file(row["memo_id"], row["creator_id"]),
        **dict.fromkeys(HANGING, of_memo),
    }
    if user is not None:
        tests["user"] = lambda row: row["id"] == user
        tests |= dict.fromkeys(OWN, lambda row: row["user_id"] == user)
    return tests
