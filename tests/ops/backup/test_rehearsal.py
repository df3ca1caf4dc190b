"""What is just being made is restored: before encryption, where there is some."""

import asyncio
from pathlib import Path

from appliance.models.database import Database
from appliance.ops.backup.crypt import Recipients, new_identity
from appliance.ops.backup.drill import Drilled
from appliance.ops.backup.mirror import Mirror
from appliance.ops.backup.rehearsal import mirrored, rehearse
from appliance.ops.backup.repository import Location
from tests.ops.backup.instance import flip, location_of
from tests.ops.backup.test_mirror import make


def test_a_twin_is_made_only_where_one_is_needed(tmp_path: Path) -> None:
    secret = Recipients([new_identity()[1]])
    for scratch, recipients in ((None, secret), (tmp_path, Recipients())):
        with mirrored(scratch, recipients) as mirror:
            assert mirror is None
    with mirrored(tmp_path, secret) as mirror:
        assert mirror is not None
        (directory,) = tmp_path.iterdir()
        assert directory.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


async def rehearsed(location: Location, mirror: Mirror, data: Path) -> Drilled:
    return await asyncio.to_thread(
        rehearse, location, mirror, data / "scratch", lambda _what, _done, _all: None
    )


async def test_the_content_restores_and_the_stored_bytes_are_proved(
    full: Database, data: Path
) -> None:
    mirror = Mirror(data / "twin")
    location = location_of(await make(full, data, mirror, new_identity()[1]))
    await full.close()
    drilled = await rehearsed(location, mirror, data)
    assert drilled.faults == []
    assert (drilled.place, drilled.before_encryption) == (location.place, True)
    assert drilled.memos > 0
    # The content is as good as before; what is stored of it is not.
    flip(Path(location.place), 400)
    drilled = await rehearsed(location, mirror, data)
    assert drilled.faults == [f"{location.archive}: damaged, its bytes have changed"]
    flip(Path(mirror.location.place), 100)
    assert len((await rehearsed(location, mirror, data)).faults) > 1
    mirror.fault = "no room"
    assert (await rehearsed(location, mirror, data)).faults == ["no room"]
