"""Files go from any storage into any other, and are there at every moment."""

import random
from pathlib import Path

import pytest

from appliance.errors import UnavailableError
from appliance.models.arriving import Arriving
from appliance.models.attachment import CHUNK_SIZE, Attachment, Blob
from appliance.models.binding import move_attachment_to_trash
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.storage import Storages
from appliance.models.storage.choice import SETTING, Bucket
from appliance.models.storage.moving import Mover, UnreadableError
from appliance.models.storage.sweep import GRACE, Sweeper
from appliance.models.trash import TrashedAttachment
from tests.factories import make_user
from tests.models.storage.conftest import KINDS, filled
from tests.peers_s3 import keys_in, setting_of

CONTENT = random.Random(9).randbytes(2 * CHUNK_SIZE + 17)  # noqa: S311 - bytes to compare
PAIRS = [(source, to) for source in KINDS for to in KINDS if source != to]


async def keep(
    storages: Storages, settings: InstanceSettings, kind: str, content: bytes = CONTENT
) -> Blob:
    """Keep a file in use in a storage of a kind, under the setting that is there."""
    value = await settings.get(SETTING) or {}
    await settings.set(SETTING, {**value, "storageType": kind}, None)
    with await filled(storages, content) as spool:
        blob = await storages.put(spool, "a b ü.bin", "text/plain")
    blob.release_time = None
    await blob.save()
    return blob


async def mover(
    database: Database, storages: Storages, to: str, source: str | None = None
) -> Mover:
    """Move into the storage of a kind."""
    return Mover(database, storages, await storages.store(to), source)


async def content_of(storages: Storages, blob_id: int) -> bytes:
    """Read a file as its row says now."""
    blob = await Blob.get(id=blob_id)
    return b"".join([piece async for piece in storages.read(blob)])


async def chunks(database: Database) -> set[int]:
    """Return which rows have chunks."""
    rows = await database.scan("SELECT DISTINCT blob_id FROM appliance_blob_chunk")
    return {row["blob_id"] for row in rows}


@pytest.fixture
async def with_bucket(
    settings: InstanceSettings, request: pytest.FixtureRequest
) -> None:
    """Let the setting name the bucket, if a kind asks for one."""
    named = request.node.callspec.params.values()
    if "S3" in named:
        await settings.set(SETTING, setting_of(request.getfixturevalue("bucket")), None)


@pytest.mark.usefixtures("with_bucket")
@pytest.mark.parametrize("size", [0, len(CONTENT)])
@pytest.mark.parametrize(("source", "to"), PAIRS)
async def test_bytes_and_ids_stay(  # noqa: PLR0913, PLR0917 - fixtures and cases
    database: Database,
    storages: Storages,
    settings: InstanceSettings,
    source: str,
    to: str,
    size: int,
) -> None:
    blob = await keep(storages, settings, source, CONTENT[:size])
    moving = await mover(database, storages, to)
    assert await moving.waiting() == {blob.storage: (1, size)}
    assert await moving.move(blob)

    there = await Blob.get(id=blob.id)
    assert there.storage == (await storages.store(to)).name
    assert (there.size, there.sha256, there.release_time) == (size, blob.sha256, None)
    assert await content_of(storages, blob.id) == CONTENT[:size]
    assert await moving.waiting() == {}
    assert await moving.next(0) is None
    old = await Blob.exclude(id=blob.id).get()
    assert (old.storage, old.reference) == (blob.storage, blob.reference)
    assert await content_of(storages, old.id) == CONTENT[:size]
    # A day later only the old bytes go.
    sweeper = Sweeper(database, storages)
    assert old.release_time is not None
    assert await sweeper.sweep(old.release_time + GRACE - 60) == 0
    assert await sweeper.sweep(old.release_time + GRACE) == 1
    assert await content_of(storages, blob.id) == CONTENT[:size]
    in_database = to == "DATABASE" and size
    assert await chunks(database) == ({blob.id} if in_database else set())


async def test_into_another_bucket(
    database: Database, storages: Storages, settings: InstanceSettings, bucket: Bucket
) -> None:
    await settings.set(SETTING, setting_of(bucket), None)
    blob = await keep(storages, settings, "S3")
    # Another spelling of the place is another storage.
    other = setting_of(bucket)
    config = other["s3Config"]
    assert isinstance(config, dict)
    config["region"] = "us-west-2"
    await settings.set(SETTING, other, None)
    assert await (await mover(database, storages, "S3", "S3")).move(blob)
    there = await Blob.get(id=blob.id)
    assert there.storage != blob.storage
    assert {there.reference, blob.reference} <= set(keys_in(bucket))
    assert await content_of(storages, blob.id) == CONTENT


@pytest.mark.parametrize(
    ("source", "to"), [("DATABASE", "LOCAL"), ("LOCAL", "DATABASE")]
)
async def test_who_is_reading_reads_on(
    database: Database,
    storages: Storages,
    settings: InstanceSettings,
    source: str,
    to: str,
) -> None:
    blob = await keep(storages, settings, source)
    reading = storages.read(blob, 5)
    found = await anext(reading)
    assert await (await mover(database, storages, to)).move(await Blob.get(id=blob.id))
    found += b"".join([piece async for piece in reading])
    assert found == CONTENT[5:]
    # So does who read the row before and the bytes after.
    assert b"".join([piece async for piece in storages.read(blob)]) == CONTENT


async def test_only_what_lies_there_is_moved(
    database: Database, storages: Storages, settings: InstanceSettings
) -> None:
    first = await keep(storages, settings, "LOCAL")
    second = await keep(storages, settings, "LOCAL")
    await keep(storages, settings, "DATABASE")
    nowhere = await mover(database, storages, "DATABASE", "S3")
    assert await nowhere.waiting() == {}
    moving = await mover(database, storages, "DATABASE", "LOCAL")
    assert await moving.waiting() == {"local": (2, 2 * len(CONTENT))}
    found = await moving.next(0)
    assert found
    assert found.id == first.id
    found = await moving.next(first.id)
    assert found
    assert found.id == second.id


async def test_what_arrives_or_was_let_go_of_is_left_alone(
    database: Database, storages: Storages, settings: InstanceSettings
) -> None:
    own = Arriving(database, (await make_user(database, "ann")).id)
    await own.begin("{}", 10)
    blob = await keep(storages, settings, "DATABASE")
    moving = await mover(database, storages, "LOCAL")
    assert (await moving.waiting())["database"][0] == 1
    await Blob.filter(id=blob.id).update(release_time=1)
    assert await moving.next(0) is None
    # Found while it was in use, and let go of before the bytes were over.
    assert not await moving.move(blob)
    assert (await Blob.get(id=blob.id)).storage == "database"


async def test_two_at_once_move_it_once(
    database: Database, storages: Storages, settings: InstanceSettings, tmp_path: Path
) -> None:
    blob = await keep(storages, settings, "DATABASE")
    moving = await mover(database, storages, "LOCAL")
    assert await moving.move(blob)
    assert not await moving.move(blob)
    assert await Blob.all().count() == 2
    assert len(list((tmp_path / "data/assets").iterdir())) == 1
    assert await content_of(storages, blob.id) == CONTENT


@pytest.mark.parametrize("spoil", ["missing", "changed"])
async def test_what_cannot_be_read_stays(
    database: Database,
    storages: Storages,
    settings: InstanceSettings,
    tmp_path: Path,
    spoil: str,
) -> None:
    blob = await keep(storages, settings, "LOCAL")
    path = tmp_path / "data" / blob.reference
    if spoil == "missing":
        path.unlink()
    else:
        path.write_bytes(CONTENT[::-1])
    moving = await mover(database, storages, "DATABASE")
    with pytest.raises(UnreadableError, match=r"missing|not those"):
        await moving.move(blob)
    (there,) = await Blob.all()
    assert (there.storage, there.release_time) == ("local", None)


async def test_a_bucket_that_refuses_changes_nothing(
    database: Database, storages: Storages, settings: InstanceSettings, bucket: Bucket
) -> None:
    value = setting_of(bucket)
    config = value["s3Config"]
    assert isinstance(config, dict)
    config["accessKeySecret"] = "another"
    await settings.set(SETTING, value, None)
    blob = await keep(storages, settings, "LOCAL")
    with pytest.raises(UnavailableError, match="refused"):
        await (await mover(database, storages, "S3")).move(blob)
    assert (await Blob.get(id=blob.id)).storage == "local"
    assert await content_of(storages, blob.id) == CONTENT
    # What was to be there is remembered, so that the sweep lets go of it.
    rest = await Blob.exclude(id=blob.id)
    assert all(row.release_time for row in rest)


async def test_a_file_in_the_trash_comes_back_from_there(
    database: Database, storages: Storages, settings: InstanceSettings
) -> None:
    owner = await make_user(database, "ann")
    blob = await keep(storages, settings, "DATABASE")
    attachment = await Attachment.create(
        uid="a",
        creator_id=owner.id,
        blob_id=blob.id,
        create_time=1,
        update_time=1,
        filename="photo ü.jpg",
        type="image/jpeg",
        size=blob.size,
        sha256=blob.sha256,
    )
    async with database.write() as transaction:
        await move_attachment_to_trash(
            transaction, attachment, deleter_id=owner.id, now=2
        )
    assert await (await mover(database, storages, "LOCAL")).move(blob)
    (trashed,) = await TrashedAttachment.all()
    assert trashed.blob_id == blob.id
    there = await Blob.get(id=blob.id)
    assert there.reference.endswith("photo ü.jpg")
    assert await content_of(storages, blob.id) == CONTENT
