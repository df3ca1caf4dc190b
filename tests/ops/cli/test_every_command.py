"""Every command explains itself, refuses clearly and speaks JSON to scripts."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from appliance.__main__ import command
from tests.ops.cli import commands
from tests.ops.cli.calling import Console
from tests.servers import chosen_database, running_server, sign_up

# Commands without --json, and why.
WITHOUT_JSON = {
    ("serve",): "runs; its log is JSON",
    ("migrate",): "prints the names of migrations, one a line",
    ("db", "migrate"): "the same",
    ("metrics",): "prints Prometheus' own format",
    ("descriptor",): "writes a file",
}
# What each command is told in a good case; {} are things of the instance.
GOOD: dict[tuple[str, ...], str] = {
    ("user", "create"): "anna",
    ("user", "list"): "",
    ("user", "set-role"): "anna USER",
    ("user", "archive"): "anna",
    ("user", "unarchive"): "anna",
    ("user", "sessions"): "",
    ("user", "reset-password"): "anna",
    ("token", "create"): "anna",
    ("token", "list"): "",
    ("token", "revoke"): "anna {token}",
    ("trash", "list"): "",
    ("trash", "empty"): "--yes",
    ("memo", "export"): "",
    ("memo", "reindex"): "",
    ("storage", "check"): "",
    ("storage", "gc"): "--yes",
    ("storage", "move"): "--to database",
    ("db", "check"): "",
    ("db", "stats"): "",
    ("db", "analyze"): "",
    ("db", "vacuum"): "",
    ("settings", "list"): "",
    ("settings", "set"): "GENERAL.customProfile.title Home",
    ("settings", "get"): "GENERAL",
    ("audit",): "",
    ("doctor",): "",
    ("config", "show"): "",
    ("version",): "",
    ("backup", "create"): "--to {root}/backups",
    ("backup", "list"): "{root}/backups",
    ("backup", "show"): "{root}/backups",
    ("backup", "verify"): "{root}/backups",
    ("backup", "export"): "{root}/backups {root}/one.tar",
    ("backup", "drill"): "{root}/backups",
    ("backup", "prune"): "{root}/backups --keep-last 1",
    ("backup", "key"): "{root}/key",
    ("backup", "restore"): "{root}/backups --replace",
    ("user", "delete"): "anna --yes",
}
# These need a server that runs; without one they are tried for their refusal.
SERVED = {("healthcheck",): "", ("log", "level"): ""}
# What has no place to be put in the trash by a command: tests/ops/acts has it.
ELSEWHERE = {("trash", "restore")}
# Commands that take no instance.
PLACELESS = {
    ("version",),
    *(("backup", name) for name in ("list", "show", "verify")),
    ("backup", "key"),
}
# What each is told so that it must refuse, beside an instance that is none.
BAD: dict[tuple[str, ...], str] = {
    ("backup", "list"): "{root}/nowhere",
    ("backup", "show"): "{root}/nowhere",
    ("backup", "verify"): "{root}/nowhere",
    ("backup", "export"): "{root}/nowhere {root}/file",
    ("backup", "prune"): "{root}/nowhere --keep-last 1",
    ("backup", "drill"): "{root}/nowhere",
    ("backup", "restore"): "{root}/nowhere",
    ("backup", "key"): "{root}/no/such/../../file/key",
    ("trash", "restore"): "1",
    ("descriptor",): "{root}/file/x",
}
# These refuse nothing: two always have an answer, two say what they find; serve runs.
HARMLESS = {("version",), ("config", "show"), ("healthcheck",), ("doctor",), ("serve",)}


def walk(
    found: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that lead to it."""
    yield path, found
    if isinstance(found, click.Group):
        context = click.Context(found)
        for name in found.list_commands(context):
            below = found.get_command(context, name)
            assert below is not None
            yield from walk(below, (*path, name))


ALL = dict(walk(command))
LEAVES = {path: each for path, each in ALL.items() if not isinstance(each, click.Group)}


def spelled(path: tuple[str, ...]) -> str:
    """Name a case."""
    return " ".join(path) or "appliance"


def has_json(each: click.Command) -> bool:
    """Whether a command takes --json."""
    return any("--json" in parameter.opts for parameter in each.params)


@pytest.mark.parametrize("path", ALL, ids=spelled)
def test_help_is_like_a_manual(console: Console, path: tuple[str, ...]) -> None:
    done = console.call(*path, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: {' '.join(('appliance', *path))}")
    assert console.call(*path, "-h").stdout == done.stdout
    first = (ALL[path].help or "").split("\n\n")[0].strip()
    assert first.endswith("."), "no sentence"
    for parameter in ALL[path].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            # Behind the sentence stand the variable and the default.
            sentence = (parameter.help or "").split("  [")[0].rstrip()
            assert re.search(r"[.:…B]$", sentence), sentence


def test_every_command_speaks_json_or_has_a_reason() -> None:
    silent = {path for path, each in LEAVES.items() if not has_json(each)}
    assert silent == set(WITHOUT_JSON)
    told = GOOD.keys() | SERVED.keys() | ELSEWHERE
    assert told == LEAVES.keys() - silent


@pytest.mark.parametrize("path", ALL, ids=spelled)
def test_an_unknown_flag_is_wrong_use(console: Console, path: tuple[str, ...]) -> None:
    done = console.call(*path, "--never-heard-of")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such option" in done.stderr
    done = console.call(*path, "--json", "--never-heard-of")
    assert (done.returncode, done.stdout) == (2, "")
    told = json.loads(done.stderr)
    assert told["code"] == 2
    assert "No such option" in told["error"]
    assert "\n" not in told["error"]


def arguments(path: tuple[str, ...], text: str, **known: Any) -> list[str]:
    """Spell a case out."""
    return [*path, *text.format(**known).split()]


def test_json_is_one_document(instance: Console, tmp_path: Path) -> None:
    known = {"root": str(tmp_path), "token": ""}
    place = instance.place
    instance.call("user", "create", "keeper", "--role", "ADMIN")
    for path, text in GOOD.items():
        instance.place = () if path in PLACELESS else place
        if path == ("backup", "drill"):
            instance.place = place[:2]
        done = instance.call(*arguments(path, text, **known), "--json")
        # An instance of tests has its warnings.
        assert done.returncode == 0 or path == ("doctor",), (path, done.stderr)
        if path == ("memo", "export"):
            assert all(json.loads(line) for line in done.stdout.splitlines())
            continue
        document = json.loads(done.stdout)
        assert done.stdout.count("\n") == 1 or path[0] in ("settings", "config")
        if path == ("token", "create"):
            known["token"] = document["id"]


@pytest.mark.parametrize("path", LEAVES.keys() - HARMLESS, ids=spelled)
def test_a_refusal_is_one_sentence(
    console: Console, tmp_path: Path, path: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()
    text = BAD.get(path, SERVED.get(path, GOOD.get(path, "")))
    words = arguments(path, text, root=tmp_path, token="none")
    takes_data = any("--data" in each.opts for each in LEAVES[path].params)
    if takes_data:
        words += ["--data", str(tmp_path / "file/none")]
    done = console.call(*words)
    assert done.returncode in (1, 2), done.stdout
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(("appliance: ", "Usage: "))
    assert done.stderr.startswith("Usage") or done.stderr.count("\n") == 1
    if has_json(LEAVES[path]):
        again = console.call(*words, "--json")
        told = json.loads(again.stderr)
        assert (again.stdout, again.returncode) == ("", told["code"])
        assert told["error"]


@pytest.mark.skipif(chosen_database() != "sqlite", reason="asks about no database")
def test_what_needs_a_server_speaks_json_to_one(console: Console) -> None:
    with running_server() as server:
        sign_up(server)
        console.place = ["--data", str(server.data)]
        assert console.facts("log", "level")
        health = ("healthcheck", "--port", str(server.port), "--json")
        assert json.loads(commands.call(*health).stdout)["healthy"]
        server.stop()
        done = commands.call(*health)
    assert (done.returncode, json.loads(done.stdout)["healthy"]) == (1, False)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(shell: str) -> None:
    def complete(instruction: str, words: str) -> str:
        environment = {
            **os.environ,
            "_APPLIANCE_COMPLETE": f"{shell}_{instruction}",
            "COMP_WORDS": words,
            # fish says only the word that is being written.
            "COMP_CWORD": words.rsplit(" ", maxsplit=1)[-1]
            if shell == "fish"
            else str(len(words.split(" ")) - 1),
        }
        program = str(Path(sys.executable).parent / "appliance")
        done = subprocess.run(
            [program], env=environment, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr
        return done.stdout

    assert "_APPLIANCE_COMPLETE" in complete("source", "appliance")
    assert "restore" in complete("complete", "appliance backup re")
    assert "--keep-last" in complete("complete", "appliance backup prune --keep-l")
