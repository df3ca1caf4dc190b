"""A file that has arrived becomes an attachment, whichever way it came."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from appliance.api.gen.memos.api.v1 import attachment_service_pb as pb
from appliance.api.resources import new_uid, uid_of
from appliance.errors import (
    AlreadyExistsError,
    InvalidArgumentError,
    NotFoundError,
)
from appliance.models import access, filing
from appliance.models.access import Principal
from appliance.models.attachment import Attachment
from appliance.models.database import Database, Transaction
from appliance.models.media import privacy, types
from appliance.models.memo import Memo
from appliance.models.storage import Spool, Storages
from appliance.models.storage.spool import TOO_LARGE

# Pictures that are looked through at once: each takes a thread and the disk.
PICTURES = 2
FAMILY = pb.MotionMediaFamily
ROLE = pb.MotionMediaRole


@dataclass(frozen=True, slots=True)
class Draft:
    """What a client says about its file, checked."""

    uid: str
    filename: str
    media_type: str
    memo_uid: str | None
    motion: dict[str, Any] | None

    @classmethod
    def of(cls, attachment: pb.Attachment | None, attachment_id: str) -> "Draft":
        """Check a client's words; raise InvalidArgumentError."""
        if attachment is None:
            raise InvalidArgumentError("attachment is required")
        filename = types.checked_filename(attachment.filename)
        uid = new_uid(attachment_id)
        named = attachment.has_field("memo")
        return cls(
            uid=uid,
            filename=filename,
            media_type=(types.checked_type(attachment.type) if attachment.type else ""),
            memo_uid=uid_of(attachment.memo, "memos", "memo") if named else None,
            motion=_motion(attachment.motion_media),
        )


class Intake:
    """Checks, cleans, stores and files what was uploaded."""

    def __init__(self, *, database: Database, storages: Storages) -> None:
        self._database = database
        self._storages = storages
        self._pictures = asyncio.Semaphore(PICTURES)

    async def check(self, draft: Draft, principal: Principal) -> None:
        """Refuse early what would be refused after the bytes were stored."""
        if await filing.find(self._database, draft.uid):
            raise AlreadyExistsError(f'attachment with ID "{draft.uid}" already exists')
        if draft.memo_uid is not None:
            _require_writable(
                principal, await Memo.get_or_none(uid=draft.memo_uid), draft.memo_uid
            )

    async def take(
        self,
        draft: Draft,
        spool: Spool,
        principal: Principal,
        also: Callable[[Transaction], Awaitable[None]] | None = None,
    ) -> Attachment:
        """Store a file; `also` is done in the same turn of writing."""
        if spool.size > (await self._storages.choice()).limit:
            raise InvalidArgumentError(TOO_LARGE)
        await self.check(draft, principal)
        head = await asyncio.to_thread(spool.at, 0, types.SNIFFED_BYTES)
        media_type = draft.media_type or types.guess(draft.filename, head)
        with ExitStack() as stack:
            extras, clean = await self._looked_through(spool, media_type, draft.motion)
            stack.enter_context(clean)
            blob = await self._storages.put(clean, draft.filename, media_type)
        now = int(time.time())
        attachment = Attachment(
            uid=draft.uid,
            creator_id=principal.user_id,
            blob_id=blob.id,
            create_time=now,
            update_time=now,
            filename=draft.filename,
            type=media_type,
            size=blob.size,
            sha256=blob.sha256,
            payload=json.dumps(extras),
        )
        async with self._database.write() as transaction:
            if draft.memo_uid is not None:
                connection = transaction.connection
                memo = await Memo.get_or_none(uid=draft.memo_uid, using_db=connection)
                memo = _require_writable(principal, memo, draft.memo_uid)
                attachment.memo_id = memo.id
            await filing.file(transaction, attachment, actor_id=principal.user_id)
            if also:
                await also(transaction)
        return attachment

    async def _looked_through(
        self, spool: Spool, media_type: str, motion: dict[str, Any] | None
    ) -> tuple[dict[str, Any], Spool]:
        """Return what is to be remembered of a file, and its bytes to be kept."""
        extras: dict[str, Any] = {"motionMedia": motion} if motion else {}
        if not privacy.has_privacy(media_type, spool.size):
            return extras, spool
        async with self._pictures:
            film = await asyncio.to_thread(privacy.film_of, spool, media_type)
            if film is None:
                clean = await asyncio.to_thread(privacy.stripped, spool, media_type)
                return extras, clean or spool
        extras["motionMedia"] = {
            "family": FAMILY.ANDROID_MOTION_PHOTO.name,
            "role": ROLE.CONTAINER.name,
            "presentationTimestampUs": str(film.timestamp_us),
            "hasEmbeddedVideo": True,
        }
        extras["film"] = {"offset": film.offset, "length": film.length}
        return extras, spool


def _require_writable(principal: Principal, memo: Memo | None, uid: str) -> Memo:
    if memo is None or memo.uid != uid:
        raise NotFoundError(f"memo not found: memos/{uid}")
    access.require_writable(principal, memo.guarded)
    return memo


def _motion(given: pb.MotionMedia | None) -> dict[str, Any] | None:
    """Return what a client says of a pair; what is in one file is seen by ourselves."""
    if given is None or given.family != FAMILY.APPLE_LIVE_PHOTO:
        return None
    if given.role not in (ROLE.STILL, ROLE.VIDEO):
        raise InvalidArgumentError("invalid motion media role")
    group = given.group_id.strip()
    if not group:
        raise InvalidArgumentError("motion media group_id is required")
    return {
        "family": FAMILY.APPLE_LIVE_PHOTO.name,
        "role": ROLE(given.role).name,
        "groupId": group,
        "presentationTimestampUs": str(given.presentation_timestamp_us),
    }
