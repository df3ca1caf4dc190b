"""Tests of what a step is made of: places, templates, messages, peers."""

import base64
import re

import httpx
import pytest

from tests.golden import binary, places
from tests.golden.receiver import Delivery, Receiver
from tests.golden.scenarios import read_step
from tests.golden.templates import BlockedError, Templates


def test_unknown_key_of_a_step_is_an_error() -> None:
    with pytest.raises(TypeError, match="mehtod"):
        read_step({"name": "x", "mehtod": "GET"})


def test_places_lead_into_lists_and_objects() -> None:
    value = {"a": [{"b": 1}, {"b": 2}, {}], "@type": "t"}
    assert places.find(value, "$.a[*].b") == [1, 2]
    assert places.find(value, "$.a[0].b") == [1]
    assert places.find(value, '$["@type"]') == ["t"]
    assert places.find(value, "$.a[9]") == places.find(value, "$.none.b") == []
    assert places.find(value, "$") == [value]


def test_change_leaves_the_original_alone() -> None:
    value = {"a": [{"b": 1}, {"b": 2}]}
    changed = places.change(value, places.parse("$.a[-1].b"), lambda _: "new")
    assert changed == {"a": [{"b": 1}, {"b": "new"}]}
    assert value == {"a": [{"b": 1}, {"b": 2}]}


def test_templates_speak_of_variables_times_and_files() -> None:
    templates = Templates(m="memos/abc")
    assert templates.fill({"{{m|id}}": ["{{m}}", 1]}) == {"abc": ["memos/abc", 1]}
    assert templates.fill("{{repeat ab 3}}") == "ababab"
    assert templates.fill("{{base64 'a b'}}") == base64.b64encode(b"a b").decode()
    assert base64.b64decode(templates.fill("{{base64file dot.png}}"))[1:4] == b"PNG"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", templates.fill("{{now -60}}"))
    assert int(templates.fill("{{epoch +60}}")) > int(templates.fill("{{epoch}}"))
    with pytest.raises(BlockedError):
        templates.fill("{{unknown}}")


def test_messages_go_to_the_wire_and_back() -> None:
    memo = {
        "content": "x",
        "visibility": 3,
        "create_time": {"seconds": 1704067200},
        "location": {"latitude": 1.5},
        "tags": ["a", "b"],
    }
    read = binary.decode("Memo", binary.encode("Memo", memo))
    assert read == memo | {"create_time": "2024-01-01T00:00:00Z"}
    attachment = {"content": "YWJj", "size": 3}
    assert binary.encode("Attachment", attachment).endswith(b"abc\x38\x03")
    assert binary.encode("Empty", {}) == b""


def test_receiver_keeps_deliveries_and_judges_their_signatures() -> None:
    with Receiver() as receiver:
        httpx.post(f"http://{receiver.host}/hook/b", content=b'{"activityType":"x"}')
        httpx.post(f"http://{receiver.host}/hook/a", content=b"text")
        second, first = receiver.collect(2, 5, ""), receiver.collect(1, 0, "")
    assert [(shown["path"], shown["signature"]) for shown in second] == [
        ("/hook/a", "none"),
        ("/hook/b", "none"),
    ]
    assert first == []


def test_receiver_knows_the_signature_of_the_standard() -> None:
    # The example of the standard's own documentation.
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    delivery = Delivery("/hook", headers, b'{"test": 2432232314}')
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert delivery.signature(secret) == "valid"
    assert delivery.signature("other").startswith("not valid")
