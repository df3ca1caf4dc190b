"""Uploads go with their user and with their bytes."""

from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.models.upload import Upload
from tests.factories import make_user


async def test_an_upload_goes_with_its_blob_and_its_user(database: Database) -> None:
    ann = await make_user(database)
    for number in range(2):
        blob = await Blob.create(
            storage="database", reference="", size=1, sha256="", create_time=0
        )
        await Upload.create(
            uid=str(number),
            creator_id=ann.id,
            blob_id=blob.id,
            attachment="{}",
            size=1,
            create_time=0,
            update_time=0,
        )
    await Blob.filter(id=(await Upload.get(uid="0")).blob_id).delete()
    assert [row.uid for row in await Upload.all()] == ["1"]
    await ann.delete()
    assert await Upload.all().count() == 0
