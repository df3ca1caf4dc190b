"""`appliance storage`: the bytes of files, wherever they rest."""

import json
from typing import Any

import click

from appliance.ops.acts.ground import Ground
from appliance.ops.cli import acting, output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import load_settings
from appliance.ops.cli.storage_gc import gc
from appliance.ops.cli.storage_move import move
from appliance.ops.stored_files import Inspection, inspect


@click.group(cls=Manuals)
def storage() -> None:
    """Check files in all storages, move them, and erase what nobody needs.

    Files lie in the database, in the data directory (local) or in an S3 bucket; where
    new ones go is the setting STORAGE.
    """


@storage.command()
@click.option(
    "--checksum",
    "--checksums",
    "checksums",
    is_flag=True,
    help="Read every byte, and compare digests.",
)
@output.operators
def check(*, checksums: bool, as_json: bool, **flags: str | None) -> int:
    """Look whether each file in use is where its row says, with the size it says.

    Changes nothing. Ends with 1 and names every file that is not.
    """

    async def read(ground: Ground) -> dict[str, Any]:
        seen = Inspection()
        found = inspect(ground, seen, checksums=checksums)
        faults = [fault.facts() async for fault in found]
        return {"files": seen.files, "bytes": seen.bytes, "faults": faults}

    found = acting.look(load_settings(flags), read)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        files = output.number(found["files"], "file")
        click.echo(f"{files} in use, {found['bytes']} bytes.")
        output.faults(found["faults"])
    return int(bool(found["faults"]))


storage.add_command(move)
storage.add_command(gc)
