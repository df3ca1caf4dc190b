"""Commands run inside the test's process: a process for each would take a second."""

import asyncio
import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import structlog

from appliance.__main__ import main
from appliance.config import read_settings
from appliance.models import migrate
from appliance.models.connection import describe_database
from tests.servers import chosen_database, database_flags


@dataclass
class Console:
    """Where an operator types; `place` says which instance is meant."""

    capsys: pytest.CaptureFixture[str]
    place: Sequence[str] = ()

    def call(self, *arguments: str) -> "CompletedProcess[str]":
        """Run `appliance` with the arguments, on the instance."""
        self.capsys.readouterr()
        code = main([*arguments, *self.place])
        out, err = self.capsys.readouterr()
        return CompletedProcess(arguments, code, out, err)

    def facts(self, *arguments: str, code: int = 0) -> Any:
        """Return what the command prints with `--json`."""
        done = self.call(*arguments, "--json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    def refusal(self, *arguments: str, code: int) -> str:
        """Return what the command says as it ends with a code."""
        done = self.call(*arguments)
        assert (done.returncode, done.stdout) == (code, "")
        return done.stderr


@pytest.fixture
def console(capsys: pytest.CaptureFixture[str]) -> Iterator[Console]:
    """Run commands here, and leave this process as it was."""
    root = logging.getLogger()
    kept = os.umask(0o022), root.handlers[:], root.level
    yield Console(capsys)
    os.umask(kept[0])
    root.handlers[:], root.level = kept[1:]
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def instance(console: Console, tmp_path: Path) -> Iterator[Console]:
    """Let commands mean an empty, migrated instance of the database under test."""
    data = tmp_path / "data"
    data.mkdir()
    with database_flags(chosen_database()) as flags:
        console.place = ["--data", str(data), *flags]
        environment = {"APPLIANCE_DATA": str(data)}
        if flags:
            environment["APPLIANCE_DSN"] = flags[-1]
        described = describe_database(read_settings({}, environment))
        asyncio.run(migrate.migrate(described))
        yield console
