"""Memos encoded once: lists and single memos are put together from ready pieces.

A piece is known by memo, revision and the creator's name, all of which it contains; a
write raises the revision, so a piece is never stale, only forgotten.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from appliance.api import converters
from appliance.api.codec import Form, encode
from appliance.api.gen.memos.api.v1 import memo_service_pb as memo_pb
from appliance.models import reads
from appliance.models.access import Guarded
from appliance.models.database import Database, Row
from appliance.models.memo import Memo
from appliance.models.user import Accounts

# Field 1 of ListMemosResponse and field 2, both length-delimited.
MEMOS_TAG = b"\x0a"
TOKEN_TAG = b"\x12"
# What a piece weighs beside its text, and how often its text lies in memory.
BASE_WEIGHT = 1500
COPIES = 4

Key: TypeAlias = tuple[int, int, str]


class Place(Protocol):
    """What names a piece."""

    @property
    def id(self) -> int: ...  # noqa: D102 - the column's name says it

    @property
    def revision(self) -> int: ...  # noqa: D102 - same

    @property
    def creator_id(self) -> int: ...  # noqa: D102 - same


class Fragment:
    """One memo as a message, and as bytes in every form that was asked for."""

    __slots__ = ("_forms", "guarded", "memo", "weight")

    def __init__(self, memo: memo_pb.Memo, guarded: Guarded) -> None:
        self.memo = memo
        # What the access rules must allow of just this text.
        self.guarded = guarded
        self.weight = BASE_WEIGHT + COPIES * len(memo.content)
        self._forms: dict[Form, bytes] = {}

    def encode(self, form: Form) -> bytes:
        """Return the memo's bytes."""
        encoded = self._forms.get(form)
        if encoded is None:
            encoded = self._forms[form] = encode(self.memo, form)
        return encoded


def varint(number: int) -> bytes:
    """Encode a length as protobuf does: seven bits a byte, lowest first."""
    encoded = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - the low seven bits
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


@dataclass(frozen=True, slots=True)
class MemoList:
    """A ListMemosResponse made of pieces."""

    fragments: Sequence[Fragment]
    next_page_token: str
    _forms: dict[Form, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def weight(self) -> int:
        """What the answer takes in memory, about, with its pieces."""
        return BASE_WEIGHT + 2 * sum(piece.weight for piece in self.fragments)

    def encode(self, form: Form) -> bytes:
        """Return the whole answer; equal to encoding the message itself."""
        encoded = self._forms.get(form)
        if encoded is None:
            encoded = self._forms[form] = self._joined(form)
        return encoded

    def _joined(self, form: Form) -> bytes:
        pieces = [fragment.encode(form) for fragment in self.fragments]
        token = self.next_page_token.encode()
        if form is Form.BINARY:
            parts: list[bytes] = []
            for piece in pieces:
                parts += (MEMOS_TAG, varint(len(piece)), piece)
            if token:
                parts += (TOKEN_TAG, varint(len(token)), token)
            return b"".join(parts)
        memos = b'"memos":[' + b",".join(pieces) + b"]"
        # Base64 needs no escapes.
        next_page = b'"nextPageToken":"' + token + b'"'
        if form is Form.REST_JSON:
            return b"{" + memos + b"," + next_page + b"}"
        present = ([memos] if pieces else []) + ([next_page] if token else [])
        return b"{" + b",".join(present) + b"}"


class Fragments:
    """The bounded cache of pieces; `capacity` is in weight, about bytes."""

    def __init__(
        self, database: Database, accounts: Accounts, *, capacity: int = 12_000_000
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._capacity = capacity
        self._weight = 0
        self._pieces: OrderedDict[Key, Fragment] = OrderedDict()

    async def load(self, places: Sequence[Place]) -> list[Fragment]:
        """Return the pieces of these memos in their order; vanished ones are left out.

        What is not cached is fetched in one query.
        """
        names = {
            creator_id: await self._username(creator_id)
            for creator_id in {place.creator_id for place in places}
        }
        keys = [(place.id, place.revision, names[place.creator_id]) for place in places]
        found = {key: piece for key in keys if (piece := self._look_up(key))}
        missing = [key[0] for key in keys if key not in found]
        fresh = await self._build(missing) if missing else {}
        pieces = (found.get(key) or fresh.get(key[0]) for key in keys)
        return [piece for piece in pieces if piece]

    async def load_one(self, place: Place) -> Fragment | None:
        """Return the piece of one memo, or None when it has just vanished."""
        pieces = await self.load([place])
        return pieces[0] if pieces else None

    async def written(self, memo: Memo) -> Fragment:
        """Return the piece of a memo as its committed write left it.

        Reading it again could already show what somebody else made of it.
        """
        parents = [memo.parent_id] if memo.parent_id is not None else []
        uids = await reads.uids(self._database, parents)
        return await self._piece(
            memo.columns(), uids.get(memo.parent_id) if memo.parent_id else None
        )

    async def _username(self, user_id: int) -> str:
        account = await self._accounts.find(user_id)
        return account.username if account else ""

    def _look_up(self, key: Key) -> Fragment | None:
        piece = self._pieces.get(key)
        if piece:
            self._pieces.move_to_end(key)
        return piece

    async def _build(self, ids: Iterable[int]) -> dict[int, Fragment]:
        rows = await reads.load_memos(self._database, ids)
        parents = {row["parent_id"] for row in rows.values()} - {None}
        uids = await reads.uids(self._database, parents)
        return {
            memo_id: await self._piece(row, uids.get(row["parent_id"]))
            for memo_id, row in rows.items()
        }

    async def _piece(self, row: Row, parent_uid: str | None) -> Fragment:
        username = await self._username(row["creator_id"])
        guarded = Guarded(row["creator_id"], row["state"], row["visibility"])
        piece = Fragment(converters.memo(row, username, parent_uid), guarded)
        self._keep((row["id"], row["revision"], username), piece)
        return piece

    def _keep(self, key: Key, piece: Fragment) -> None:
        if key in self._pieces:
            return
        self._pieces[key] = piece
        self._weight += piece.weight
        while self._weight > self._capacity:
            _, oldest = self._pieces.popitem(last=False)
            self._weight -= oldest.weight
