"""Keeps what is there before a restore replaces it."""

import asyncio

from appliance.config import Settings
from appliance.ops.backup.create import back_up
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.directory import Directory

FOLDER = "before-restore"


def keep(settings: Settings) -> str | None:
    """Back up the instance into its own data directory; return where, or None.

    None: there is no database yet. What cannot be backed up is not replaced: whoever
    wants that moves it away.
    """
    if settings.dsn.path and not settings.dsn.path.exists():
        return None
    destination = Directory(settings.data / FOLDER)
    destination.prepare()
    return asyncio.run(back_up(settings, destination, Recipients())).place
