"""The codec: three forms out, tolerance in, and google's protobuf as the judge."""

import contextlib
import json
import math
import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from protobuf.wkt import FieldMask, Timestamp

from appliance.api import codec, contract
from appliance.api.codec import Form
from appliance.api.gen.memos.api.v1 import auth_service_pb as auth_pb
from appliance.api.gen.memos.api.v1 import common_pb
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.errors import InvalidArgumentError
from tests import wire

State, Visibility = common_pb.State, pb.Visibility
DEPTH = 3
MESSAGES = {
    message.type_name: message.type
    for file in contract.files()
    for message in file.messages
}


class Spliced:
    """An answer that knows its bytes."""

    def encode(self, form: Form) -> bytes:
        """Return the name of the form."""
        return form.value.encode()


def test_rest_prints_every_field_but_optional_ones() -> None:
    printed = json.loads(codec.encode(pb.Memo(name="memos/a"), Form.REST_JSON))
    assert printed["name"] == "memos/a"
    assert printed["state"] == "STATE_UNSPECIFIED"
    assert printed["pinned"] is False
    assert printed["tags"] == []
    assert printed["snippet"] == ""
    assert printed["createTime"] is None
    assert "location" not in printed
    assert "parent" not in printed


def test_connect_leaves_defaults_out() -> None:
    printed = codec.encode(pb.Memo(name="memos/a", pinned=False), Form.CONNECT_JSON)
    assert json.loads(printed) == {"name": "memos/a"}


def test_binary_reads_back() -> None:
    memo = pb.Memo(name="memos/a", tags=["x"], state=State.ARCHIVED)
    assert codec.decode_binary(codec.encode(memo, Form.BINARY), pb.Memo) == memo


def test_encodable_answers_for_itself() -> None:
    for form in Form:
        assert codec.encode(Spliced(), form) == form.value.encode()


@pytest.mark.parametrize("moment", ["1955-11-05T06:15:00Z", "2106-02-07T06:28:16Z"])
def test_times_print_as_whole_seconds(moment: str) -> None:
    seconds = int(datetime.fromisoformat(moment).timestamp())
    memo = pb.Memo(create_time=Timestamp(seconds=seconds))
    for form in (Form.REST_JSON, Form.CONNECT_JSON):
        assert json.loads(codec.encode(memo, form))["createTime"] == moment


@pytest.mark.parametrize(
    "written", ["2024-01-01T02:00:00+02:00", "2024-01-01T00:00:00.123456789Z"]
)
def test_times_are_read_with_offset_and_fraction(written: str) -> None:
    memo = codec.decode_json(json.dumps({"createTime": written}).encode(), pb.Memo)
    assert memo.create_time is not None
    expected = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
    assert memo.create_time.seconds == expected


def test_input_is_read_in_both_spellings_and_unknown_keys_are_ignored() -> None:
    for key in ("pageSize", "page_size"):
        body = json.dumps({key: 3, "colour": {"red": [1]}}).encode()
        assert codec.decode_json(body, pb.ListMemosRequest).page_size == 3


def test_unknown_enum_text_means_unspecified() -> None:
    memo = codec.decode_json(b'{"visibility":"SPACE"}', pb.Memo)
    assert memo.visibility is Visibility.UNSPECIFIED
    memo = codec.decode_json(b'{"visibility":3}', pb.Memo)
    assert memo.visibility is Visibility.PUBLIC


def test_mask_in_json_is_camel_case_and_read_as_snake_case() -> None:
    request = codec.decode_json(b'{"updateMask":"updateTime"}', pb.UpdateMemoRequest)
    assert request.update_mask == FieldMask(paths=["update_time"])
    with pytest.raises(InvalidArgumentError):
        codec.decode_json(b'{"updateMask":"update_time"}', pb.UpdateMemoRequest)


BROKEN = {
    "nothing": b"",
    "null": b"null",
    "list": b"[]",
    "text": b'"x"',
    "half": b'{"content":',
    "trailing comma": b'{"content":"x",}',
    "single quotes": b"{'content':'x'}",
    "mark": "\ufeff{}".encode(),
    "no UTF-8": b'{"content":"\xff"}',
    "lone surrogate": b'{"content":"\\ud800"}',
    "control character": b'{"content":"\x01"}',
    "not a number": b'{"location":{"latitude":NaN}}',
    "deep": b'{"a":' + b"[" * 300 + b"]" * 300 + b"}",
    "very deep": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "wrong type": b'{"content":5}',
    "text for bool": b'{"pinned":"yes"}',
    "list for message": b'{"location":[]}',
    "huge number": b'{"createTime":' + b"9" * 5000 + b"}",
    "bad time": b'{"createTime":"yesterday"}',
    "null in a list": b'{"tags":[null]}',
    "twice": b'{"content":"a","content":"b"}',
    "twice in two spellings": b'{"updateTime":null,"update_time":null}',
    "twice inside": b'{"location":{"latitude":1,"latitude":2}}',
    "twice inside a list": b'{"relations":[{"type":1,"type":2}]}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_broken_json_is_an_invalid_argument(body: bytes) -> None:
    with pytest.raises(InvalidArgumentError):
        codec.decode_json(body, pb.Memo)
    with pytest.raises(InvalidArgumentError):
        codec.decode_leading_json(body, pb.Memo)


def test_only_one_member_of_a_oneof_may_be_given() -> None:
    both = b'{"ssoCredentials":{"code":"c"},"passwordCredentials":%s}'
    read = codec.decode_json(both % b"null", auth_pb.SignInRequest)
    assert read.credentials is not None
    with pytest.raises(InvalidArgumentError, match="credentials"):
        codec.decode_json(both % b"{}", auth_pb.SignInRequest)


def test_keys_of_a_map_may_not_come_twice() -> None:
    body = b'{"tagCount":{"a":1,"A":2,"a_b":3,"aB":4}}'
    kind: Any = MESSAGES["memos.api.v1.UserStats"]
    assert len(codec.decode_json(body, kind).tag_count) == 4
    with pytest.raises(InvalidArgumentError):
        codec.decode_json(b'{"tagCount":{"a":1,"a":2}}', kind)


def test_refusal_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(InvalidArgumentError) as refused:
        codec.decode_json(b'{"memo":"hunter2"}', pb.CreateMemoRequest)
    assert "hunter2" not in str(refused.value)


def test_leading_object_is_read_and_the_rest_ignored() -> None:
    body = b' \n{"content":"a"} {"content":'
    memo, tree = codec.decode_leading_json(body, pb.Memo)
    assert memo == pb.Memo(content="a")
    assert tree == (("content", "a"),)
    with pytest.raises(InvalidArgumentError):
        codec.decode_json(body, pb.Memo)


def test_large_body_is_outlined_only_on_request() -> None:
    text = "x" * (codec.CHECKED_BYTES + 1)
    body = b'{"content":"%s"} trailing' % text.encode()
    memo, tree = codec.decode_leading_json(body, pb.Memo)
    assert memo.content == text
    assert tree == ()
    memo, tree = codec.decode_leading_json(body, pb.Memo, outlined=True)
    assert memo.content == text
    assert [key for key, _ in tree] == ["content"]
    with pytest.raises(InvalidArgumentError):
        codec.decode_leading_json(
            b'{"pinned":1,"content":"%s"}' % text.encode(), pb.Memo
        )
    with pytest.raises(InvalidArgumentError):
        codec.decode_leading_json(b'{"content":"%s"' % text.encode(), pb.Memo)


@given(body=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for decode in (codec.decode_binary, codec.decode_json, codec.decode_leading_json):
        with contextlib.suppress(InvalidArgumentError):
            decode(body, pb.UpdateMemoRequest)


@given(body=st.data())
def test_any_json_is_read_or_refused(body: st.DataObject) -> None:
    keys = st.sampled_from(
        ["memo", "updateMask", "update_mask", "content", "tags", "x"]
    )
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    tree = st.recursive(
        leaves,
        lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
        max_leaves=12,
    )
    text = json.dumps(body.draw(tree)).encode()
    with contextlib.suppress(InvalidArgumentError):
        codec.decode_json(text, pb.UpdateMemoRequest)


def scalars(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    """Draw a value of a scalar or enum field."""
    if field.type == FieldDescriptor.TYPE_ENUM:
        return st.sampled_from([value.number for value in field.enum_type.values])
    return {
        FieldDescriptor.CPPTYPE_INT32: st.integers(-(2**31), 2**31 - 1),
        FieldDescriptor.CPPTYPE_INT64: st.integers(-(2**63), 2**63 - 1),
        FieldDescriptor.CPPTYPE_UINT32: st.integers(0, 2**32 - 1),
        FieldDescriptor.CPPTYPE_BOOL: st.booleans(),
        # There are many NaN in binary, and one in JSON.
        FieldDescriptor.CPPTYPE_DOUBLE: st.floats(allow_nan=False) | st.just(math.nan),
        FieldDescriptor.CPPTYPE_FLOAT: (
            st.floats(width=32, allow_nan=False) | st.just(math.nan)
        ),
        FieldDescriptor.CPPTYPE_STRING: (
            st.binary(max_size=8)
            if field.type == FieldDescriptor.TYPE_BYTES
            else st.text(max_size=8)
        ),
    }[field.cpp_type]


def fill(draw: st.DataObject, message: Any, depth: int = 0) -> Any:
    """Fill some fields of one of google's messages at random."""
    name = message.DESCRIPTOR.full_name
    if name == "google.protobuf.Timestamp":
        message.seconds = draw.draw(st.integers(-62135596800, 253402300799))
        message.nanos = draw.draw(st.sampled_from([0, 500_000_000, 1_000, 1]))
    elif name == "google.protobuf.FieldMask":
        message.paths.extend(draw.draw(st.sampled_from([[], ["a"], ["a_b", "c.d_e"]])))
    else:
        for field in message.DESCRIPTOR.fields:
            if draw.draw(st.booleans()):
                fill_field(draw, message, field, depth)
    return message


def fill_field(
    draw: st.DataObject, message: Any, field: FieldDescriptor, depth: int
) -> None:
    """Fill one field at random."""
    value = getattr(message, field.name)
    entry = field.message_type
    if entry is not None and entry.GetOptions().map_entry:
        key = draw.draw(st.text(max_size=3))
        target = entry.fields_by_name["value"]
        if target.message_type:
            fill(draw, value[key], depth + 1)
        else:
            value[key] = draw.draw(scalars(target))
    elif field.is_repeated and entry is not None:
        if depth < DEPTH:
            fill(draw, value.add(), depth + 1)
    elif field.is_repeated:
        value.extend(draw.draw(st.lists(scalars(field), max_size=3)))
    elif entry is not None:
        if depth < DEPTH:
            value.SetInParent()
            fill(draw, value, depth + 1)
    else:
        setattr(message, field.name, draw.draw(scalars(field)))


def comparable(tree: Any) -> Any:
    """Reduce JSON to what both runtimes must agree on.

    The known differences: our runtime prints a float of 32 bits with the digits of a
    double, and both texts read back as the same float; google's prints no nulls.
    """
    if isinstance(tree, dict):
        return {k: comparable(item) for k, item in tree.items() if item is not None}
    if isinstance(tree, list):
        return [comparable(value) for value in tree]
    if isinstance(tree, float) and abs(tree) < 3e38:
        return struct.pack(">f", tree)
    return tree


@pytest.mark.parametrize("name", sorted(MESSAGES))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_google_reads_and_writes_the_same(name: str, draw: st.DataObject) -> None:
    theirs = fill(draw, wire.message_class(name)())
    binary = theirs.SerializeToString(deterministic=True)
    ours = codec.decode_binary(binary, MESSAGES[name])

    again = type(theirs).FromString(codec.encode(ours, Form.BINARY))
    assert again.SerializeToString(deterministic=True) == binary
    for form, all_fields in ((Form.CONNECT_JSON, False), (Form.REST_JSON, True)):
        printed = codec.encode(ours, form)
        expected = json_format.MessageToJson(
            theirs, always_print_fields_with_no_presence=all_fields
        )
        assert comparable(json.loads(printed)) == comparable(json.loads(expected))
        read = codec.decode_json(expected.encode(), MESSAGES[name])
        back = type(theirs).FromString(codec.encode(read, Form.BINARY))
        assert back.SerializeToString(deterministic=True) == binary
