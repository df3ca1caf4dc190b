"""Memos become messages."""

from typing import Any

import pytest

from appliance.api import converters
from appliance.api.codec import Form, encode
from appliance.api.gen.memos.api.v1 import memo_service_pb as memo_pb
from appliance.api.gen.memos.api.v1.common_pb import State

ROW: dict[str, Any] = {
    "uid": "m1",
    "state": 2,
    "create_time": -5,
    "update_time": 1 << 33,
    "content": "# T\n#a",
    "visibility": 3,
    "tags": '["a", "ü/🎉"]',
    "pinned": 1,
    "has_link": 1,
    "has_task_list": 0,
    "has_code": 1,
    "has_incomplete_tasks": 0,
    "title": "T",
    "snippet": "T #a",
    "location_placeholder": None,
    "location_latitude": None,
    "location_longitude": None,
}


def test_memo_is_answered_whole() -> None:
    memo = converters.memo(ROW, "ann", None)

    assert memo.name == "memos/m1"
    assert memo.creator == "users/ann"
    assert memo.state == State.ARCHIVED
    assert memo.visibility == memo_pb.Visibility.PUBLIC
    assert memo.content == ROW["content"]
    assert memo.tags == ["a", "ü/🎉"]
    assert memo.pinned is True
    assert memo.snippet == "T #a"
    assert memo.property is not None
    properties = memo.property
    assert (properties.has_link, properties.has_code) == (True, True)
    assert (properties.has_task_list, properties.has_incomplete_tasks) == (False,) * 2
    assert properties.title == "T"
    assert memo.create_time is not None
    assert memo.update_time is not None
    assert (memo.create_time.seconds, memo.create_time.nanos) == (-5, 0)
    assert memo.update_time.seconds == 1 << 33
    assert b"parent" not in encode(memo, Form.REST_JSON)
    assert b"location" not in encode(memo, Form.REST_JSON)


def test_comment_names_its_memo() -> None:
    assert converters.memo(ROW, "ann", "m0").parent == "memos/m0"


@pytest.mark.parametrize(
    ("stored", "answered"),
    [
        (("", 0.0, 0.0), ("", 0.0, 0.0)),
        (("Home", 48.5, -3.25), ("Home", 48.5, -3.25)),
        (("Home", None, None), ("Home", 0.0, 0.0)),
    ],
)
def test_location_is_there_when_it_was_given(
    stored: tuple[Any, ...], answered: tuple[Any, ...]
) -> None:
    names = ("location_placeholder", "location_latitude", "location_longitude")
    memo = converters.memo(ROW | dict(zip(names, stored, strict=True)), "ann", None)

    assert memo.location is not None
    place = memo.location
    assert (place.placeholder, place.latitude, place.longitude) == answered
