"""What is refused leaves nothing behind that counts as used."""

import pytest

from appliance.api.files.intake import Draft, Intake
from appliance.api.gen.memos.api.v1 import attachment_service_pb as pb
from appliance.errors import AlreadyExistsError, NotFoundError
from appliance.models.attachment import Attachment, Blob
from appliance.models.database import Transaction
from tests.api.house import House, Visitor
from tests.factories import principal


@pytest.fixture
def intake(house: House) -> Intake:
    """Return what takes files in."""
    return Intake(database=house.database, storages=house.core.storages)


def draft(uid: str = "f", **fields: str) -> Draft:
    return Draft.of(pb.Attachment(filename="a.txt", **fields), uid)  # type: ignore[arg-type]  # all are text


async def test_what_else_is_done_is_done_together(
    house: House, intake: Intake, ann: Visitor
) -> None:
    async def fail(_transaction: Transaction) -> None:
        raise NotFoundError("too late")

    with house.core.storages.spool() as spool, pytest.raises(NotFoundError):
        await intake.take(draft(), await spool.finish(), principal(ann.user), fail)
    assert await Attachment.all().count() == 0
    # The sweeper finds it by that.
    assert (await Blob.get()).release_time is not None


async def test_what_is_kept_is_in_use(
    house: House, intake: Intake, ann: Visitor
) -> None:
    with house.core.storages.spool() as spool:
        await intake.take(draft(), await spool.finish(), principal(ann.user))
    assert (await Blob.get()).release_time is None


async def test_a_taken_uid_is_seen_before_bytes_are_stored(
    house: House, intake: Intake, ann: Visitor
) -> None:
    for _ in range(2):
        with house.core.storages.spool() as spool:
            await spool.finish()
            if await Attachment.all().count():
                with pytest.raises(AlreadyExistsError):
                    await intake.take(draft(), spool, principal(ann.user))
            else:
                await intake.take(draft(), spool, principal(ann.user))
    assert await Blob.all().count() == 1


def test_a_memo_is_optional_but_not_empty() -> None:
    assert draft().memo_uid is None
    assert draft(memo="memos/m").memo_uid == "m"
