"""One file holds a backup, and tar reads it. Damage: test_verify.py."""

import subprocess
from pathlib import Path

import pytest

from appliance.errors import FailedPreconditionError, NotFoundError
from appliance.ops.backup import bundle
from tests.ops.backup.test_destination import CONTENTS, directory


def test_tar_unpacks_it_into_a_repository(tmp_path: Path) -> None:
    made = directory(tmp_path)
    size = bundle.export(made, CONTENTS, tmp_path / "one.tar")
    assert (tmp_path / "one.tar").stat().st_size == size
    (tmp_path / "out").mkdir()
    subprocess.run(["tar", "-x", "-f", "../one.tar"], cwd=tmp_path / "out", check=True)
    for name, content in CONTENTS.items():
        assert (tmp_path / "out" / name).read_bytes() == content


def test_it_is_known_by_its_beginning(tmp_path: Path) -> None:
    made = directory(tmp_path)
    bundle.export(made, CONTENTS, tmp_path / "one.tar")
    assert bundle.is_bundle(tmp_path / "one.tar")
    assert not bundle.is_bundle(tmp_path)
    assert not bundle.is_bundle(tmp_path / "repository/snapshots/x")


def test_a_missing_file_makes_no_export(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="blobs/x: missing"):
        bundle.export(directory(tmp_path), ["blobs/x"], tmp_path / "one.tar")
    assert not (tmp_path / "one.tar").exists()


def test_nothing_is_added(tmp_path: Path) -> None:
    bundle.export(directory(tmp_path), CONTENTS, tmp_path / "one.tar")
    closed = bundle.Bundle(tmp_path / "one.tar")
    assert closed.faults == []
    closed.settle()
    with pytest.raises(FailedPreconditionError, match="closed"):
        closed.put("blobs/x")


@pytest.mark.parametrize(
    ("length", "fault"), [(600, "damaged at its end"), (-1024, "damaged at its end")]
)
def test_a_cut_is_noticed(tmp_path: Path, length: int, fault: str) -> None:
    bundle.export(directory(tmp_path), CONTENTS, tmp_path / "one.tar")
    path = tmp_path / "one.tar"
    path.write_bytes(path.read_bytes()[:length])
    assert fault in " ".join(bundle.Bundle(path).faults)
