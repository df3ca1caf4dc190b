"""`appliance settings`: what administrators chose for the instance."""

import json
from typing import Any

import click

from appliance.models import inventory
from appliance.ops.acts.ground import Ground
from appliance.ops.acts.settings import concealed, default_of
from appliance.ops.cli import acting, output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import load_settings

show_secrets = click.option(
    "--show-secrets", is_flag=True, help="Print passwords and keys as they are."
)


@click.group(cls=Manuals)
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
    found = _stored(flags)
    if not show_secrets:
        found = {name: concealed(name, value) for name, value in found.items()}
    rows = [{"name": name, "value": value} for name, value in found.items()]
    output.rows(rows, ("name", "value"), as_json=as_json)


@settings.command("get")
@click.argument("name")
@show_secrets
@output.operators
@click.pass_obj
def get_setting(
    build: acting.Build,
    /,
    *,
    name: str,
    show_secrets: bool,
    as_json: bool,
    **flags: str | None,
) -> None:
    """Print the setting NAME as JSON, or a part of it like GENERAL.customProfile.

    Of what was never saved the default is printed, and stderr says so; --json has it
    as {"name", "value", "default"}. A file of the deployment stands before both.
    """
    first, *path = name.split(".")
    stored = _stored(flags).get(first)
    value = stored
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    if default := value is None:
        value = default_of(build(load_settings(flags)).ground, name, stored)
    if not show_secrets:
        value = concealed(name.rpartition(".")[2], value)
    words = json.dumps(value, ensure_ascii=False)
    facts = {"name": name, "value": value, "default": default}
    output.said(facts, words, as_json=as_json)
    if default and not as_json:
        click.echo(f"appliance: {name} was never saved: this is the default.", err=True)


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


def _stored(flags: dict[str, str | None]) -> dict[str, Any]:
    async def read(ground: Ground) -> dict[str, Any]:
        rows = await inventory.settings(ground.database)
        return {row["name"]: json.loads(row["value"]) for row in rows}

    return acting.look(load_settings(flags), read)
