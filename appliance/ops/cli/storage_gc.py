"""`appliance storage gc`: what nobody needs in the storages, said or erased."""

import json
from collections.abc import Mapping
from typing import Any

import click

from appliance.ops import leftovers
from appliance.ops.cli import acting, output
from appliance.ops.cli.backup_output import size
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import load_settings

SHOWN = 20


@click.command(cls=Manual)
@click.option("--dry-run", is_flag=True, help="Only say what would go: the default.")
@click.option("--yes", is_flag=True, help="Erase it.")
@output.operators
def gc(*, dry_run: bool, yes: bool, as_json: bool, **flags: str | None) -> int:
    """Say what nobody needs in the storages; with --yes erase it.

    That is what was let go of more than a day ago, which a running server erases each
    hour by itself, and files below DATA/assets that no row knows and nobody touched for
    a day. Ends with 1 and names the files in use whose bytes are missing.
    """
    if dry_run and yes:
        raise click.UsageError("--dry-run only looks, --yes erases: say one of them.")
    settings = load_settings(flags)
    found = {"dryRun": not yes, **acting.look(settings, leftovers.look)}
    if yes:
        found |= acting.perform(settings, "storage.gc")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _tell(found)
    return int(bool(found["missing"] or found.get("failed")))


def _tell(found: Mapping[str, Any]) -> None:
    click.echo(f"Let go of over a day ago: {_amount(found['unneeded'])}.")
    click.echo(f"Let go of since, kept for now: {_amount(found['waiting'])}.")
    click.echo(f"Known to no row: {_amount(found['unknown'])}.")
    names = found["unknown"]["names"]
    for name in names[:SHOWN]:
        click.echo(f"  {name}")
    if len(names) > SHOWN:
        click.echo(f"  and {len(names) - SHOWN} more; --json names all")
    if found["dryRun"]:
        click.echo("Nothing was erased; --yes erases the first and the last of these.")
    else:
        click.echo(
            f"Erased: {output.number(found['erased'], 'file')}, and "
            f"{found['removed']} without a row."
        )
    for name, reason in found.get("failed", {}).items():
        click.echo(f"{name} stays: {reason}", err=True)
    output.faults(found["missing"])


def _amount(found: Mapping[str, Any]) -> str:
    return f"{output.number(found['files'], 'file')}, {size(found['bytes'])}"
