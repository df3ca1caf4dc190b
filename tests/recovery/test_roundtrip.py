"""From database to database and back, everything is what it was, byte for byte."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from appliance.config import Settings, read_settings
from appliance.errors import UnavailableError
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.models.memo import Memo
from appliance.models.storage.choice import Bucket
from appliance.models.user import User
from appliance.ops.backup.create import Made
from appliance.ops.backup.restore import Restoration
from appliance.ops.backup.verify import verify
from tests.conftest import DRIVER
from tests.ops.backup.instance import back_up, fill, location_of, opened, store_file
from tests.peers import STARTERS, need, scratch_database
from tests.peers_s3 import s3_server
from tests.recovery.everything import canonical, fill_with_everything

LARGE_FILES, LARGE = 20, 10 << 20
PROGRAMS = {"postgres": "postgres", "mysql": "mariadbd"}

pytestmark = pytest.mark.skipif(
    DRIVER != "sqlite", reason="starts all three databases itself"
)


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, str]]:
    """Run both database servers; return where they are."""
    for program in (*PROGRAMS.values(), "weed"):
        need(program)
    with ExitStack() as stack:
        peers = {name: stack.enter_context(STARTERS[name]()) for name in PROGRAMS}
        yield {name: peer.dsn for name, peer in peers.items()}


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    """Run an S3 server."""
    with s3_server() as found:
        yield found


def on(data: Path, dsn: str = "") -> Settings:
    """Return the settings of an instance."""
    return read_settings({"data": str(data), "dsn": dsn or None}, {})


async def restored(made: Made, settings: Settings) -> Made:
    """Restore a backup into an empty place, and back that up."""
    await Restoration(location_of(made), settings).run()
    async with opened(settings) as database:
        return await back_up(database, settings.data, settings.data / "backups")


async def travel(first: Made, tmp_path: Path, servers: dict[str, str]) -> list[Made]:
    """Carry a backup from SQLite over PostgreSQL and MariaDB to SQLite again."""
    made = [first]
    with ExitStack() as stack:
        dsns = [stack.enter_context(scratch_database(dsn)) for dsn in servers.values()]
        for number, dsn in enumerate([*dsns, ""], 1):
            made.append(await restored(made[-1], on(tmp_path / str(number), dsn)))
    return made


def compare(made: list[Made]) -> None:
    """Prove that every stop holds the same, by a reading of our archives' own."""
    dialects = [each.receipt.dialect for each in made]
    assert dialects == ["sqlite", "postgres", "mysql", "sqlite"]
    first, *others = made
    for other in others:
        assert verify(location_of(other)).good
        assert canonical(Path(other.place)) == canonical(Path(first.place))
        assert other.manifest.counts == first.manifest.counts
        assert other.manifest.blobs == first.manifest.blobs
        assert other.manifest.last_ids == first.manifest.last_ids
        assert other.manifest.sequence == first.manifest.sequence
        assert not other.manifest.damaged
    assert all(first.manifest.counts.values())


async def begun(data: Path) -> Settings:
    """Return the settings of an empty instance on SQLite."""
    await asyncio.to_thread(data.mkdir)
    settings = on(data)
    await migrate.migrate(describe_database(settings))
    return settings


async def test_everything_travels_through_all_databases(
    tmp_path: Path, servers: dict[str, str], bucket: Bucket
) -> None:
    settings = await begun(tmp_path / "0")
    async with opened(settings) as database:
        await fill_with_everything(database, settings.data, bucket)
        rows = await database.scan("SELECT DISTINCT storage FROM appliance_blob")
        kinds = {row["storage"].partition("-")[0] for row in rows}
        assert kinds == {"local", "database", "s3"}
        first = await back_up(database, settings.data, settings.data / "backups")
    compare(await travel(first, tmp_path, servers))


@pytest.mark.slow  # 200 MB pass through three databases
async def test_large_files_travel_too(
    tmp_path: Path, servers: dict[str, str], bucket: Bucket
) -> None:
    settings = await begun(tmp_path / "0")
    async with opened(settings) as database:
        await fill_with_everything(database, settings.data, bucket)
        anna = await User.get(username="anna")
        kinds = ("LOCAL", "DATABASE")
        for number in range(LARGE_FILES):
            content = os.urandom(LARGE)
            kind = kinds[number % 2]
            await store_file(
                database,
                settings.data,
                anna,
                None,
                content,
                kind=kind,
                uid=f"large-{number}",
            )
        first = await back_up(database, settings.data, settings.data / "backups")
    assert sum(first.manifest.blobs.values()) > LARGE_FILES * LARGE
    compare(await travel(first, tmp_path, servers))


@pytest.mark.parametrize(
    ("driver", "text"),
    [
        ("postgres", "a \0 in it"),
        # As the one below: both count characters.
        pytest.param("postgres", "x" * 65, marks=pytest.mark.slow),
        ("mysql", "x" * 65),
    ],
)
async def test_what_a_database_cannot_hold_is_refused_whole(
    tmp_path: Path, servers: dict[str, str], driver: str, text: str
) -> None:
    """The rule of docs/backup-format.md, at work."""
    settings = await begun(tmp_path / "0")
    async with opened(settings) as database:
        await fill(database, settings.data)
        # Past the models, as a file of another origin would have it.
        await database.execute(
            "UPDATE appliance_reaction SET reaction_type = ?", [text]
        )
        made = await back_up(database, settings.data, settings.data / "backups")
    with scratch_database(servers[driver]) as dsn:
        with pytest.raises(UnavailableError, match="does not take reaction from 1 on"):
            await restored(made, on(tmp_path / "1", dsn))
        left = [path for path in (tmp_path / "1").rglob("*") if path.is_file()]
        assert left == []
        async with opened(on(tmp_path / "1", dsn)) as database:
            assert await database.scan("SELECT id FROM appliance_user") == []
    again = await restored(made, on(tmp_path / "2"))
    assert canonical(Path(again.place)) == canonical(Path(made.place))


async def test_nul_in_a_text_comes_back_as_the_sign_for_it(tmp_path: Path) -> None:
    settings = await begun(tmp_path / "0")
    async with opened(settings) as database:
        await fill(database, settings.data)
        await Memo.filter(uid="first").update(content="a \0 in it")
        made = await back_up(database, settings.data, settings.data / "backups")
    await Restoration(location_of(made), on(tmp_path / "1")).run()
    async with opened(on(tmp_path / "1")):
        assert (await Memo.get(uid="first")).content == "a \ufffd in it"
