"""Finds snapshots by the path of an archive, an export or a whole repository."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from appliance.errors import ApplianceError, InvalidArgumentError, NotFoundError
from appliance.ops.backup import layout
from appliance.ops.backup.bucket import SCHEME, Bucket
from appliance.ops.backup.bundle import Bundle, is_bundle
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.manifest import Receipt

NEWEST = "latest"
# How SQLite's files begin.
SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Location:
    """One snapshot in one repository."""

    destination: Destination
    id: str
    encrypted: bool

    @property
    def archive(self) -> str:
        """The name of its archive."""
        return layout.archive_name(self.id, encrypted=self.encrypted)

    @property
    def place(self) -> str:
        """Where the archive is, for people."""
        return self.destination.place(self.archive)

    def receipt(self) -> Receipt:
        """Read the receipt; NotFoundError or DamagedError if that fails."""
        name = layout.receipt_name(self.id)
        with self.destination.open(name) as file:
            receipt = Receipt.from_bytes(file.read(layout.FILE_LIMIT), name)
        if receipt.id != self.id or receipt.archive != self.archive:
            raise layout.DamagedError(f"{name}: of another snapshot")
        return receipt

    def blob_paths(self) -> dict[str, str]:
        """Return where each file's bytes are, by the SHA-256 of the content."""
        try:
            paths = list(self.receipt().blobs)
        except ApplianceError:
            # A lost receipt costs nothing but the choice among several recipients.
            paths = self.destination.names(layout.BLOBS)
        found = {}
        for path in paths:
            name = layout.BlobName.parse(path)
            if name and bool(name.lock) == self.encrypted:
                found[name.content] = path
        return found


def snapshots(destination: Destination) -> list[Location]:
    """Return all snapshots, the oldest first. Only whole ones have a name."""
    found = map(layout.parse_archive_name, destination.names(layout.SNAPSHOTS))
    return sorted(
        (Location(destination, *parsed) for parsed in found if parsed),
        key=lambda location: location.id,
    )


def needed(destination: Destination) -> set[str]:
    """Return the stored names of all files that a snapshot with a receipt needs."""
    paths: set[str] = set()
    for location in snapshots(destination):
        with suppress(ApplianceError):  # what is not known here is stored again
            paths.update(location.receipt().blobs)
    return paths


def stock(destination: Destination) -> dict[str, int]:
    """Return all files of a repository with their sizes."""
    folders = (layout.SNAPSHOTS, layout.BLOBS)
    entries = (each for folder in folders for each in destination.entries(folder))
    return {entry.name: entry.size for entry in entries}


def lacking(receipt: Receipt, held: Mapping[str, int]) -> Iterator[str]:
    """Name what a snapshot needs and a repository lacks, by names and sizes alone."""
    wanted = {receipt.archive: receipt.size, **receipt.blobs}
    for name, size in wanted.items():
        if name not in held:
            yield f"{name}: missing"
        elif held[name] != size:
            yield f"{name}: has {held[name]} bytes instead of {size}"


def find(destination: Destination, snapshot_id: str = NEWEST) -> Location:
    """Return a snapshot by its id, or the newest."""
    found = snapshots(destination)
    if snapshot_id == NEWEST and found:
        return found[-1]
    for location in found:
        if location.id == snapshot_id:
            return location
    wanted = "snapshot" if snapshot_id == NEWEST else f"snapshot {snapshot_id}"
    raise NotFoundError(f"{destination.place('')}: no {wanted} there")


def prepared(target: str, min_free: int = 0) -> Destination:
    """Return a repository to put backups into, made if it is not there."""
    if target.startswith(SCHEME):
        bucket = Bucket(target)
        bucket.prepare()
        return bucket
    directory = Directory(Path(target).absolute(), min_free)
    directory.prepare()
    return directory


def open_repository(place: Path | str) -> Destination:
    """Return what a path or address names: a directory, bucket or exported file."""
    if isinstance(place, str) and place.startswith(SCHEME):
        return Bucket(place)
    path = Path(place)
    if path.is_dir():
        return Directory(path)
    if is_bundle(path):
        return Bundle(path)
    if _is_sqlite(path):
        raise InvalidArgumentError(
            f"{path}: a copy of SQLite's file, as --native makes it. To go back to it, "
            "stop the server, remove appliance.db-wal and appliance.db-shm from the "
            "data directory, and copy it over appliance.db there."
        )
    raise NotFoundError(f"{path}: neither a repository nor a backup")


def _is_sqlite(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE
    return False


def _locate_in_bucket(url: str) -> Location:
    parts = urlsplit(url)
    root, _, name = parts.path.rpartition("/" + layout.SNAPSHOTS)
    parsed = layout.parse_archive_name(name)
    if not parsed:
        return find(Bucket(url))
    return Location(Bucket(urlunsplit(parts._replace(path=root))), *parsed)


def locate(place: Path | str) -> Location:
    """Find what a path means: an archive, or the newest snapshot of a repository."""
    if isinstance(place, str) and place.startswith(SCHEME):
        return _locate_in_bucket(place)
    path = Path(place)
    parsed = layout.parse_archive_name(path.name)
    if parsed and path.is_file():
        folder = path.resolve().parent
        if f"{folder.name}/" == layout.SNAPSHOTS:
            return Location(Directory(folder.parent), *parsed)
        raise InvalidArgumentError(
            f"{path}: the archive alone; it belongs into the folder "
            f"{layout.SNAPSHOTS} of its repository, beside {layout.BLOBS}"
        )
    return find(open_repository(path))
