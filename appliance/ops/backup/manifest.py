"""What a snapshot says about itself: its manifest inside, its receipt beside.

The manifest is the last file of the archive. The receipt can be read without a key and
without unpacking, and holds the digest of the archive as it is stored.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self, TypeVar, get_args, get_origin, get_type_hints

from appliance.ops.backup import layout

T = TypeVar("T")


@dataclass(kw_only=True, slots=True)
class Part:
    """One file of rows in the archive."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(kw_only=True, slots=True)
class EntityFacts:
    """One entity: how many rows, and what its columns point at."""

    key: str
    references: Mapping[str, str]
    rows: int = 0
    parts: list[Part] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Manifest:
    """Everything about a snapshot but its rows. `moment` is ISO 8601 in UTC.

    `blobs` maps the SHA-256 of each file to its size; `damaged` names files that could
    not be read when the backup was made, with the reason.
    """

    id: str
    moment: str
    version: str
    dialect: str
    migrations: list[str]
    secrets: bool
    sequence: int
    last_ids: Mapping[str, int]
    entities: dict[str, EntityFacts] = field(default_factory=dict)
    blobs: dict[str, int] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    format: int = layout.FORMAT

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each entity."""
        return {name: facts.rows for name, facts in self.entities.items()}

    def to_bytes(self) -> bytes:
        """Return the file."""
        # Which entity comes first matters: those that others point at.
        return layout.seal({**asdict(self), "order": list(self.entities)})

    @classmethod
    def from_bytes(cls, text: bytes) -> Self:
        """Read the file, or raise DamagedError."""
        content = layout.open_sealed(text, layout.MANIFEST)
        try:
            entities = {
                name: _facts(content["entities"][name]) for name in content.pop("order")
            }
            return _made(cls, {**content, "entities": entities})
        except (KeyError, TypeError, AttributeError) as error:
            raise layout.DamagedError(f"{layout.MANIFEST}: not understood") from error


def _facts(content: Mapping[str, Any]) -> EntityFacts:
    parts = [_made(Part, part) for part in content["parts"]]
    return _made(EntityFacts, {**content, "parts": parts})


def _made(kind: type[T], content: Mapping[str, Any]) -> T:
    """Build an object of what was read; TypeError unless every field is of its type."""
    fields = get_type_hints(kind)
    for name, value in content.items():
        if name not in fields or not _fits(value, fields[name]):
            raise TypeError(name)
    return kind(**content)


def _fits(value: Any, wanted: Any) -> bool:
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin is None:
        # A truth value is no number, whatever Python says.
        return isinstance(value, wanted) and isinstance(value, bool) is (wanted is bool)
    if origin is list:
        return isinstance(value, list) and all(_fits(each, *inner) for each in value)
    return isinstance(value, dict) and all(
        _fits(each, inner[1]) for each in value.values()
    )


@dataclass(kw_only=True, slots=True)
class Receipt:
    """What may be known without a key. `blobs` maps stored names to stored sizes.

    Of an encrypted snapshot `counts` is empty: it would tell.
    """

    id: str
    moment: str
    version: str
    dialect: str
    archive: str
    size: int
    sha256: str
    recipients: list[str]
    secrets: bool
    complete: bool
    counts: Mapping[str, int]
    blobs: Mapping[str, int]
    format: int = layout.FORMAT

    def to_bytes(self) -> bytes:
        """Return the file."""
        return layout.seal(asdict(self))

    @classmethod
    def from_bytes(cls, text: bytes, name: str) -> Self:
        """Read the file, or raise DamagedError."""
        try:
            receipt = _made(cls, layout.open_sealed(text, name))
        except TypeError as error:
            raise layout.DamagedError(f"{name}: not understood") from error
        # Others put, touch and copy what a receipt names.
        if any(layout.BlobName.parse(path) is None for path in receipt.blobs):
            raise layout.DamagedError(f"{name}: names what is no blob")
        return receipt
