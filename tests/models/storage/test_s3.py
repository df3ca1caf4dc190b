"""What the suite for all storages cannot see of buckets."""

import pytest

from appliance.errors import UnavailableError
from appliance.models.instance import InstanceSettings
from appliance.models.storage import Storages
from appliance.models.storage.choice import SETTING, Bucket
from appliance.models.storage.s3 import Window
from tests.models.storage.conftest import filled
from tests.peers_s3 import setting_of


async def test_a_window_is_a_file_of_its_own(storages: Storages) -> None:
    with await filled(storages, b"0123456789") as spool:
        window = Window(spool, 2, 5)
        assert window.read(3) == b"234"
        assert window.read() == b"56"
        assert window.read() == b""
        assert window.seek(-2, 2) == 3
        assert window.read(9) == b"56"
        assert window.seek(0) == window.tell() == 0


async def test_a_wrong_secret_is_refused_and_not_told(
    storages: Storages, settings: InstanceSettings, bucket: Bucket
) -> None:
    value = setting_of(bucket)
    wrong = {**setting_of(bucket)["s3Config"], "accessKeySecret": "wrong-s3cret"}  # type: ignore[dict-item]  # it is a mapping
    await settings.set(SETTING, value | {"s3Config": wrong}, None)
    spool = await filled(storages, b"x")
    with spool, pytest.raises(UnavailableError) as caught:
        await storages.put(spool, "a", "text/plain")
    assert "s3cret" not in str(caught.value)


async def test_a_server_that_is_not_there_is_told(
    storages: Storages, settings: InstanceSettings
) -> None:
    config = {"endpoint": "http://127.0.0.1:9", "bucket": "b", "usePathStyle": True}
    config |= {"accessKeyId": "a", "accessKeySecret": "b"}
    await settings.set(SETTING, {"storageType": "S3", "s3Config": config}, None)
    spool = await filled(storages, b"x")
    with spool, pytest.raises(UnavailableError, match="does not answer"):
        await storages.put(spool, "a", "text/plain")
