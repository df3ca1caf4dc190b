"""When something comes round: a line of cron in a time zone, or an interval."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from appliance.errors import InvalidArgumentError

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
DURATION = re.compile(r"(\d{1,9})([smhdw])")
EVERY = re.compile(r"every\s+(\S+)")
# At three, when nobody waits, where cron itself says midnight.
MACROS = {
    "@hourly": "0 * * * *",
    "@daily": "0 3 * * *",
    "@weekly": "0 3 * * 0",
    "@monthly": "0 3 1 * *",
    "@yearly": "0 3 1 1 *",
    "@annually": "0 3 1 1 *",
    "@midnight": "0 0 * * *",
}
LEAST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`seconds` of an interval, else a line of cron and its zone."""

    cron: str = ""
    zone: ZoneInfo | None = None
    seconds: int = 0

    @classmethod
    def parse(cls, text: str, zone: str = "") -> Self | None:
        """Read `0 3 * * *`, `@daily` or `every 6h`; None for nothing."""
        if not text.strip():
            return None
        if match := EVERY.fullmatch(text.strip()):
            seconds = parse_duration(match[1])
            if seconds < LEAST_SECONDS:
                raise InvalidArgumentError("must not come more often than each minute")
            return cls(seconds=seconds)
        cron = MACROS.get(text.strip(), text.strip())
        try:
            next(CronSim(cron, datetime.now(UTC)))
        except (CronSimError, StopIteration) as error:
            raise InvalidArgumentError(
                "must be five fields of cron like 0 3 * * *, one of "
                f"{', '.join(MACROS)}, or every 6h"
            ) from error
        return cls(cron=cron, zone=parse_zone(zone))

    def after(self, moment: float) -> float:
        """Return the first time behind a moment, both in seconds since 1970.

        Where clocks are put forward what falls into the gap comes right behind it, and
        where they are put back what would come twice comes once, as cron does it.
        """
        if self.seconds:
            return moment + self.seconds
        found: datetime = next(
            CronSim(self.cron, datetime.fromtimestamp(moment, self.zone))
        )
        return found.timestamp()


def parse_zone(text: str) -> ZoneInfo:
    """Read the name of a time zone; nothing means UTC."""
    try:
        return ZoneInfo(text or "UTC")
    except (OSError, ValueError, KeyError) as error:
        raise InvalidArgumentError("must be a time zone like Europe/Berlin") from error


def parse_duration(text: str) -> int:
    """Read 90s, 10m, 6h, 1d or 1w as seconds; nothing means none."""
    match = DURATION.fullmatch(text.strip()) if text.strip() else None
    if match:
        return int(match[1]) * UNITS[match[2]]
    if text.strip() in ("", "0"):
        return 0
    raise InvalidArgumentError("must be a time like 90s, 10m, 6h or 1d")


def parse_recurrence(text: str) -> str:
    """Check what `Recurrence.parse` reads, and return it as it is."""
    Recurrence.parse(text)
    return text.strip()


def parse_zone_name(text: str) -> str:
    """Check a time zone, and return its name."""
    parse_zone(text)
    return text
