"""Brings single things back from a backup into an instance that lives on.

They keep their names and get new ids. People who are not here any more cannot be made
up: what they wrote below a memo is left out, and named.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from appliance.config import Settings
from appliance.errors import AlreadyExistsError, FailedPreconditionError
from appliance.models.attachment import Attachment, Blob, BlobChunk
from appliance.models.change import Change, ChangeKind
from appliance.models.connection import check_schema, describe_database
from appliance.models.database import Database, Transaction
from appliance.models.identity import PersonalAccessToken
from appliance.models.memo import Memo
from appliance.models.preference import UserSetting
from appliance.models.provider import UserIdentity
from appliance.models.reaction import Reaction
from appliance.models.relation import Relation
from appliance.models.share import MemoShare
from appliance.models.shortcut import Shortcut
from appliance.models.user import User
from appliance.models.webhook import Webhook
from appliance.ops.backup.parts import Progress
from appliance.ops.backup.placing import Placer
from appliance.ops.backup.repository import Location
from appliance.ops.backup.restore import prove
from appliance.ops.backup.selection import Chosen, Row, Wanted, choose

OWN_MODELS = {
    "user_setting": UserSetting,
    "shortcut": Shortcut,
    "webhook": Webhook,
    "personal_access_token": PersonalAccessToken,
    "user_identity": UserIdentity,
}


class _Blobs:
    """Takes blobs under new ids."""

    def __init__(self, transaction: Transaction) -> None:
        self.ids: dict[int, int] = {}
        self._connection = transaction.connection

    async def add(self, _name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Store the rows of blobs."""
        for row in rows:
            blob = Blob(**_without_id(row))
            await blob.save(using_db=self._connection)
            self.ids[row["id"]] = blob.id

    async def add_chunk(self, blob_id: int, position: int, content: bytes) -> None:
        """Store a piece of one."""
        chunk = BlobChunk(blob_id=self.ids[blob_id], position=position, content=content)
        await chunk.save(using_db=self._connection)


@dataclass(slots=True)
class Return:
    """One return; the caller holds the data directory's lock."""

    location: Location
    settings: Settings
    wanted: Wanted
    identities: Sequence[Any] = ()
    progress: Progress = lambda _what, _done, _all: None
    _users: dict[int, int] = field(init=False, default_factory=dict)
    _memos: dict[int, int] = field(init=False, default_factory=dict)
    _left_out: list[str] = field(init=False, default_factory=list)
    _placer: Placer = field(init=False)

    async def run(self) -> dict[str, Any]:
        """Prove the backup, choose, and store all of it or nothing."""
        look = self.location, self.identities
        manifest = await asyncio.to_thread(prove, *look, self.progress)
        chosen = await asyncio.to_thread(choose, *look, self.wanted)
        if self.settings.dsn.path and not self.settings.dsn.path.exists():
            raise FailedPreconditionError(
                f"{self.settings.dsn.path}: no database there to bring it back into. "
                "Make an empty one with `appliance migrate`, or restore all of it."
            )
        self._placer = Placer(*look, self.settings.data, beside=True)
        database = describe_database(self.settings)
        await database.open()
        try:
            await check_schema(database)
            await self._store(database, chosen)
        except BaseException:
            await asyncio.to_thread(self._placer.remove)
            raise
        finally:
            await database.close()
        return {
            "id": manifest.id,
            "moment": manifest.moment,
            "counts": {name: len(rows) for name, rows in chosen.rows.items()},
            "files": dict(self._placer.counts),
            "missing": [],
            "left_out": self._left_out,
            "secrets": manifest.secrets,
        }

    async def _store(self, database: Database, chosen: Chosen) -> None:
        async with database.write() as transaction:
            await self._add_user(transaction, chosen)
            await self._find_users(transaction, chosen)
            blobs = _Blobs(transaction)
            for row in chosen.rows["blob"]:
                await self._placer.place(blobs, row, chosen.blobs)
            for row in _parents_first(chosen.rows["memo"]):
                await self._add_memo(transaction, row, chosen)
            for row in chosen.rows["attachment"]:
                await self._add_attachment(transaction, row, blobs.ids)
            await self._add_hanging(transaction, chosen)

    async def _add_user(self, transaction: Transaction, chosen: Chosen) -> None:
        for row in chosen.rows["user"]:
            await _refuse_taken(transaction, "user", "username", row["username"])
            user = User(**_without_id(row))
            await user.save(using_db=transaction.connection)
            self._users[row["id"]] = user.id
            transaction.record(
                Change(
                    kind=ChangeKind.USER_CREATED,
                    name=f"users/{user.username}",
                    owner_id=user.id,
                )
            )
        for name, model in OWN_MODELS.items():
            for row in chosen.rows[name]:
                values = {**_without_id(row), "user_id": self._users[row["user_id"]]}
                await model(**values).save(using_db=transaction.connection)

    async def _find_users(self, transaction: Transaction, chosen: Chosen) -> None:
        """Find those of the same name here."""
        for old_id, username in chosen.usernames.items():
            if old_id not in self._users:
                rows = await transaction.fetch(
                    "SELECT id FROM appliance_user WHERE username = ?", (username,)
                )
                self._users |= {old_id: rows[0]["id"]} if rows else {}

    async def _add_memo(
        self, transaction: Transaction, row: Row, chosen: Chosen
    ) -> None:
        name = f"memos/{row['uid']}"
        creator = self._users.get(row["creator_id"])
        if creator is None:
            username = chosen.usernames[row["creator_id"]]
            if row["uid"] == self.wanted.name and self.wanted.kind == "memo":
                raise FailedPreconditionError(
                    f"{name} is by {username}, who has no account here; "
                    f"bring back user/{username} first"
                )
            self._left_out.append(f"{name}: by {username}, who has no account here")
            return
        parent = row["parent_id"]
        if parent is not None and parent not in self._memos:
            found = await _find_memo(transaction, chosen.uids[parent])
            if found is None:
                self._left_out.append(
                    f"{name}: the memo it is a comment on is not here"
                )
                return
            self._memos[parent] = found
        await _refuse_taken(transaction, "memo", "uid", row["uid"])
        memo = Memo(
            **{
                **_without_id(row),
                "creator_id": creator,
                "parent_id": None if parent is None else self._memos[parent],
            }
        ).write(row["content"])
        await memo.insert(transaction)
        self._memos[row["id"]] = memo.id
        transaction.record(memo.change(ChangeKind.MEMO_RESTORED, None))

    async def _add_attachment(
        self, transaction: Transaction, row: Row, blob_ids: Mapping[int, int]
    ) -> None:
        creator = self._users.get(row["creator_id"])
        memo_id = self._memos.get(row["memo_id"])
        if creator is None or (row["memo_id"] is not None and memo_id is None):
            self._left_out.append(f"attachments/{row['uid']}: its memo is not here")
            return
        await _refuse_taken(transaction, "attachment", "uid", row["uid"])
        attachment = Attachment(
            **{
                **_without_id(row),
                "creator_id": creator,
                "memo_id": memo_id,
                "blob_id": blob_ids.get(row["blob_id"]),
            }
        )
        await attachment.save(using_db=transaction.connection)

    async def _add_hanging(self, transaction: Transaction, chosen: Chosen) -> None:
        connection = transaction.connection
        for row in chosen.rows["memo_relation"]:
            other = self._memos.get(row["related_memo_id"]) or await _find_memo(
                transaction, chosen.uids[row["related_memo_id"]]
            )
            if row["memo_id"] in self._memos and other is not None:
                relation = Relation(
                    memo_id=self._memos[row["memo_id"]], related_memo_id=other
                )
                await relation.save(using_db=connection)
        for name, model in (("reaction", Reaction), ("memo_share", MemoShare)):
            for row in chosen.rows[name]:
                memo_id = self._memos.get(row["memo_id"])
                creator = self._users.get(row["creator_id"])
                if memo_id is not None and creator is not None:
                    own = {"memo_id": memo_id, "creator_id": creator}
                    await model(**{**_without_id(row), **own}).save(using_db=connection)


def _without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != "id"}


def _parents_first(rows: Sequence[Row]) -> list[Row]:
    """Order memos so that each stands behind the one it is a comment on."""
    parents = {row["id"]: row["parent_id"] for row in rows}

    def depth(row: Row) -> int:
        steps, parent = 0, row["parent_id"]
        while parent in parents:
            steps, parent = steps + 1, parents[parent]
        return steps

    return sorted(rows, key=depth)


async def _find_memo(transaction: Transaction, uid: str) -> int | None:
    rows = await transaction.fetch(
        "SELECT id FROM appliance_memo WHERE uid = ?", (uid,)
    )
    return int(rows[0]["id"]) if rows else None


async def _refuse_taken(
    transaction: Transaction, table: str, column: str, name: str
) -> None:
    if await transaction.fetch(
        f"SELECT id FROM appliance_{table} WHERE {column} = ?",  # noqa: S608 - names of ours
        (name,),
    ):
        raise AlreadyExistsError(f"{table}/{name} exists here; nothing was changed")
