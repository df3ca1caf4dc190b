"""How much there is, counted from rows of every kind."""

from appliance.models.attachment import Blob
from appliance.models.base import State, Visibility
from appliance.models.census import Amount, take_census
from appliance.models.database import Database
from appliance.models.identity import Device, start_session
from appliance.models.trash import move_to_trash
from appliance.models.upload import Upload
from tests.factories import make_attachment, make_memo, make_user

NOW = 1_800_000_000


async def test_an_empty_instance_has_nothing(database: Database) -> None:
    census = await take_census(database)

    assert census.users == census.memos == {State.NORMAL: 0, State.ARCHIVED: 0}
    assert census.files == {}
    assert census.released == census.uploads == Amount(0, 0)
    assert census.sessions == census.pending_deliveries == 0
    assert census.database_bytes > 10_000


async def test_everything_is_counted_once(database: Database) -> None:
    ann = await make_user(database, "ann")
    bob = await make_user(database, "bob")
    memo = await make_memo(database, ann, "#a #b")
    await make_memo(database, bob, "#a", visibility=Visibility.PRIVATE)
    await make_memo(database, bob, "old", state=State.ARCHIVED)
    await make_memo(database, bob, "a comment", parent=memo)
    await make_attachment(database, ann, memo, "a.txt")
    await make_attachment(database, ann, None, "b.txt")
    await start_session(database, ann.id, Device(user_agent="", address=""), NOW)
    gone = await make_memo(database, ann, "gone")
    async with database.write() as transaction:
        await move_to_trash(transaction, gone, deleter_id=ann.id, now=NOW)

    census = await take_census(database)
    assert census.users == {State.NORMAL: 2, State.ARCHIVED: 0}
    assert census.memos == {State.NORMAL: 2, State.ARCHIVED: 1}
    assert census.files == {"local": Amount(2, 6)}
    assert (census.sessions, census.trashed_memos) == (1, 1)
    assert census.trashed_attachments == 0


async def test_files_on_their_way_in_or_out_are_apart(database: Database) -> None:
    ann = await make_user(database, "ann")
    blob = await Blob.create(
        storage="database",
        reference="",
        size=70,
        sha256="0" * 64,
        create_time=NOW,
        release_time=NOW,
    )
    await Upload.create(
        uid="u",
        creator_id=ann.id,
        blob_id=blob.id,
        attachment="{}",
        size=100,
        received=40,
        create_time=NOW,
        update_time=NOW,
    )

    census = await take_census(database)
    assert census.files == {}
    assert census.released == Amount(1, 70)
    assert census.uploads == Amount(1, 40)
