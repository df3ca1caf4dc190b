"""An instance with one of everything in it, and the ways to back it up and compare."""

import json
import resource
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from appliance.config import Settings, read_settings
from appliance.models.attachment import Attachment, Blob
from appliance.models.base import Role, State, Visibility
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken, hash_token
from appliance.models.instance import InstanceSettings
from appliance.models.memo import Memo
from appliance.models.notification import Notification, NotificationKind
from appliance.models.preference import UserSetting
from appliance.models.provider import IdentityProvider, UserIdentity
from appliance.models.reaction import Reaction
from appliance.models.relation import Relation
from appliance.models.runner import Runner
from appliance.models.share import MemoShare
from appliance.models.shortcut import Shortcut
from appliance.models.storage import Storages
from appliance.models.trash import TrashedAttachment, move_to_trash
from appliance.models.user import User
from appliance.models.webhook import Delivery, Webhook
from appliance.ops.backup import repository
from appliance.ops.backup.create import Creation, Made
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.manifest import Manifest
from appliance.ops.backup.parts import read_rows
from appliance.ops.backup.repository import Location
from tests.conftest import DRIVER, describe, drop_everything, dsn
from tests.factories import make_memo, make_user

# More than one chunk of the database's storage.
LARGE = b"\x00\xffsome bytes" * 60_000
SMALL = "größe ✓".encode()
ROW: dict[str, Any] = {"create_time": 5, "update_time": 6}


def sqlite_settings(data: Path) -> Settings:
    """Return the settings of an instance on SQLite."""
    return read_settings({"data": str(data)}, {})


def settings_under_test(data: Path) -> Settings:
    """Return the settings of an instance on the database that is being tested."""
    flags: dict[str, str | None] = {"data": str(data)}
    if DRIVER != "sqlite":
        flags["dsn"] = dsn()
    return read_settings(flags, {})


async def emptied(data: Path) -> Settings:
    """Return the settings of an empty place in the database that is being tested."""
    if DRIVER != "sqlite":
        await drop_everything(describe(data))
    return settings_under_test(data)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open an instance's database."""
    database = describe_database(settings)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


def location_of(made: Made) -> Location:
    """Return where a backup was made."""
    return repository.locate(Path(made.place))


async def back_up(
    database: Database,
    data: Path,
    target: Path,
    recipients: Recipients | None = None,
    *,
    secrets: bool = True,
) -> Made:
    """Make a backup of an open database."""
    destination = Directory(target)
    destination.prepare()
    storages = Storages(database, InstanceSettings(database), data)
    creation = Creation(
        database,
        storages,
        destination,
        recipients or Recipients(),
        secrets=secrets,
    )
    try:
        return await creation.run()
    finally:
        await storages.close()


def rows_of(
    location: Location, identities: tuple[Any, ...] = ()
) -> Mapping[str, list[dict[str, Any]]]:
    """Return all rows of a backup."""
    found: dict[str, list[dict[str, Any]]] = {}
    read_rows(
        location,
        identities,
        lambda name, rows: found.setdefault(name, []).extend(rows),
    )
    return found


def essence(manifest: Manifest) -> dict[str, Any]:
    """Return what two backups of the same content have in common: everything."""
    return {
        "parts": {
            name: [(part.rows, part.size, part.sha256) for part in facts.parts]
            for name, facts in manifest.entities.items()
        },
        "sequence": manifest.sequence,
        "last_ids": manifest.last_ids,
        "migrations": manifest.migrations,
        "blobs": manifest.blobs,
        "damaged": manifest.damaged,
    }


def flip(path: Path, place: int) -> None:
    """Change one bit of one byte."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << place % 8
    path.write_bytes(content)


def cut(path: Path, length: int) -> None:
    """Keep only the beginning of a file."""
    path.write_bytes(path.read_bytes()[:length])


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as on a disk with a quota."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def store_file(  # noqa: PLR0913 - a file is made of this much
    database: Database,
    data: Path,
    creator: User,
    memo: Memo | None,
    content: bytes,
    *,
    kind: str = "LOCAL",
    uid: str = "",
    more: Mapping[str, Any] | None = None,
) -> Attachment:
    """Store a file in a storage, as an attachment."""
    settings = InstanceSettings(database)
    await settings.set("STORAGE", more or {"storageType": kind}, None)
    storages = Storages(database, settings, data)
    with storages.spool() as spool:
        await spool.write(content)
        await spool.finish()
        blob = await storages.put(spool, "bild ü.png", "image/png")
    await storages.close()
    await Blob.filter(id=blob.id).update(release_time=None)
    return await Attachment.create(
        uid=uid or f"file-{blob.id}",
        creator_id=creator.id,
        memo_id=memo.id if memo else None,
        blob_id=blob.id,
        filename="bild ü.png",
        type="image/png",
        size=blob.size,
        sha256=blob.sha256,
        payload='{"k": 1}',
        **ROW,
    )


async def fill(database: Database, data: Path) -> None:
    """Put one of everything into an instance."""
    anna = await make_user(database, "anna", role=Role.ADMIN)
    ben = await make_user(database, "ben")
    await User.filter(id=anna.id).update(
        display_name="Änna 🌻", password_hash="$argon2id$x", description="日本語\n'\"\\"
    )
    memo = await make_memo(
        database,
        anna,
        "# Title\nhello #Tag/Below [link](https://example.org)\n"
        "- [ ] task `code`\r\n\t🌻",
        uid="first",
        pinned=True,
        visibility=Visibility.PRIVATE,
        create_time=-5,
    )
    await Memo.filter(id=memo.id).update(
        location_placeholder="Zürich",
        location_latitude=47.3768866,
        location_longitude=-8.541694,
        revision=7,
    )
    comment = await make_memo(database, ben, "a comment", uid="comment", parent=memo)
    await make_memo(database, anna, "below it", uid="deeper", parent=comment)
    other = await make_memo(database, ben, "#other", uid="other", state=State.ARCHIVED)
    await _fill_files(database, data, anna, memo)
    await _fill_around(anna, ben, memo, other)
    await _fill_own(anna)
    await _fill_trash(database, data, anna, ben)


async def _fill_trash(database: Database, data: Path, anna: User, ben: User) -> None:
    dropped = await store_file(database, data, anna, None, b"dropped")
    await TrashedAttachment.create(
        uid=dropped.uid,
        creator_id=anna.id,
        deleter_id=ben.id,
        delete_time=1,
        blob_id=dropped.blob_id,
        columns_json="{}",
    )
    await dropped.delete()
    trashed = await make_memo(database, anna, "gone #gone", uid="trashed")
    await store_file(database, data, anna, trashed, b"in the trash", uid="gone-file")
    async with database.write() as transaction:
        await move_to_trash(transaction, trashed, deleter_id=ben.id, now=99)


async def _fill_files(database: Database, data: Path, anna: User, memo: Memo) -> None:
    keep: dict[str, Any] = {"uid": "local-file", "kind": "LOCAL"}
    await store_file(database, data, anna, memo, LARGE, **keep)
    keep = {"uid": "chunked-file", "kind": "DATABASE"}
    await store_file(database, data, anna, memo, LARGE + b"!", **keep)
    keep = {"uid": "same-file", "kind": "DATABASE"}
    await store_file(database, data, anna, None, SMALL, **keep)
    keep = {"uid": "empty-file", "kind": "DATABASE"}
    await store_file(database, data, anna, None, b"", **keep)
    await Attachment.create(
        uid="linked",
        creator_id=anna.id,
        filename="x",
        type="text/plain",
        size=0,
        sha256="",
        external_link="https://example.org/x",
        **ROW,
    )


async def _fill_around(anna: User, ben: User, memo: Memo, other: Memo) -> None:
    await Relation.create(memo_id=memo.id, related_memo_id=other.id)
    await Reaction.create(
        memo_id=memo.id, creator_id=ben.id, reaction_type="👍🏽", create_time=1
    )
    await MemoShare.create(
        uid="share", memo_id=memo.id, creator_id=anna.id, create_time=1
    )
    await Notification.create(
        receiver_id=anna.id,
        sender_id=ben.id,
        memo_id=memo.id,
        kind=NotificationKind.MEMO_COMMENT,
        create_time=1,
    )


async def _fill_own(anna: User) -> None:
    await UserSetting.create(user_id=anna.id, key="GENERAL", value='{"locale": "de"}')
    await Shortcut.create(
        user_id=anna.id, uid="cut", title="Cut", expression='"a" in tags'
    )
    await PersonalAccessToken.create(
        uid="token",
        user_id=anna.id,
        token_hash=hash_token("memos_pat_x"),
        create_time=1,
    )
    await _fill_outgoing(anna)


async def _fill_outgoing(anna: User) -> None:
    webhook = await Webhook.create(
        user_id=anna.id,
        uid="hook",
        display_name="Hook",
        url="https://example.org/hook",
        signing_secret="whsec_x",
        **ROW,
    )
    await Delivery.create(
        webhook_id=webhook.id,
        uid="delivery",
        sequence=1,
        activity="memo.created",
        body="{}",
        next_time=1,
        create_time=1,
    )
    await Runner.create(name="webhooks", sequence=3, holder="me", lease_time=7)
    await IdentityProvider.create(
        uid="idp",
        type=1,
        title="IdP",
        identifier_filter="",
        config=json.dumps({"clientId": "id", "clientSecret": "hidden"}),
    )
    await UserIdentity.create(
        user_id=anna.id, provider="idp", extern_uid="anna@example.org", **ROW
    )
