"""Single things come back into an instance that lives on."""

from pathlib import Path
from typing import Any

import pytest

from appliance.errors import AlreadyExistsError, FailedPreconditionError
from appliance.models.attachment import Attachment, Blob
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken
from appliance.models.instance import InstanceSettings
from appliance.models.memo import Memo
from appliance.models.reaction import Reaction
from appliance.models.storage import Storages
from appliance.models.user import User
from appliance.ops.backup.create import Made
from appliance.ops.backup.returning import Return
from appliance.ops.backup.selection import parse
from tests.factories import make_memo, make_user
from tests.ops.backup.instance import (
    LARGE,
    back_up,
    emptied,
    location_of,
    opened,
    settings_under_test,
)


async def bring_back(made: Made, data: Path, only: str) -> dict[str, Any]:
    """Bring something back into the instance of a directory."""
    settings = settings_under_test(data)
    return await Return(location_of(made), settings, parse(only)).run()


async def read_file(database: Database, data: Path, uid: str) -> bytes:
    """Return the bytes of an attachment."""
    attachment = await Attachment.get(uid=uid)
    blob = await Blob.get(id=attachment.blob_id)
    storages = Storages(database, InstanceSettings(database), data)
    return b"".join([piece async for piece in storages.read(blob)])


async def test_a_deleted_memo_comes_back_whole(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await Memo.filter(uid="first").delete()
    await make_memo(full, await User.get(username="ben"), "younger")
    await full.close()
    facts = await bring_back(made, data, "memo/first")
    assert facts["counts"]["memo"] == 3
    assert facts["left_out"] == []
    async with opened(settings_under_test(data)) as database:
        memo = await Memo.get(uid="first")
        assert memo.content.startswith("# Title")
        assert (memo.revision, memo.title) == (7, "Title")
        deeper = await Memo.get(uid="deeper")
        comment = await Memo.get(uid="comment")
        assert (comment.parent_id, deeper.parent_id) == (memo.id, comment.id)
        assert await Reaction.filter(memo_id=memo.id).count() == 1
        assert await read_file(database, data, "local-file") == LARGE
        assert await read_file(database, data, "chunked-file") == LARGE + b"!"
        # The old file goes when what was deleted is swept: it must not be shared.
        names = await Blob.filter(storage="local").values_list("reference", flat=True)
        assert len(set(names)) == len(names) == 4


async def test_what_is_taken_is_refused_and_nothing_is_changed(
    full: Database, data: Path
) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    with pytest.raises(AlreadyExistsError, match="memo/first exists"):
        await bring_back(made, data, "memo/first")
    with pytest.raises(AlreadyExistsError, match="user/anna exists"):
        await bring_back(made, data, "user/anna")
    async with opened(settings_under_test(data)) as database:
        again = await back_up(database, data, data / "backups")
    assert again.manifest.counts == made.manifest.counts
    assert len(list((data / "assets").iterdir())) == 3


async def test_an_account_comes_back_into_another_instance(
    full: Database, data: Path
) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    async with opened(await migrated(settings)) as database:
        # Ids that the backup has given to others.
        await make_user(database, "somebody")
        await make_memo(database, await make_user(database, "else"), uid="mine")
    facts = await bring_back(made, data / "new", "user/anna")
    assert sorted(facts["left_out"]) == [
        "memos/comment: by ben, who has no account here",
        "memos/deeper: the memo it is a comment on is not here",
    ]
    async with opened(settings) as database:
        anna = await User.get(username="anna")
        assert (anna.display_name, anna.password_hash) == ("Änna 🌻", "$argon2id$x")
        memo = await Memo.get(uid="first")
        assert memo.creator_id == anna.id
        token = await PersonalAccessToken.get(uid="token")
        assert token.user_id == anna.id
        assert await read_file(database, data / "new", "local-file") == LARGE


async def test_a_memo_of_nobody_is_refused(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    async with opened(await migrated(settings)) as database:
        await make_user(database, "somebody")
    with pytest.raises(FailedPreconditionError, match="bring back user/anna first"):
        await bring_back(made, data / "new", "memo/first")
    # Files that were placed before the refusal are taken back.
    assert not list((data / "new").rglob("*.png"))


async def test_it_needs_an_instance(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    if settings.dsn.path:
        with pytest.raises(FailedPreconditionError, match="no database there"):
            await bring_back(made, data / "new", "memo/first")


async def migrated(settings: Any) -> Any:
    """Make the empty database of these settings."""
    from appliance.models import migrate  # noqa: PLC0415 - only here
    from appliance.models.connection import describe_database  # noqa: PLC0415 - same

    settings.data.mkdir(exist_ok=True)
    await migrate.migrate(describe_database(settings))
    return settings
