"""The `appliance` command: finds the sub-command and turns errors into exit codes.

0 is success, 1 a failure, 2 wrong use or a refusal to start. Modules are loaded when
their command is called, so that `version` and `healthcheck` need not wait for a server.
"""

import gc
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from appliance.errors import (
    ApplianceError,
    FailedPreconditionError,
    InvalidArgumentError,
    in_words,
)
from appliance.ops.cli.manual import Manuals

if TYPE_CHECKING:
    from appliance.config import Settings
    from appliance.ops.server import Application

F = TypeVar("F", bound=Callable[..., Any])

FAILURE, REFUSAL = 1, 2
JSON = "--json"

COMMANDS = {
    "serve": "Start the server.",
    "migrate": "Bring the database to this program's schema.",
    "backup": "Make, prove and bring back backups.",
    "user": "List, make, change and delete accounts.",
    "token": "Make, list and revoke personal access tokens.",
    "trash": "List, restore and forget deleted memos.",
    "memo": "Export memos, and make again what is derived from them.",
    "storage": "Check files in all storages, and erase what nobody needs.",
    "db": "Check, measure and tidy up the database.",
    "settings": "Read and change the settings of the instance.",
    "audit": "List who did what.",
    "doctor": "Look at everything and say what to do.",
    "config": "Show the settings of flags, variables and files.",
    "log": "Turn the log of the running server up or down.",
    "metrics": "Print what the running server measures.",
    "healthcheck": "Ask the running server whether it is well.",
    "descriptor": "Write the compiled contract to a file.",
    "version": "Print the version.",
}


@contextmanager
def loading() -> Iterator[None]:
    """Set garbage collection aside for the block."""
    # What loading makes stays; searching it for garbage takes an eighth of the start.
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Commands(Manuals):
    """The sub-commands, each in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load the command's module."""
        if cmd_name not in COMMANDS:
            return None
        with loading():
            module = import_module(f"appliance.ops.cli.{cmd_name}")
        return cast("click.Command", getattr(module, cmd_name))

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _complete(ctx: click.Context, option: click.Parameter, shell: str | None) -> None:
    if shell is None or ctx.resilient_parsing:
        return
    completion = import_module("appliance.ops.cli.completion")
    act = completion.install if option.name == "install" else completion.script
    click.echo(act(ctx.command, shell))
    ctx.exit()


def _completing(flag: str, name: str, what: str) -> Callable[[F], F]:
    return click.option(
        flag,
        name,
        is_flag=False,
        flag_value="",
        is_eager=True,
        expose_value=False,
        callback=_complete,
        metavar="[bash|zsh|fish]",
        help=f"{what}; default: for your shell.",
    )


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@_completing("--show-completion", "show", "Print what completes commands and flags")
@_completing("--install-completion", "install", "Put it where the shell finds it")
def command() -> None:
    """Memos Appliance: a note server that speaks the Memos API.

    `appliance COMMAND --help` explains a command.
    """


def build(settings: "Settings") -> "Application":
    """Load the server and put it together."""
    with loading():
        return cast("Application", import_module("appliance.app").build(settings))


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    explain = _explain
    if JSON in (sys.argv if arguments is None else arguments):
        explain = _explain_to_scripts
    try:
        outcome = command.main(
            arguments, prog_name="appliance", obj=build, standalone_mode=False
        )
    except click.ClickException as error:
        if explain is not _explain:
            return explain(error.format_message(), error.exit_code)
        error.show()
        return error.exit_code
    except click.Abort as error:
        return explain(str(error) or "interrupted", 128 + 2)
    except (InvalidArgumentError, FailedPreconditionError) as error:
        return explain(str(error), REFUSAL)
    except (ApplianceError, OSError) as error:
        return explain(in_words(error), FAILURE)
    return outcome if isinstance(outcome, int) else 0


def _explain(text: str, code: int) -> int:
    for line in text.splitlines():
        click.echo(f"appliance: {line}", err=True)
    return code


def _explain_to_scripts(text: str, code: int) -> int:
    told = {"error": text, "code": code}
    click.echo(json.dumps(told, ensure_ascii=False), err=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
