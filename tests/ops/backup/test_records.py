"""Outcomes stay until the next, and the last good one's time beyond that."""

from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError
from appliance.ops.backup import records


def test_the_last_good_time_outlives_failures(tmp_path: Path) -> None:
    assert records.read(tmp_path, records.DRILL) is None
    records.keep(tmp_path, records.DRILL, {"id": "a"}, good=False)
    first = records.read(tmp_path, records.DRILL)
    assert first is not None
    assert (first["id"], first["good"], first["good_time"]) == ("a", False, None)
    records.keep(tmp_path, records.DRILL, {"id": "b"}, good=True)
    good = records.read(tmp_path, records.DRILL)
    assert good is not None
    assert good["good_time"] == good["time"]
    records.keep(tmp_path, records.DRILL, {"id": "c"}, good=False)
    last = records.read(tmp_path, records.DRILL)
    assert last is not None
    assert (last["id"], last["good_time"]) == ("c", good["time"])
    assert records.read(tmp_path, records.CREATE) is None


def test_a_failure_is_kept_but_wrong_use_is_not(tmp_path: Path) -> None:
    with (
        pytest.raises(InvalidArgumentError),
        records.failure(tmp_path, records.DRILL),
    ):
        raise InvalidArgumentError
    assert records.read(tmp_path, records.DRILL) is None
    with pytest.raises(KeyError), records.failure(tmp_path, records.DRILL):
        raise KeyError("x")
    kept = records.read(tmp_path, records.DRILL) or {}
    assert (kept["good"], kept["reason"]) == (False, "KeyError: 'x'")
    with records.failure(tmp_path, records.DRILL):
        pass
    assert records.read(tmp_path, records.DRILL) == kept


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    records.keep(tmp_path, records.DRILL, {}, good=True)
    for text in ("{", "[]"):
        (tmp_path / "backup-state/drill.json").write_text(text)
        assert records.read(tmp_path, records.DRILL) is None
