"""What rows show, in order and out of it."""

import time
from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.models.database import Database
from appliance.ops.acts.ground import Ground
from appliance.ops.doctor.finding import Finding
from appliance.ops.doctor.rows import look_inside
from tests.factories import make_attachment, make_memo, make_user


async def look(
    database: Database, directory: Path, *, deep: bool = False
) -> dict[str, Finding]:
    """Return the findings by check."""
    ground = Ground.around(database, read_settings({"data": str(directory)}, {}))
    return {each.check: each async for each in look_inside(ground, deep=deep)}


@pytest.mark.parametrize("deep", [False, True])
async def test_a_healthy_instance(
    database: Database, tmp_path: Path, *, deep: bool
) -> None:
    await make_memo(database, await make_user(database), "#tag")
    found = await look(database, tmp_path, deep=deep)
    assert {each.verdict for each in found.values()} == {"ok"}
    assert found["database"].fact.startswith(str(database.dialect))


async def test_what_is_out_of_order(database: Database, tmp_path: Path) -> None:
    assert (await look(database, tmp_path))["administrators"].verdict == "warn"
    anna = await make_user(database)
    memo = await make_memo(database, anna)
    await make_attachment(database, anna, memo, "a.txt")
    later = (int(time.time()) + 3600) * 1_000_000
    await database.execute("UPDATE appliance_change SET create_time = ?", (later,))
    await database.execute("UPDATE appliance_counter SET value = 7")
    await database.execute(
        "INSERT INTO appliance_personal_access_token (uid, user_id, token_hash,"
        " description, create_time, expire_time) VALUES ('t', ?, 'h', '', 1, 2)",
        (anna.id,),
    )
    found = await look(database, tmp_path)
    verdicts = {name: str(each.verdict) for name, each in found.items()}
    assert verdicts["clock"] == verdicts["counters"] == verdicts["tokens"] == "warn"
    assert verdicts["files"] == "fail"
    assert all(each.advice for each in found.values() if each.verdict != "ok")
