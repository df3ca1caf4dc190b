"""Every damage is found, and named."""

from pathlib import Path
from typing import Any

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.ops.backup import archive, bundle, layout, repository
from appliance.ops.backup.crypt import Recipients, new_identity, read_identities
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.manifest import Manifest
from appliance.ops.backup.repository import Location
from appliance.ops.backup.verify import RowCheck, verify
from tests.ops.backup.instance import back_up, cut, flip, location_of


async def test_a_good_backup_is_good(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    verdict = verify(location_of(made))
    assert verdict.good
    assert verdict.opened
    assert verdict.facts()["counts"] == made.manifest.counts


async def test_one_flipped_bit_anywhere_is_named(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    place = location_of(made)
    files = [path for path in (data / "backups").rglob("*") if path.is_file()]
    assert len(files) == 8
    for path in files:
        original = path.read_bytes()
        places = {0, len(original) - 1, *range(0, len(original), 997)}
        for at in sorted(places)[:12] if original else ():
            flip(path, at)
            faults = verify(place).faults
            assert any(path.name in fault for fault in faults), (path, at, faults)
            path.write_bytes(original)
    assert verify(place).good


def forge(place: Location, manifest: Manifest, before: bytes, after: bytes) -> None:
    """Write the archive again with other rows and the same manifest."""
    forged = Path(place.place + ".forged")
    with (
        forged.open("wb") as sink,
        archive.writing(sink, manifest, 0, Recipients()) as writer,
        place.destination.open(place.archive) as source,
        archive.reading(source, "x", (), encrypted=False) as reader,
    ):
        for member in reader.members():
            content = member.content.read()
            if member.name != layout.MANIFEST:
                content = content.replace(before, after)
            writer._member(member.name, content)  # noqa: SLF001 - forges an archive
    forged.rename(place.place)


async def test_a_part_is_named_when_its_rows_change(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    place = location_of(made)
    forge(place, made.manifest, "👍🏽".encode(), "👍🏾".encode())
    part = "entities/reaction/000001.jsonl"
    assert f"{part}: damaged, its bytes have changed" in verify(place).faults
    forge(place, made.manifest, b"}\n", b"\n")
    assert "entities/user/000001.jsonl: damaged" in verify(place).faults


@pytest.mark.parametrize("length", [0, 1, 700, -1])
async def test_a_cut_archive_is_not_good(
    full: Database, data: Path, length: int
) -> None:
    made = await back_up(full, data, data / "backups")
    cut(Path(made.place), length)
    assert not verify(location_of(made)).good


async def test_a_missing_blob_is_named(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    lost = next(path for path in (data / "backups/blobs").iterdir())
    lost.unlink()
    assert verify(location_of(made)).faults == [f"blobs/{lost.name}: missing"]


async def test_a_lost_receipt_is_named_and_the_rest_is_read(
    full: Database, data: Path
) -> None:
    made = await back_up(full, data, data / "backups")
    (data / "backups" / layout.receipt_name(made.receipt.id)).unlink()
    verdict = verify(location_of(made))
    assert verdict.opened
    assert verdict.faults == [f"snapshots/{made.receipt.id}.json: missing"]


async def test_an_encrypted_one_is_judged_with_and_without_the_key(
    full: Database, data: Path
) -> None:
    text, recipient = new_identity()
    (data / "key").write_text(text)
    (data / "other").write_text(new_identity()[0])
    made = await back_up(full, data, data / "backups", Recipients([recipient]))
    place = location_of(made)
    blind = verify(place)
    assert (blind.good, blind.opened) == (True, False)
    seeing = verify(place, read_identities([data / "key"]))
    assert (seeing.good, seeing.opened) == (True, True)
    wrong = verify(place, read_identities([data / "other"]))
    assert "cannot be decrypted" in wrong.faults[0]
    for path in [p for p in (data / "backups").rglob("*") if p.is_file()]:
        original = path.read_bytes()
        flip(path, len(original) // 2)
        for keys in ((), read_identities([data / "key"])):
            faults = verify(place, keys).faults
            assert any(path.name in fault for fault in faults), (path, faults)
        path.write_bytes(original)


async def test_every_byte_of_an_export_counts(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    place = location_of(made)
    names = [layout.receipt_name(place.id), place.archive, *made.receipt.blobs]
    path = data / "one.tar"
    bundle.export(place.destination, names, path)
    assert verify(repository.locate(path)).good
    original = path.read_bytes()
    # Around the first header, in padding, at the end, and everywhere a little.
    places = {0, 99, 110, 150, 263, 511, len(original) - 1, len(original) - 700}
    for at in sorted(places | set(range(0, len(original), len(original) // 20))):
        flip(path, at)
        try:
            assert verify(
                Location(bundle.Bundle(path), place.id, encrypted=False)
            ).faults
        finally:
            path.write_bytes(original)


def test_rows_must_fit_together(tmp_path: Path) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "user": [{"id": 1}, {"id": 1}],
        "memo": [{"id": 1, "creator_id": 7, "parent_id": None}],
        "blob": [{"id": 1, "sha256": "x", "size": 3}],
    }
    references = {"memo": {"creator_id": "user", "parent_id": "memo"}}
    check = RowCheck()
    manifest = blank()
    with (
        (tmp_path / "x").open("wb") as sink,
        archive.writing(sink, manifest, 0, Recipients()) as writer,
    ):
        for name, content in rows.items():
            writer.begin(name, "id", references.get(name, {}))
            check.add(name, content)
    assert list(check.faults(manifest)) == [
        "user: a key stands twice",
        "memo: creator_id 7 points at no user",
        "blob: the manifest does not know x",
    ]


def blank() -> Manifest:
    """Return a manifest without anything."""
    return Manifest(
        id="20261123T000000000Z-00000000",
        moment="",
        version="",
        dialect="",
        migrations=[],
        secrets=True,
        sequence=0,
        last_ids={},
    )


def test_an_archive_of_another_format_is_refused(tmp_path: Path) -> None:
    manifest = blank()
    manifest.format = 2
    place = Location(Directory(tmp_path), manifest.id, encrypted=False)
    place.destination.root.joinpath("snapshots").mkdir()  # type: ignore[attr-defined]  # it is a directory
    with (
        Path(place.place).open("wb") as sink,
        archive.writing(sink, manifest, 0, Recipients()) as writer,
    ):
        writer.finish()
    assert "of format 2" in str(verify(place).faults)


def test_a_key_file_without_a_key_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("AGE-SECRET-KEY-1NOT")
    with pytest.raises(InvalidArgumentError, match="not an age identity"):
        read_identities([tmp_path / "key"])
