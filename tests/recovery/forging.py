"""Backups as somebody would make them who wishes us ill: every digest in them fits."""

import hashlib
import json
import tarfile
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import zstandard

from appliance.ops.backup import archive, layout
from appliance.ops.backup.manifest import Manifest, Part
from appliance.ops.backup.repository import Location

ZEROS = bytes(1 << 20)
# A kind of its own: the bytes stand in the archive as they are.
NO_HEADER = b""


class Forged(NamedTuple):
    """A file in a forged archive; `zeros` follow its content."""

    name: str
    content: bytes = b""
    zeros: int = 0
    kind: bytes = tarfile.REGTYPE
    target: str = ""
    declared: int | None = None


def files_of(location: Location) -> list[Forged]:
    """Return the files of a good archive."""
    with (
        location.destination.open(location.archive) as source,
        archive.reading(source, "x", (), encrypted=False) as reader,
    ):
        return [Forged(each.name, each.content.read()) for each in reader.members()]


def forge(location: Location, files: Iterable[Forged]) -> None:
    """Write the archive anew, and a receipt that vouches for it."""
    path = Path(location.place)
    with (
        path.open("wb") as sink,
        zstandard.ZstdCompressor(level=1).stream_writer(sink, closefd=False) as plain,
    ):
        for each in files:
            _write(cast("IO[bytes]", plain), each)
        plain.write(bytes(2 * tarfile.BLOCKSIZE))
    receipt = location.receipt()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    receipt = replace(receipt, size=path.stat().st_size, sha256=digest)
    write_receipt(location, asdict(receipt))


def write_receipt(location: Location, content: dict[str, Any]) -> None:
    """Seal a receipt of any content."""
    root = Path(location.place).parents[1]
    (root / layout.receipt_name(location.id)).write_bytes(layout.seal(content))


def _write(plain: IO[bytes], each: Forged) -> None:
    member = tarfile.TarInfo(each.name)
    size = len(each.content) + each.zeros
    member.size = size if each.declared is None else each.declared
    member.type, member.linkname = each.kind, each.target
    if each.kind != NO_HEADER:
        plain.write(member.tobuf(tarfile.GNU_FORMAT))
    plain.write(each.content)
    for _ in range(each.zeros // len(ZEROS)):
        plain.write(ZEROS)
    plain.write(bytes(-size % tarfile.BLOCKSIZE))


def part_of(each: Forged) -> Part:
    """Describe a file of rows truly."""
    return Part(
        name=each.name,
        rows=each.content.count(b"\n"),
        size=len(each.content),
        sha256=hashlib.sha256(each.content).hexdigest(),
    )


def manifest_of(files: Iterable[Forged]) -> Manifest:
    """Read the manifest among the files."""
    texts = [each.content for each in files if each.name == layout.MANIFEST]
    return Manifest.from_bytes(texts[-1])


def with_rows(files: Iterable[Forged], entity: str, lines: bytes) -> list[Forged]:
    """Give an entity other rows, and a manifest that says so."""
    files = list(files)
    manifest = manifest_of(files)
    changed = Forged(layout.part_name(entity, 1), lines)
    manifest.entities[entity].parts = [part_of(changed)]
    manifest.entities[entity].rows = part_of(changed).rows
    return [
        *(changed if each.name == changed.name else each for each in files[:-1]),
        Forged(layout.MANIFEST, manifest.to_bytes()),
    ]


def changed_rows(files: Iterable[Forged], entity: str, **columns: Any) -> list[Forged]:
    """Set columns in every row of an entity."""
    files = list(files)
    name = layout.part_name(entity, 1)
    (old,) = (each.content for each in files if each.name == name)
    rows = [{**json.loads(line), **columns} for line in old.splitlines()]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    return with_rows(files, entity, lines.encode())
