"""An archive is a stream of parts, readable with tar and zstd alone."""

import io
import json
import shutil
import subprocess
import tracemalloc
from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError
from appliance.ops.backup import archive
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.manifest import Manifest
from tests.ops.backup.test_manifest import MANIFEST


def manifest() -> Manifest:
    """Return one without entities."""
    made = Manifest.from_bytes(MANIFEST.to_bytes())
    made.entities.clear()
    return made


def write(path: Path, rows: int, text: str = "x") -> Manifest:
    """Write an archive of memos."""
    described = manifest()
    with (
        path.open("wb") as sink,
        archive.writing(sink, described, 7, Recipients()) as writer,
    ):
        writer.begin("memo", "id", {})
        for start in range(0, rows, 100):
            page = ({"id": n, "content": text} for n in range(start, start + 100))
            writer.add("memo", page)
        writer.end("memo")
        writer.finish()
    return described


def test_parts_are_bounded_and_counted(tmp_path: Path) -> None:
    described = write(tmp_path / "a", 3000, "x" * 1000)
    facts = described.entities["memo"]
    assert facts.rows == 3000
    assert len(facts.parts) == 2
    assert all(part.size < archive.PART_SIZE + 2000 for part in facts.parts)
    with (
        (tmp_path / "a").open("rb") as source,
        archive.reading(source, "a", (), encrypted=False) as reader,
    ):
        found = {member.name: member.content.read() for member in reader.members()}
    assert [*found] == [*(part.name for part in facts.parts), "manifest.json"]
    assert Manifest.from_bytes(found["manifest.json"]) == described


def test_writing_holds_little_in_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        write(tmp_path / "a", 50_000, "some words " * 30)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * archive.PART_SIZE


def test_tar_and_zstd_read_it(tmp_path: Path) -> None:
    if not shutil.which("zstd"):
        pytest.skip("zstd is not installed")
    write(tmp_path / "a.tar.zst", 100)
    subprocess.run(["tar", "--zstd", "-xf", "a.tar.zst"], check=True, cwd=tmp_path)
    lines = (tmp_path / "entities/memo/000001.jsonl").read_text().splitlines()
    assert json.loads(lines[7]) == {"id": 7, "content": "x"}


def test_a_key_is_asked_for() -> None:
    with (
        pytest.raises(InvalidArgumentError, match="give --identity"),
        archive.reading(io.BytesIO(), "a", (), encrypted=True),
    ):
        pass


def test_damage_says_how_far_it_was_read(tmp_path: Path) -> None:
    write(tmp_path / "a", 100)
    content = (tmp_path / "a").read_bytes()[:-5] + b"12345"
    with (
        pytest.raises(DamagedError, match="a: damaged in or behind"),
        archive.reading(io.BytesIO(content), "a", (), encrypted=False) as reader,
    ):
        list(reader.members())
