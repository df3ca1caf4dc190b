"""A backup is one moment, whole or not there, and says what it lacks."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from appliance.errors import FailedPreconditionError
from appliance.models import migrate
from appliance.models.attachment import Attachment, Blob, BlobChunk
from appliance.models.database import Database
from appliance.models.trash import move_to_trash
from appliance.models.user import User
from appliance.ops.backup import repository
from appliance.ops.backup.crypt import Recipients, new_identity
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.restore import Restoration
from appliance.ops.backup.verify import verify
from tests.conftest import DRIVER
from tests.factories import make_memo, make_user
from tests.ops.backup.instance import (
    LARGE,
    back_up,
    emptied,
    location_of,
    rows_of,
    store_file,
)
from tests.peers_s3 import s3_server, setting_of

KILLS = 3
MANY_KILLS = 20


async def test_a_file_is_stored_once_over_all_backups(
    full: Database, data: Path
) -> None:
    first = await back_up(full, data, data / "backups")
    second = await back_up(full, data, data / "backups")
    assert (first.new, second.new) == (6, 0)
    assert first.manifest.blobs == second.manifest.blobs
    assert len(list((data / "backups/blobs").iterdir())) == 6


async def test_other_recipients_get_files_of_their_own(
    full: Database, data: Path
) -> None:
    keys = [new_identity()[1] for _ in range(2)]
    news = [
        (await back_up(full, data, data / "backups", Recipients(chosen))).new
        for chosen in ([], keys[:1], keys[:1], keys, keys[::-1])
    ]
    assert news == [6, 6, 0, 6, 0]


async def test_a_cut_off_blob_is_stored_again(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    blob = max((data / "backups/blobs").iterdir(), key=lambda path: path.stat().st_size)
    blob.write_bytes(b"cut")
    again = await back_up(full, data, data / "backups")
    assert again.new == 1
    assert verify(location_of(made)).good


async def test_the_backup_says_which_files_are_lost(full: Database, data: Path) -> None:
    chunked = await Attachment.get(uid="chunked-file")
    await BlobChunk.filter(blob_id=chunked.blob_id, position=1).delete()
    local = await Attachment.get(uid="local-file")
    blob = await Blob.get(id=local.blob_id)
    (data / blob.reference).write_bytes(LARGE[:-1] + b"?")
    made = await back_up(full, data, data / "backups")
    assert not made.receipt.complete
    assert made.manifest.damaged.keys() == {chunked.sha256, local.sha256}
    assert "local:" in made.manifest.damaged[local.sha256]
    verdict = verify(location_of(made))
    assert (verdict.faults, verdict.good) == ([], False)


async def test_what_was_let_go_and_what_never_arrived_stay_out(
    full: Database, data: Path
) -> None:
    anna = await User.get(username="anna")
    loose = await store_file(full, data, anna, None, b"let go")
    await Blob.filter(id=loose.blob_id).update(release_time=5)
    await loose.delete()
    made = await back_up(full, data, data / "backups")
    assert loose.sha256 not in made.manifest.blobs
    kept = {row["id"] for row in rows_of(location_of(made))["blob"]}
    assert loose.blob_id not in kept


async def test_files_in_a_bucket_are_kept_and_come_home(
    full: Database, data: Path
) -> None:
    with s3_server() as bucket:
        anna = await User.get(username="anna")
        stored = await store_file(
            full, data, anna, None, LARGE + b"s3", kind="S3", more=setting_of(bucket)
        )
        made = await back_up(full, data, data / "backups")
    assert made.manifest.damaged == {}
    assert stored.sha256 in made.manifest.blobs
    # The server is gone: what is kept need not be asked for again, what is new is lost.
    assert (await back_up(full, data, data / "backups")).receipt.complete
    lost = await back_up(full, data, data / "others")
    assert [*lost.manifest.damaged] == [stored.sha256]
    await full.close()
    settings = await emptied(data / "new")
    restored = await Restoration(location_of(made), settings).run()
    assert restored.files == {"local": 4, "database": 3}
    (home,) = (data / "new/assets/restored").iterdir()
    assert home.read_bytes() == LARGE + b"s3"


async def test_a_database_of_another_schema_is_refused(
    full: Database, data: Path
) -> None:
    newest = migrate.known()[-1]
    await full.execute("DELETE FROM appliance_aerich WHERE version = ?", (newest,))
    with pytest.raises(FailedPreconditionError, match="another schema"):
        await back_up(full, data, data / "backups")
    assert [p for p in (data / "backups").rglob("*") if p.is_file()] == []


async def test_a_backup_under_writes_is_one_moment(full: Database, data: Path) -> None:
    """Memos come in pairs and go into the trash: never is half of anything there."""
    author = await make_user(full, "writer")

    async def write() -> None:
        for number in range(200):
            memo = await make_memo(full, author, f"#n {number}", uid=f"pair-{number}")
            await make_memo(full, author, "c", uid=f"half-{number}", parent=memo)
            await store_file(full, data, author, memo, b"%d" % number)
            async with full.write() as transaction:
                await move_to_trash(transaction, memo, deleter_id=author.id, now=1)

    writing = asyncio.create_task(write())
    try:
        for _ in range(3):
            await asyncio.sleep(0.1)
            made = await back_up(full, data, data / "backups")
            verdict = verify(location_of(made))
            assert verdict.faults == []
            assert verdict.damaged == {}
            rows = rows_of(location_of(made))
            trashed = {row["uid"] for row in rows["trash"]}
            living = {row["uid"] for row in rows["memo"]}
            assert not trashed & living
            number = made.manifest.sequence
            assert number >= 2 * len(trashed)
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    assert trashed


async def test_two_at_once_do_not_disturb_each_other(
    full: Database, data: Path
) -> None:
    both = await asyncio.gather(
        *(back_up(full, data, data / "backups") for _ in range(3))
    )
    assert len({made.receipt.id for made in both}) == 3
    assert all(verify(location_of(made)).good for made in both)


async def test_without_secrets_nothing_opens_a_door(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups", secrets=False)
    text = json.dumps(rows_of(location_of(made)))
    for secret in ("argon2id", "whsec_x", "hidden", "secret_key", "token_hash"):
        assert secret not in text
    assert not made.manifest.secrets
    assert made.manifest.counts["memo_share"] == 0
    assert verify(location_of(made)).good


def command(data: Path, target: Path) -> list[str]:
    """Return the command line that makes a backup."""
    appliance = [sys.executable, "-m", "appliance", "backup", "create"]
    return [*appliance, "--data", str(data), "--to", str(target), "--json"]


def prove_kills(data: Path, count: int) -> None:
    """Kill creations at moments from the first write to the last."""
    target = data / "backups"
    start = time.monotonic()
    subprocess.run(command(data, data / "timed"), check=True, capture_output=True)
    whole = time.monotonic() - start
    for number in range(count):
        if number % 4 == 0:
            shutil.rmtree(target, ignore_errors=True)
        process = subprocess.Popen(
            command(data, target), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(whole * (0.55 + 0.45 * number / count))
        process.kill()
        process.wait()
        for place in repository.snapshots(Directory(target)):
            assert verify(place).good
    left = subprocess.run(command(data, target), check=True, capture_output=True)
    assert json.loads(left.stdout)["complete"]


@pytest.mark.skipif(DRIVER != "sqlite", reason="the command is told of a file")
async def test_a_kill_leaves_only_whole_backups(full: Database, data: Path) -> None:
    await full.close()
    await asyncio.to_thread(prove_kills, data, KILLS)


@pytest.mark.slow  # twenty processes, one after the other
@pytest.mark.skipif(DRIVER != "sqlite", reason="the command is told of a file")
async def test_many_kills_leave_only_whole_backups(full: Database, data: Path) -> None:
    author = await make_user(full, "many")
    for number in range(300):
        memo = await make_memo(full, author, f"memo {number} " * 50)
        await store_file(full, data, author, memo, b"%d" % number * 5000)
    await full.close()
    await asyncio.to_thread(prove_kills, data, MANY_KILLS)


async def test_a_full_disk_leaves_nothing(
    full: Database, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, []

    def failing(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == broken:
            raise OSError(28, "no space left on device")
        real(descriptor)

    broken = 0
    monkeypatch.setattr(os, "fsync", failing)
    await back_up(full, data, data / "counted")
    for broken in range(1, len(calls) + 1):
        calls.clear()
        target = data / f"broken-{broken}"
        with pytest.raises(OSError, match="no space"):
            await back_up(full, data, target)
        for place in repository.snapshots(Directory(target)):
            assert verify(place).good
        assert not list(target.rglob(".partial-*"))
