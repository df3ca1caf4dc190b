"""What an operator may choose about backups that the server makes by itself."""

import re
import shlex
from collections.abc import Mapping

from appliance import values
from appliance.errors import InvalidArgumentError
from appliance.recurrence import parse_duration, parse_recurrence, parse_zone_name
from appliance.setting import Setting

RULES = ("last", "hourly", "daily", "weekly", "monthly", "yearly")
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)
LONGEST_URL = 2000


def parse_size(text: str) -> int:
    """Read 500MB, 20GB or 1.5TiB as bytes; nothing means no limit."""
    if not text.strip():
        return 0
    match = SIZE.fullmatch(text.strip())
    if not match:
        raise InvalidArgumentError("must be a size like 20GB or 500MiB")
    number, unit, binary = match.groups()
    base = 1024 if binary else 1000
    return int(float(number) * base ** " kmgt".index(unit.lower() or " "))


def parse_keep(text: str) -> Mapping[str, int]:
    """Read `last=3,daily=7`."""
    found: dict[str, int] = {}
    for part in values.parse_list(text):
        rule, _, number = part.partition("=")
        if rule not in RULES or not (number.isascii() and number.isdigit()):
            raise InvalidArgumentError(
                f"must be like daily=7,weekly=5; the rules are {', '.join(RULES)}"
            )
        found[rule] = int(number[:6])
    return found


def parse_command(text: str) -> tuple[str, ...]:
    """Read a program and its arguments, quoted as a shell has them."""
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise InvalidArgumentError("must be a command with closed quotes") from error


def parse_ping_url(text: str) -> str:
    """Check an address that is told how a run went; nothing means nobody is."""
    if text and (
        not text.startswith(("http://", "https://"))
        or len(text) > LONGEST_URL
        or not text.isprintable()
        or " " in text
    ):
        raise InvalidArgumentError("must be an http or https address")
    return text


BACKUPS: tuple[Setting, ...] = (
    Setting(
        name="backup_to",
        help="Where the server makes backups by itself: directories or s3:// "
        "addresses, between commas. Stands before what administrators choose.",
        parse=values.parse_list,
        metavar="PATH|s3://…",
    ),
    Setting(
        name="backup_schedule",
        help="When: five fields of cron, every 6h, or @hourly, @daily (at 3 o'clock), "
        "@midnight, @weekly, @monthly, @yearly.",
        parse=parse_recurrence,
        metavar="WHEN",
    ),
    Setting(
        name="backup_time_zone",
        help="Time zone of the schedules, like Europe/Berlin.",
        parse=parse_zone_name,
        shown_default="UTC",
        metavar="ZONE",
    ),
    Setting(
        name="backup_jitter",
        help="Begin up to so much later, by chance: 90s, 10m.",
        parse=parse_duration,
        metavar="TIME",
    ),
    Setting(
        name="backup_keep",
        help="What is kept behind each backup: last=3,daily=7,weekly=5,monthly=12. "
        "Else all.",
        parse=parse_keep,
        metavar="RULE=N,…",
    ),
    Setting(
        name="backup_max_size",
        help="Then the oldest go, until the rest is not larger: 500MB, 20GB.",
        parse=parse_size,
        metavar="SIZE",
    ),
    Setting(
        name="backup_recipients",
        help="Encrypt for these age recipients.",
        parse=values.parse_list,
        metavar="age1…,…",
    ),
    Setting(
        name="backup_drill_schedule",
        help="When the newest backup is restored as a rehearsal; like the other "
        "schedule.",
        parse=parse_recurrence,
        metavar="WHEN",
    ),
    Setting(
        name="backup_identity",
        help="File with the age key for rehearsals of encrypted backups; without it "
        "another is made and rehearsed before encryption.",
        parse=values.parse_path,
        metavar="FILE",
    ),
    Setting(
        name="backup_ping_url",
        help="Asked with GET after each run, with /fail behind it when it was not "
        "good.",
        parse=parse_ping_url,
        metavar="URL",
    ),
    Setting(
        name="backup_before",
        help="Program that runs before a backup; without its success there is none.",
        parse=parse_command,
        metavar="COMMAND",
    ),
    Setting(
        name="backup_after",
        help="Program that runs behind it, with APPLIANCE_BACKUP_RESULT and _PATH.",
        parse=parse_command,
        metavar="COMMAND",
    ),
)
