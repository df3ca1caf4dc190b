"""The struct encoding of messages, as receivers of webhooks know it."""

import json

from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api.gen.memos.api.v1 import attachment_service_pb, memo_service_pb
from appliance.api.gen.memos.api.v1.common_pb import State
from appliance.api.outgoing.struct_json import dumps, plain

pb = memo_service_pb


def test_names_numbers_and_times() -> None:
    memo = pb.Memo(
        name="memos/a",
        state=State.ARCHIVED,
        create_time=Timestamp(seconds=5),
        update_time=Timestamp(seconds=6, nanos=7),
        visibility=pb.Visibility.PUBLIC,
        tags=["b"],
        attachments=[attachment_service_pb.Attachment(size=1 << 40, content=b"\0\xff")],
        property=pb.Memo.Property(has_link=True),
        location=pb.Location(latitude=48.0, longitude=-1.5),
    )
    assert plain(memo) == {
        "name": "memos/a",
        "state": 2,
        "create_time": {"seconds": 5},
        "update_time": {"seconds": 6, "nanos": 7},
        "visibility": 3,
        "tags": ["b"],
        "attachments": [{"content": "AP8=", "size": 1 << 40}],
        "property": {"has_link": True},
        "location": {"latitude": 48, "longitude": -1.5},
    }
    assert dumps(plain(memo)).count('"latitude":48,') == 1
    assert type(plain(memo)["state"]) is int


def test_zero_is_left_out_but_a_set_message_is_not() -> None:
    memo = pb.Memo(pinned=False, tags=[], property=pb.Memo.Property(), parent="")
    assert plain(memo) == {"property": {}, "parent": ""}
    assert plain(pb.Memo()) == {}


def test_text_is_escaped_for_html_and_otherwise_as_it_is() -> None:
    text = '<a> & \u2028\u2029 ü "\\\n'
    written = dumps({"content": text})
    expected = r'{"content":"\u003ca\u003e \u0026 \u2028\u2029 ü \"\\\n"}'
    assert written == expected
    assert json.loads(written) == {"content": text}
