"""`appliance storage move`: files of one storage into another."""

import json
from collections.abc import Mapping
from typing import Any

import click

from appliance.config import Settings
from appliance.models.storage.moving import NAMES, Mover
from appliance.ops.acts.ground import Ground
from appliance.ops.backup.parts import Progress
from appliance.ops.cli import acting, output, recording
from appliance.ops.cli.backup_output import progress, size
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import load_settings

MOVED = "storage.moved"
KIND = click.Choice([name.lower() for name in NAMES])


@click.command(cls=Manual)
@click.option(
    "--to",
    "target",
    type=KIND,
    help="Storage to move into; default: the one that new files go to.",
)
@click.option(
    "--from", "source", type=KIND, help="Move only what lies there; default: all."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be moved.")
@output.operators
def move(
    *,
    target: str | None,
    source: str | None,
    dry_run: bool,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Move the files in use into another storage, while everybody reads them.

    Each is written, read back and compared before it is switched over; the old bytes
    stay for a day, so let the old storage live that long. Called again after it was cut
    off, it goes on. What cannot be read is named and stays where it was; then this ends
    with 1, as it does where the new storage refuses. The bucket of s3 is that of the
    setting STORAGE, even while new files go elsewhere.
    """
    settings = load_settings(flags)
    wish = {"to": target and target.upper(), "source": source and source.upper()}
    found = acting.look(settings, lambda ground: _waiting(ground, **wish))
    run = {**found, "dryRun": dry_run, "moved": 0, "bytes": 0, "faults": []}
    run["stopped"] = ""
    if found["waiting"] and not dry_run:
        with progress(as_json=as_json) as tell:
            _move(settings, wish, run, tell)
    if as_json:
        click.echo(json.dumps(run, ensure_ascii=False))
    else:
        _tell(run)
    return int(bool(run["faults"] or run["stopped"]))


async def _waiting(ground: Ground, to: str | None, source: str | None) -> Any:
    place = await ground.storages.store(to, writing=False)
    waiting = await Mover(ground.database, ground.storages, place, source).waiting()
    shown = {
        name: {"files": files, "bytes": length}
        for name, (files, length) in waiting.items()
    }
    return {"to": place.name, "waiting": shown}


def _move(
    settings: Settings, wish: Mapping[str, Any], run: dict[str, Any], tell: Progress
) -> None:
    """Move step by step, and tell the audit log, also of a run that is cut off."""
    total = sum(each["files"] for each in run["waiting"].values())
    step: Mapping[str, Any] = {"last": 0, "done": False}
    good = False
    try:
        while not step["done"]:
            tell("files", run["moved"], total)
            step = acting.perform(settings, "storage.move", after=step["last"], **wish)
            for name in ("moved", "bytes", "faults", "stopped"):
                run[name] += step[name]
        good = not (run["faults"] or run["stopped"])
    finally:
        detail = f"{output.number(run['moved'], 'file')}, {run['bytes']} bytes"
        recording.record(settings, MOVED, target=run["to"], detail=detail, good=good)


def _tell(run: Mapping[str, Any]) -> None:
    if not run["waiting"]:
        click.echo(f"Nothing to move: all lies in {run['to']}.")
    for name, each in run["waiting"].items():
        amount = f"{output.number(each['files'], 'file')}, {size(each['bytes'])}"
        words = "Would move from" if run["dryRun"] else "Found in"
        click.echo(f"{words} {name}: {amount}.")
    if run["waiting"] and not run["dryRun"]:
        amount = f"{output.number(run['moved'], 'file')}, {size(run['bytes'])}"
        click.echo(f"Moved into {run['to']}: {amount}.")
    output.faults(run["faults"])
    if run["stopped"]:
        click.echo(f"Stopped: {run['stopped']}. Call it again to go on.", err=True)
