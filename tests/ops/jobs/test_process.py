"""The server's end of a process: answers, faults, and an end in any case."""

import asyncio
from pathlib import Path

import pytest

from appliance.config import Settings, read_settings
from appliance.errors import NotFoundError, UnavailableError
from appliance.ops.jobs import process, tasks


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    flags = {"data": str(tmp_path / "data"), "backup_before": "sleep 300"}
    return read_settings(flags, {})


def children() -> set[str]:
    """Return the numbers of this process's children."""
    lists = Path("/proc/self/task").glob("*/children")
    return {number for each in lists for number in each.read_text().split()}


async def test_it_answers_and_fails_as_the_task_does(
    settings: Settings, tmp_path: Path
) -> None:
    wanted = {"destination": str(tmp_path / "new")}
    assert (await process.perform(settings, tasks.PROBE, wanted)).facts["good"]
    nothing = {"destinations": [str(tmp_path / "none")]}
    with pytest.raises(NotFoundError, match="no backup"):
        await process.perform(settings, tasks.VERIFY, nothing)


async def test_a_caller_who_is_cancelled_leaves_no_process(
    settings: Settings, tmp_path: Path
) -> None:
    wanted = {"destinations": [str(tmp_path / "new")]}
    # Servers of other tests may be children of this process too.
    before = children()
    work = asyncio.create_task(process.perform(settings, tasks.CREATE, wanted))
    async with asyncio.timeout(60):
        while children() <= before:  # noqa: ASYNC110 - another process has no event
            await asyncio.sleep(0.05)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert children() <= before


async def test_one_that_ends_without_a_word_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "PROGRAM", ("false",))
    with pytest.raises(UnavailableError, match="status 1"):
        await process.perform(settings, tasks.PROBE, {})
