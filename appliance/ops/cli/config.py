"""`appliance config`: what the operator chose, by flags and variables."""

import os
from dataclasses import fields
from typing import Any

import click

from appliance.config import Settings, read_settings
from appliance.ops.cli import output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import settings_options

HIDDEN = "(hidden)"


@click.group(cls=Manuals)
def config() -> None:
    """Show the settings of this process's flags, variables and files."""


@config.command()
@settings_options()
@output.as_json
def show(*, as_json: bool, **flags: str | None) -> None:
    """Show what the server would be started with; passwords are hidden.

    Give it the same flags and variables as `appliance serve`.
    """
    settings = read_settings(flags, os.environ)
    output.facts(_shown(settings), as_json=as_json)


def _shown(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name == "dsn":
            found["dsn"] = _place(settings)
        elif not field.repr:
            found[field.name] = HIDDEN if value else ""
        elif isinstance(value, tuple):
            found[field.name] = [str(each) for each in value]
        elif value is None or isinstance(value, bool | int | str):
            found[field.name] = value
        else:
            found[field.name] = str(value)
    return found


def _place(settings: Settings) -> str:
    """Name the database without its password."""
    dsn = settings.dsn
    if dsn.path:
        return str(dsn.path)
    host = dsn.unix_socket or f"{dsn.host}:{dsn.port}"
    return f"{settings.driver}://{dsn.user}@{host}/{dsn.database}"
