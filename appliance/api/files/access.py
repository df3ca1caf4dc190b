"""Who may fetch a file: who may read the memo it hangs on, or holds its share link."""

import time
from dataclasses import dataclass

from appliance.errors import (
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from appliance.models import access, reads
from appliance.models.access import Principal
from appliance.models.base import State
from appliance.models.database import Database
from appliance.models.filing import FiledAttachment
from appliance.models.instance import AccessMode, InstanceSettings


@dataclass(frozen=True, slots=True)
class Door:
    """What stands between a caller and a file."""

    database: Database
    settings: InstanceSettings

    async def require_open(
        self, filed: FiledAttachment, principal: Principal | None, share_token: str
    ) -> None:
        """Raise unless the caller may have the file."""
        if filed.memo is None:
            _require_own(filed, principal)
            return
        if share_token and await self._is_shared(filed, share_token):
            return
        if principal is None and not await self._is_public_instance():
            raise UnauthenticatedError
        above = await reads.ancestors(self.database, filed.memo_parent_id)
        access.require_readable(principal, filed.memo, [each.guarded for each in above])

    async def is_public(self, filed: FiledAttachment) -> bool:
        """Whether anybody on the web may have the file, so that caches may keep it."""
        try:
            await self.require_open(filed, None, "")
        except (NotFoundError, PermissionDeniedError, UnauthenticatedError):
            return False
        return True

    async def _is_public_instance(self) -> bool:
        return await self.settings.access_mode() is AccessMode.PUBLIC

    async def _is_shared(self, filed: FiledAttachment, token: str) -> bool:
        if filed.memo_state != State.NORMAL:
            return False
        rows = await self.database.read(
            "SELECT uid, memo_id, expire_time FROM appliance_memo_share WHERE uid = ?",
            (token,),
        )
        if not rows or rows[0]["uid"] != token or rows[0]["memo_id"] != filed.memo_id:
            return False
        expires = rows[0]["expire_time"]
        if expires is not None and expires <= time.time():
            return False
        above = await reads.ancestors(self.database, filed.memo_parent_id)
        return all(each.state == State.NORMAL for each in above)


def _require_own(filed: FiledAttachment, principal: Principal | None) -> None:
    if principal is None:
        raise UnauthenticatedError
    if principal.user_id != filed.creator_id and not principal.is_admin:
        raise PermissionDeniedError("permission denied")
