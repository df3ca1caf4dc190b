"""Which plan holds, and which can never work."""

from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.ops.schedule.plan import SETTING, Plan, Plans, destination

WIRE = {
    "destinations": ["/backups", "s3://bucket/x?endpoint=https://s3.home"],
    "schedule": "0 3 * * *",
    "timeZone": "Europe/Berlin",
    "jitterSeconds": 60,
    "retention": {"daily": 7, "maxSize": "1000"},
    "withoutSecrets": True,
    "drillSchedule": "@weekly",
}


async def test_what_is_saved_holds(database: Database) -> None:
    settings = InstanceSettings(database)
    plans = Plans(settings, read_settings({}, {}))
    assert await plans.current() == Plan()
    kept = await plans.save(WIRE, None)
    assert kept.since
    assert (kept.keep["daily"], kept.max_size, kept.secrets) == (7, 1000, False)
    assert kept.retains
    assert await plans.current() == kept
    assert (await settings.get(SETTING))["schedule"] == "0 3 * * *"


async def test_what_the_operator_says_stands_before_it(database: Database) -> None:
    settings = InstanceSettings(database)
    await Plans(settings, read_settings({}, {})).save(WIRE, None)
    flags = {"backup_to": "/elsewhere", "backup_schedule": "@daily"}
    plans = Plans(settings, read_settings(flags, {}))
    plan = await plans.current()
    assert (plan.destinations, plan.provided) == (("/elsewhere",), True)
    with pytest.raises(FailedPreconditionError, match="flags"):
        await plans.save(WIRE, None)


def test_destinations() -> None:
    for text in ("/a/b", "s3://bucket", "s3://bucket/a?region=x&path_style=true"):
        assert destination(text) == text
    for text in ("", "a", "http://x", "s3://", "s3://u:p@b", "/a\nb", "/" + "x" * 1000):
        with pytest.raises(InvalidArgumentError):
            destination(text)


def test_too_much_is_refused() -> None:
    for fields in (
        {"destinations": ["/a"] * 9},
        {"recipients": ["age1x"] * 17},
        {"recipients": [str(Path("/etc/passwd"))]},
        {"recipients": ["age1nonsense"]},
        {"jitterSeconds": 90_000},
        {"retention": {"maxSize": -1}},
    ):
        with pytest.raises(InvalidArgumentError):
            Plan.from_wire({**WIRE, **fields})
