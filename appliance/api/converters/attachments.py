"""Attachments to messages."""

import json
from typing import Any

from appliance.api.converters.times import time
from appliance.api.gen.memos.api.v1 import attachment_service_pb as pb
from appliance.models.attachment import Attachment
from appliance.models.database import Row
from appliance.models.filing import FiledAttachment

SHOWN = (
    *("uid", "create_time", "filename", "external_link", "type", "size", "payload"),
)


def attachment(
    row: Row | Attachment | FiledAttachment, memo_uid: str | None
) -> pb.Attachment:
    """Convert a row; without a memo's uid it hangs on none, as far as is told."""
    columns = (
        {name: getattr(row, name) for name in SHOWN}
        if isinstance(row, Attachment | FiledAttachment)
        else row
    )
    return pb.Attachment(
        name=f"attachments/{columns['uid']}",
        create_time=time(columns["create_time"]),
        filename=columns["filename"],
        external_link=columns["external_link"],
        type=columns["type"],
        size=columns["size"],
        memo=f"memos/{memo_uid}" if memo_uid else None,
        motion_media=motion_media(json.loads(columns["payload"]).get("motionMedia")),
    )


def motion_media(kept: dict[str, Any] | None) -> pb.MotionMedia | None:
    """Convert what is kept of a picture and its film."""
    if not kept:
        return None
    return pb.MotionMedia(
        family=pb.MotionMediaFamily[kept["family"]],
        role=pb.MotionMediaRole[kept["role"]],
        group_id=kept.get("groupId", ""),
        presentation_timestamp_us=int(kept.get("presentationTimestampUs", 0)),
        has_embedded_video=kept.get("hasEmbeddedVideo", False),
    )
