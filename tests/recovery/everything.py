"""An instance that holds what is hard to carry over, beside one of everything."""

import hashlib
import io
import json
import tarfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import zstandard

from appliance.models.attachment import Attachment, Blob, BlobChunk
from appliance.models.base import Role, State, Visibility
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken, RefreshToken, Session
from appliance.models.reaction import Reaction
from appliance.models.storage.choice import Bucket
from appliance.models.upload import Upload
from appliance.models.user import User
from appliance.models.webhook import Delivery, DeliveryState
from tests.factories import make_memo, make_user
from tests.ops.backup.instance import fill, store_file
from tests.peers_s3 import setting_of

YEAR_ONE, YEAR_9999 = -62_135_596_800, 253_402_300_799
FILENAMES = (
    *(
        "größe.png",
        "e\u0301 apart.png",
        "日本語 図書館.png",
        "مرحبا.txt",
        "🌻👩‍👩‍👧.gif",
    ),
    *(" spaces .txt", "quote'\"\\`.txt", "x" * 200 + ".txt", "tab\tline\u2028.txt"),
)
TEXTS = (
    "",
    " ",
    "trailing \n\n",
    "\t\r\n \u00a0\u2028\u2029\ufeff\u200b",
    "\x01\x02\x1b\x7f\x85 control",
    "'; DROP TABLE appliance_memo; -- %s %(x)s ? $1 :name {braces} \\' \\\\",
    "e\u0301 is not é, and ﬃ is not ffi; İstanbul \u0131I ß ẞ \u017f",
    "\U0001d4b3 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩🏽‍🚀 \U0010ffff",
    "#" + "ß" * 40 + " #" + "図" * 40 + " #" + "🌻" * 40 + " #a/b/c/d #A/B/C/D",
    "# Title\n\n- [ ] open\n- [x] done\n\n```sql\nSELECT 1;\n```\n<b>html</b> &amp;",
    "many words and one 🌻 " * 50_000,
)


async def fill_with_everything(
    database: Database, data: Path, bucket: Bucket | None
) -> None:
    """Fill an instance; with a bucket, files lie in all three storages."""
    await fill(database, data)
    anna = await User.get(username="anna")
    await _add_accounts(database)
    await _add_texts(database, anna)
    await _add_files(database, data, anna, bucket)
    await _add_what_no_backup_holds(anna)
    first = await Reaction.all().order_by("id").first()
    assert first is not None
    for kind in ("👍", "👎🏿", "+1", "X" * 64, "x" * 64, "x", "x "):
        await Reaction.create(
            memo_id=first.memo_id,
            creator_id=anna.id,
            reaction_type=kind,
            create_time=YEAR_9999,
        )
    delivery = await Delivery.all().first()
    assert delivery is not None
    for number, state in enumerate(DeliveryState, 2):
        await Delivery.create(
            webhook_id=delivery.webhook_id,
            uid=f"delivery-{number}",
            sequence=number,
            activity="memo.updated",
            body='{"content": "\\u0000 is told 🌻"}',
            state=state,
            attempts=number,
            next_time=YEAR_9999,
            create_time=YEAR_ONE,
            finish_time=None if state is DeliveryState.PENDING else 9,
            status=500,
            reason="größe",
        )


async def _add_accounts(database: Database) -> None:
    for number, (role, state) in enumerate(
        (role, state) for role in Role for state in State
    ):
        user = await make_user(database, f"user{number}", role=role)
        await User.filter(id=user.id).update(
            state=state,
            email=f"größe+{number}@example.org",
            display_name=TEXTS[number + 6],
            avatar_url="data:image/png;base64," + "A" * 100_000,
            create_time=YEAR_ONE,
            update_time=YEAR_9999,
        )
        await PersonalAccessToken.create(
            uid=f"token-{number}",
            user_id=user.id,
            token_hash=f"{number}" * 64,
            create_time=YEAR_ONE,
        )


async def _add_texts(database: Database, anna: User) -> None:
    for number, text in enumerate(TEXTS):
        await make_memo(
            database,
            anna,
            text,
            uid=f"text-{number}",
            state=list(State)[number % 2],
            visibility=list(Visibility)[number % 3],
            create_time=(YEAR_ONE, -1, 0, YEAR_9999)[number % 4],
            pinned=number % 2 == 0,
        )


async def _add_files(
    database: Database, data: Path, anna: User, bucket: Bucket | None
) -> None:
    settings: list[Mapping[str, Any]] = [
        {"storageType": "LOCAL"},
        {"storageType": "DATABASE"},
    ]
    settings += [setting_of(bucket)] if bucket else []
    for number, filename in enumerate(FILENAMES):
        content = f"{number} ".encode() * (number * 40_000 + 1)
        kept = await store_file(
            database,
            data,
            anna,
            None,
            content,
            uid=f"named-{number}",
            more=settings[number % len(settings)],
        )
        await Attachment.filter(id=kept.id).update(filename=filename)


async def _add_what_no_backup_holds(anna: User) -> None:
    session = await Session.create(user_id=anna.id, create_time=1, last_seen_time=1)
    await RefreshToken.create(uid="refresh", session_id=session.id, expire_time=9)
    arriving = await Blob.create(
        storage="database", reference="", size=3, sha256="", create_time=1
    )
    await BlobChunk.create(blob_id=arriving.id, position=0, content=b"abc")
    await Upload.create(
        uid="arriving",
        creator_id=anna.id,
        blob_id=arriving.id,
        attachment="{}",
        size=9,
        received=3,
        create_time=1,
        update_time=1,
    )


def canonical(archive: Path) -> dict[str, str]:
    """Return a digest of each entity's rows, read with tar and zstd alone.

    Where a file lies is left out for those in buckets: they come back elsewhere.
    """
    rows: dict[str, list[str]] = defaultdict(list)
    for name, content in _unpacked(archive).items():
        entity = name.split("/")[1]
        for line in content.splitlines():
            row = json.loads(line)
            if entity == "blob" and _was_in_a_bucket(row):
                row |= {"storage": "", "reference": ""}
            rows[entity].append(json.dumps(row, sort_keys=True))
    return {name: _digest(lines) for name, lines in sorted(rows.items())}


def _was_in_a_bucket(row: Mapping[str, Any]) -> bool:
    storage, reference = str(row["storage"]), str(row["reference"])
    return storage.startswith("s3-") or reference.startswith("assets/restored/")


def _unpacked(archive: Path) -> dict[str, bytes]:
    """Return the files of rows; lines end where JSON Lines end them."""
    plain = io.BytesIO()
    with archive.open("rb") as file:
        zstandard.ZstdDecompressor().copy_stream(file, plain)
    plain.seek(0)
    with tarfile.open(fileobj=plain) as tar:
        members = [each for each in tar if each.name.startswith("entities/")]
        opened = ((each.name, tar.extractfile(each)) for each in members)
        return {name: file.read() for name, file in opened if file}


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
