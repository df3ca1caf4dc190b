"""Text into fields: every type that a query or a path can carry."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protobuf.wkt import FieldMask, Timestamp

from appliance.api.gen.memos.api.v1 import (
    attachment_service_pb,
    common_pb,
    instance_service_pb,
    memo_service_pb,
    user_service_pb,
)
from appliance.api.parameters import find_parameter, mask_path
from appliance.errors import InvalidArgumentError


def assigned(kind: Any, path: str, *texts: str) -> Any:
    """Put texts into a fresh message and return it."""
    parameter = find_parameter(kind.desc(), path)
    assert parameter is not None
    message = kind()
    parameter.assign(message, texts)
    return message


LIST = memo_service_pb.ListMemosRequest
UPDATE = memo_service_pb.UpdateMemoRequest
ATTACH = attachment_service_pb.CreateAttachmentRequest


def test_both_spellings_and_nested_fields_are_found() -> None:
    assert assigned(LIST, "pageSize", "3").page_size == 3
    assert assigned(LIST, "page_size", "+3").page_size == 3
    assert assigned(UPDATE, "memo.name", "memos/a").memo.name == "memos/a"
    assert (
        assigned(UPDATE, "memo.location.latitude", "1.5").memo.location.latitude == 1.5
    )


@pytest.mark.parametrize(
    "path",
    ["PageSize", "unknown", "memo.unknown", "memo", "content.x", "", ".", "memo."],
)
def test_what_is_no_field_is_not_found(path: str) -> None:
    assert find_parameter(UPDATE.desc(), path) is None


def test_texts_become_values() -> None:
    assert assigned(LIST, "state", "ARCHIVED").state is common_pb.State.ARCHIVED
    assert assigned(LIST, "state", "2").state is common_pb.State.ARCHIVED
    assert assigned(LIST, "showDeleted", "t").show_deleted is True
    assert assigned(LIST, "showDeleted", "0").show_deleted is False
    assert assigned(ATTACH, "attachment.size", "-1").attachment.size == -1
    assert (
        assigned(ATTACH, "attachment.content", "_-8").attachment.content == b"\xff\xef"
    )
    names = assigned(
        instance_service_pb.BatchGetInstanceSettingsRequest, "names", "a", "b"
    )
    assert names.names == ["a", "b"]


def test_well_known_messages_are_read_from_text() -> None:
    mask = assigned(UPDATE, "updateMask", "content,updateTime,general_setting.locale")
    assert mask.update_mask == FieldMask(
        paths=["content", "update_time", "general_setting.locale"]
    )
    assert assigned(UPDATE, "updateMask", "").update_mask == FieldMask()
    times = assigned(UPDATE, "memo.createTime", "2024-01-01T00:00:00Z")
    assert times.memo.create_time == Timestamp(seconds=1704067200)
    stats = assigned(
        user_service_pb.UserStats,
        "memoCreatedTimestamps",
        "1970-01-01T00:00:01Z",
        "1970-01-01T00:00:02Z",
    )
    assert [t.seconds for t in stats.memo_created_timestamps] == [1, 2]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pageSize", ""),
        ("pageSize", "2.0"),
        ("pageSize", " 2"),
        ("pageSize", "2147483648"),
        ("pageSize", "٣"),
        ("pageSize", "9" * 5000),
        ("state", "normal"),
        ("state", "-1"),
        ("showDeleted", "yes"),
    ],
)
def test_text_that_does_not_fit_is_refused(path: str, text: str) -> None:
    with pytest.raises(InvalidArgumentError):
        assigned(LIST, path, text)


@pytest.mark.parametrize("text", ['"', "\\", "yesterday", ""])
def test_bad_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgumentError):
        assigned(UPDATE, "memo.createTime", text)


def test_scalar_given_twice_is_refused() -> None:
    with pytest.raises(InvalidArgumentError):
        assigned(LIST, "pageSize", "1", "2")
    with pytest.raises(InvalidArgumentError):
        assigned(UPDATE, "updateMask", "a", "b")


PATHS = ["memo.content", "memo.pinned", "memo.state", "memo.location.latitude",
         "memo.createTime", "memo.tags", "updateMask"]  # fmt: skip


@given(path=st.sampled_from(PATHS), text=st.text())
def test_any_text_fits_or_is_refused(path: str, text: str) -> None:
    try:
        message = assigned(UPDATE, path, text)
    except InvalidArgumentError:
        return
    assert isinstance(message, UPDATE)


@pytest.mark.parametrize(
    ("given_path", "path"),
    [
        ("content", "content"),
        ("updateTime", "update_time"),
        ("generalSetting.memoVisibility", "general_setting.memo_visibility"),
        ("s3Config", "s3_config"),
        ("*", "*"),
        (" pinned", " pinned"),
        ("CONTENT", "CONTENT"),
        ("Content", "Content"),
        ("UPDATE_TIME", "UPDATE_TIME"),
    ],
)
def test_mask_paths_are_snake_case(given_path: str, path: str) -> None:
    assert mask_path(given_path) == path
