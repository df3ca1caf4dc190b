"""Counters added up for a sidebar; rows counted up to a bound."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from appliance.models import overview
from appliance.models.access import Credential, Principal
from appliance.models.base import Role, State, Visibility
from appliance.models.database import Database
from appliance.models.overview import Scope
from tests.factories import make_memo, make_user

EDGES = (-62_135_596_800, 253_402_300_799)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("seconds", EDGES)
def test_every_time_has_a_day(seconds: int, zone: str) -> None:
    assert overview.day_of(seconds, ZoneInfo(zone)).year in {1, 9999}


async def test_zone_with_seconds_loses_no_memo(database: Database) -> None:
    # Before 1891 Paris was 9 minutes and 21 seconds ahead.
    ann = await make_user(database)
    for second in range(-2_600_000_000, -2_599_820_000, 3600):
        await make_memo(database, ann, create_time=second)
    zone = ZoneInfo("Europe/Paris")
    first = overview.day_of(-2_600_000_000, zone)
    last = overview.day_of(-2_599_820_000, zone)

    found = await overview.days(database, _own(ann.id), zone, first, last)

    assert sum(number for _, number in found) == 50
    assert {day for day, _ in found} <= {first, last, date(1887, 8, 12)} | {
        date.fromordinal(day) for day in range(first.toordinal(), last.toordinal())
    }


async def test_everybody_is_summed_up_some_users_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        user = await make_user(database)
        await make_memo(database, user, "#a", create_time=86_400)
        await make_memo(database, user, "#b", state=State.ARCHIVED, create_time=86_400)
    await make_user(database)
    monkeypatch.setattr(overview, "BATCH", 2)
    scope, day = Scope(None, None), date(1970, 1, 2)

    assert [len(ids) for ids in await scope.creators(database)] == [2, 2]
    sums = await overview.sums(database, scope)
    assert (sums.total, dict(sums.tags)) == (3, {"a": 3})
    found = await overview.days(database, scope, ZoneInfo("UTC"), day, day)
    assert found == [(day, 3)]


async def test_counts_without_counters_have_a_bound(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await make_user(database)
    for _ in range(3):
        await database.execute(
            "INSERT INTO appliance_trash (uid, creator_id, deleter_id, delete_time,"
            " snippet, content, aggregate) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ("u", ann.id, ann.id, 0, "", "", "{}"),
        )
    monkeypatch.setattr(overview, "COUNT_BOUND", 2)

    assert (await overview.own_counts(database, ann.id)).trashed == 2


async def test_oldest_is_that_of_the_whole_scope(database: Database) -> None:
    ann = await make_user(database)
    await make_memo(database, ann, create_time=5, visibility=Visibility.PUBLIC)
    await make_memo(database, ann, create_time=3, visibility=Visibility.PRIVATE)

    assert await overview.oldest(database, _own(ann.id)) == 3
    assert await overview.oldest(database, Scope(None, ann.id)) == 5
    assert await overview.oldest(database, Scope(None, ann.id + 1)) is None


def _own(user_id: int) -> Scope:
    principal = Principal(user_id, "ann", Role.USER, Credential.ACCESS_TOKEN)
    return Scope(principal, user_id)
