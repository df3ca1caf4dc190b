"""Lets long work give way to a server beside it, which people are waiting for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STEP, LEAST = 10, 19


@contextmanager
def lowered() -> Iterator[None]:
    """Let others go first, also before the threads and programs started in the block.

    Linux orders reads and writes of disks by the same number, unless told otherwise.
    """
    before = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, min(before + STEP, LEAST))
    try:
        yield
    finally:
        # Not everybody may rise again; mostly the process ends here anyway.
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, before)
