"""`appliance migrate`: bring the database to this program's schema and end."""

import asyncio
import os

import click

from appliance.models import migrate as migrations
from appliance.models.connection import describe_database
from appliance.ops import foreign, lock
from appliance.ops.cli.options import DATABASE, load_settings, settings_options


@click.command()
@settings_options(DATABASE)
def migrate(**flags: str | None) -> None:
    """Bring the database to this program's schema, and name what was done.

    `serve` does the same when it starts. A database that a newer program has migrated
    is refused and left as it is.
    """
    settings = load_settings(flags)
    os.umask(lock.PRIVATE_UMASK)
    foreign.refuse_foreign(settings.data, settings.dsn)
    directories = [settings.dsn.path.parent] if settings.dsn.path else []
    with lock.hold(directories):
        done = asyncio.run(migrations.migrate(describe_database(settings)))
    for name in done:
        click.echo(name)
    if not done:
        click.echo("Nothing to do: the database has this program's schema.")
