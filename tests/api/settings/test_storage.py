"""STORAGE: defaults, and a secret that is kept and never shown."""

import pytest

from appliance.api.settings.storage import Setting, admit, complete, redact
from appliance.errors import InvalidArgumentError

S3 = Setting.S3Config


def test_nothing_chosen_is_the_local_disk() -> None:
    value = Setting()

    complete(value)

    assert value == Setting(
        storage_type=Setting.StorageType.LOCAL,
        filepath_template="assets/{timestamp}_{uuid}_{filename}",
        upload_size_limit_mb=30,
    )


def test_what_is_chosen_stays() -> None:
    chosen = Setting(
        storage_type=Setting.StorageType.DATABASE,
        filepath_template="{filename}",
        upload_size_limit_mb=5,
    )
    value = Setting.from_binary(chosen.to_binary())

    complete(value)

    assert value == chosen


def test_blank_secret_keeps_the_stored_one() -> None:
    stored = Setting(s3_config=S3(access_key_id="a", access_key_secret="s"))
    value = Setting(s3_config=S3(access_key_id="b"))

    admit(value, stored)

    assert value.s3_config == S3(access_key_id="b", access_key_secret="s")


def test_given_secret_replaces_the_stored_one() -> None:
    stored = Setting(s3_config=S3(access_key_secret="old"))
    value = Setting(s3_config=S3(access_key_secret="new"))

    admit(value, stored)

    assert value.s3_config
    assert value.s3_config.access_key_secret == "new"


def test_setting_without_s3_needs_no_secret() -> None:
    value = Setting()

    admit(value, Setting(s3_config=S3(access_key_secret="s")))
    redact(value, is_admin=True)

    assert value == Setting()


def test_limit_is_no_debt() -> None:
    with pytest.raises(InvalidArgumentError):
        admit(Setting(upload_size_limit_mb=-1), Setting())


def test_nobody_reads_the_secret() -> None:
    for is_admin in (True, False):
        value = Setting(s3_config=S3(access_key_id="a", access_key_secret="s"))
        redact(value, is_admin=is_admin)
        assert value.s3_config == S3(access_key_id="a")
