"""Every cell of the matrix: RPC x caller x memo x kind of instance x transport."""

import inspect
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from appliance.models.database import Database
from tests import wire
from tests.clients import OK
from tests.contract.matrix import rules
from tests.contract.matrix.cast import Cast, Placed, cast
from tests.contract.matrix.row import Row
from tests.contract.matrix.rules import Caller, Cell
from tests.contract.matrix.scene import Scene
from tests.contract.matrix.subjects import SUBJECTS, Subject
from tests.contract.matrix.table import TABLE

SERVICES = sorted({row.rpc.partition("/")[0] for row in TABLE})


@pytest.fixture(params=[True, False], ids=["public", "private"])
async def stage(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> AsyncIterator[Cast]:
    """Start an instance with everybody on it."""
    async with cast(database, tmp_path, public=request.param) as people:
        yield people


def test_no_rpc_is_left_out() -> None:
    ours = {name for name in wire.rpcs() if not name.startswith("Health/")}

    assert {row.rpc for row in TABLE} == ours


@pytest.mark.parametrize("transport", ["rest", "connect-json"])
@pytest.mark.parametrize("service", SERVICES)
async def test_every_cell_is_as_the_rule_says(
    service: str, transport: str, stage: Cast
) -> None:
    rows = [row for row in TABLE if row.rpc.startswith(f"{service}/")]
    faults = [fault for row in rows for fault in await _faults(row, transport, stage)]
    assert faults == []


async def _faults(row: Row, transport: str, stage: Cast) -> list[str]:
    """Play one row for every caller and subject; return what is wrong."""
    faults = []
    for subject in SUBJECTS if row.memo else SUBJECTS[:1]:
        placed = await stage.place(subject)
        for caller in Caller:
            cell = Cell(caller, subject, stage.public)
            fault, code = await _play(row, cell, stage, transport, placed)
            faults += [f"{row.rpc}, {caller} on {subject}: {fault}"] if fault else []
            if row.changes and code == OK:
                placed = await stage.place(subject)
    return faults


async def _play(
    row: Row, cell: Cell, stage: Cast, transport: str, placed: Placed
) -> tuple[str, str]:
    """Make one call; return what is wrong with it, and its code."""
    token = stage.tokens.get(cell.caller, "")
    scene = Scene(stage, transport, cell.caller, placed, token)
    asked = row.ask(scene)
    request = await asked if inspect.isawaitable(asked) else asked
    outcome = await scene.say(row.rpc, request)
    allowed = row.rule(cell)
    expected = row.granted if allowed == OK else allowed
    if outcome.code != expected:
        return f"{outcome.code} ({outcome.detail}), not {expected}", outcome.code
    told = placed.canary in json.dumps(outcome.message)
    # Writers know what they wrote.
    entitled = cell.caller is Caller.OWNER or rules.read(cell) == OK
    if told and not entitled and cell.caller not in row.leaks:
        return "the answer tells what the caller may not read", outcome.code
    return "", outcome.code


def test_the_rule_for_reading_tells_all_subjects_apart() -> None:
    cells = [Cell(Caller.OTHER, subject, public=True) for subject in SUBJECTS]

    assert len(SUBJECTS) == len({str(each) for each in SUBJECTS}) == 42
    assert {rules.read(cell) for cell in cells} == {OK, rules.DENIED, rules.MISSING}
    assert isinstance(SUBJECTS[0], Subject)
