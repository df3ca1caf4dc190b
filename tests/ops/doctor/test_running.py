"""What a running server says of itself, and the doctor of that."""

from pathlib import Path
from typing import Any

import pytest

from appliance import __version__
from appliance.config import read_settings
from appliance.ops.doctor.running import (
    look_at_proxies,
    look_at_server,
    look_at_version,
)
from tests.servers import running_server

NOTHING = {"named": 0, "nameless": 0, "strangers": 0, "last_stranger": ""}


@pytest.mark.parametrize(
    ("seen", "verdict", "said"),
    [
        ({}, "ok", "nothing was forwarded"),
        ({"named": 5, "nameless": 2}, "ok", "5 requests"),
        ({"nameless": 2}, "warn", "named no client in 2"),
        ({"strangers": 7, "last_stranger": "172.17.0.1"}, "warn", "172.17.0.1"),
        # Strangers out there write what they like.
        ({"strangers": 7, "last_stranger": "8.8.8.8"}, "ok", "nothing"),
        ({"strangers": 7, "last_stranger": "?"}, "ok", "nothing"),
    ],
)
def test_proxies_are_judged_by_what_they_did(
    seen: dict[str, Any], verdict: str, said: str
) -> None:
    found = look_at_proxies({**NOTHING, **seen})
    assert found.verdict == verdict
    assert said in found.fact


def test_another_version_is_told() -> None:
    assert look_at_version(__version__).verdict == "ok"
    assert look_at_version("0.0.1").verdict == "warn"


def test_without_a_server_nothing_is_said(tmp_path: Path) -> None:
    assert list(look_at_server(read_settings({"data": str(tmp_path)}, {}))) == []


def test_a_server_is_asked() -> None:
    with running_server() as server:
        settings = read_settings({"data": str(server.data)}, {})
        found = {each.check: each for each in look_at_server(settings)}
        assert found["version"].verdict == "ok"
        assert found["proxy headers"].verdict == "ok"
