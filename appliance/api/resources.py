"""The grammar of requests: resource names, uids, page tokens, orders, field masks."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import shortuuid

from appliance.api.codec import decode_binary
from appliance.api.gen.appliance.v1.page_token_pb import PageToken
from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models.base import UID_LENGTH
from appliance.models.listing import Cursor, Order

UID = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,34}[a-zA-Z0-9])?")
# Imported user names may be longer than those that can be chosen here.
NAME_LENGTHS = {"users": 255}
DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000
DIGEST_SIZE = 8
# An offset reads what it passes over; only a token of another list comes to it.
MAX_OFFSET = 10_000
MAX_ORDER = 1000
ORDER_FIELDS = ("pinned", "create_time", "update_time", "name")
DIRECTIONS = ("asc", "desc")
# More would not fit into 63 bits.
MAX_ID_DIGITS = 18
# Both alphabets of base64 are read.
_STANDARD = str.maketrans("-_", "+/")


def uid_of(name: str, collection: str, noun: str) -> str:
    """Return `x` of `collection/x`; what no row can be called is not found."""
    prefix, _, uid = name.partition("/")
    if prefix != collection or not uid or "/" in uid:
        raise InvalidArgumentError(f"invalid {noun} name: {_fault(name, collection)}")
    if len(uid) > NAME_LENGTHS.get(collection, UID_LENGTH) or "\0" in uid:
        raise NotFoundError(f"{noun} not found")
    return uid


def _fault(name: str, collection: str) -> str:
    if name.count("/") == 1 and not name.startswith(f"{collection}/"):
        return f'invalid prefix "{collection}/" in request "{name}"'
    return f'invalid request "{name}"'


def new_uid(wanted: str) -> str:
    """Return the caller's uid, trimmed and checked, or a fresh one."""
    uid = wanted.strip()
    if not uid:
        return shortuuid.uuid()
    if not UID.fullmatch(uid):
        raise InvalidArgumentError(
            "invalid UID: must be 1-36 characters, contain only letters, digits, or "
            "hyphens, and start and end with a letter or digit"
        )
    return uid


def parse_order(text: str) -> Order:
    """Read `order_by` of memos: the first time key wins, pins always come first."""
    if not text:
        return Order()
    if not text.strip():
        raise InvalidArgumentError("invalid order_by: empty order_by")
    if len(text) > MAX_ORDER:
        raise InvalidArgumentError(f"invalid order_by: longer than {MAX_ORDER}")
    pinned_first = False
    key: tuple[str, bool] | None = None
    for part in text.split(","):
        words = part.split()
        if not words:
            continue
        field, ascending = _order_term(words)
        if field == "pinned":
            pinned_first = True
        elif key is None:
            key = (field, ascending)
    field, ascending = key or ("create_time", False)
    return Order(
        pinned_first=pinned_first,
        by_update_time=field == "update_time",
        ascending=ascending,
    )


def _order_term(words: list[str]) -> tuple[str, bool]:
    field, direction = words[0], (words[1] if len(words) > 1 else "desc").lower()
    if field not in ORDER_FIELDS:
        raise InvalidArgumentError(
            f"invalid order_by: unsupported order field: {field}, "
            f"supported fields are: {', '.join(ORDER_FIELDS)}"
        )
    if direction not in DIRECTIONS:
        raise InvalidArgumentError(
            f"invalid order_by: direction {direction} is neither asc nor desc"
        )
    return field, direction == "asc"


def number_of(text: str) -> int | None:
    """Return the number that a client wrote; None for what no row can have as an id."""
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_ID_DIGITS):
        return None
    return int(text)


def mask_paths(paths: Iterable[str]) -> set[str]:
    """Return the top-level fields that a mask names; a path below one means it.

    The spelling is the contract's: transports turn the camelCase of JSON into it.
    """
    return {path.partition(".")[0] for path in paths}


def page_size(requested: int) -> int:
    """Return the page size to use: 50 by default, at most 1000."""
    return min(requested, MAX_PAGE_SIZE) if requested > 0 else DEFAULT_PAGE_SIZE


def digest(*parts: object) -> bytes:
    """Return a short digest of what a list was asked for."""
    text = "\0".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).digest()[:DIGEST_SIZE]


def write_token(token: PageToken) -> str:
    """Return a page token's text.

    Clients put it into a URL as it is, where a plus means a space.
    """
    return base64.urlsafe_b64encode(token.to_binary()).decode()


def read_token(text: str) -> PageToken:
    """Read a page token; raise InvalidArgumentError for one that is not ours."""
    try:
        plain = base64.b64decode(text.translate(_STANDARD), validate=True)
        token = decode_binary(plain, PageToken)
    except (binascii.Error, ValueError, InvalidArgumentError) as error:
        raise InvalidArgumentError("invalid page token") from error
    if len(token.digest) != DIGEST_SIZE:
        raise InvalidArgumentError("invalid page token")
    return token


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page starts, and how long it is."""

    limit: int
    offset: int
    cursor: Cursor | None
    digest: bytes

    @classmethod
    def parse(cls, token: str, requested_size: int, digest: bytes) -> "Page":
        """Read a page token; raise InvalidArgumentError for one that is not ours."""
        if not token:
            return cls(page_size(requested_size), 0, None, digest)
        found = read_token(token)
        if found.offset < 0:
            raise InvalidArgumentError("invalid page token")
        if found.digest == digest:
            cursor = Cursor(found.last_pinned, found.last_key)
            return cls(page_size(found.limit), found.offset, cursor, digest)
        if found.offset > MAX_OFFSET:
            raise InvalidArgumentError("invalid page token")
        return cls(page_size(found.limit), found.offset, None, digest)

    @property
    def skip(self) -> int:
        """How many items to pass over: none where the key says where to go on."""
        return 0 if self.cursor else self.offset

    def next_token(self, last: Cursor) -> str:
        """Return the token of the page behind `last`."""
        token = PageToken(
            limit=self.limit,
            # No forged offset may grow.
            offset=min(self.offset + self.limit, MAX_OFFSET),
            last_key=last.key,
            last_pinned=last.pinned,
            digest=self.digest,
        )
        return write_token(token)
