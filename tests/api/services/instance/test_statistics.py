"""How much room the instance takes, measured once a minute."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appliance.api.services.instance.statistics import folder_size
from tests.api.house import House, Visitor

STATS = "InstanceService/GetInstanceStats"


async def test_administrators_see_what_is_used(
    house: House, boss: Visitor, ann: Visitor, tmp_path: Path
) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.bin").write_bytes(b"x" * 12_345)

    stats = await boss.ok(STATS)

    assert stats["database"]["driver"] == str(house.database.dialect)
    assert int(stats["database"]["sizeBytes"]) > 10_000
    assert int(stats["localStorageBytes"]) >= 12_345
    age = datetime.now(UTC) - datetime.fromisoformat(stats["generatedTime"])
    assert timedelta() <= age < timedelta(minutes=1)
    assert (await ann.refused(STATS))[0] == "permission_denied"
    assert (await house.anonymous.refused(STATS))[0] == "unauthenticated"


async def test_files_are_counted_once_a_minute(
    boss: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await boss.ok(STATS)
    (tmp_path / "a.bin").write_bytes(b"x" * 1000)

    assert await boss.ok(STATS) == first

    monkeypatch.setattr("appliance.api.services.instance.statistics.SECONDS", -1.0)
    house = boss.house
    fresh = await House.build(house.database, tmp_path, public=True)
    later = await (await fresh.sign_in(boss.user)).ok(STATS)
    assert int(later["localStorageBytes"]) >= 1000
    (tmp_path / "b.bin").write_bytes(b"x" * 5000)
    last = await (await fresh.sign_in(boss.user)).ok(STATS)
    grown = int(last["localStorageBytes"]) - int(later["localStorageBytes"])
    assert grown >= 5000


def test_links_lead_nowhere(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    (inside / "deep").mkdir(parents=True)
    outside.mkdir()
    (outside / "big").write_bytes(b"x" * 100_000)
    (inside / "deep" / "a").write_bytes(b"x" * 10)
    (inside / "folder").symlink_to(outside)
    (inside / "file").symlink_to(outside / "big")
    (inside / "broken").symlink_to(outside / "none")

    assert 10 <= folder_size(inside) < 10_000
    assert folder_size(tmp_path / "absent") == 0
