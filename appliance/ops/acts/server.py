"""The running server, as it describes itself to commands."""

import os
from typing import Any

from appliance import __version__
from appliance.ops.acts.ground import Ground


async def describe(ground: Ground) -> dict[str, Any]:
    """Say which program runs, and what it saw of the proxies before it."""
    proxies = dict(ground.observed()) if ground.observed else {}
    return {"version": __version__, "process": os.getpid(), "proxies": proxies}
