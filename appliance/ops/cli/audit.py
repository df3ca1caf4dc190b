"""`appliance audit`: who did what, and when."""

import re
import time
from datetime import UTC, datetime
from typing import Any

import click

from appliance.models import trail
from appliance.models.audit import Outcome
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground
from appliance.ops.cli import acting, output
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import load_settings

SECOND = 1_000_000
UNITS = {"m": 60, "h": 3600, "d": 24 * 3600, "w": 7 * 24 * 3600}
COLUMNS = ("time", "actor", "kind", "name", "outcome", "count", "address", "detail")
AGO = re.compile(r"(\d{1,9})([mhdw])")


class Moment(click.ParamType[int]):
    """A time: so long ago, or a date with or without a time, in UTC."""

    name = "TIME"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return microseconds since the epoch."""
        if isinstance(value, int):
            return value
        if match := AGO.fullmatch(value):
            seconds = time.time() - int(match[1]) * UNITS[match[2]]
            return int(seconds) * SECOND
        try:
            parsed = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time: say 7d, 12h or 2026-01-31", param, ctx)
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        return int(parsed.timestamp()) * SECOND


@click.command(cls=Manual)
@click.option(
    "--since",
    type=Moment(),
    help="Only from then on: 30m, 12h, 7d, 4w, or a date like 2026-01-31T12:00.",
)
@click.option(
    "--until", type=Moment(), help="Only from before then, written in the same way."
)
@click.option(
    "--actor",
    metavar="NAME",
    default="",
    help='Only what this account did, or "(command)", "(ops token)", "(server)".',
)
@click.option(
    "--kind",
    default="",
    help="Only this: user, user.deleted, session, token, setting, trash, memo …",
)
@click.option("--failed", is_flag=True, help="Only what was refused or failed.")
@click.option("--all", "everything", is_flag=True, help="Everyday work as well.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    help="At most so many of the newest entries.",
)
@output.operators
def audit(  # noqa: PLR0913 - one parameter for each option
    *,
    since: int | None,
    until: int | None,
    actor: str,
    kind: str,
    failed: bool,
    everything: bool,
    limit: int,
    as_json: bool,
    **flags: str | None,
) -> None:
    """List who did what, when, from where and with which outcome, the newest first.

    Told are sign-ins and failed ones, sessions, tokens, accounts, settings, links that
    share, backups, exports, the trash, deletions, and whatever somebody did to what
    belongs to another. What commands did has the actor "(command)", what the server did
    by itself "(server)". With --all, or --kind memo, everyday work on one's own memos
    as well. Failures that are alike within seconds are one entry with a count.
    """

    async def read(ground: Ground) -> list[dict[str, object]]:
        choice = trail.Choice(
            since=since,
            until=until,
            actor=await trail.actor_of(ground.database, actor),
            kind=kind,
            outcome=Outcome.FAILED if failed else None,
        )
        rows = await trail.with_everyday(
            ground.database, choice, limit, everything=everything
        )
        return [facts.deed(row) for row in rows]

    found = acting.look(load_settings(flags), read)
    output.rows(found, COLUMNS, as_json=as_json)
