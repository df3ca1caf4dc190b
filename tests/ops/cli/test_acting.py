"""The ways to the data: a server's socket, the lock, or just a look."""

from pathlib import Path

import pytest

from appliance.ops import lock
from appliance.ops.cli import acting
from tests.ops.cli.calling import Console


def test_a_wrong_path_makes_no_database(console: Console, tmp_path: Path) -> None:
    console.place = ["--data", str(tmp_path)]
    for command in (("user", "list"), ("user", "create", "anna")):
        assert "no database there" in console.refusal(*command, code=2)
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_another_is_respected(
    instance: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "STARTING_SECONDS", 0.2)
    with lock.hold([Path(instance.place[1])]):
        refused = instance.refusal("user", "create", "anna", code=2)
        assert "Another server (process " in refused
        assert instance.facts("user", "list") == []


def test_an_old_schema_is_refused(console: Console, tmp_path: Path) -> None:
    (tmp_path / "appliance.db").touch()
    console.place = ["--data", str(tmp_path)]
    assert "not migrated" in console.refusal("user", "list", code=2)
