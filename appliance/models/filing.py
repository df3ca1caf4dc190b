"""Attachments as rows: filed, found, listed, renamed, let go."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from appliance.errors import AlreadyExistsError
from appliance.models.access import Guarded
from appliance.models.attachment import Attachment, Blob
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Row, Transaction
from appliance.models.filter import AttachmentFilter
from appliance.models.memo import raise_revisions

_COLUMNS = (
    "SELECT a.id, a.uid, a.creator_id, a.memo_id, a.blob_id, a.create_time,"
    " a.update_time, a.filename, a.type, a.size, a.sha256, a.external_link, a.payload,"
    " m.uid AS memo_uid, m.creator_id AS memo_creator_id, m.state AS memo_state,"
    " m.visibility AS memo_visibility, m.parent_id AS memo_parent_id"
    " FROM appliance_attachment a LEFT JOIN appliance_memo m ON m.id = a.memo_id"
)


@dataclass(frozen=True, slots=True)
class FiledAttachment:
    """An attachment with what decides who may see it."""

    id: int
    uid: str
    creator_id: int
    memo_id: int | None
    blob_id: int | None
    create_time: int
    update_time: int
    filename: str
    type: str
    size: int
    sha256: str
    external_link: str
    payload: str
    memo_uid: str | None
    memo_creator_id: int | None
    memo_state: int | None
    memo_visibility: int | None
    memo_parent_id: int | None

    @property
    def memo(self) -> Guarded | None:
        """What the access rules look at; None: it hangs on no memo."""
        if self.memo_creator_id is None:
            return None
        return Guarded(
            self.memo_creator_id, self.memo_state or 0, self.memo_visibility or 0
        )

    @property
    def extras(self) -> dict[str, Any]:
        """What few files have: how a picture and its film belong together."""
        found: dict[str, Any] = json.loads(self.payload)
        return found

    @property
    def place(self) -> "Place":
        """Where it stands in its owner's list."""
        return Place(self.update_time, self.id)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: the newest first, the highest id first within a second."""

    update_time: int
    id: int


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page starts: behind a place, or where there is none behind so many."""

    place: Place | None = None
    offset: int = 0


FIRST = Start()


def _filed(row: Row) -> FiledAttachment:
    return FiledAttachment(**dict(row))


async def find(database: Database, uid: str) -> FiledAttachment | None:
    """Return the attachment of this uid."""
    rows = await database.read(f"{_COLUMNS} WHERE a.uid = ?", (uid,))
    # MariaDB takes spaces at the end for nothing.
    return _filed(rows[0]) if rows and rows[0]["uid"] == uid else None


async def find_blob(database: Database, blob_id: int) -> Blob | None:
    """Return where an attachment's bytes lie."""
    rows = await database.read("SELECT * FROM appliance_blob WHERE id = ?", (blob_id,))
    return Blob(**dict(rows[0])) if rows else None


async def list_own(
    database: Database,
    creator_id: int,
    *,
    compiled: AttachmentFilter | None = None,
    start: Start = FIRST,
    limit: int,
) -> Sequence[FiledAttachment]:
    """Return a page of a user's attachments, straight from their index."""
    sql = f"{_COLUMNS} WHERE a.creator_id = ?"
    values: list[object] = [creator_id]
    if after := start.place:
        sql += " AND a.update_time <= ? AND (a.update_time < ? OR a.id < ?)"
        values += [after.update_time, after.update_time, after.id]
    if compiled:
        sql += f" AND ({compiled.sql})"
        values += compiled.params
    sql += " ORDER BY a.update_time DESC, a.id DESC LIMIT ? OFFSET ?"
    values += [limit, 0 if after else start.offset]
    # An index bounds the work of a page; a filter may have to look far.
    fetch = database.scan if compiled else database.read
    return [_filed(row) for row in await fetch(sql, values)]


async def file(
    transaction: Transaction, attachment: Attachment, *, actor_id: int
) -> None:
    """Store a new attachment and hold on to its bytes."""
    connection = transaction.connection
    taken = Attachment.filter(uid=attachment.uid).using_db(connection)
    if await taken.exists():
        raise AlreadyExistsError(
            f'attachment with ID "{attachment.uid}" already exists'
        )
    if attachment.memo_id is not None:
        attachment.position = await _next_position(transaction, attachment.memo_id)
    await attachment.save(using_db=connection)
    await transaction.execute(
        "UPDATE appliance_blob SET release_time = NULL WHERE id = ?",
        (attachment.blob_id,),
    )
    await _changed(transaction, attachment, ChangeKind.ATTACHMENT_CREATED, actor_id)


async def rename(
    transaction: Transaction, attachment: Attachment, filename: str, *, actor_id: int
) -> None:
    """Give an attachment another filename."""
    attachment.filename = filename
    attachment.update_time = int(time.time())
    await attachment.save(
        using_db=transaction.connection, update_fields=["filename", "update_time"]
    )
    await _changed(transaction, attachment, ChangeKind.ATTACHMENT_UPDATED, actor_id)


async def _next_position(transaction: Transaction, memo_id: int) -> int:
    rows = await transaction.fetch(
        "SELECT MAX(position) AS last FROM appliance_attachment WHERE memo_id = ?",
        (memo_id,),
    )
    last = rows[0]["last"]
    return 0 if last is None else int(last) + 1


async def _changed(
    transaction: Transaction, attachment: Attachment, kind: ChangeKind, actor_id: int
) -> None:
    """Say what happened; the memo shows its files, so that its revision rises."""
    if attachment.memo_id is not None:
        await raise_revisions(transaction, [attachment.memo_id])
    transaction.record(
        Change(
            kind=kind,
            name=f"attachments/{attachment.uid}",
            owner_id=attachment.creator_id,
            actor_id=actor_id,
        )
    )
