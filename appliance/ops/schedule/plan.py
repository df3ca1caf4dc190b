"""What is to be done by itself: the operator's choice, else what administrators saved.

The spelling of what is saved is the wire's, `appliance.v1.BackupSchedule` as JSON.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from appliance.backup_settings import RULES, parse_ping_url
from appliance.config import Settings
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models.instance import InstanceSettings
from appliance.ops.backup import crypt
from appliance.ops.backup.bucket import SCHEME, Bucket
from appliance.recurrence import Recurrence, parse_zone_name

SETTING = "backup_schedule"
MOST_DESTINATIONS, MOST_RECIPIENTS = 8, 16
LONGEST_URL = 1000
MOST_KEPT = 100_000
MOST_JITTER = 24 * 3600
SECRET = re.compile(r"[?&][^=]*(secret|password|key|token)[^=]*=", re.IGNORECASE)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where, when and what of it is kept. Printing it shows no address that is told.

    `since` is when it was chosen, in seconds since 1970; None: nobody knows.
    """

    destinations: Sequence[str] = ()
    schedule: str = ""
    time_zone: str = ""
    jitter: int = 0
    keep: Mapping[str, int] = field(default_factory=dict)
    max_size: int = 0
    recipients: Sequence[str] = ()
    secrets: bool = True
    drill_schedule: str = ""
    ping_url: str = field(default="", repr=False)
    provided: bool = False
    since: float | None = None

    @classmethod
    def of_operator(cls, settings: Settings) -> Self | None:
        """Return what flags and variables say; None if they say nothing."""
        if not (settings.backup_to or settings.backup_schedule):
            return None
        return cls(
            destinations=settings.backup_to,
            schedule=settings.backup_schedule,
            time_zone=settings.backup_time_zone,
            jitter=settings.backup_jitter,
            keep=settings.backup_keep,
            max_size=settings.backup_max_size,
            recipients=settings.backup_recipients,
            drill_schedule=settings.backup_drill_schedule,
            ping_url=settings.backup_ping_url,
            provided=True,
        )

    @classmethod
    def from_wire(cls, given: Mapping[str, Any]) -> Self:
        """Read JSON of the wire and check all of it."""
        retention = given.get("retention") or {}
        plan = cls(
            destinations=[
                destination(each.strip()) for each in given.get("destinations", ())
            ],
            schedule=given.get("schedule", "").strip(),
            time_zone=given.get("timeZone", "").strip(),
            jitter=int(given.get("jitterSeconds", 0)),
            keep={rule: int(retention.get(rule, 0)) for rule in RULES},
            max_size=int(retention.get("maxSize", 0)),
            recipients=list(given.get("recipients", ())),
            secrets=not given.get("withoutSecrets", False),
            drill_schedule=given.get("drillSchedule", "").strip(),
            ping_url=given.get("pingUrl", "").strip(),
            since=given.get("since"),
        )
        plan.check()
        return plan

    def check(self) -> None:
        """Raise InvalidArgumentError for what can never work."""
        _named("time_zone", parse_zone_name, self.time_zone)
        for name in ("schedule", "drill_schedule"):
            _named(name, Recurrence.parse, getattr(self, name))
        _named("ping_url", parse_ping_url, self.ping_url)
        if not 0 <= self.jitter <= MOST_JITTER:
            raise InvalidArgumentError("jitter_seconds must be from 0 to a day")
        if any(not 0 <= count <= MOST_KEPT for count in self.keep.values()):
            raise InvalidArgumentError("retention must be of numbers from 0 on")
        if self.max_size < 0:
            raise InvalidArgumentError("retention.max_size must not be negative")
        if (self.schedule or self.drill_schedule) and not self.destinations:
            raise InvalidArgumentError("destinations: name one at least")
        if len(self.destinations) > MOST_DESTINATIONS:
            raise InvalidArgumentError(f"destinations: {MOST_DESTINATIONS} at most")
        if len(self.recipients) > MOST_RECIPIENTS:
            raise InvalidArgumentError(f"recipients: {MOST_RECIPIENTS} at most")
        if any(not each.startswith("age1") for each in self.recipients):
            raise InvalidArgumentError("recipients must begin with age1")
        crypt.Recipients.read(self.recipients)

    def recurrence(self, text: str) -> Recurrence | None:
        """Return when one of the schedules comes round."""
        return Recurrence.parse(text, self.time_zone)

    def to_wire(self) -> dict[str, Any]:
        """Return JSON of the wire."""
        return {
            "destinations": list(self.destinations),
            "schedule": self.schedule,
            "timeZone": self.time_zone,
            "jitterSeconds": self.jitter,
            "retention": {**self.keep, "maxSize": self.max_size},
            "recipients": list(self.recipients),
            "withoutSecrets": not self.secrets,
            "drillSchedule": self.drill_schedule,
            "pingUrl": self.ping_url,
            "provided": self.provided,
        }

    @property
    def retains(self) -> bool:
        """Whether anything is ever let go."""
        return any(self.keep.values()) or self.max_size > 0


class Plans:
    """The plan that holds."""

    def __init__(self, settings: InstanceSettings, configuration: Settings) -> None:
        self._settings = settings
        self._operators = Plan.of_operator(configuration)

    async def current(self) -> Plan:
        """Return the operator's, else the saved one, else an empty one."""
        if self._operators:
            return self._operators
        saved = await self._settings.get(SETTING)
        return Plan.from_wire(saved) if saved else Plan()

    async def save(self, given: Mapping[str, Any], actor_id: int | None) -> Plan:
        """Check and keep a plan; it holds from now on."""
        if self._operators:
            raise FailedPreconditionError(
                "The schedule was chosen by flags or variables of the server; "
                "change it there."
            )
        plan = Plan.from_wire({**given, "since": int(time.time())})
        kept = {**plan.to_wire(), "since": plan.since}
        kept.pop("provided")
        await self._settings.set(SETTING, kept, actor_id)
        return plan


def destination(text: str) -> str:
    """Check where backups may be kept: an absolute path, or an address of S3."""
    if len(text) > LONGEST_URL or not text.isprintable():
        raise InvalidArgumentError("destinations: too long, or not printable")
    if text.startswith(SCHEME):
        if SECRET.search(text) or "@" in urlsplit(text).netloc:
            raise InvalidArgumentError(
                "destinations: no secrets in addresses; keys come from the environment"
            )
        Bucket(text)
        return text
    if "://" in text or not Path(text).is_absolute():
        raise InvalidArgumentError(
            f"destinations: {text!r} is neither an absolute path nor s3://BUCKET/PREFIX"
        )
    return text


def _named(name: str, parse: Callable[[str], T], text: str) -> T:
    try:
        return parse(text)
    except InvalidArgumentError as error:
        raise InvalidArgumentError(f"{name} {error}") from error
