"""Attachments to messages."""

import json

from appliance.api import converters
from appliance.models.attachment import Attachment

PAIR = {
    "family": "APPLE_LIVE_PHOTO",
    "role": "STILL",
    "groupId": "g",
    "presentationTimestampUs": "12",
}


def row(payload: object) -> Attachment:
    return Attachment(
        uid="f",
        create_time=1_700_000_000,
        filename="a.txt",
        type="text/plain",
        size=5,
        payload=json.dumps(payload),
    )


def test_a_row_in_either_form_gives_the_same_message() -> None:
    found = row({"motionMedia": PAIR})
    message = converters.attachment(found, "m")
    assert message == converters.attachment(found.columns(), "m")
    assert (message.name, message.memo) == ("attachments/f", "memos/m")
    assert message.size == 5
    assert message.motion_media
    assert message.motion_media.group_id == "g"
    assert message.motion_media.presentation_timestamp_us == 12


def test_without_a_memo_it_hangs_on_none() -> None:
    message = converters.attachment(row({}), None)
    assert not message.has_field("memo")
    assert message.motion_media is None
