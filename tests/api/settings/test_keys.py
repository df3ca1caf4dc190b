"""The table of settings: whole, guarded, and the same from storage and back."""

import pytest

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.settings.keys import KEYS, Readers, key_named, key_of
from appliance.errors import (
    InvalidArgumentError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from appliance.models.access import Credential, Principal
from appliance.models.base import Role

ADMIN = Principal(1, "boss", Role.ADMIN, Credential.ACCESS_TOKEN)
USER = Principal(2, "ann", Role.USER, Credential.ACCESS_TOKEN)


def test_every_key_of_the_contract_has_its_row() -> None:
    wire = {key.name for key in pb.InstanceSetting.Key} - {"KEY_UNSPECIFIED"}
    fields = {field.name for field in pb.InstanceSetting.desc().fields} - {"name"}

    assert {key.name for key in KEYS} == wire - {"UNSPECIFIED"}
    assert {key.field for key in KEYS} == fields


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_what_was_never_saved_is_a_setting_too(key: object) -> None:
    assert isinstance(key, type(KEYS[0]))
    value = key.parse(None)
    key.complete(value)
    key.redact(value, is_admin=True)

    assert key.parse(key.dump(value)) == value


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_answer_names_the_setting(key: object) -> None:
    assert isinstance(key, type(KEYS[0]))
    answer = key.answer(key.parse(None), None)

    assert answer.name == f"instance/settings/{key.name}"
    assert answer.value
    assert answer.value.field == key.field


def test_readers_are_those_of_the_contract() -> None:
    assert {key.name: key.readers for key in KEYS} == {
        "GENERAL": Readers.ANYONE,
        "STORAGE": Readers.ADMINS,
        "MEMO_RELATED": Readers.ANYONE,
        "TAGS": Readers.ANYONE,
        "NOTIFICATION": Readers.ADMINS,
        "AI": Readers.SIGNED_IN,
    }


def test_who_may_not_read_is_told_why() -> None:
    key_named("GENERAL").require_reader(None)
    key_named("AI").require_reader(USER)
    key_named("STORAGE").require_reader(ADMIN)
    with pytest.raises(UnauthenticatedError, match=r"^user not authenticated$"):
        key_named("AI").require_reader(None)
    with pytest.raises(UnauthenticatedError, match=r"^user not authenticated$"):
        key_named("STORAGE").require_reader(None)
    with pytest.raises(PermissionDeniedError, match=r"^permission denied$"):
        key_named("NOTIFICATION").require_reader(USER)


@pytest.mark.parametrize("name", ["BASIC", "ACCESS", "general", "", "KEY_UNSPECIFIED"])
def test_other_names_are_no_keys(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="unsupported instance setting key"):
        key_of(f"instance/settings/{name}")


def test_other_resources_are_no_settings() -> None:
    with pytest.raises(InvalidArgumentError, match="expected prefix"):
        key_of("settings/GENERAL")
