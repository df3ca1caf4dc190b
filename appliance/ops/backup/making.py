"""A backup as it is asked for: one at a time, with hooks, remembered for metrics."""

import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from appliance.config import Settings
from appliance.errors import ApplianceError, FailedPreconditionError, in_words
from appliance.ops.backup import layout, records, rehearsal, repository, turn
from appliance.ops.backup.bucket_turn import BusyError
from appliance.ops.backup.create import Progress
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.drill import Drilled
from appliance.ops.backup.mirror import Mirror
from appliance.ops.backup.repository import Location
from appliance.ops.backup.spread import Spread

# What a directory's disk keeps free, unless somebody says otherwise.
MIN_FREE = 256_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What backup is wanted. One that is not older than `since` does as well."""

    targets: Sequence[str]
    recipients: Sequence[str] = ()
    secrets: bool = True
    min_free: int = MIN_FREE
    since: float | None = None
    # Where to rehearse it at once; None: it is not.
    drill: Path | None = None
    progress: Progress = field(default=lambda _what, _done, _all: None)


@dataclass(frozen=True, slots=True)
class Making:
    """What came of it. Without a skipped one `facts` are those of `Made`."""

    facts: dict[str, Any]
    good: bool
    skipped: str = ""
    drilled: Drilled | None = None


def make(settings: Settings, wish: Wish) -> Making:
    """Make a backup, unless another process just does or did.

    One that ends within half a minute is waited for: only what it made counts.

    Where nothing was made the error is remembered, too.
    """
    keys = Recipients.read(wish.recipients)
    try:
        reachable = _reachable(wish)
        with turn.hold(settings.data, reachable, wish.progress) as before:
            if found := _recent(wish, keys, before):
                reason = f"{found.place} was made just now"
                return _skipped(wish, reason, found.place)
            # What is left free for rehearsals is of the disk on which the server may
            # live: `min_free` is of the destinations alone.
            floor = settings.disk_floor
            with rehearsal.mirrored(wish.drill, keys, floor) as mirror:
                return _hooked(settings, wish, keys, mirror)
    except BusyError as error:
        return _skipped(wish, str(error), None)
    except Exception as error:
        _remember(settings, {"reason": in_words(error)}, good=False)
        raise


def _hooked(
    settings: Settings, wish: Wish, keys: Recipients, mirror: Mirror | None
) -> Making:
    """Run the hooks around all of it, the drill too: it reads where the backup is."""
    run_hook(settings.backup_before, {})
    making: Making | None = None
    try:
        making = _made(settings, wish, keys, mirror)
        return _drilled(settings, wish, making, mirror)
    finally:
        result = "good" if making and making.good else "failed"
        path = making.facts["path"] if making else ""
        run_hook(settings.backup_after, {"RESULT": result, "PATH": path})


def _made(
    settings: Settings, wish: Wish, keys: Recipients, mirror: Mirror | None
) -> Making:
    spread = Spread(
        settings,
        keys,
        min_free=wish.min_free,
        secrets=wish.secrets,
        progress=wish.progress,
        mirror=mirror,
    )
    made = spread.run(wish.targets)
    outcome = {**made.facts(), **spread.facts()}
    good = made.receipt.complete and not spread.failed
    _remember(settings, outcome, good=good)
    return Making(outcome, good)


def _drilled(
    settings: Settings, wish: Wish, making: Making, mirror: Mirror | None
) -> Making:
    """Rehearse what was made, if that is wanted, and remember the verdict.

    Whatever goes wrong with it is the drill's fault: the backup is made.
    """
    if wish.drill is None:
        return making
    place = making.facts["path"]
    try:
        location = repository.locate(place)
        drilled = rehearsal.rehearse(
            location, mirror, wish.drill, wish.progress, settings.disk_floor
        )
    except Exception as error:  # noqa: BLE001 - the backup itself is good
        drilled = Drilled(making.facts["id"], place, [in_words(error)])
        drilled.before_encryption = mirror is not None
    with suppress(OSError):
        records.keep(settings.data, records.DRILL, drilled.facts(), good=drilled.good)
    facts = {**making.facts, "drill": drilled.facts()}
    return Making(facts, making.good, drilled=drilled)


def _remember(settings: Settings, outcome: dict[str, Any], *, good: bool) -> None:
    # A job beside the server may see the data directory read-only.
    with suppress(OSError):
        records.keep(settings.data, records.CREATE, outcome, good=good)


def run_hook(command: Sequence[str], told: dict[str, str]) -> None:
    """Run an operator's program and wait for it; FailedPreconditionError if it fails.

    It hears of the outcome by `APPLIANCE_BACKUP_…`; what it prints goes to stderr.
    """
    if not command:
        return
    words = {f"APPLIANCE_BACKUP_{name}": value for name, value in told.items()}
    try:
        done = subprocess.run(  # noqa: S603 - a setting of the operator alone
            list(command), env=os.environ | words, stdout=2, check=False
        )
    except OSError as error:
        raise FailedPreconditionError(f"{command[0]}: {error.strerror}") from error
    if done.returncode:
        raise FailedPreconditionError(
            f"{command[0]} ended with {done.returncode}: there is no backup without it"
        )


def _reachable(wish: Wish) -> list[Destination]:
    """Return the destinations that can be prepared; the others fail when written to."""
    found = []
    for target in wish.targets:
        try:
            found.append(repository.prepared(target, wish.min_free))
        except OSError:
            continue
    return found


def _recent(wish: Wish, keys: Recipients, before: float | None) -> Location | None:
    """Return the newest backup in the first place, if it is what is wished.

    It is young enough, or of the process that was waited for, unless that failed; for
    the same readers, with secrets or without; and in the other places as well.
    """
    since = before if wish.since is None else wish.since
    if since is None:
        return None
    try:
        found = repository.find(repository.open_repository(wish.targets[0]))
        for other in wish.targets[1:]:
            repository.find(repository.open_repository(other), found.id)
        receipt = found.receipt()
    except (ApplianceError, OSError):
        return None
    young = layout.moment_of(found.id).timestamp() >= since
    wished = (keys.words, wish.secrets) == (receipt.recipients, receipt.secrets)
    return found if young and wished and receipt.complete else None


def _skipped(wish: Wish, reason: str, path: str | None) -> Making:
    facts = {"skipped": True, "reason": reason, "path": path, "time": int(time.time())}
    if wish.drill:
        facts["drill"] = None
    return Making(facts, good=True, skipped=reason)
