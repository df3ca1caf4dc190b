"""`appliance memo`: memos, for other programs and for mending."""

import json
from typing import Any, TextIO

import click

from appliance.models import inventory
from appliance.models.base import State, Visibility
from appliance.models.database import Row
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground
from appliance.ops.cli import acting, output, recording
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import load_settings
from appliance.ops.cli.user import id_named


@click.group(cls=Manuals)
def memo() -> None:
    """Export memos, and make again what is derived from them."""


@memo.command()
@click.option("--user", "username", metavar="NAME", help="Only memos of NAME.")
@click.option(
    "--output",
    "target",
    type=click.File("w", encoding="utf-8", atomic=True),
    default="-",
    metavar="FILE",
    help="Where to; standard output if nothing is said.",
)
@output.operators
def export(
    *, username: str | None, target: TextIO, as_json: bool, **flags: str | None
) -> None:
    """Write memos and comments as JSON, one on each line, the oldest first.

    For other programs: `appliance backup` is what can be restored, with files.
    """
    del as_json

    settings = load_settings(flags)

    async def read(ground: Ground) -> int:
        user_id = await id_named(username)
        number = 0
        async for row in inventory.memos(ground.database, user_id):
            target.write(json.dumps(_facts(row), ensure_ascii=False) + "\n")
            number += 1
        # A full disk says so here or later, when nobody could tell any more.
        target.flush()
        return number

    number = acting.look(settings, read)
    whose = f"users/{username}" if username else ""
    recording.record(settings, "memo.exported", target=whose, detail=f"{number} memos")


@memo.command()
@output.operators
def reindex(*, as_json: bool, **flags: str | None) -> None:
    """Read all texts again, and make tags, properties and counters from them.

    For a `doctor` that finds counters wrong. No text and no time changes.
    """
    done = acting.perform(load_settings(flags), "memo.reindex")
    output.said(done, f"{done['memos']} memos are read again.", as_json=as_json)


def _facts(row: Row) -> dict[str, Any]:
    return {
        "name": f"memos/{row['uid']}",
        "creator": f"users/{row['creator']}",
        "parent": f"memos/{row['parent']}" if row["parent"] else None,
        "state": State(row["state"]).name,
        "visibility": Visibility(row["visibility"]).name,
        "pinned": bool(row["pinned"]),
        "createTime": facts.moment(row["create_time"]),
        "updateTime": facts.moment(row["update_time"]),
        "tags": json.loads(row["tags"]),
        "content": row["content"],
    }
