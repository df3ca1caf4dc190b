"""What a process of its own does for the server, by kind.

Each task answers with facts that JSON can hold. Those of jobs have the fields of
`appliance.v1.JobResult`.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from appliance.config import Settings
from appliance.errors import ApplianceError, FailedPreconditionError, NotFoundError
from appliance.models.connection import describe_database
from appliance.models.storage import trial
from appliance.models.storage.choice import StorageChoice
from appliance.ops.backup import (
    crypt,
    drill,
    making,
    prune,
    records,
    repository,
    verify,
)
from appliance.ops.backup.create import Progress
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.drill import Drilled
from appliance.ops.backup.repository import Location
from appliance.ops.backup.retention import Policy

CREATE, VERIFY = "backup.create", "backup.verify"
DRILL, PRUNE = "backup.drill", "backup.prune"
# What jobs may be asked for; the other tasks answer at once.
KINDS = (CREATE, VERIFY, DRILL, PRUNE)
LIST, DELETE, FILE, PROBE = (
    *("backup.list", "backup.delete"),
    *("backup.file", "backup.probe"),
)
STORAGE = "storage.probe"
PROBE_NAME = "probe"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task, and whether that is good."""

    facts: dict[str, Any]
    good: bool = True
    reason: str = ""


Request = Mapping[str, Any]
Task = Callable[[Settings, Request, Progress], Done]


def create(settings: Settings, request: Request, progress: Progress) -> Done:
    """Make a backup."""
    wish = making.Wish(
        targets=request["destinations"],
        recipients=request.get("recipients", ()),
        secrets=request.get("secrets", True),
        since=request.get("since"),
        progress=progress,
    )
    made = making.make(settings, wish)
    facts = made.facts
    if made.skipped:
        places = [facts["path"]] if facts["path"] else []
        return Done({"skipped": True, "places": places}, reason=made.skipped)
    faults = _refused(facts)
    faults += [f"not in the backup: {why}" for why in facts["damaged"].values()]
    shown = {
        "backup": facts["id"],
        "places": [facts["path"], *facts["copies"]],
        "failed": facts["failed"],
        "size": facts["bytes"],
        "rows": sum(facts["counts"].values()),
        "files": facts["files"]["count"],
        "new_files": facts["files"]["new"],
        "faults": faults,
        "seconds": facts["seconds"],
    }
    return Done(shown, made.good, "\n".join(faults))


def prove(settings: Settings, request: Request, progress: Progress) -> Done:
    """Prove a backup."""
    location = find(request)
    found = verify.verify(location, _keys(settings, location), progress)
    facts = found.facts()
    faults = [*found.faults, *found.damaged.values()]
    _remember(settings, records.VERIFY, facts, good=found.good)
    shown = {
        "backup": location.id,
        "places": [location.place],
        "rows": sum(facts["counts"].values()),
        "files": facts["files"],
        "faults": faults,
        "opened": found.opened,
    }
    return Done(shown, found.good, "\n".join(faults[:5]))


def rehearse(settings: Settings, request: Request, progress: Progress) -> Done:
    """Restore a backup into a scratch instance."""
    # A drill that cannot begin proves as little as one that finds a fault.
    with records.failure(settings.data, records.DRILL):
        location = find(request)
        anew = location.encrypted and not settings.backup_identity
        if anew:
            _require_recipients(request)
        else:
            drilled = _drilled(settings, location, progress)
    if anew:
        # What becomes of it is noted there: here a good drill would be noted as failed
        # where it was skipped, or where only the last hook failed.
        return _drilled_anew(settings, request, progress)
    _remember(settings, records.DRILL, drilled.facts(), good=drilled.good)
    return _rehearsed(drilled)


def _drilled(settings: Settings, location: Location, progress: Progress) -> Drilled:
    keys, floor = _keys(settings, location), settings.disk_floor
    return asyncio.run(
        drill.drill(location, settings.data, keys, progress, min_free=floor)
    )


def _require_recipients(request: Request) -> None:
    # Nothing is ever written in plain where there is something encrypted.
    if not request.get("recipients"):
        raise FailedPreconditionError(
            "The newest backup is encrypted: name its key with --backup-identity, or "
            "recipients in the schedule, so that another is made and rehearsed before "
            "it is encrypted."
        )


def _drilled_anew(settings: Settings, request: Request, progress: Progress) -> Done:
    """Make another backup, and rehearse that before it is encrypted."""
    wish = making.Wish(
        targets=request["destinations"],
        recipients=request["recipients"],
        secrets=request.get("secrets", True),
        drill=settings.data,
        progress=progress,
    )
    made = making.make(settings, wish)
    if made.drilled is None:
        raise FailedPreconditionError(f"Nothing was rehearsed: {made.skipped}.")
    done = _rehearsed(made.drilled)
    faults = [*made.drilled.faults, *_refused(made.facts)]
    shown = {**done.facts, "faults": faults, "made": True}
    return Done(shown, made.good and done.good, "\n".join(faults[:5]))


def _refused(facts: Mapping[str, Any]) -> list[str]:
    return [f"{place}: {why}" for place, why in facts["failed"].items()]


def _rehearsed(drilled: Drilled) -> Done:
    shown = {
        "backup": drilled.id,
        "places": [drilled.place],
        "rows": sum(drilled.counts.values()),
        "files": drilled.files,
        "faults": drilled.faults,
        "seconds": round(drilled.seconds, 3),
        "opened": True,
    }
    return Done(shown, drilled.good, "\n".join(drilled.faults[:5]))


def let_go(settings: Settings, request: Request, progress: Progress) -> Done:
    """Remove what the rules do not keep, in every destination."""
    policy = Policy(request.get("keep", {}), request.get("max_size") or None)
    places = request["destinations"]
    removed: set[str] = set()
    size, faults = 0, list[str]()
    for number, place in enumerate(places, 1):
        progress("destinations", number, len(places))
        try:
            destination = repository.open_repository(place)
            dry_run = bool(request.get("dry_run"))
            gone = prune.prune(destination, policy, dry_run=dry_run)
            removed.update(gone.removed)
            size += gone.size
        except (ApplianceError, OSError) as error:
            faults.append(f"{place}: {_words(error)}")
    shown = {"removed": sorted(removed), "size": size, "faults": faults}
    if not request.get("dry_run"):
        _remember(settings, records.PRUNE, shown, good=not faults)
    return Done(shown, not faults, "\n".join(faults))


def look(_settings: Settings, request: Request, _progress: Progress) -> Done:
    """List what the destinations hold."""
    found: dict[str, dict[str, Any]] = {}
    unreachable: dict[str, str] = {}
    for place in request["destinations"]:
        try:
            for location in repository.snapshots(repository.open_repository(place)):
                facts = found.setdefault(location.id, _described(location))
                facts["destinations"].append(place)
        except NotFoundError:
            # Nothing was put there yet.
            continue
        except (ApplianceError, OSError) as error:
            unreachable[place] = _words(error)
    newest_first = sorted(found.values(), key=lambda facts: facts["id"], reverse=True)
    return Done({"backups": newest_first, "unreachable": unreachable})


def delete(_settings: Settings, request: Request, _progress: Progress) -> Done:
    """Remove one backup, unless it is the last good one."""
    wanted, gone = request["backup"], list[str]()
    for place in request["destinations"]:
        try:
            destination = repository.open_repository(place)
            repository.find(destination, wanted)
        except NotFoundError:
            continue
        _require_another(destination, wanted, place)
        prune.remove(destination, wanted)
        gone.append(place)
    if not gone:
        raise NotFoundError("backup not found")
    return Done({"places": gone})


def probe(_settings: Settings, request: Request, _progress: Progress) -> Done:
    """Write, read and delete a little file in a destination."""
    place, step = request["destination"], "write"
    content = hashlib.sha256(place.encode()).digest()
    try:
        destination = repository.prepared(place)
        with destination.put(PROBE_NAME) as file:
            file.write(content)
        step = "read"
        with destination.open(PROBE_NAME) as opened:
            same = opened.read() == content
        step = "delete" if same else step
        destination.remove(PROBE_NAME)
    except (ApplianceError, OSError) as error:
        return Done({"good": False, "step": step, "reason": _words(error)})
    reason = "" if same else "other bytes came back than were written"
    return Done({"good": same, "step": "" if same else step, "reason": reason})


def try_storage(settings: Settings, request: Request, _progress: Progress) -> Done:
    """Do the same in the storage that a setting describes."""
    chosen = StorageChoice.from_setting(request["setting"])
    database = describe_database(settings)
    return Done(asyncio.run(trial.probe(database, settings.data, chosen)).facts())


TASKS: Mapping[str, Task] = {
    CREATE: create,
    VERIFY: prove,
    DRILL: rehearse,
    PRUNE: let_go,
    LIST: look,
    DELETE: delete,
    PROBE: probe,
    STORAGE: try_storage,
}


def find(request: Request) -> Location:
    """Return the backup that is meant, in the first place that has it."""
    wanted = request.get("backup") or repository.NEWEST
    fault: Exception | None = None
    for place in request["destinations"]:
        try:
            return repository.find(repository.open_repository(place), wanted)
        except (NotFoundError, OSError) as error:
            fault = fault or error
    if isinstance(fault, OSError):
        raise fault
    raise NotFoundError("backup not found" if request.get("backup") else "no backup")


def _keys(settings: Settings, location: Location) -> Sequence[Any]:
    if not location.encrypted or not settings.backup_identity:
        return ()
    return crypt.read_identities([settings.backup_identity])


def _described(location: Location) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": location.id,
        "encrypted": location.encrypted,
        "destinations": [],
    }
    try:
        receipt = location.receipt()
    except ApplianceError as error:
        return facts | {"fault": str(error)}
    return facts | {
        "moment": receipt.moment,
        "size": receipt.size,
        "files": len(receipt.blobs),
        "files_size": sum(receipt.blobs.values()),
        "secrets": receipt.secrets,
        "complete": receipt.complete,
        "version": receipt.version,
        "driver": receipt.dialect,
    }


def _require_another(destination: Destination, wanted: str, place: str) -> None:
    others = [e for e in repository.snapshots(destination) if e.id != wanted]
    if not any(prune.complete(each) for each in reversed(others)):
        raise FailedPreconditionError(
            f"{place}: it is the last backup there that is complete; make another first"
        )


def _remember(
    settings: Settings, what: str, facts: Mapping[str, Any], *, good: bool
) -> None:
    with suppress(OSError):
        records.keep(settings.data, what, facts, good=good)


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
