"""Reads the rows of an archive, part by part, and trusts none of it.

Whoever made the archive may have wished to fill our memory, or to name what is not
there: so nothing is parsed that is larger, deeper or of another shape than our rows.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from appliance.ops.backup import archive, layout
from appliance.ops.backup.archive import ArchiveReader, Member
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.manifest import Manifest, Part
from appliance.ops.backup.repository import Location

Progress = Callable[[str, int, int], None]
Rows = Callable[[str, Sequence[dict[str, Any]]], None]
# So many rows at once: as objects they are several times as large as in their file.
BATCH = 200
# Of a part only the last row may reach beyond what parts are cut at.
ALL_BUT_LAST = 4 * archive.PART_SIZE
# An object without anything inside it, in a form that cannot make the search go back.
_FLAT = re.compile(
    rb'\{(?:"(?:[^"\\]|\\.)*+":(?:"(?:[^"\\]|\\.)*+"|[-+.\w]++),?)*+\}', re.DOTALL
)
_BLOB_COLUMNS = {"sha256": str, "size": int, "storage": str, "reference": str}


def read_rows(
    location: Location,
    identities: Sequence[Any],
    rows: Rows,
    progress: Progress = lambda _what, _done, _all: None,
) -> Manifest:
    """Hand on every part's rows and return the manifest, when all fits together.

    What was handed on is only true when this returns: DamagedError names the
    part that is not as it was made.
    """
    seen: dict[str, Part] = {}
    with (
        location.destination.open(location.archive) as source,
        archive.reading(
            source, location.archive, identities, encrypted=location.encrypted
        ) as reader,
    ):
        text = _hand_on(reader, seen, rows, progress)
    if not text:
        raise DamagedError(f"{layout.MANIFEST}: missing")
    manifest = Manifest.from_bytes(text)
    faults = list(_part_faults(manifest, seen))
    if manifest.id != location.id:
        faults.append(f"{layout.MANIFEST}: of the snapshot {manifest.id}")
    if faults:
        raise DamagedError("\n".join(faults))
    return manifest


def _hand_on(
    reader: ArchiveReader, seen: dict[str, Part], rows: Rows, progress: Progress
) -> bytes:
    """Read all parts; return the manifest, which must be the last file."""
    text = b""
    for member in reader.members():
        if text:
            raise DamagedError(f"{member.name}: stands behind the manifest")
        if member.name == layout.MANIFEST:
            text = member.content.read()
            continue
        entity = member.name.removeprefix(layout.ENTITIES).partition("/")[0]
        if member.name in seen:
            raise DamagedError(f"{member.name}: stands twice")
        seen[member.name], batches = read_part(member)
        for batch in batches:
            rows(entity, batch)
        progress(entity, len(seen), 0)
    return text


def read_part(member: Member) -> tuple[Part, Iterator[list[dict[str, Any]]]]:
    """Read a part; DamagedError, here or later, if its lines are no rows."""
    content = member.content.read()
    if not _is_bounded(content):
        raise DamagedError(f"{member.name}: damaged")
    part = Part(
        name=member.name,
        rows=content.count(b"\n"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return part, _batches(member.name, content)


def _is_bounded(content: bytes) -> bool:
    """Whether its rows cannot become much larger in memory than they are here."""
    start_of_last = content.rfind(b"\n", 0, -1) + 1
    if start_of_last > ALL_BUT_LAST:
        return False
    last = content[start_of_last:]
    return len(last) <= ALL_BUT_LAST or bool(_FLAT.fullmatch(last.rstrip(b"\n")))


def _batches(name: str, content: bytes) -> Iterator[list[dict[str, Any]]]:
    is_blob = name.startswith(f"{layout.ENTITIES}blob/")
    lines = (line for line in io.BytesIO(content) if line.endswith(b"\n"))
    while some := list(islice(lines, BATCH)):
        try:
            rows = [_row(line) for line in some]
            for row in rows if is_blob else ():
                _check_blob(row)
        except (ValueError, RecursionError) as error:
            raise DamagedError(f"{name}: damaged") from error
        yield rows


def _row(line: bytes) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict) or not row:
        raise ValueError("no object")
    if any(isinstance(value, dict | list) for value in row.values()):
        raise ValueError("something inside a value")
    return row


def _check_blob(row: Mapping[str, Any]) -> None:
    """Raise ValueError unless the row says which file it is and where it lay."""
    for column, kind in _BLOB_COLUMNS.items():
        if not isinstance(row.get(column), kind):
            raise ValueError(column)  # noqa: TRY004 - the file is wrong, not our call


def _part_faults(manifest: Manifest, seen: Mapping[str, Part]) -> Iterator[str]:
    wanted = {
        part.name: part for facts in manifest.entities.values() for part in facts.parts
    }
    for name in sorted(wanted.keys() | seen.keys()):
        if name not in seen:
            yield f"{name}: missing"
        elif name not in wanted:
            yield f"{name}: not in the manifest"
        elif wanted[name] != seen[name]:
            yield f"{name}: damaged, its bytes have changed"
    if wanted.keys() == seen.keys() and list(wanted) != list(seen):
        yield f"{layout.MANIFEST}: names the parts in another order"
    for name, facts in manifest.entities.items():
        if facts.rows != sum(part.rows for part in facts.parts):
            yield f"{layout.MANIFEST}: counts {name} wrongly"
        if any(part.name.split("/")[1:2] != [name] for part in facts.parts):
            yield f"{layout.MANIFEST}: has parts of others in {name}"
