"""Who has a turn, as others read it."""

import json
import os
from typing import Any

import pytest

from appliance.ops.backup.holder import Holder


def test_what_was_written_is_read() -> None:
    holder = Holder("lock", works=False)
    assert Holder.from_bytes(holder.to_bytes()) == holder
    assert holder.began is not None
    assert Holder(since="soon").began is None
    assert str(holder).startswith(f"process {os.getpid()} on ")


@pytest.mark.parametrize(
    "change",
    [
        *({"process": "1"}, {"process": True}, {"works": 1}, {"since": None}),
        *({"host": "a\x1b[2J"}, {"host": "a\nforged"}, {"instance": 7}, {"more": 1}),
    ],
)
def test_what_is_not_ours_is_nobody(change: dict[str, Any]) -> None:
    written = json.loads(Holder("lock").to_bytes())
    assert Holder.from_bytes(json.dumps(written).encode()) is not None
    assert Holder.from_bytes(json.dumps({**written, **change}).encode()) is None


@pytest.mark.parametrize("missing", ["instance", "works", "host", "process", "since"])
def test_what_is_not_said_is_not_made_up(missing: str) -> None:
    written = json.loads(Holder("lock").to_bytes())
    del written[missing]
    assert Holder.from_bytes(json.dumps(written).encode()) is None


@pytest.mark.parametrize(
    "content", [b"", b"12\n", b"[]", b'{"who": 1}', b"\xff{", b"{}", b"[" * 4096]
)
def test_what_says_nothing_is_nobody(content: bytes) -> None:
    assert Holder.from_bytes(content) is None
