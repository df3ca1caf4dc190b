"""Tests of the nulls of REST: where a message is absent, and nowhere else."""

import json
from typing import Any

from protobuf import Message
from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api import codec
from appliance.api.codec import Form
from appliance.api.gen.memos.api.v1 import (
    attachment_service_pb,
    auth_service_pb,
    instance_service_pb,
    memo_service_pb,
    user_service_pb,
)
from appliance.api.rest_json import can_lack
from tests import wire

GENERAL = instance_service_pb.InstanceSetting.GeneralSetting


def rest(message: Message[Any]) -> dict[str, Any]:
    text = codec.encode(message, Form.REST_JSON)
    read: dict[str, Any] = json.loads(text)
    # To a strict reader of the contract they say nothing.
    kind = wire.message_class(message.desc().type_name)
    assert wire.to_message(kind, read).SerializeToString() == message.to_binary()
    return read


def test_absent_messages_are_null() -> None:
    answer = auth_service_pb.SignInResponse(access_token="x")
    assert rest(answer) == {
        "accessToken": "x",
        "user": None,
        "accessTokenExpiresAt": None,
    }


def test_optional_fields_are_left_out() -> None:
    read = rest(memo_service_pb.Memo(content="x", create_time=Timestamp(seconds=1)))
    assert read["createTime"] == "1970-01-01T00:00:01Z"
    assert read["updateTime"] is None
    assert "location" not in read
    assert "parent" not in read


def test_other_members_of_a_oneof_are_left_out() -> None:
    setting = user_service_pb.UserSetting(name="x")
    assert rest(setting) == {"name": "x"}


def test_nulls_stand_within_lists_and_messages() -> None:
    attachments = [attachment_service_pb.Attachment(filename="ü")]
    memo = memo_service_pb.Memo(attachments=attachments)
    read = rest(memo_service_pb.ListMemosResponse(memos=[memo]))
    (attachment,) = read["memos"][0]["attachments"]
    assert attachment["filename"] == "ü"
    assert attachment["motionMedia"] is None
    assert attachment["createTime"] is None


def test_present_messages_are_completed_too() -> None:
    media = attachment_service_pb.MotionMedia()
    read = rest(attachment_service_pb.Attachment(motion_media=media))
    assert read["motionMedia"] is not None
    assert rest(GENERAL())["customProfile"] is None


def test_nulls_stand_within_maps() -> None:
    tags = instance_service_pb.InstanceSetting.TagsSetting(
        tags={"t": instance_service_pb.InstanceSetting.TagMetadata()}
    )
    assert rest(tags)["tags"]["t"]["backgroundColor"] is None


def test_connect_shows_no_nulls() -> None:
    text = codec.encode(auth_service_pb.SignInResponse(), Form.CONNECT_JSON)
    assert text == b"{}"


def test_messages_of_scalars_are_not_looked_into() -> None:
    assert not can_lack(memo_service_pb.Memo.Property.desc())
    assert can_lack(memo_service_pb.ListMemosResponse.desc())
