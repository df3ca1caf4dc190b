"""The tab key knows commands, once a shell was told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.cli.calling import Console, console

__all__ = ["console"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this user have no shell, and another home."""
    for name in ("SHELL", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed_and_put_where_it_is_found(
    console: Console, home: Path, shell: str
) -> None:
    shown = console.call("--show-completion", shell).stdout
    assert f"_APPLIANCE_COMPLETE={shell}_complete" in shown
    done = console.call("--install-completion", shell)
    assert done.returncode == 0
    place = Path(done.stdout.partition(": ")[0])
    assert place.is_relative_to(home)
    assert place.read_text(encoding="utf-8").strip() == shown.strip()


def test_the_shell_of_the_user_is_meant(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "yours is not known" in console.refusal("--show-completion", code=2)
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "fish_complete" in console.call("--show-completion").stdout
    monkeypatch.setenv("SHELL", "/bin/sh")
    assert "yours is sh" in console.refusal("--install-completion", code=2)


def test_a_home_that_cannot_be_written_is_told(console: Console, home: Path) -> None:
    (home / ".zfunc").touch()
    assert ".zfunc" in console.refusal("--install-completion", "zsh", code=1)


def test_bash_completes_by_it(
    console: Console, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where no virtual environment is active, the command is not found by its name.
    beside = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{beside}{os.pathsep}{os.environ['PATH']}")
    script = home / "script"
    script.write_text(console.call("--show-completion", "bash").stdout)
    typed = (
        f"source {script}; COMP_WORDS=(appliance backup cr); COMP_CWORD=2;"
        ' _appliance_completion appliance; echo "${COMPREPLY[@]}"'
    )
    shell = ["bash", "-c", typed]
    done = subprocess.run(shell, check=False, capture_output=True, text=True)
    assert done.stdout == "create\n", done.stderr
