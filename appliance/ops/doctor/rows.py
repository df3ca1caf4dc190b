"""What the database says about itself and about its rows."""

import time
from collections.abc import AsyncIterator

from appliance.models import checkup
from appliance.ops.acts.ground import Ground
from appliance.ops.doctor.finding import Finding, bad, doubtful, good
from appliance.ops.stored_files import Inspection, inspect

SECOND = 1_000_000
# Of a clock that went back, in microseconds.
TOLERANCE = 300 * SECOND
# Files of a quick look.
SAMPLE = 100
SHOWN = 3


async def look_inside(ground: Ground, *, deep: bool) -> AsyncIterator[Finding]:
    """Yield what the rows show; `deep` recounts everything and reads every file."""
    database = ground.database
    yield good("database", f"{database.dialect}: {await checkup.version(database)}")
    yield _integrity(await checkup.damage(database))
    yield _orphans(await checkup.orphans(database))
    yield _counters(await checkup.miscounted(database, deep=deep))
    yield await _files(ground, deep=deep)
    yield await _clock(ground)
    yield await _tokens(ground)
    yield await _admins(ground)


def _integrity(damage: list[str]) -> Finding:
    if not damage:
        return good("integrity", "nothing is damaged")
    return bad(
        "integrity",
        "; ".join(damage[:SHOWN]),
        "Stop the server, keep a copy of the directory, and restore a backup.",
    )


def _orphans(found: dict[str, int]) -> Finding:
    if not found:
        return good("references", "all rows find what they name")
    fact = ", ".join(f"{number} {name}" for name, number in found.items())
    return bad("references", fact, "Restore a backup, and report this as a fault.")


def _counters(wrong: int) -> Finding:
    if not wrong:
        return good("counters", "a recount gives the same")
    fact = f"{wrong} counters differ from a recount"
    return doubtful("counters", fact, "Run `appliance memo reindex`.")


async def _files(ground: Ground, *, deep: bool) -> Finding:
    seen = Inspection()
    looking = inspect(ground, seen, checksums=deep, most=None if deep else SAMPLE)
    faults = [
        f"{each.reference or each.blob_id}: {each.reason}" async for each in looking
    ]
    if faults:
        fact = f"{len(faults)} of {seen.files} files: " + "; ".join(faults[:SHOWN])
        advice = "`appliance storage check` names all; a backup may have them."
        return bad("files", fact, advice)
    return good("files", f"{seen.files} files looked at, all there")


async def _clock(ground: Ground) -> Finding:
    newest = await checkup.newest_change(ground.database)
    ahead = (newest or 0) - time.time_ns() // 1000
    if ahead > TOLERANCE:
        fact = f"the newest change lies {ahead // SECOND} s in the future"
        return doubtful("clock", fact, "Set the clock, and let NTP keep it.")
    there = await checkup.clock(ground.database)
    if there is not None and abs(there - time.time()) > TOLERANCE / SECOND:
        apart = round(abs(there - time.time()))
        fact = f"the clocks of this machine and the database differ by {apart} s"
        return doubtful("clock", fact, "Let NTP keep both.")
    return good("clock", "no change lies in the future")


async def _tokens(ground: Ground) -> Finding:
    now = time.time_ns() // 1000
    ended = await checkup.expired_tokens(ground.database, now)
    if ended:
        fact = f"{ended} personal access tokens have ended"
        return doubtful(
            "tokens", fact, "Whatever used them fails: see `appliance token list`."
        )
    return good("tokens", "none has ended")


async def _admins(ground: Ground) -> Finding:
    number = await checkup.active_admins(ground.database)
    if number:
        return good("administrators", f"{number} can sign in")
    return doubtful(
        "administrators",
        "nobody administers this instance",
        "Sign up on the page, or run `appliance user create NAME`.",
    )
