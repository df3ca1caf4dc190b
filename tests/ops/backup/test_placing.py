"""Files come back to where they were, over nothing, and nowhere else."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pytest

from appliance.models.attachment import CHUNK_SIZE
from appliance.ops.backup.blobs import StoredBlobs
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.layout import BLOBS, DamagedError
from appliance.ops.backup.placing import Placer
from appliance.ops.backup.repository import Location

CONTENT = b"some bytes" * 60_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
KEPT = {DIGEST: len(CONTENT)}
ROW = {"id": 4, "storage": "local", "reference": "assets/x.txt", "sha256": DIGEST}


class Rows:
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.chunks: list[tuple[int, int, bytes]] = []

    async def add(self, name: str, rows: Any) -> None:
        """Remember rows."""
        assert name == "blob"
        self.rows += rows

    async def add_chunk(self, blob_id: int, position: int, content: bytes) -> None:
        """Remember a chunk."""
        self.chunks.append((blob_id, position, content))


@pytest.fixture
def location(tmp_path: Path) -> Location:
    """Return a repository that holds the bytes."""
    destination = Directory(tmp_path / "repository")
    destination.prepare()
    StoredBlobs(destination, Recipients()).put(DIGEST, len(CONTENT), iter([CONTENT]))
    return Location(destination, "20261123T000000000Z-00000000", encrypted=False)


async def place(placer: Placer, **changed: Any) -> Rows:
    """Place one blob and return its rows."""
    rows = Rows()
    await placer.place(rows, {**ROW, **changed}, KEPT)
    return rows


async def test_a_local_file_comes_back_to_its_place(
    location: Location, tmp_path: Path
) -> None:
    placer = Placer(location, (), tmp_path / "data")
    assert (await place(placer)).rows == [ROW]
    assert (tmp_path / "data/assets/x.txt").read_bytes() == CONTENT
    placer.remove()
    assert not (tmp_path / "data/assets/x.txt").exists()


async def test_bytes_in_the_database_come_back_in_chunks(
    location: Location, tmp_path: Path
) -> None:
    rows = await place(Placer(location, (), tmp_path), storage="database")
    assert [(i, p) for i, p, _ in rows.chunks] == [(4, 0), (4, 1)]
    assert len(rows.chunks[0][2]) == CHUNK_SIZE
    assert b"".join(content for *_, content in rows.chunks) == CONTENT


async def test_what_lay_in_a_bucket_comes_home(
    location: Location, tmp_path: Path
) -> None:
    rows = await place(Placer(location, (), tmp_path), storage="s3-abc", reference="k")
    (row,) = rows.rows
    assert row["storage"] == "local"
    assert (tmp_path / row["reference"]).read_bytes() == CONTENT


async def test_a_file_that_is_there_is_never_written_over(
    location: Location, tmp_path: Path
) -> None:
    taken = tmp_path / "assets/x.txt"
    taken.parent.mkdir()
    taken.write_bytes(b"mine")
    placer = Placer(location, (), tmp_path)
    (row,) = (await place(placer)).rows
    assert row["reference"].startswith("assets/x_")
    placer.remove()
    assert taken.read_bytes() == b"mine"
    taken.write_bytes(CONTENT)
    assert (await place(Placer(location, (), tmp_path))).rows == [ROW]
    (row,) = (await place(Placer(location, (), tmp_path, beside=True))).rows
    assert row != ROW


async def test_what_the_backup_lacks_is_counted(
    location: Location, tmp_path: Path
) -> None:
    placer = Placer(location, (), tmp_path / "data")
    rows = await place(placer, sha256="0" * 64)
    assert (len(rows.rows), placer.counts) == (1, {"missing": 1})
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("reference", ["../x", "/etc/x", "assets/../..", "."])
async def test_nothing_is_placed_elsewhere(
    location: Location, tmp_path: Path, reference: str
) -> None:
    with pytest.raises(DamagedError, match="outside"):
        await place(Placer(location, (), tmp_path / "data"), reference=reference)


async def test_bytes_that_changed_since_the_proof_are_noticed(
    location: Location, tmp_path: Path
) -> None:
    path = tmp_path / "repository/blobs" / DIGEST
    path.write_bytes(CONTENT[:-1] + b"x")
    for storage in ("local", "database"):
        with pytest.raises(DamagedError, match="have changed"):
            await place(Placer(location, (), tmp_path / "data"), storage=storage)
    assert not (tmp_path / "data/assets/x.txt").exists()


@pytest.mark.parametrize(
    "reference",
    [
        *("appliance.db", "appliance.db-wal", "appliance.lock"),
        *(".spool/x", "backup-state/create.json", "before-restore/snapshots/x"),
    ],
)
async def test_nothing_comes_where_the_server_keeps_its_own(
    location: Location, tmp_path: Path, reference: str
) -> None:
    placer = Placer(location, (), tmp_path / "data")
    (row,) = (await place(placer, reference=reference)).rows
    assert row["reference"] == f"assets/restored/4-{DIGEST[:16]}"
    assert (tmp_path / "data" / row["reference"]).read_bytes() == CONTENT


async def test_what_is_being_written_is_taken_back_too(
    location: Location, tmp_path: Path
) -> None:
    class Interrupted(Directory):
        """Is given up while it is read: the thread that reads cannot be stopped."""

        def open(self, name: str) -> IO[bytes]:
            if name.startswith(BLOBS):
                placer.remove()
            return super().open(name)

    placer = Placer(
        replace(location, destination=Interrupted(tmp_path / "repository")),
        (),
        tmp_path / "data",
    )
    await place(placer)
    assert list((tmp_path / "data/assets").iterdir()) == []
