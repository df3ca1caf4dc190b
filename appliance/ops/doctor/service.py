"""Whether the choices of operator and administrators fit each other."""

import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from appliance.config import Settings
from appliance.errors import ApplianceError
from appliance.models.instance import AccessMode
from appliance.ops.acts.ground import Ground
from appliance.ops.backup import records
from appliance.ops.doctor.finding import Finding, Verdict, bad, doubtful, good

ADVICE = "Make one: `appliance backup create --to PATH`."
AGAIN = "Put right what it says, and try again: `appliance backup create --to PATH`."
DAY = 24 * 3600
OLD_BACKUP, VERY_OLD_BACKUP = 2 * DAY, 8 * DAY
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


async def look_at_choices(ground: Ground, settings: Settings) -> AsyncIterator[Finding]:
    """Yield what settings mean together."""
    mode = await ground.settings.access_mode()
    yield _address(settings, mode)
    general = await ground.settings.get("GENERAL") or {}
    open_to_all = not general.get("disallowUserRegistration")
    if open_to_all and settings.instance_url:
        yield doubtful(
            "registration",
            "whoever finds the server may make an account",
            "Close registration in the settings once your people have accounts.",
        )
    else:
        state = (
            "open, on a server without a public address" if open_to_all else "closed"
        )
        yield good("registration", state)
    yield _durability(settings)


def recall_backups(data: Path) -> Finding:
    """Say how old the last good backup of this instance is, as it was noted."""
    made = records.read(data, records.CREATE)
    if made is None:
        return doubtful("backup", "none was made here yet", ADVICE)
    good_time = made.get("good_time")
    if not isinstance(good_time, int | float):
        return bad("backup", f"none was good{_why(made)}", AGAIN)
    finding = _aged(time.time() - good_time)
    if finding.verdict is Verdict.OK and not made.get("good"):
        fact = f"{finding.fact}, and the last try failed{_why(made)}"
        return doubtful("backup", fact, AGAIN)
    return finding


def _why(made: Mapping[str, Any]) -> str:
    """Say why the last try failed, as far as that was noted."""
    failed = [f"{place}: {why}" for place, why in (made.get("failed") or {}).items()]
    failed += (made.get("damaged") or {}).values()
    reason = made.get("reason") or "; ".join(failed)
    return f" ({reason})" if reason else ""


def look_at_backups(repository: Path) -> Finding:
    """Say how old the newest backup in a directory is."""
    # Encryption and archives are slow to load, and only asked for here.
    from appliance.ops.backup.repository import find, open_repository  # noqa: PLC0415 - see above

    try:
        receipt = find(open_repository(repository)).receipt()
    except (ApplianceError, OSError) as error:
        return bad("backup", str(error), ADVICE)
    return _aged(time.time() - datetime.fromisoformat(receipt.moment).timestamp())


def _aged(age: float) -> Finding:
    fact = f"the newest is {int(age // 3600)} hours old"
    if age > VERY_OLD_BACKUP:
        return bad("backup", fact, ADVICE)
    if age > OLD_BACKUP:
        return doubtful("backup", fact, ADVICE)
    return good("backup", fact)


def _address(settings: Settings, mode: AccessMode) -> Finding:
    if not settings.instance_url:
        if mode is AccessMode.PUBLIC:
            return doubtful(
                "instance URL",
                "anonymous readers are let in, and no public address is set",
                "Set --instance-url, so that links and feeds lead here.",
            )
        return good("instance URL", "none, and nobody reads without an account")
    parts = urlsplit(settings.instance_url)
    if parts.scheme != "https" and parts.hostname not in HERE:
        return doubtful(
            "instance URL",
            f"{settings.instance_url} is not encrypted",
            "Put a proxy with TLS in front, and name the https address.",
        )
    if not settings.trusted_proxies and parts.scheme == "https":
        return doubtful(
            "trusted proxies",
            "the address is https, so a proxy is in front, and none is trusted",
            "Name it with --trusted-proxies, or all clients look like the proxy.",
        )
    return good("instance URL", settings.instance_url)


def _durability(settings: Settings) -> Finding:
    if settings.dsn.path and settings.sqlite_synchronous != "FULL":
        return doubtful(
            "durability",
            "a power cut may take the last writes",
            "Use --sqlite-synchronous FULL unless a battery stands behind the disk.",
        )
    return good("durability", "an acknowledged write survives a power cut")
