"""What every destination must do: one suite for all of them."""

from pathlib import Path

import pytest

from appliance.errors import NotFoundError
from appliance.ops.backup import bundle
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.directory import Directory

LONG = "blobs/" + "a" * 64 + "." + "b" * 16 + "." + "c" * 64 + ".age"
CONTENTS = {"snapshots/x": b"s" * 700, "blobs/empty": b"", LONG: b"l" * 512}


def directory(tmp_path: Path) -> Directory:
    """Return a directory with some files."""
    made = Directory(tmp_path / "repository")
    made.prepare()
    for name, content in CONTENTS.items():
        with made.put(name) as file:
            file.write(content)
    made.settle()
    return made


@pytest.fixture(params=["directory", "bundle"])
def destination(request: pytest.FixtureRequest, tmp_path: Path) -> Destination:
    """Return each kind of destination, with the same files in it."""
    made = directory(tmp_path)
    if request.param == "directory":
        return made
    bundle.export(made, CONTENTS, tmp_path / "one.tar")
    return bundle.Bundle(tmp_path / "one.tar")


def test_files_are_listed_measured_and_read(destination: Destination) -> None:
    assert destination.names("snapshots/") == ["snapshots/x"]
    assert destination.names("blobs/") == sorted(["blobs/empty", LONG])
    for name, content in CONTENTS.items():
        assert destination.size(name) == len(content)
        with destination.open(name) as file:
            assert file.read() == content
        assert name in destination.place(name)


def test_what_is_not_there_is_named(destination: Destination) -> None:
    assert destination.size("blobs/x") is None
    assert destination.names("nothing/") == []
    with pytest.raises(NotFoundError, match="blobs/x: missing"):
        destination.open("blobs/x")
