"""Bodies that are broken, mistyped, too deep, too large or not text."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import wire
from tests.hostile.wires import (
    CREATE,
    Wires,
    connect_code,
    grpc_web_code,
    rest_code,
)

MEMOS = ("POST", "/api/v1/memos")
BODY_LIMIT_MIB = 8
BROKEN_JSON = {
    "cut": b'{"content": "x"',
    "no value": b'{"content": }',
    "comma": b'{"content": "x",}',
    "quote": b"{'content': 'x'}",
    "word": b"nonsense",
    "invalid utf-8": b'{"content": "\xff\xfe"}',
    "lone surrogate": b'{"content": "\\ud800"}',
    "deep": b'{"a":' * 300 + b"1" + b"}" * 300,
    "deep list": b"[" * 300 + b"]" * 300,
    "bare list": b"[]",
    "bare number": b"7",
    "infinity": b'{"location": {"latitude": 1e999}}',
}
# Valid JSON of the wrong types, as the memo of a request.
MISTYPED: dict[str, list[Any]] = {
    "content": [1, {}, [], True],
    "pinned": ["yes", 1, "true", []],
    "createTime": ["tomorrow", 5, {}, "2024-13-01T00:00:00Z", "2024-01-01"],
    "visibility": [{}, [], 1.5, True],
    "tags": ["one", {"a": 1}, [1]],
    "location": ["here", [], {"latitude": "north"}, 3],
    "attachments": ["x", [{"name": 1}], {}],
}
BROKEN_BINARY = {
    "cut": b"\x0a\xff",
    "wrong wire type": b"\x08\x01",
    "group": b"\x0b",
    "field 0": b"\x00\x01",
    "invalid utf-8": b"\x0a\x04\x3a\x02\xff\xfe",
    "long varint": b"\x08" + b"\xff" * 11,
}
MODEST = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)
)
KEYS = st.sampled_from([*MISTYPED, "name", "state", "unknown"])


def trees(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Grow lists and memo-like objects."""
    return st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)


ANY_JSON = st.recursive(LEAVES, trees, max_leaves=8)


@pytest.mark.parametrize("body", BROKEN_JSON.values(), ids=BROKEN_JSON)
def test_broken_json_is_an_invalid_argument(wires: Wires, body: bytes) -> None:
    for route in (MEMOS, ("PATCH", "/api/v1/memos/nothing")):
        assert wires.rest(*route, body, "application/json") == "invalid_argument"
    wrapped = b'{"memo": ' + body + b"}"
    assert wires.connect(CREATE, wrapped, "application/json") == "invalid_argument"
    assert wires.connect(CREATE, body, "application/json") == "invalid_argument"


@pytest.mark.parametrize("field", MISTYPED)
def test_wrong_types_are_invalid_arguments(wires: Wires, field: str) -> None:
    for value in MISTYPED[field]:
        memo = json.dumps({field: value}).encode()
        code = wires.rest(*MEMOS, memo, "application/json")
        assert code == "invalid_argument", value
        wrapped = b'{"memo": ' + memo + b"}"
        code = wires.connect(CREATE, wrapped, "application/json")
        assert code == "invalid_argument", value


@pytest.mark.parametrize("body", BROKEN_BINARY.values(), ids=BROKEN_BINARY)
def test_broken_messages_are_invalid_arguments(wires: Wires, body: bytes) -> None:
    assert wires.binary_everywhere(CREATE, body) == {"invalid_argument"}


@pytest.mark.parametrize(
    "body", [b"\0", b"\0\0\0\0\x09ab", b"\0\xff\xff\xff\xff", b"\x07\0\0\0\0"]
)
def test_broken_frames_are_refused(wires: Wires, body: bytes) -> None:
    assert wires.grpc_web_raw(CREATE, body) in {
        "invalid_argument",
        "resource_exhausted",
        "unimplemented",
        "internal",  # what Connect's own suite expects of an unknown compression
    }


def test_text_that_is_no_base64_is_refused(wires: Wires) -> None:
    response = wires.http.post(
        wire.rpcs()[CREATE].path,
        content=b"%%% no base64 %%%",
        headers=wires.bearer | {"content-type": "application/grpc-web-text"},
    )
    assert response.status_code < 500
    if response.status_code == 200:
        assert grpc_web_code(response, text=True) == "invalid_argument"


def test_nul_in_a_name_is_an_invalid_argument(wires: Wires) -> None:
    memo = {"location": {"placeholder": "\0"}}
    body = json.dumps({"memo": memo}).encode()
    assert wires.connect(CREATE, body, "application/json") == "invalid_argument"
    method = wire.rpcs()[CREATE]
    message = wire.to_message(method.input, {"memo": memo}).SerializeToString()
    assert wires.binary_everywhere(CREATE, message) == {"invalid_argument"}
    rest = json.dumps(memo).encode()
    assert wires.rest(*MEMOS, rest, "application/json") == "invalid_argument"


def test_content_over_the_limit_is_an_invalid_argument(wires: Wires) -> None:
    content = "x" * 300_000
    body = json.dumps({"memo": {"content": content}}).encode()
    assert wires.connect(CREATE, body, "application/json") == "invalid_argument"
    method = wire.rpcs()[CREATE]
    message = wire.to_message(method.input, {"memo": {"content": content}})
    codes = wires.binary_everywhere(CREATE, message.SerializeToString())
    assert codes == {"invalid_argument"}
    rest = json.dumps({"content": content}).encode()
    assert wires.rest(*MEMOS, rest, "application/json") == "invalid_argument"


@pytest.mark.parametrize(
    ("path", "code"),
    [(MEMOS[1], "invalid_argument"), (wire.rpcs()[CREATE].path, "resource_exhausted")],
)
def test_body_over_the_limit_is_refused(wires: Wires, path: str, code: str) -> None:
    blocks = (b" " * 2**20 for _ in range(BODY_LIMIT_MIB + 1))
    headers = wires.bearer | {"content-type": "application/json"}
    response = wires.http.post(path, content=blocks, headers=headers)
    read = rest_code if path == MEMOS[1] else connect_code
    assert read(response) == code


def test_json_needs_no_content_type(wires: Wires) -> None:
    body = json.dumps({"content": "from a shell"}).encode()
    for kind in ("", "application/x-www-form-urlencoded", "text/plain; charset=x"):
        assert wires.rest(*MEMOS, body, kind) == "ok"


def test_body_of_a_get_is_ignored(wires: Wires) -> None:
    for body in (b"{}", b"{broken", b"\xff"):
        assert wires.rest("GET", "/api/v1/memos", body, "application/json") == "ok"


@MODEST
@given(body=ANY_JSON)
def test_any_json_is_taken_or_refused(wires: Wires, body: object) -> None:
    text = json.dumps(body).encode()
    codes = wires.json_everywhere(MEMOS, CREATE, text)
    assert codes <= {"ok", "invalid_argument"}


@MODEST
@given(body=st.binary(max_size=60))
def test_any_bytes_are_taken_or_refused(wires: Wires, body: bytes) -> None:
    assert wires.binary_everywhere(CREATE, body) <= {"ok", "invalid_argument"}
    codes = wires.json_everywhere(MEMOS, CREATE, body)
    assert codes <= {"ok", "invalid_argument"}


@MODEST
@given(content=st.text(max_size=200))
def test_any_text_comes_back_as_it_went(wires: Wires, content: str) -> None:
    answer = wires.http.post(
        MEMOS[1], content=json.dumps({"content": content}), headers=wires.bearer
    )
    assert answer.json()["content"] == content.replace("\0", "\ufffd")
