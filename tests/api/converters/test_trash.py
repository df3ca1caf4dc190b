"""Entries of the trash become messages."""

from appliance.api import converters
from appliance.models.database import Database
from appliance.models.trash import TrashedAttachment, TrashedMemo


async def test_trashed_memo_names_who_and_when(database: Database) -> None:
    assert database
    row = TrashedMemo(
        id=4,
        uid="m1",
        creator_id=1,
        deleter_id=2,
        delete_time=9,
        snippet="s",
        content="c",
        aggregate="{}",
    )
    entry = converters.trashed_memo(row, "users/ann", "users/bob")

    assert (entry.name, entry.memo) == ("trash/4", "memos/m1")
    assert (entry.creator, entry.deleter) == ("users/ann", "users/bob")
    assert entry.delete_time is not None
    assert entry.delete_time.seconds == 9
    assert (entry.snippet, entry.content) == ("s", "c")


async def test_trashed_file_tells_what_it_was(database: Database) -> None:
    assert database
    row = TrashedAttachment(
        id=4,
        uid="f1",
        creator_id=1,
        deleter_id=2,
        delete_time=9,
        columns_json='{"filename": "a.txt", "type": "text/plain", "size": 3}',
    )
    entry = converters.trashed_attachment(row, "users/ann", "users/bob")

    assert (entry.name, entry.attachment) == ("trashed-attachments/4", "attachments/f1")
    assert (entry.creator, entry.deleter) == ("users/ann", "users/bob")
    assert entry.delete_time is not None
    assert entry.delete_time.seconds == 9
    assert (entry.filename, entry.type, entry.size) == ("a.txt", "text/plain", 3)
