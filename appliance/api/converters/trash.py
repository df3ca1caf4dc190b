"""The trash to messages."""

import json

from appliance.api.converters.times import time
from appliance.api.gen.appliance.v1 import trash_service_pb as trash_pb
from appliance.models.trash import TrashedAttachment, TrashedMemo


def trashed_memo(row: TrashedMemo, creator: str, deleter: str) -> trash_pb.TrashedMemo:
    """Convert an entry of the trash; names of users come from the caller."""
    return trash_pb.TrashedMemo(
        name=f"trash/{row.id}",
        memo=f"memos/{row.uid}",
        creator=creator,
        deleter=deleter,
        delete_time=time(row.delete_time),
        snippet=row.snippet,
        content=row.content,
    )


def trashed_attachment(
    row: TrashedAttachment, creator: str, deleter: str
) -> trash_pb.TrashedAttachment:
    """Convert a deleted file; names of users come from the caller."""
    columns = json.loads(row.columns_json)
    return trash_pb.TrashedAttachment(
        name=f"trashed-attachments/{row.id}",
        attachment=f"attachments/{row.uid}",
        creator=creator,
        deleter=deleter,
        delete_time=time(row.delete_time),
        filename=columns["filename"],
        type=columns["type"],
        size=columns["size"],
    )
