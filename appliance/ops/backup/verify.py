"""Proves a backup without a database: every digest, every count, every reference."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from appliance.errors import ApplianceError
from appliance.ops.backup import blobs, layout
from appliance.ops.backup.bundle import Bundle
from appliance.ops.backup.layout import BlobName
from appliance.ops.backup.manifest import Manifest, Receipt
from appliance.ops.backup.parts import Progress, read_rows
from appliance.ops.backup.repository import Location

if TYPE_CHECKING:
    from io import BufferedReader


@dataclass(slots=True)
class Verdict:
    """What was found. `faults` names every part that is not as it was made.

    `opened` says whether the rows were read: without the key only stored bytes are.
    """

    id: str
    faults: list[str] = field(default_factory=list)
    damaged: Mapping[str, str] = field(default_factory=dict)
    opened: bool = False
    receipt: Receipt | None = None
    manifest: Manifest | None = None

    @property
    def good(self) -> bool:
        """Whether everything is as it was made, and was complete then."""
        return not self.faults and not self.damaged

    def facts(self) -> dict[str, Any]:
        """Return what a script wants to know."""
        receipt, manifest = self.receipt, self.manifest
        return {
            "id": self.id,
            "good": self.good,
            "opened": self.opened,
            "faults": self.faults,
            "damaged": dict(self.damaged),
            "moment": receipt.moment if receipt else None,
            "counts": manifest.counts if manifest else {},
            "files": len(receipt.blobs) if receipt else 0,
        }


class RowCheck:
    """Sees every row once: keys are unique, and what they point at is there."""

    def __init__(self) -> None:
        self._keys: dict[str, set[Any]] = defaultdict(set)
        self._wanted: dict[tuple[str, str], set[Any]] = defaultdict(set)
        self._rows: dict[str, int] = defaultdict(int)
        self.contents: dict[str, int] = {}

    def add(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        """Note the keys and everything that might be a reference."""
        for row in rows:
            self._rows[name] += 1
            # Every entity's key is its first column.
            self._keys[name].add(next(iter(row.values())))
            for column, value in row.items():
                if column.endswith("_id") and value is not None:
                    self._wanted[name, column].add(value)
            if name == "blob":
                self.contents[row["sha256"]] = row["size"]

    def faults(self, manifest: Manifest) -> Iterator[str]:
        """Yield what does not fit together."""
        for name, facts in manifest.entities.items():
            if len(self._keys[name]) != self._rows[name]:
                yield f"{name}: a key stands twice"
            for column, other in facts.references.items():
                dangling = self._wanted[name, column] - self._keys[other]
                if dangling:
                    example = min(dangling, key=str)
                    yield f"{name}: {column} {example} points at no {other}"
        for content, size in self.contents.items():
            if content in manifest.damaged:
                continue
            if manifest.blobs.get(content) != size:
                yield f"blob: the manifest does not know {content}"


def verify(
    location: Location,
    identities: Sequence[Any] = (),
    progress: Progress = lambda _what, _done, _all: None,
) -> Verdict:
    """Check everything that can be checked with these keys."""
    verdict = Verdict(location.id)
    if isinstance(location.destination, Bundle):
        verdict.faults += location.destination.faults
    _check_receipt(location, verdict)
    if not location.encrypted or identities:
        check = RowCheck()
        try:
            verdict.manifest = read_rows(location, identities, check.add, progress)
        except (ApplianceError, OSError) as error:
            verdict.faults.append(_said(error, location.archive))
        else:
            verdict.opened = True
            verdict.damaged = verdict.manifest.damaged
            verdict.faults += check.faults(verdict.manifest)
    elif verdict.receipt and not verdict.receipt.complete:
        verdict.damaged = {"": "files were missing when it was made"}
    _check_blobs(location, verdict, identities, progress)
    return verdict


def _check_receipt(location: Location, verdict: Verdict) -> None:
    try:
        receipt = verdict.receipt = location.receipt()
        with location.destination.open(location.archive) as file:
            # What a destination opens reads like a file, whatever it is.
            opened = cast("BufferedReader", file)
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except (ApplianceError, OSError) as error:
        verdict.faults.append(_said(error, location.archive))
        return
    if digest != receipt.sha256:
        verdict.faults.append(f"{location.archive}: damaged, its bytes have changed")


def _check_blobs(
    location: Location,
    verdict: Verdict,
    identities: Sequence[Any],
    progress: Progress,
) -> None:
    """Check the files that the receipt names, and that they are all."""
    paths = list(verdict.receipt.blobs) if verdict.receipt else []
    sizes = verdict.manifest.blobs if verdict.manifest else {}
    contents = {name.content for name in map(BlobName.parse, paths) if name}
    if verdict.receipt:
        verdict.faults += (
            f"{layout.BLOBS}{content}: not in the receipt"
            for content in sorted(sizes.keys() - contents)
        )
    else:
        found = location.blob_paths()
        paths = [found.get(each, layout.BLOBS + each) for each in sizes]
    for done, path in enumerate(paths, 1):
        name = BlobName.parse(path)
        size = sizes.get(name.content) if name else None
        keys = identities if verdict.manifest else ()
        try:
            blobs.check(location.destination, path, size, keys)
        except (ApplianceError, OSError) as error:
            verdict.faults.append(_said(error, path))
        progress("files", done, len(paths))


def _said(error: Exception, name: str) -> str:
    """Say what is wrong with a part; the system does not say with which."""
    if isinstance(error, OSError):
        return f"{name}: cannot be read: {error.strerror or error}"
    return str(error)
