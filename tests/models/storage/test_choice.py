"""What the STORAGE setting says."""

import pytest

from appliance.models.storage.choice import MEBIBYTE, Bucket, StorageChoice

CONFIG = {"accessKeyId": "id", "accessKeySecret": "s3cret", "bucket": "b"}


def test_never_saved_means_the_defaults() -> None:
    chosen = StorageChoice.from_setting(None)
    assert (chosen.kind, chosen.limit) == ("LOCAL", 30 * MEBIBYTE)
    assert chosen.template == "assets/{timestamp}_{uuid}_{filename}"


@pytest.mark.parametrize(
    ("given", "limit"), [("5", 5), (7, 7), ("0", 32), (0, 32), (None, 32), (-1, 32)]
)
def test_the_limit_is_in_mebibytes(given: object, limit: int) -> None:
    chosen = StorageChoice.from_setting({"uploadSizeLimitMb": given})
    assert chosen.limit == limit * MEBIBYTE


@pytest.mark.parametrize(
    ("given", "kind"),
    [("DATABASE", "DATABASE"), ("S3", "S3"), ("LOCAL", "LOCAL"), ("", "LOCAL")],
)
def test_what_is_not_said_is_local(given: str, kind: str) -> None:
    assert StorageChoice.from_setting({"storageType": given}).kind == kind


def test_a_bucket_keeps_its_name_when_its_key_changes() -> None:
    first = Bucket.from_wire(CONFIG)
    assert first.name == Bucket.from_wire(CONFIG | {"accessKeySecret": "new"}).name
    assert first.name != Bucket.from_wire(CONFIG | {"bucket": "c"}).name
    assert first.name != Bucket.from_wire(CONFIG | {"endpoint": "http://x"}).name


def test_printing_a_bucket_shows_no_secret() -> None:
    assert "s3cret" not in repr(Bucket.from_wire(CONFIG))
    assert "s3cret" not in str(StorageChoice.from_setting({"s3Config": CONFIG}))
