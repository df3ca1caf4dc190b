"""The `appliance` command itself: sub-commands and exit codes."""

import gc
from pathlib import Path

import pytest

from appliance import __main__
from appliance.__main__ import COMMANDS, main
from appliance.config import Settings, read_settings
from appliance.errors import (
    ApplianceError,
    FailedPreconditionError,
    InvalidArgumentError,
    UnavailableError,
)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: appliance {name}")


@pytest.mark.parametrize("arguments", [["fly"], ["version", "--fast"], ["descriptor"]])
def test_wrong_use_is_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "Usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidArgumentError("a\nb"), 2),
        (FailedPreconditionError("a\nb"), 2),
        (UnavailableError("a\nb"), 1),
        (ApplianceError("a\nb"), 1),
        (OSError("a\nb"), 1),
    ],
)
def test_errors_become_sentences_and_exit_codes(
    error: Exception,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(__main__.command, "main", fail)
    assert main([]) == code
    assert capsys.readouterr().err == "appliance: a\nappliance: b\n"


def test_an_interruption_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(__main__.command, "invoke", lambda _context: interrupt())
    assert main(["version"]) == 130
    assert capsys.readouterr().err.strip() == "appliance: interrupted"


def test_loading_leaves_garbage_collection_on() -> None:
    with __main__.loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_build_puts_the_server_together(settings: Settings) -> None:
    application = __main__.build(settings)
    assert application.fault is None


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"data": str(tmp_path)}, {})
