"""What clients say of a memo, checked and put onto its row."""

import time
from math import isfinite

from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.gen.memos.api.v1.common_pb import State as WireState
from appliance.errors import InvalidArgumentError
from appliance.models.base import State, Visibility
from appliance.models.instance import InstanceSettings
from appliance.models.memo import Memo

MIN_CONTENT_LIMIT = 8192
# What a timestamp of the wire can say: years 1 to 9999.
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799


def current_second() -> int:
    """Return the time as rows keep it."""
    return int(time.time())


def second(moment: Timestamp) -> int:
    """Return the second of a moment that JSON can say; binary may hold others."""
    if not FIRST_SECOND <= moment.seconds <= LAST_SECOND:
        raise InvalidArgumentError("times lie in the years 1 to 9999")
    return moment.seconds


async def content_limit(settings: InstanceSettings) -> int:
    """Return how many bytes a text may have."""
    stored = await settings.get("MEMO_RELATED") or {}
    return max(int(stored.get("contentLengthLimit", 0)), MIN_CONTENT_LIMIT)


class Drafts:
    """Makes and changes rows by what a client sent, within the instance's limits."""

    def __init__(self, settings: InstanceSettings) -> None:
        self._settings = settings

    async def memo(self, draft: pb.Memo, uid: str, creator_id: int) -> Memo:
        """Make an unsaved memo of what a client may choose at creation."""
        await self._check_length(draft.content)
        now = current_second()
        memo = Memo(
            uid=uid,
            creator_id=creator_id,
            create_time=_given(draft.create_time) or now,
            update_time=_given(draft.update_time) or now,
            visibility=_visibility(draft.visibility),
        )
        _place(memo, draft.location)
        return memo.write(draft.content)

    async def apply(self, memo: Memo, patch: pb.Memo, paths: set[str]) -> bool:
        """Change the memo by the named fields; return whether any field was known."""
        if "display_time" in paths:
            raise InvalidArgumentError("display_time is not supported")
        known = paths & _SETTERS.keys()
        if "content" in known:
            await self._check_length(patch.content)
        for path in sorted(known):
            _SETTERS[path](memo, patch)
        return bool(known)

    async def _check_length(self, content: str) -> None:
        limit = await content_limit(self._settings)
        if len(content.encode()) > limit:
            raise InvalidArgumentError(f"content too long (max {limit} characters)")


def _given(moment: Timestamp | None) -> int | None:
    """Return the second a client chose; the epoch itself counts as not chosen."""
    return second(moment) if moment and moment.seconds else None


def _visibility(value: int) -> Visibility:
    """Return the visibility; what is not one of the three is PRIVATE."""
    return Visibility(value) if value in set(Visibility) else Visibility.PRIVATE


def _place(memo: Memo, location: pb.Location | None) -> None:
    if location and "\0" in location.placeholder:
        raise InvalidArgumentError("placeholder must not contain NUL characters")
    if location and not (isfinite(location.latitude) and isfinite(location.longitude)):
        # Clients send what their sensor could not say; it is no place.
        location = None
    memo.location_placeholder = location.placeholder if location else None
    memo.location_latitude = location.latitude if location else None
    memo.location_longitude = location.longitude if location else None


def _set_create_time(memo: Memo, patch: pb.Memo) -> None:
    # No moment is no other moment: the contract accepts it.
    if patch.create_time is not None:
        memo.create_time = second(patch.create_time)


def _set_update_time(memo: Memo, patch: pb.Memo) -> None:
    chosen = patch.update_time
    memo.update_time = second(chosen) if chosen else current_second()


def _set_state(memo: Memo, patch: pb.Memo) -> None:
    archived = patch.state == WireState.ARCHIVED
    memo.state = State.ARCHIVED if archived else State.NORMAL


def _set_visibility(memo: Memo, patch: pb.Memo) -> None:
    memo.visibility = _visibility(patch.visibility)


def _set_pinned(memo: Memo, patch: pb.Memo) -> None:
    memo.pinned = patch.pinned


def _set_content(memo: Memo, patch: pb.Memo) -> None:
    memo.write(patch.content)


def _set_location(memo: Memo, patch: pb.Memo) -> None:
    _place(memo, patch.location)


# What a mask may name.
_SETTERS = {
    "content": _set_content,
    "visibility": _set_visibility,
    "pinned": _set_pinned,
    "state": _set_state,
    "create_time": _set_create_time,
    "update_time": _set_update_time,
    "location": _set_location,
}
