"""`appliance migrate`: bring the database to this program's schema and end."""

import asyncio
import os

import click

from appliance.models import migrate as migrations
from appliance.models.connection import describe_database
from appliance.ops import foreign, lock
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import DATABASE, load_settings, settings_options
from appliance.ops.cli.output import named_errors
from appliance.ops.upgrade import WayBack


@click.command(cls=Manual)
@click.option(
    "--no-snapshot", is_flag=True, help="Do not keep a copy of the database first."
)
@settings_options((*DATABASE, "upgrade_snapshot"))
def migrate(*, no_snapshot: bool, **flags: str | None) -> None:
    """Bring the database to this program's schema, and name what was done.

    `serve` does the same when it starts. What an older program has made is first kept
    in `before-upgrade` in the data directory, where the last 3 stay. A
    database that a newer program has migrated is refused and left as it is.
    """
    settings = load_settings(flags)
    os.umask(lock.PRIVATE_UMASK)
    foreign.refuse_foreign(settings.data, settings.dsn)
    directories = [settings.dsn.path.parent] if settings.dsn.path else []
    with lock.hold(directories):
        kept = WayBack(settings)
        keep = kept.keep if settings.upgrade_snapshot and not no_snapshot else None
        described = describe_database(settings)
        with named_errors():
            done = asyncio.run(migrations.migrate(described, keep=keep))
    for name in done:
        click.echo(name)
    if kept.place:
        click.echo(f"Kept before: {kept.place}\n{kept.advice}", err=True)
    if not done:
        click.echo("Nothing to do: the database has this program's schema.")
