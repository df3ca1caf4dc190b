"""`appliance backup`: make, look at, prove, carry and bring back backups."""

import asyncio
import json
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from appliance.config import Settings
from appliance.errors import FailedPreconditionError
from appliance.ops import lock
from appliance.ops.backup import (
    bundle,
    crypt,
    files,
    layout,
    making,
    native,
    priority,
    repository,
    returning,
    safety,
    selection,
)
from appliance.ops.backup.repository import Location
from appliance.ops.backup.restore import Restoration
from appliance.ops.backup.verify import verify as prove
from appliance.ops.cli import acting, recording
from appliance.ops.cli import backup_output as output
from appliance.ops.cli.backup_drill import drill
from appliance.ops.cli.backup_options import (
    Duration,
    Place,
    Size,
    as_json,
    identity_option,
    speaking,
)
from appliance.ops.cli.backup_prune import prune
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import DATABASE, load_settings, settings_options

FAILURE = 1
# Faults that the audit log tells; the command itself prints all.
SHOWN = 5
CREATED, EXPORTED = "backup.created", "backup.exported"
VERIFIED, DRILLED = "backup.verified", "backup.drilled"

source_option = click.option(
    "--from",
    "source",
    type=Place(),
    metavar="PATH",
    help="Repository in which to look for an ID.",
)


@click.group(cls=Manuals)
def backup() -> None:
    """Make, prove and bring back backups of the whole instance.

    A backup holds accounts, memos, files and settings, is made while the server runs,
    and can be restored into any of the three databases. PATH is the directory of a
    repository, which keeps each file once over all backups, or the address of one in a
    bucket: s3://BUCKET/PREFIX?endpoint=URL&region=NAME. Where one backup is meant, PATH
    may also be its archive, or a file that `backup export` wrote.
    """


@backup.command()
@settings_options((*DATABASE, "backup_before", "backup_after"))
@click.option(
    "--to",
    "targets",
    required=True,
    multiple=True,
    type=Place(exists=False),
    metavar="PATH|s3://BUCKET/PREFIX",
    help="Where to keep the backup: a directory, made if it is not there, or a bucket. "
    "May be repeated.",
)
@click.option(
    "--min-free",
    type=Size(),
    default="256MB",
    show_default=True,
    metavar="SIZE",
    help="Leave so much of a directory's disk free, or make no backup there.",
)
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="age1…|FILE",
    help="Encrypt for this age recipient, or those in a file. May be repeated.",
)
@click.option(
    "--without-secrets",
    is_flag=True,
    help="Leave out password hashes, tokens, share links, keys and passwords.",
)
@click.option(
    "--unless-newer",
    type=Duration(),
    metavar="TIME",
    help="Make none if the newest is younger, like this one and in every place: 30m, "
    "6h. For cron, beside a server that makes backups as well.",
)
@click.option(
    "--drill",
    "as_drill",
    is_flag=True,
    help="Restore it at once into a scratch database, and look it over; an encrypted "
    "one as it is before encryption, without a key. Needs room in the data directory.",
)
@click.option(
    "--native",
    "as_native",
    is_flag=True,
    help="Only copy SQLite's file: quick, without other files. To go back to it, copy "
    "it over appliance.db while the server is stopped.",
)
@as_json
@speaking
@priority.lowered()
def create(  # noqa: PLR0913 - one parameter for each option
    *,
    targets: Sequence[str],
    min_free: int,
    recipients: Sequence[str],
    without_secrets: bool,
    unless_newer: int | None,
    as_drill: bool,
    as_native: bool,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Make a backup of the instance as it is at this moment.

    The server may be running. Ends with 1 if a file could not be read; the backup of
    the rest is made all the same, and says so for as long as it lives. Where another
    process is making one just now, this one says which and since when, and ends with 0;
    what a process that died left behind is never taken for one.
    """
    settings = load_settings(flags)
    acting.require_database(settings)
    if as_native:
        plain = not (recipients or without_secrets or as_drill)
        return _copy(settings.dsn.path if plain else None, targets, as_json=as_json)
    with output.progress(as_json=as_json) as progress:
        wish = making.Wish(
            targets=targets,
            recipients=recipients,
            secrets=not without_secrets,
            min_free=min_free,
            since=time.time() - unless_newer if unless_newer else None,
            drill=settings.data if as_drill else None,
            progress=progress,
        )
        made = _make(settings, wish)
    say = output.skipped if made.skipped else partial(output.made, made.drilled)
    say(made.facts, as_json=as_json)
    return 0 if made.good and (not made.drilled or made.drilled.good) else FAILURE


def _make(settings: Settings, wish: making.Wish) -> making.Making:
    """Make a backup, and tell the audit log what came of it."""
    with recording.failure(settings, CREATED):
        made = making.make(settings, wish)
    if not made.skipped:
        place = str(made.facts["path"])
        recording.record(settings, CREATED, target=place, good=made.good)
    if made.drilled:
        drilled = made.drilled
        told, good = "; ".join(drilled.faults[:SHOWN]), drilled.good
        recording.record(
            settings, DRILLED, target=drilled.place, detail=told, good=good
        )
    return made


def _copy(file: Path | None, targets: Sequence[str], *, as_json: bool) -> int:
    if file is None:
        raise click.UsageError("--native copies SQLite's file and nothing else")
    places = [native.copy_database(file, Path(target)) for target in targets]
    output.native(places[0], as_json=as_json)
    return 0


@backup.command("list")
@click.argument("path", type=Place())
@as_json
@speaking
def list_snapshots(path: str, *, as_json: bool) -> int:
    """List the backups in a repository, the oldest first."""
    found = repository.snapshots(repository.open_repository(path))
    good = output.listed(found, as_json=as_json)
    return 0 if good else FAILURE


@backup.command()
@click.argument("snapshot", metavar="PATH|ID")
@source_option
@as_json
@speaking
def show(snapshot: str, source: str | None, *, as_json: bool) -> None:
    """Show what a backup says about itself."""
    location = _locate(snapshot, source)
    output.shown(location, location.receipt(), as_json=as_json)


@backup.command()
@settings_options(DATABASE)
@click.argument("snapshot", metavar="PATH|ID")
@source_option
@identity_option
@as_json
@speaking
@priority.lowered()
def verify(
    *,
    snapshot: str,
    source: str | None,
    identities: Sequence[Path],
    as_json: bool,
    **flags: str | None,
) -> int:
    """Prove a backup, without a database: every digest, count and reference.

    Of an encrypted backup only the stored bytes can be judged without a key. Ends
    with 1 and names every part that is not as it was made. The instance, where there
    is one, is only told of it: for its audit log.
    """
    settings = load_settings(flags)
    with recording.failure(settings, VERIFIED, target=snapshot):
        location = _locate(snapshot, source)
        with output.progress(as_json=as_json) as progress:
            verdict = prove(location, crypt.read_identities(identities), progress)
    output.judged(verdict, as_json=as_json)
    told, good = "; ".join(verdict.faults[:SHOWN]), verdict.good
    recording.record(settings, VERIFIED, target=location.place, detail=told, good=good)
    return 0 if verdict.good else FAILURE


@backup.command()
@settings_options(DATABASE)
@click.argument("snapshot", metavar="PATH|ID")
@click.argument("file", type=click.Path(path_type=Path))
@source_option
@as_json
@speaking
def export(
    *,
    snapshot: str,
    file: Path,
    source: str | None,
    as_json: bool,
    **flags: str | None,
) -> None:
    """Write a backup and its files into one FILE, a tar archive.

    It can be verified and restored as it is, or unpacked with tar into a repository.
    The instance, where there is one, is only told of it: for its audit log.
    """
    settings = load_settings(flags)
    with recording.failure(settings, EXPORTED, target=snapshot):
        location = _locate(snapshot, source)
        names = [
            layout.receipt_name(location.id),
            location.archive,
            *location.receipt().blobs,
        ]
        size = bundle.export(location.destination, names, file.absolute())
    output.exported(location.id, file.absolute(), size, as_json=as_json)
    recording.record(
        settings, EXPORTED, target=location.id, detail=str(file.absolute())
    )


@backup.command()
@settings_options(DATABASE)
@click.argument("snapshot", metavar="PATH|ID")
@source_option
@identity_option
@click.option(
    "--replace",
    is_flag=True,
    help="Replace what is there, after a backup of it into DATA/before-restore.",
)
@click.option(
    "--only",
    metavar="user/NAME|memo/UID",
    help="Bring back one account or one memo, with what belongs to it, into an "
    "instance that has neither.",
)
@as_json
@speaking
def restore(  # noqa: PLR0913 - one parameter for each option
    *,
    snapshot: str,
    source: str | None,
    identities: Sequence[Path],
    replace: bool,
    only: str | None,
    as_json: bool,
    **flags: str | None,
) -> None:
    """Bring a backup back into an empty instance, all of it or nothing.

    No server may be running on the database. The backup is proved first.
    """
    if only and replace:
        raise click.UsageError("--only brings something back beside what is there")
    wanted = selection.parse(only) if only else None
    settings = load_settings(flags)
    location = _locate(snapshot, source)
    keys = crypt.read_identities(identities)
    directories = [settings.data]
    directories += [settings.dsn.path.parent] if settings.dsn.path else []
    with lock.hold(directories), output.progress(as_json=as_json) as progress:
        if wanted:
            back = returning.Return(location, settings, wanted, keys, progress)
            facts = asyncio.run(back.run())
        else:
            kept = safety.keep(settings) if replace else None
            run = Restoration(location, settings, keys, replace, progress).run()
            facts = asyncio.run(run).facts()
            facts["safety"] = kept
    output.restored(facts, as_json=as_json)
    # By now: only from here on the lock is free.
    recording.record(
        settings, "backup.restored", target=str(facts["id"]), detail=only or "all"
    )


@backup.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@speaking
def key(file: Path, *, as_json: bool) -> None:
    """Make an age key in FILE, and print the recipient to encrypt for.

    Keep the file away from the server: creating backups needs only the recipient,
    and without the file nobody can read them, not even you.
    """
    if file.exists():
        raise FailedPreconditionError(f"{file} exists; a key is never overwritten")
    text, recipient = crypt.new_identity()
    with files.whole_file(file.absolute()) as opened:
        opened.write(text.encode())
    if as_json:
        click.echo(json.dumps({"recipient": recipient, "file": str(file.absolute())}))
    else:
        click.echo(recipient)


backup.add_command(prune)
backup.add_command(drill)


def _locate(snapshot: str, source: str | None) -> Location:
    if source is not None:
        return repository.find(repository.open_repository(source), snapshot)
    return repository.locate(Place(exists=False).convert(snapshot, None, None))
