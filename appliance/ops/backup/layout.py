"""How a backup is laid out: names of files, and JSON that notices its own damage.

`snapshots/ID.tar.zst` (or `.tar.zst.age`) holds the rows, `snapshots/ID.json` says in
clear words what it is, `blobs/` holds the bytes of files, each once. See
docs/backup-format.md.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from appliance.errors import ApplianceError, FailedPreconditionError

FORMAT = 1
SNAPSHOTS, BLOBS = "snapshots/", "blobs/"
PLAIN, ENCRYPTED = ".tar.zst", ".tar.zst.age"
RECEIPT = ".json"
MANIFEST = "manifest.json"
ENTITIES = "entities/"
SEAL = "seal"
ID = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{8}")
# The largest file of rows, manifest or receipt: who reads one holds it in memory.
FILE_LIMIT = 64 << 20
_ENCRYPTED_BLOB = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{16})\.([0-9a-f]{64})\.age")
_PLAIN_BLOB = re.compile(r"[0-9a-f]{64}")
# Whoever nests brackets a thousand deep is told by Python that it recurses too far.
_NO_JSON_OF_OURS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class DamagedError(ApplianceError):
    """A backup is not as it was made."""


class BlobName(NamedTuple):
    """What the name of a stored blob says.

    `content` is the SHA-256 of the file's bytes, `stored` that of what is stored;
    `lock` names the recipients who can open it, "" for everybody.
    """

    content: str
    lock: str
    stored: str

    @classmethod
    def parse(cls, path: str) -> "BlobName | None":
        """Read a name in a repository; None if it is not one of a blob."""
        folder, name = path[: len(BLOBS)], path[len(BLOBS) :]
        if folder != BLOBS:
            return None
        if _PLAIN_BLOB.fullmatch(name):
            return cls(name, "", name)
        match = _ENCRYPTED_BLOB.fullmatch(name)
        return cls(*match.groups()) if match else None

    @property
    def path(self) -> str:
        """The name in the repository."""
        if not self.lock:
            return BLOBS + self.content
        return f"{BLOBS}{self.content}.{self.lock}.{self.stored}.age"


def new_id(moment: datetime) -> str:
    """Return an id that sorts by time and that no other process chooses."""
    when = moment.astimezone(UTC)
    thousandths = when.microsecond // 1000
    return f"{when:%Y%m%dT%H%M%S}{thousandths:03}Z-{secrets.token_hex(4)}"


def moment_of(snapshot_id: str) -> datetime:
    """Return when an id was given."""
    return datetime.strptime(snapshot_id[:18] + "000", "%Y%m%dT%H%M%S%f").replace(
        tzinfo=UTC
    )


def archive_name(snapshot_id: str, *, encrypted: bool) -> str:
    """Return where the rows of a snapshot lie."""
    return SNAPSHOTS + snapshot_id + (ENCRYPTED if encrypted else PLAIN)


def receipt_name(snapshot_id: str) -> str:
    """Return where it is said in clear what a snapshot is."""
    return SNAPSHOTS + snapshot_id + RECEIPT


def parse_archive_name(name: str) -> tuple[str, bool] | None:
    """Return id and whether it is encrypted, if a name is that of an archive."""
    bare = name.removeprefix(SNAPSHOTS)
    for ending in (ENCRYPTED, PLAIN):
        snapshot_id = bare.removesuffix(ending)
        if snapshot_id != bare and ID.fullmatch(snapshot_id):
            return snapshot_id, ending == ENCRYPTED
    return None


def part_name(entity: str, number: int) -> str:
    """Return the name of a part in the archive; parts are numbered from one."""
    return f"{ENTITIES}{entity}/{number:06}.jsonl"


def seal(content: Mapping[str, Any]) -> bytes:
    """Return JSON with a digest of itself in it."""
    digest = hashlib.sha256(_written(content)).hexdigest()
    return _written({**content, SEAL: digest})


def open_sealed(text: bytes, name: str) -> dict[str, Any]:
    """Return what was sealed; DamagedError if a single byte is not as it was."""
    try:
        content: dict[str, Any] = json.loads(text)
        content.pop(SEAL)
        intact = seal(content) == text
    except _NO_JSON_OF_OURS as error:
        raise DamagedError(f"{name}: damaged") from error
    if not intact:
        raise DamagedError(f"{name}: damaged, its digest is another")
    if content.get("format") != FORMAT:
        raise FailedPreconditionError(
            f"{name}: of format {content.get('format')}; this version reads {FORMAT}"
        )
    return content


def _written(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()
