"""A drill of the backup that is just being made: encrypted ones need no key for it.

Of those the twin is restored that was kept before encryption; then the stored bytes are
proved to be the ones that encryption gave.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.drill import Drilled, drill, room
from appliance.ops.backup.mirror import Mirror, unkept
from appliance.ops.backup.parts import Progress
from appliance.ops.backup.repository import Location
from appliance.ops.backup.verify import verify


@contextmanager
def mirrored(
    scratch: Path | None, recipients: Recipients, min_free: int = 0
) -> Iterator[Mirror | None]:
    """Give a twin below a directory, where one is needed.

    One that cannot be prepared says so, and keeps nobody from the backup.
    """
    if scratch is None or not recipients.keys:
        yield None
        return
    with ExitStack() as held:
        try:
            mirror = Mirror(held.enter_context(room(scratch)), min_free)
        except OSError as error:
            mirror = Mirror(None, fault=unkept(error))
        yield mirror


def rehearse(
    location: Location,
    mirror: Mirror | None,
    scratch: Path,
    progress: Progress,
    min_free: int = 0,
) -> Drilled:
    """Restore what was just made, and look it over."""

    def drilling(location: Location) -> Drilled:
        return asyncio.run(
            drill(location, scratch, progress=progress, min_free=min_free)
        )

    if mirror is None:
        return drilling(location)
    if mirror.fault:
        faults = [mirror.fault]
        return Drilled(location.id, location.place, faults, before_encryption=True)
    drilled = drilling(mirror.location)
    drilled.place, drilled.before_encryption = location.place, True
    drilled.faults += verify(location, (), progress).faults
    return drilled
