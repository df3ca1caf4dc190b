"""`appliance trash`: deleted memos of everybody."""

import time

import click

from appliance.models import inventory
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground
from appliance.ops.cli import acting, output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import load_settings
from appliance.ops.cli.output import operators
from appliance.ops.cli.user import id_named

DAY = 24 * 3600

of_user = click.option("--user", "username", metavar="NAME", help="Only of NAME.")
older = click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Only what was deleted more than DAYS days ago.",
)


@click.group(cls=Manuals)
def trash() -> None:
    """List, restore and forget deleted memos.

    The trash keeps a memo with its comments, files and reactions.
    """


@trash.command("list")
@of_user
@older
@operators
def list_trash(
    *, username: str | None, days: int | None, as_json: bool, **flags: str | None
) -> None:
    """List deleted memos, the newest deletion first."""

    async def read(ground: Ground) -> list[dict[str, object]]:
        user_id = await id_named(username)
        found = await inventory.trash(ground.database, user_id, _before(days))
        return [facts.trashed(row) for row in found]

    found = acting.look(load_settings(flags), read)
    columns = ("id", "memo", "creator", "deleter", "deleteTime", "snippet")
    output.rows(found, columns, as_json=as_json)


@trash.command()
@click.argument("entry", type=click.IntRange(min=1), metavar="ID")
@operators
def restore(*, entry: int, as_json: bool, **flags: str | None) -> None:
    """Put the deleted memo ID back; `trash list` shows the ids."""
    back = acting.perform(load_settings(flags), "trash.restore", entry=entry)
    output.said(back, f"{back['memo']} is back.", as_json=as_json)


@trash.command()
@of_user
@older
@output.confirmed
@operators
def empty(
    *,
    username: str | None,
    days: int | None,
    yes: bool,
    as_json: bool,
    **flags: str | None,
) -> None:
    """Forget deleted memos and files for good."""
    output.ask_first("Forget deleted memos and files for good?", yes=yes)
    done = acting.perform(
        load_settings(flags), "trash.empty", username=username, before=_before(days)
    )
    memos = output.number(done["forgotten"], "deleted memo")
    sentence = f"Forgotten: {memos} and {output.number(done['files'], 'file')}."
    output.said(done, sentence, as_json=as_json)


def _before(days: int | None) -> int | None:
    return None if days is None else int(time.time()) - days * DAY + (not days)
