"""`appliance log`: what the running server writes down."""

import click

from appliance.ops import asking
from appliance.ops.cli import output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import load_settings
from appliance.ops.logs import LEVELS


@click.group(cls=Manuals)
def log() -> None:
    """Turn the log of the running server up or down."""


@log.command()
@click.argument(
    "chosen", type=click.Choice(list(LEVELS)), metavar="[LEVEL]", required=False
)
@output.operators
def level(*, chosen: str | None, as_json: bool, **flags: str | None) -> None:
    """Write lines of LEVEL and above (debug, info, warn, error), or say which it is.

    It holds at once and until the server ends; `--log-level` of `serve` says what the
    next start begins with.
    """
    settings = load_settings(flags)
    done = asking.ask(settings.data, "log.level", {"level": chosen or ""})
    output.said(done, f"The level is {done['level']}.", as_json=as_json)
