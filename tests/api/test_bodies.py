"""Bodies: bounded, in any number of pieces, and what their keys mean for a PATCH."""

import gzip

import pytest
from connectrpc.code import Code
from connectrpc.errors import ConnectError

from appliance.api import codec
from appliance.api.asgi import Event, Receive
from appliance.api.bodies import derived_paths, read_body
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.gen.memos.api.v1 import user_service_pb
from appliance.errors import InvalidArgumentError


def sent(*events: Event) -> Receive:
    """Deliver the events one by one."""
    waiting = list(events)

    async def receive() -> Event:
        return waiting.pop(0)

    return receive


def piece(body: bytes, *, more: bool = True) -> Event:
    """Make a piece of a body."""
    return {"type": "http.request", "body": body, "more_body": more}


async def test_pieces_are_joined() -> None:
    receive = sent(piece(b"ab"), piece(b""), piece(b"c", more=False))
    assert await read_body(receive) == b"abc"
    assert await read_body(sent({"type": "http.request"})) == b""


async def test_body_over_the_limit_is_refused_before_it_has_ended() -> None:
    assert await read_body(sent(piece(b"abc", more=False)), limit=3) == b"abc"
    with pytest.raises(InvalidArgumentError):
        await read_body(sent(piece(b"ab"), piece(b"cd")), limit=3)


@pytest.mark.parametrize("declared", ["4", "9" * 5000])
async def test_declared_length_over_the_limit_is_refused_unread(declared: str) -> None:
    with pytest.raises(InvalidArgumentError):
        await read_body(sent(), limit=3, declared=declared)
    body = piece(b"abc", more=False)
    assert await read_body(sent(body), limit=3, declared="3") == b"abc"


async def test_client_that_goes_away_cancels() -> None:
    with pytest.raises(ConnectError) as gone:
        await read_body(sent(piece(b"a"), {"type": "http.disconnect"}))
    assert gone.value.code is Code.CANCELED


async def test_packed_body_is_unpacked_within_the_limit() -> None:
    packed = gzip.compress(b"x" * 100)
    assert await read_body(sent(piece(packed, more=False)), gzip=True) == b"x" * 100
    for body, limit in ((packed, 99), (b"plain", 99)):
        with pytest.raises(InvalidArgumentError):
            await read_body(sent(piece(body, more=False)), gzip=True, limit=limit)


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("{}", []),
        ('{"content":"a","pinned":false}', ["content", "pinned"]),
        ('{"updateTime":"2024-01-01T00:00:00Z"}', ["update_time"]),
        ('{"create_time":null}', ["create_time"]),
        ('{"colour":1,"tags":[]}', ["tags"]),
        ('{"location":{"latitude":1,"placeholder":""}}',
         ["location.latitude", "location.placeholder"]),
        ('{"location":{}}', ["location"]),
        ('{"location":null}', ["location"]),
        ('{"state":"ARCHIVED"}', ["state"]),
        ('{"state":"STATE_UNSPECIFIED","content":""}', ["content"]),
        ('{"state":"UNHEARD_OF"}', []),
        ('{"visibility":"VISIBILITY_UNSPECIFIED"}', ["visibility"]),
        ('{"name":"memos/a"}', ["name"]),
    ],
)  # fmt: skip
def test_mask_is_derived_from_the_keys(body: str, paths: list[str]) -> None:
    memo, tree = codec.decode_leading_json(body.encode(), pb.Memo)
    assert derived_paths(tree, memo) == paths


def test_mask_of_a_setting_names_its_leaves() -> None:
    body = b'{"generalSetting":{"locale":"de","memoVisibility":"PUBLIC"}}'
    setting, tree = codec.decode_leading_json(body, user_service_pb.UserSetting)
    assert derived_paths(tree, setting) == [
        "general_setting.locale",
        "general_setting.memo_visibility",
    ]


def test_mask_does_not_look_into_maps() -> None:
    body = b'{"tagsSetting":{"tags":{"a":{"blurContent":true}}}}'
    setting, tree = codec.decode_leading_json(body, user_service_pb.UserSetting)
    assert derived_paths(tree, setting) == ["tags_setting.tags"]
