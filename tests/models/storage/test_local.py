"""Files in the data directory, and none outside of it."""

from contextlib import suppress
from pathlib import Path

import pytest

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models.attachment import Blob
from appliance.models.storage import Storages
from appliance.models.storage.local import LocalStore
from tests.models.storage.conftest import filled


async def test_the_template_names_the_file(storages: Storages, tmp_path: Path) -> None:
    with await filled(storages, b"text") as spool:
        blob = await storages.put(spool, "note.txt", "text/plain")
    path = tmp_path / "data" / blob.reference
    assert path.read_bytes() == b"text"
    assert path.parent.name == "assets"
    assert path.name.endswith("_note.txt")
    assert path.stat().st_mode & 0o777 == 0o644


async def test_a_taken_name_gets_a_suffix(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, "{filename}")
    names = {await store.reserve("a.txt") for _ in range(3)}
    assert len(names) == 3
    assert "assets/a.txt" in names


@pytest.mark.parametrize("template", ["{filename}", "./{filename}", "", "/"])
async def test_nothing_is_written_among_the_servers_own_files(
    tmp_path: Path, template: str
) -> None:
    """SQLite plays what is called like its journal back into the database."""
    name = "appliance.db-journal"
    with suppress(FailedPreconditionError):
        await LocalStore(tmp_path, template).reserve(name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("template", ["../{filename}", "/elsewhere/{filename}", "."])
async def test_nothing_is_written_outside(tmp_path: Path, template: str) -> None:
    store = LocalStore(tmp_path / "data", template)
    with pytest.raises(FailedPreconditionError):
        await store.reserve("x" if template != "." else "..")


@pytest.mark.parametrize("reference", ["../secret", "/etc/passwd", "a/../../secret"])
async def test_nothing_is_read_outside(tmp_path: Path, reference: str) -> None:
    (tmp_path / "secret").write_text("secret")
    store = LocalStore(tmp_path / "data", "{filename}")
    blob = Blob(storage="local", reference=reference, size=6)
    with pytest.raises(FailedPreconditionError):
        [piece async for piece in store.read(blob, 0, 6)]


async def test_a_link_does_not_lead_outside(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "out").symlink_to(tmp_path)
    with pytest.raises(FailedPreconditionError):
        await LocalStore(data, "out/{filename}").reserve("x")


async def test_a_write_that_fails_leaves_nothing_beside_the_place(
    storages: Storages, tmp_path: Path
) -> None:
    store = LocalStore(tmp_path, "here/{filename}")
    (tmp_path / "here" / "taken").mkdir(parents=True)
    blob = Blob(storage="local", reference="here/taken", size=4)
    spool = await filled(storages, b"text")
    with spool, pytest.raises(UnavailableError, match="no room"):
        await store.write(blob, spool, "text/plain")
    assert [each.name for each in (tmp_path / "here").iterdir()] == ["taken"]
