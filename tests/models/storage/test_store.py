"""Every storage is a BlobStore."""

from pathlib import Path
from typing import TYPE_CHECKING

from appliance.models.database import Database
from appliance.models.storage.choice import Bucket
from appliance.models.storage.database import DatabaseStore
from appliance.models.storage.local import LocalStore
from appliance.models.storage.s3 import Clients, S3Store

if TYPE_CHECKING:
    from appliance.models.storage.store import BlobStore


def test_all_three_fit_and_differ_in_name(database: Database, tmp_path: Path) -> None:
    bucket = Bucket.from_wire({"bucket": "b"})
    stores: list[BlobStore] = [
        DatabaseStore(database),
        LocalStore(tmp_path, ""),
        S3Store(Clients(), bucket, ""),
    ]
    assert len({store.name for store in stores}) == len(stores)
