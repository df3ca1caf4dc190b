"""`appliance backup prune`: let go of old backups, by rules."""

from typing import Any

import click

from appliance.ops.backup import prune as pruning
from appliance.ops.backup import repository
from appliance.ops.backup.retention import PERIODS, Policy
from appliance.ops.cli import backup_output as output
from appliance.ops.cli import recording
from appliance.ops.cli.backup_options import F, Place, Size, as_json, speaking
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import DATABASE, load_settings, settings_options

PRUNED = "backup.pruned"


def keep_options(command: F) -> F:
    """Give a command one option for each rule of retention."""
    for period in reversed(list(PERIODS)):
        what = "backups" if period == "last" else f"{period} backups"
        command = click.option(
            f"--keep-{period}",
            type=click.IntRange(min=0),
            default=0,
            metavar="N",
            help=f"Keep the last N {what}.",
        )(command)
    return command


@click.command(cls=Manual)
@settings_options(DATABASE)
@click.argument("path", type=Place())
@keep_options
@click.option(
    "--max-size",
    type=Size(),
    metavar="SIZE",
    help="Then let the oldest go, until the rest is not larger: 500MB, 20GB.",
)
@click.option(
    "--quick",
    is_flag=True,
    help="Judge the last good backup by names and sizes, without reading it.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@as_json
@speaking
def prune(
    *,
    path: str,
    max_size: int | None,
    quick: bool,
    dry_run: bool,
    as_json: bool,
    **others: Any,
) -> None:
    """Remove the backups in a repository that no --keep option keeps.

    A rule like --keep-daily 7 keeps the newest backup of each of the last seven days
    that have one; days are those of UTC. The newest backup always stays, and the newest
    good one: it is proved before anything is removed, and if none is good nothing is.
    Files that no backup needs are removed a day later. The instance, where there is
    one, is only told of it: for its audit log.
    """
    rules = {period: others.pop(f"keep_{period}") for period in PERIODS}
    if not any(rules.values()) and max_size is None:
        raise click.UsageError("say what to keep: --keep-daily 7, --max-size 20GB, …")
    policy = Policy(rules, max_size)
    judge = pruning.complete if quick else pruning.proved
    settings = load_settings(others)
    with recording.failure(settings, PRUNED, target=path):
        destination = repository.open_repository(path)
        pruned = pruning.prune(destination, policy, judge, dry_run=dry_run)
    output.pruned(pruned, as_json=as_json)
    if not dry_run:
        gone = f"{len(pruned.removed)} backups"
        recording.record(settings, PRUNED, target=path, detail=gone)
