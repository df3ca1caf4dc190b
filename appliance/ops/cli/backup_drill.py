"""`appliance backup drill`: prove that the newest backup restores, by restoring it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click

from appliance.errors import InvalidArgumentError
from appliance.ops.backup import crypt, priority, records, repository
from appliance.ops.backup.drill import drill as rehearse
from appliance.ops.cli import backup_output as output
from appliance.ops.cli import recording
from appliance.ops.cli.backup_options import Place, as_json, identity_option, speaking
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import load_settings, settings_options

FAILURE = 1
# Faults that the audit log tells.
SHOWN = 5
DRILLED = "backup.drilled"


@click.command(cls=Manual)
@settings_options(("data", "disk_floor", "log_level", "log_format"))
@click.argument("snapshot", metavar="PATH", type=Place())
@identity_option
@click.option(
    "--scratch",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory with room for the restored instance; default: the data directory.",
)
@as_json
@speaking
@priority.lowered()
def drill(
    *,
    snapshot: str,
    identities: Sequence[Path],
    scratch: Path | None,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Restore the newest backup in PATH into a scratch database, and look it over.

    The scratch instance is on SQLite and is removed afterwards; the server may run.
    Ends with 1 if anything did not come back, does not fit together or cannot be read.
    The verdict is kept in the data directory, for metrics. An encrypted one needs its
    key; without it `appliance backup create --drill` rehearses the one it makes.
    """
    settings = load_settings(flags)
    with (
        recording.failure(settings, DRILLED, target=snapshot),
        records.failure(settings.data, records.DRILL),
    ):
        location = repository.locate(snapshot)
        keys = crypt.read_identities(identities)
        if location.encrypted and not keys:
            raise InvalidArgumentError(
                f"{location.place}: encrypted; give --identity FILE, or make another "
                "with `appliance backup create --drill`, which needs no key."
            )
        room = (scratch or settings.data).absolute()
        with output.progress(as_json=as_json) as progress:
            floor = settings.disk_floor
            drilled = asyncio.run(
                rehearse(location, room, keys, progress, min_free=floor)
            )
    facts = drilled.facts()
    output.drilled(drilled, as_json=as_json)
    output.remembered(settings.data, records.DRILL, facts, good=drilled.good)
    told = "; ".join(drilled.faults[:SHOWN])
    recording.record(settings, DRILLED, target=snapshot, detail=told, good=drilled.good)
    return 0 if drilled.good else FAILURE
