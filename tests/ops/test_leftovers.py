"""What nobody needs is counted, what is missing is named, and nothing is changed."""

import time
from pathlib import Path

from appliance.config import read_settings
from appliance.models.attachment import Attachment, Blob
from appliance.models.database import Database
from appliance.models.storage.sweep import GRACE
from appliance.ops import leftovers
from appliance.ops.acts.ground import Ground
from tests.factories import make_user


async def blob(size: int, release_time: int | None) -> Blob:
    """Store a row about bytes that are nowhere."""
    return await Blob.create(
        storage="local",
        reference=f"assets/{size}",
        size=size,
        sha256="0" * 64,
        create_time=1,
        release_time=release_time,
    )


async def test_each_is_counted_once(database: Database, tmp_path: Path) -> None:
    owner, now = await make_user(database, "ann"), int(time.time())
    old = now - GRACE - 60
    used, taken = await blob(1, None), await blob(2, old)
    for each in (used, taken):
        await Attachment.create(
            uid=f"a{each.id}",
            creator_id=owner.id,
            blob_id=each.id,
            create_time=1,
            update_time=1,
            filename="a",
            type="text/plain",
            size=each.size,
            sha256=each.sha256,
        )
    await blob(4, old)
    await blob(8, now)
    orphan = await blob(16, None)
    (tmp_path / "assets").mkdir()
    for each in (used, orphan):
        (tmp_path / each.reference).write_bytes(b"x" * each.size)
    (tmp_path / "assets/young").touch()
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    rows = [each.columns() for each in await Blob.all().order_by("id")]

    found = await leftovers.look(ground)
    assert found == {
        "unneeded": {"files": 1, "bytes": 4},
        "waiting": {"files": 2, "bytes": 24},
        "unknown": {"files": 0, "bytes": 0, "names": []},
        "missing": [],
    }
    (tmp_path / used.reference).unlink()
    (fault,) = (await leftovers.look(ground))["missing"]
    assert fault["file"] == used.id
    assert rows == [each.columns() for each in await Blob.all().order_by("id")]
