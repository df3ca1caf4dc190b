"""Programs of ours between two files."""

import tempfile
from pathlib import Path

import pytest

from appliance.models.media import program


async def run(module: str, content: bytes, seconds: float = 20) -> tuple[int, bytes]:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        source.flush()
        code = await program.run(module, source.fileno(), target.fileno(), seconds)
        target.seek(0)
        return code, target.read()


def written(directory: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    """Write a program where it is found."""
    (directory / "written_here.py").write_text(text)
    monkeypatch.syspath_prepend(directory)
    return "written_here"


async def test_a_program_reads_one_file_and_writes_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.exit(3)"
    name = written(tmp_path, monkeypatch, text)
    assert await run(name, b"hello") == (3, b"HELLO")


async def test_a_program_is_told_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPLIANCE_OPS_TOKEN", "sesame")
    name = written(tmp_path, monkeypatch, "import os; print(dict(os.environ))")
    _, told = await run(name, b"")
    assert b"PYTHONPATH" in told
    assert b"sesame" not in told


async def test_a_program_that_hangs_is_ended() -> None:
    with pytest.raises(TimeoutError):
        await run("timeit", b"", 0.05)
