"""`appliance db`: the database as a whole."""

from typing import Any

import click

from appliance.models import checkup, upkeep
from appliance.ops.acts.ground import Ground
from appliance.ops.cli import acting, output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.migrate import migrate
from appliance.ops.cli.options import load_settings


@click.group(cls=Manuals)
def db() -> None:
    """Check, measure and tidy up the database."""


db.add_command(migrate)


@db.command()
@click.option("--deep", is_flag=True, help="Recount tags, days and properties too.")
@output.operators
def check(*, deep: bool, as_json: bool, **flags: str | None) -> int:
    """Prove that the file is whole and that rows agree with each other.

    Changes nothing. Ends with 1 if anything is wrong.
    """

    async def read(ground: Ground) -> dict[str, Any]:
        database = ground.database
        return {
            "damage": await checkup.damage(database),
            "orphans": await checkup.orphans(database),
            "miscounted": await checkup.miscounted(database, deep=deep),
        }

    found = acting.look(load_settings(flags), read)
    output.facts({**found, "good": not any(found.values())}, as_json=as_json)
    return int(any(found.values()))


@db.command()
@output.operators
def stats(*, as_json: bool, **flags: str | None) -> None:
    """Say how large the database is, and how many rows each table has."""

    async def read(ground: Ground) -> dict[str, Any]:
        database = ground.database
        return {
            "dialect": str(database.dialect),
            "version": await checkup.version(database),
            **await upkeep.size(database),
            "tables": await upkeep.tables(database),
        }

    found = acting.look(load_settings(flags), read)
    if as_json:
        output.facts(found, as_json=True)
        return
    tables = found.pop("tables")
    output.facts(found, as_json=False)
    output.rows(tables, ("table", "rows", "bytes"), as_json=False)


@db.command()
@output.operators
def vacuum(*, as_json: bool, **flags: str | None) -> None:
    """Give back the space of what was deleted.

    On SQLite and MariaDB writers wait until it is done, and as much space again must be
    free.
    """
    left = acting.perform(load_settings(flags), "db.vacuum")
    output.said(left, f"The database has {left['bytes']} bytes now.", as_json=as_json)


@db.command()
@output.operators
def analyze(*, as_json: bool, **flags: str | None) -> None:
    """Let the database plan its queries by what is in it now."""
    done = acting.perform(load_settings(flags), "db.analyze")
    output.said(done, "The database knows its tables again.", as_json=as_json)
