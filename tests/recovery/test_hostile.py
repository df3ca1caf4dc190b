"""A backup from somebody who wishes us ill fills no memory and writes nowhere else."""

import asyncio
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from appliance.errors import ApplianceError
from appliance.models.database import Database
from appliance.ops.backup import bundle, layout, repository
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.repository import Location
from appliance.ops.backup.restore import Restoration
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import (
    back_up,
    emptied,
    fill,
    location_of,
    settings_under_test,
)
from tests.recovery.forging import (
    NO_HEADER,
    Forged,
    changed_rows,
    files_of,
    forge,
    manifest_of,
    with_rows,
    write_receipt,
)

GIGABYTE = 1 << 30
# What the program itself takes, and twice the largest file of the format; a bomb is
# larger, or becomes so when it is read without care.
MOST_KILOBYTES = 300_000
BOMB = GIGABYTE // 2
DEEP = b"[" * 200_000 + b"]" * 200_000
USERS = "entities/user/000001.jsonl"

Forge = Callable[[list[Forged]], list[Forged]]


@pytest.fixture
async def place(database: Database, tmp_path: Path) -> Location:
    """Return a good backup of everything, to be made bad."""
    await fill(database, tmp_path)
    made = await back_up(database, tmp_path, tmp_path / "backups")
    await database.close()
    return location_of(made)


def renamed(name: str) -> Forge:
    """Put one more part in, under a name."""
    return lambda files: [Forged(name, b'{"id":1}\n'), *files]


def linked(kind: bytes) -> Forge:
    """Put in what is no file."""
    return lambda files: [Forged("entities/x", kind=kind, target="/etc/passwd"), *files]


def before_last(*more: Forged) -> Forge:
    """Put files in front of the manifest."""
    return lambda files: [*files[:-1], *more, files[-1]]


def rows(lines: bytes, entity: str = "user") -> Forge:
    """Give an entity other lines."""
    return lambda files: with_rows(files, entity, lines)


def reordered(files: list[Forged]) -> list[Forged]:
    """Let the manifest name the parts in another order than they stand in."""
    manifest = manifest_of(files)
    manifest.entities = dict(reversed(manifest.entities.items()))
    return [*files[:-1], Forged(layout.MANIFEST, manifest.to_bytes())]


FORGERIES: dict[str, tuple[Forge, str]] = {
    "a path upwards": (renamed("entities/../../x/000001.jsonl"), "not in the manifest"),
    "an absolute path": (renamed("/etc/cron.d/x"), "not in the manifest"),
    "a symbolic link": (linked(tarfile.SYMTYPE), "not a file"),
    "a hard link": (linked(tarfile.LNKTYPE), "not a file"),
    "a device": (linked(tarfile.CHRTYPE), "not a file"),
    "a pipe": (linked(tarfile.FIFOTYPE), "not a file"),
    "a directory": (linked(tarfile.DIRTYPE), "not a file"),
    "a part twice": (lambda files: [files[0], *files], "stands twice"),
    "a manifest twice": (lambda files: [*files, files[-1]], "stands behind"),
    "the manifest first": (lambda files: [files[-1], *files[:-1]], "stands behind"),
    "no manifest": (lambda files: files[:-1], "missing"),
    "an empty archive": (lambda _files: [], "missing"),
    "parts in another order": (
        lambda files: [files[1], files[0], *files[2:]],
        "in another order",
    ),
    "a manifest in another order": (reordered, "in another order"),
    "deep rows": (rows(DEEP + b"\n"), f"{USERS}: damaged"),
    "a deep manifest": (
        lambda files: [*files[:-1], Forged(layout.MANIFEST, DEEP)],
        "manifest.json: damaged",
    ),
    "no objects": (rows(b"5\n"), f"{USERS}: damaged"),
    "empty objects": (rows(b"{}\n"), f"{USERS}: damaged"),
    "objects in objects": (rows(b'{"id":{"a":[]}}\n'), f"{USERS}: damaged"),
    "no text": (rows(b'{"id":"\xff\xfe"}\n'), f"{USERS}: damaged"),
    "endless digits": (rows(b'{"id":' + b"9" * 99_999 + b"}\n"), f"{USERS}: damaged"),
    "files without digests": (
        rows(b'{"id":1}\n', "blob"),
        "entities/blob/000001.jsonl: damaged",
    ),
    "a size that is not there": (
        lambda files: [Forged("entities/x", declared=1 << 40), *files],
        "larger than this format allows",
    ),
    "a negative size": (
        lambda files: [Forged("entities/x", declared=-512), *files],
        "missing",
    ),
}
BOMBS: dict[str, tuple[Forge, str]] = {
    "a part": (before_last(Forged("entities/x", zeros=BOMB)), "larger than"),
    "a manifest": (
        lambda files: [*files[:-1], Forged(layout.MANIFEST, b"{}", BOMB)],
        "larger than",
    ),
    "a long name": (
        before_last(Forged("x", b"x", BOMB, kind=tarfile.GNUTYPE_LONGNAME)),
        "bytes in one file",
    ),
    "a header of keywords": (
        before_last(Forged("x", b"9 a=b\n\n", BOMB, kind=tarfile.XHDTYPE)),
        "bytes in one file",
    ),
    "small lists": (
        rows(b'{"id":[' + b"[]," * 8_000_000 + b"[]]}\n"),
        f"{USERS}: damaged",
    ),
    "small rows": (rows(b'{"a":1}\n' * 2_500_000), f"{USERS}: damaged"),
    "something behind the end": (
        lambda files: [*files, Forged("", zeros=BOMB, kind=NO_HEADER)],
        "bytes in one file",
    ),
}


def everything_outside(tmp_path: Path) -> set[Path]:
    """Return what there is beside the target of a restore."""
    return {path for path in tmp_path.rglob("*") if "new" not in path.parts}


async def refused(place: Location, tmp_path: Path, words: str) -> None:
    """Prove that neither verify nor restore is led on."""
    before = everything_outside(tmp_path)
    faults = " ".join(verify(place).faults)
    assert words in faults
    settings = settings_under_test(tmp_path / "new")
    with pytest.raises(DamagedError):
        await Restoration(place, settings).run()
    assert not (tmp_path / "new").exists()
    assert everything_outside(tmp_path) == before


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_forged_archive_is_refused(
    place: Location, tmp_path: Path, name: str
) -> None:
    change, words = FORGERIES[name]
    forge(place, change(files_of(place)))
    await refused(place, tmp_path, words)


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_takes_no_more_memory_than_a_backup(
    place: Location, name: str
) -> None:
    change, words = BOMBS[name]
    forge(place, change(files_of(place)))
    code, said, kilobytes = await asyncio.to_thread(verified, place)
    assert (code, words in said) == (1, True)
    assert kilobytes < MOST_KILOBYTES


# What the system says of a child may be our own memory, from before its program began.
WATCHED = """
import sys
from pathlib import Path
from appliance.__main__ import main
code = main(sys.argv[1:])
facts = Path("/proc/self/status").read_text()
print(facts.partition("VmHWM:")[2].split()[0])
sys.exit(code)
"""


def verified(place: Location) -> tuple[int, str, int]:
    """Verify in a process of its own; return its code, words and most memory."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "backup", "verify", place.place],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    *said, kilobytes = done.stdout.splitlines()
    return done.returncode, "\n".join(said), int(kilobytes)


@pytest.mark.parametrize("reference", ["../../evil", "/etc/evil", "a/../../../evil"])
async def test_no_file_leaves_the_target(
    place: Location, tmp_path: Path, reference: str
) -> None:
    forge(place, changed_rows(files_of(place), "blob", reference=reference))
    assert verify(place).good
    before = everything_outside(tmp_path)
    settings = await emptied(tmp_path / "new")
    with pytest.raises(ApplianceError, match="outside the data directory"):
        await Restoration(place, settings).run()
    left = {path for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert left == set()
    assert everything_outside(tmp_path) == before


@pytest.mark.parametrize(
    ("entity", "columns"),
    [
        ("user", {"id) VALUES (1); --": 1}),
        ("user", {"username": 7.5, "state": "x", "role": None}),
        ("memo", {"content": None}),
        ("memo", {"create_time": "now"}),
        ("memo", {"create_time": 1 << 70}),
    ],
)
async def test_rows_that_are_none_of_ours_leave_nothing(
    place: Location, tmp_path: Path, entity: str, columns: dict[str, object]
) -> None:
    forge(place, changed_rows(files_of(place), entity, **columns))
    settings = await emptied(tmp_path / "new")
    with pytest.raises(ApplianceError):
        await Restoration(place, settings).run()
    assert [path for path in (tmp_path / "new").rglob("*") if path.is_file()] == []


async def test_ids_beyond_all_numbers_are_no_traceback(
    place: Location, tmp_path: Path
) -> None:
    files = files_of(place)
    manifest = manifest_of(files)
    manifest.last_ids = {"memo": 1 << 70}
    forge(place, [*files[:-1], Forged(layout.MANIFEST, manifest.to_bytes())])
    with pytest.raises(ApplianceError):
        await Restoration(place, await emptied(tmp_path / "new")).run()


@pytest.mark.parametrize("path", ["blobs/../../x", "/etc/passwd", "snapshots/x"])
async def test_a_receipt_leads_nowhere_else(
    place: Location, tmp_path: Path, path: str
) -> None:
    receipt = asdict(place.receipt())
    write_receipt(place, {**receipt, "blobs": {path: 3}})
    await refused(place, tmp_path, "names what is no blob")


async def test_a_receipt_may_be_no_bomb(place: Location, tmp_path: Path) -> None:
    name = layout.receipt_name(place.id)
    with (tmp_path / "backups" / name).open("r+b") as file:
        file.truncate(8 * GIGABYTE)
    await refused(place, tmp_path, f"{name}: damaged")
    (tmp_path / "backups" / name).write_bytes(DEEP)
    await refused(place, tmp_path, f"{name}: damaged")


@pytest.mark.parametrize(
    ("forged", "words"),
    [
        (Forged("blobs/x", declared=-1024), "damaged at byte"),
        (Forged("blobs/x", declared=1 << 50), "damaged at its end"),
        (
            Forged("x", declared=1 << 40, kind=tarfile.GNUTYPE_LONGNAME),
            "damaged at byte",
        ),
        (Forged("../../evil", b"x"), "damaged around its bytes"),
    ],
)
async def test_a_forged_export_is_refused(
    place: Location, tmp_path: Path, forged: Forged, words: str
) -> None:
    path = tmp_path / "one.tar"
    names = [layout.receipt_name(place.id), place.archive, *place.receipt().blobs]
    bundle.export(place.destination, names, path)
    member = tarfile.TarInfo(forged.name)
    member.size = forged.declared or len(forged.content)
    member.type = forged.kind
    body = forged.content.ljust(512, b"\0") if forged.content else b""
    whole = path.read_bytes()[: -len(bundle.ENDING)]
    header = member.tobuf(tarfile.GNU_FORMAT)
    path.write_bytes(whole + header + body + bundle.ENDING)
    await refused(repository.locate(path), tmp_path, words)


async def test_a_file_twice_in_an_export_is_refused(
    place: Location, tmp_path: Path
) -> None:
    name = layout.receipt_name(place.id)
    names = [name, name, place.archive, *place.receipt().blobs]
    bundle.export(place.destination, names, tmp_path / "one.tar")
    await refused(
        repository.locate(tmp_path / "one.tar"), tmp_path, f"{name}: stands twice"
    )
