"""`appliance settings`: what administrators chose for the instance."""

import json
from typing import Any

import click

from appliance.errors import NotFoundError
from appliance.models import inventory
from appliance.ops.acts.ground import Ground
from appliance.ops.acts.settings import concealed
from appliance.ops.cli import acting, output
from appliance.ops.cli.options import load_settings

show_secrets = click.option(
    "--show-secrets", is_flag=True, help="Print passwords and keys as they are."
)


@click.group()
def settings() -> None:
    """Read and change the settings of the instance.

    These are what administrators choose on the page, like GENERAL or STORAGE. What the
    operator chooses by flags and variables is shown by `appliance config show`.
    """


@settings.command("list")
@show_secrets
@output.operators
def list_settings(*, show_secrets: bool, as_json: bool, **flags: str | None) -> None:
    """List every setting that was saved; secrets are hidden."""
    found = _stored(flags, show_secrets=show_secrets)
    rows = [{"name": name, "value": value} for name, value in found.items()]
    output.rows(rows, ("name", "value"), as_json=as_json)


@settings.command("get")
@click.argument("name")
@show_secrets
@output.operators
def get_setting(
    *, name: str, show_secrets: bool, as_json: bool, **flags: str | None
) -> None:
    """Print the setting NAME as JSON, or a part of it like GENERAL.customProfile."""
    del as_json
    first, *path = name.split(".")
    value = _stored(flags, show_secrets=show_secrets).get(first)
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    if value is None:
        raise NotFoundError(f"{name} was never saved.")
    click.echo(json.dumps(value, ensure_ascii=False))


@settings.command("set")
@click.argument("name")
@click.argument("value")
@output.operators
@click.pass_obj
def set_setting(
    build: acting.Build, /, *, name: str, value: str, as_json: bool, **flags: str | None
) -> None:
    """Give the setting NAME, or a part of it like GENERAL.customProfile.title, a value.

    VALUE is JSON; what is no JSON is taken for text. The rules are those of the page:
    a secret that is left blank is kept, and what cannot be is refused.
    """
    found = load_settings(flags)
    try:
        parsed = json.loads(value)
    except ValueError:
        parsed = value
    kept = acting.perform(found, "settings.set", build=build, name=name, value=parsed)
    output.said({"name": name, "value": kept}, f"{name} is set.", as_json=as_json)


def _stored(flags: dict[str, str | None], *, show_secrets: bool) -> dict[str, Any]:
    async def read(ground: Ground) -> dict[str, Any]:
        rows = await inventory.settings(ground.database)
        return {row["name"]: json.loads(row["value"]) for row in rows}

    found = acting.look(load_settings(flags), read)
    if show_secrets:
        return found
    return {name: concealed(name, value) for name, value in found.items()}
