"""Memos encoded once: lists and single memos are put together from ready pieces.

A piece is known by memo, revision and the creator's name, all of which it contains; a
write raises the revision, so a piece is never stale, only forgotten.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from appliance.api import converters
from appliance.api.codec import Form, encode
from appliance.api.gen.memos.api.v1 import memo_service_pb as memo_pb
from appliance.models import reads
from appliance.models.access import Guarded, Principal
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Row, Transaction
from appliance.models.memo import Memo
from appliance.models.parts import Parts
from appliance.models.relation import Neighbour, load_neighbours
from appliance.models.user import Accounts

# Field 1 of ListMemosResponse and field 2, both length-delimited.
MEMOS_TAG = b"\x0a"
TOKEN_TAG = b"\x12"
# What a piece weighs beside its text, and how often its text lies in memory.
BASE_WEIGHT = 1500
COPIES = 4
PART_WEIGHT = 800
# How often a piece is put together anew when a write comes between its queries.
ATTEMPTS = 3
_RENAMING = frozenset({ChangeKind.USER_UPDATED, ChangeKind.USER_DELETED})

Key: TypeAlias = tuple[int, int, str]
# A piece with relations is known by these as well, and by whether they are told of.
RelatedKey: TypeAlias = tuple[Key, tuple[Neighbour, ...], bool]


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

    __slots__ = ("_forms", "guarded", "key", "memo", "weight")

    def __init__(self, memo: memo_pb.Memo, guarded: Guarded, key: Key) -> None:
        self.memo = memo
        # What the access rules must allow of just this text.
        self.guarded = guarded
        self.key = key
        parts = len(memo.attachments) + len(memo.reactions) + len(memo.relations)
        self.weight = BASE_WEIGHT + COPIES * len(memo.content) + PART_WEIGHT * parts
        self._forms: dict[Form, bytes] = {}

    def encode(self, form: Form) -> bytes:
        """Return the memo's bytes."""
        encoded = self._forms.get(form)
        if encoded is None:
            encoded = self._forms[form] = encode(self.memo, form)
        return encoded

    def with_relations(
        self, neighbours: tuple[Neighbour, ...], *, snippets: bool
    ) -> "Fragment":
        """Return the memo with its relations to these others."""
        if not neighbours:
            return self
        memo = copy(self.memo)
        memo.relations = [
            converters.relation(memo, each, snippets=snippets) for each in neighbours
        ]
        return Fragment(memo, self.guarded, self.key)

    def without_parent(self) -> "Fragment":
        """Return a comment as if it stood by itself."""
        memo = copy(self.memo)
        memo.clear_field("parent")
        return Fragment(memo, self.guarded, self.key)


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
    """The bounded cache of pieces; `capacity` is in weight, about bytes.

    A piece holds all that every reader may see. Relations differ from reader to
    reader and are added when a memo is shown.
    """

    def __init__(
        self, database: Database, accounts: Accounts, *, capacity: int = 12_000_000
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._capacity = capacity
        self._weight = 0
        self._generation = 0
        self._pieces: OrderedDict[Key | RelatedKey, Fragment] = OrderedDict()
        database.listeners.append(self.on_changes)

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Forget everything when a name may have changed: reactions carry names."""
        if any(change.kind in _RENAMING for change in changes):
            self._generation += 1
            self._pieces.clear()
            self._weight = 0

    async def load(self, places: Sequence[Place]) -> list[Fragment]:
        """Return the pieces of these memos in their order; vanished ones are left out.

        What is not cached is fetched in one query for each kind of row.
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

    async def shown(
        self, pieces: Sequence[Fragment], viewer: Principal | None
    ) -> list[Fragment]:
        """Return memos of a list with the relations that this reader may see.

        In lists the contract names the ends of a relation without their snippets.
        """
        ids = [piece.key[0] for piece in pieces]
        neighbours = await load_neighbours(self._database.read, ids)
        return [
            self._related(
                piece, _seen(neighbours.get(piece.key[0], ()), viewer), snippets=False
            )
            for piece in pieces
        ]

    async def shown_alone(self, piece: Fragment, viewer: Principal | None) -> Fragment:
        """Return one memo with the relations that this reader may see."""
        memo_id = piece.key[0]
        neighbours = await load_neighbours(self._database.read, [memo_id])
        seen = _seen(neighbours.get(memo_id, ()), viewer)
        return self._related(piece, seen, snippets=True)

    async def written(
        self,
        transaction: Transaction,
        memo: Memo,
        viewer: Principal,
        *,
        names_parent: bool = True,
    ) -> Fragment:
        """Return a memo as the transaction leaves it, for who has written it.

        Reading it afterwards could already show what somebody else made of it. It is
        not kept: the transaction may still fail.
        """
        parts = await Parts.load(transaction.fetch, [memo.id])
        uids: dict[int, str] = {}
        if names_parent and memo.parent_id is not None:
            uids = await reads.uids(self._database, [memo.parent_id])
        piece = await self._piece(memo.columns(), parts, uids)
        neighbours = await load_neighbours(transaction.fetch, [memo.id])
        seen = _seen(neighbours.get(memo.id, ()), viewer)
        return piece.with_relations(seen, snippets=True)

    async def _username(self, user_id: int) -> str:
        account = await self._accounts.find(user_id)
        return account.username if account else ""

    def _look_up(self, key: Key | RelatedKey) -> Fragment | None:
        piece = self._pieces.get(key)
        if piece:
            self._pieces.move_to_end(key)
        return piece

    async def _build(self, ids: Sequence[int]) -> dict[int, Fragment]:
        """Make pieces whose parts belong to the same revision as their row."""
        built: dict[int, Fragment] = {}
        fetch = self._database.read
        for _ in range(ATTEMPTS):
            generation = self._generation
            rows = await reads.load_memos(self._database, ids)
            parts = await Parts.load(fetch, list(rows))
            parents = {row["parent_id"] for row in rows.values()} - {None}
            uids = await reads.uids(self._database, parents)
            for memo_id, row in rows.items():
                piece = built[memo_id] = await self._piece(row, parts, uids)
                if parts.fit(row) and generation == self._generation:
                    self._keep(piece.key, piece)
            # A write came between the queries.
            ids = [memo_id for memo_id, row in rows.items() if not parts.fit(row)]
            if not ids:
                break
        return built

    async def _piece(self, row: Row, parts: Parts, uids: Mapping[int, str]) -> Fragment:
        memo_id = row["id"]
        username = await self._username(row["creator_id"])
        memo = converters.memo(row, username, uids.get(row["parent_id"]))
        memo.attachments = [
            converters.attachment(each, row["uid"])
            for each in parts.attachments.get(memo_id, ())
        ]
        memo.reactions = [
            converters.reaction(each) for each in parts.reactions.get(memo_id, ())
        ]
        guarded = Guarded(row["creator_id"], row["state"], row["visibility"])
        return Fragment(memo, guarded, (memo_id, row["revision"], username))

    def _related(
        self, piece: Fragment, neighbours: tuple[Neighbour, ...], *, snippets: bool
    ) -> Fragment:
        """Add relations; a memo without any stays the piece that it is."""
        if not neighbours:
            return piece
        key = (piece.key, neighbours, snippets)
        related = self._look_up(key)
        if related is None:
            related = piece.with_relations(neighbours, snippets=snippets)
            # What was forgotten meanwhile must not come back in another shape.
            if self._pieces.get(piece.key) is piece:
                self._keep(key, related)
        return related

    def _keep(self, key: Key | RelatedKey, piece: Fragment) -> None:
        if key in self._pieces:
            return
        self._pieces[key] = piece
        self._weight += piece.weight
        while self._weight > self._capacity:
            _, oldest = self._pieces.popitem(last=False)
            self._weight -= oldest.weight


def _seen(
    neighbours: Iterable[Neighbour], viewer: Principal | None
) -> tuple[Neighbour, ...]:
    return tuple(each for each in neighbours if each.visible_to(viewer))
