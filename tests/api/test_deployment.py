"""Settings and providers from files: strict, all faults at once, before rows."""

import json
from pathlib import Path
from typing import Any

import pytest

from appliance.api.deployment import (
    MAX_BYTES,
    Deployment,
    provide,
    read_deployment,
)
from appliance.errors import InvalidArgumentError
from appliance.models.instance import AccessMode
from tests.api.house import House, Visitor

GET, SET = "InstanceService/GetInstanceSetting", "InstanceService/UpdateInstanceSetting"
PROVIDERS = "IdentityProviderService"
OAUTH2 = {
    "clientId": "id",
    "clientSecret": "top-secret",
    "authUrl": "https://id.example/auth",
    "tokenUrl": "https://id.example/token",
    "userInfoUrl": "https://id.example/me",
    "scopes": ["openid"],
    "fieldMapping": {"identifier": "sub"},
}


@pytest.fixture
async def boss(house: House) -> Visitor:
    return await house.user("boss")


def write(folder: Path, name: str, content: Any) -> Path:
    file = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")
    return file


def setting(folder: Path, key: str, label: str = "x", **value: Any) -> Path:
    return write(folder, f"memos-instance-setting-{label}.json", {"key": key, **value})


def provider(folder: Path, uid: str = "home", label: str = "x", **more: Any) -> Path:
    content = {
        "uid": uid,
        "name": "Home",
        "type": "OAUTH2",
        "config": {"oauth2Config": OAUTH2},
        **more,
    }
    return write(folder, f"memos-idp-{label}.json", content)


def faults_of(folder: Path) -> str:
    with pytest.raises(InvalidArgumentError) as raised:
        read_deployment(folder)
    return str(raised.value)


async def deploy(house: House, folder: Path) -> None:
    await provide(house.core, read_deployment(folder))


@pytest.mark.parametrize("folder", [None, Path("/nowhere/at/all")])
def test_absent_folder_provides_nothing(folder: Path | None) -> None:
    assert read_deployment(folder) == Deployment()


def test_other_files_are_nobodys_business(tmp_path: Path) -> None:
    write(tmp_path, "memos-instance-setting-x.yaml", "no")
    write(tmp_path, "database-password", "no")
    (tmp_path / "deeper").mkdir()
    setting(tmp_path / "deeper", "GENERAL", generalSetting={})

    assert read_deployment(tmp_path) == Deployment()


async def test_setting_stands_before_the_stored_one(
    house: House, boss: Visitor, tmp_path: Path
) -> None:
    name = "instance/settings/MEMO_RELATED"
    sent = {"name": name, "memoRelatedSetting": {"contentLengthLimit": 10_000}}
    await boss.ok(SET, setting=sent)
    setting(
        tmp_path, "MEMO_RELATED", memo_related_setting={"content_length_limit": 20_000}
    )

    await deploy(house, tmp_path)

    read = await house.anonymous.ok(GET, name=name)
    assert read["memoRelatedSetting"]["contentLengthLimit"] == 20_000
    code, message = await boss.refused(SET, setting=sent)
    assert code == "failed_precondition"
    assert "deployment file" in message


async def test_secret_of_a_file_is_used_and_never_shown(
    house: House, boss: Visitor, tmp_path: Path
) -> None:
    s3 = {"accessKeyId": "AK", "accessKeySecret": "top-secret", "bucket": "b"}
    setting(tmp_path, "STORAGE", storageSetting={"storageType": "S3", "s3Config": s3})

    await deploy(house, tmp_path)

    stored = await house.settings.get("STORAGE")
    assert stored["s3Config"]["accessKeySecret"] == "top-secret"
    shown = await boss.ok(GET, name="instance/settings/STORAGE")
    assert shown["storageSetting"]["s3Config"]["accessKeySecret"] == ""
    assert shown["storageSetting"]["s3Config"]["bucket"] == "b"


async def test_access_mode_may_come_from_a_file(house: House, tmp_path: Path) -> None:
    mode = {"accessMode": "INSTANCE_ACCESS_MODE_PRIVATE"}
    setting(tmp_path, "ACCESS", accessSetting=mode)
    assert await house.settings.access_mode() is AccessMode.PUBLIC

    await deploy(house, tmp_path)

    assert await house.settings.access_mode() is AccessMode.PRIVATE
    boss = await house.user("boss")
    code, _ = await boss.refused("AccessService/UpdateAccess", access={"mode": 2})
    assert code == "failed_precondition"


async def test_provider_stands_before_the_stored_one(
    house: House, boss: Visitor, tmp_path: Path
) -> None:
    for uid in ("home", "other"):
        sent = {
            "type": "OAUTH2",
            "title": f"Stored {uid}",
            "config": {"oauth2Config": OAUTH2},
        }
        create = {"identityProvider": sent, "identityProviderId": uid}
        await boss.ok(f"{PROVIDERS}/CreateIdentityProvider", **create)
    provider(tmp_path)

    await deploy(house, tmp_path)

    listed = await house.anonymous.ok(f"{PROVIDERS}/ListIdentityProviders")
    titles = [each["title"] for each in listed["identityProviders"]]
    assert titles == ["Home", "Stored other"]
    assert "top-secret" not in json.dumps(listed)
    name = "identity-providers/home"
    for refusal in (
        await boss.refused(
            f"{PROVIDERS}/CreateIdentityProvider",
            **create | {"identityProviderId": "home"},
        ),
        await boss.refused(f"{PROVIDERS}/DeleteIdentityProvider", name=name),
        await boss.refused(
            f"{PROVIDERS}/UpdateIdentityProvider",
            identityProvider={"name": name, "title": "x"},
            updateMask="title",
        ),
    ):
        assert refusal[0] == "failed_precondition"


def test_every_fault_is_named_with_file_and_field(tmp_path: Path) -> None:
    setting(tmp_path, "GENERAL", "a", generalSetting={"colour": "red"})
    setting(tmp_path, "GENERAL", "b", generalSetting={"weekStartDayOffset": "soon"})
    setting(tmp_path, "STORAGE", "c", storageSetting={"storageType": "TAPE"})
    provider(tmp_path, "a_b", "d")
    provider(tmp_path, label="e", config={"oauth2Config": {**OAUTH2, "tokenUrl": "x"}})

    faults = faults_of(tmp_path).splitlines()

    assert [fault.partition(": ")[0] for fault in faults] == [
        str(tmp_path / name)
        for name in (
            "memos-idp-d.json",
            "memos-idp-e.json",
            "memos-instance-setting-a.json",
            "memos-instance-setting-b.json",
            "memos-instance-setting-c.json",
        )
    ]
    for fault, word in zip(
        faults,
        ["UID", "token_url", "colour", "week_start_day_offset", "TAPE"],
        strict=True,
    ):
        assert word in fault


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"key": "BASIC"}, "key"),
        ({"key": "TAGS"}, "key"),
        ({"generalSetting": {}}, "key"),
        ({"key": "GENERAL"}, "general_setting"),
        ({"key": "GENERAL", "storageSetting": {}}, "general_setting"),
        ({"key": "ACCESS", "accessSetting": {}}, "access_mode"),
        ({"key": "STORAGE", "storageSetting": {"uploadSizeLimitMb": -1}}, "limit"),
        (
            {
                "key": "AI",
                "aiSetting": {
                    "providers": [{"id": "a", "type": "OPENAI", "apiKeySet": True}]
                },
            },
            "api_key_set",
        ),
        ({"key": "AI", "aiSetting": {"providers": [{"id": "a"}]}}, "type"),
        ('{"key": "GENERAL", "key": "GENERAL"}', "twice"),
        ("[]", ""),
        ("{", "JSON"),
    ],
)
def test_faulty_setting_is_refused(tmp_path: Path, content: Any, word: str) -> None:
    write(tmp_path, "memos-instance-setting-x.json", content)

    assert word in faults_of(tmp_path)


@pytest.mark.parametrize(
    ("field", "value"), [("uid", ""), ("name", " "), ("config", {}), ("type", 0)]
)
def test_faulty_provider_is_refused(tmp_path: Path, field: str, value: Any) -> None:
    file = provider(tmp_path, **{field: value})

    assert faults_of(tmp_path).startswith(f"{file}: {field}")


def test_two_files_may_not_say_the_same(tmp_path: Path) -> None:
    first = setting(tmp_path, "GENERAL", "a", generalSetting={})
    setting(tmp_path, "GENERAL", "b", generalSetting={})
    provider(tmp_path, label="a")
    provider(tmp_path, label="b")

    faults = faults_of(tmp_path)

    assert f"setting GENERAL is also in {first}" in faults
    assert "identity provider home is also in" in faults


@pytest.mark.parametrize("label", ["Home", "a--b", "-a", "a_b", "é"])
def test_label_of_a_setting_is_lower_case_words(tmp_path: Path, label: str) -> None:
    setting(tmp_path, "GENERAL", label, generalSetting={})

    assert "lower-case" in faults_of(tmp_path)


def test_older_label_of_a_provider_is_read(tmp_path: Path) -> None:
    provider(tmp_path, label="My_IdP")

    assert set(read_deployment(tmp_path).providers) == {"home"}


def test_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = setting(tmp_path / "real", "GENERAL", generalSetting={})
    (tmp_path / "memos-instance-setting-linked.json").symlink_to(target)

    assert set(read_deployment(tmp_path).settings) == {"GENERAL"}


def test_unreadable_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "memos-idp-a.json").mkdir()
    (tmp_path / "memos-idp-b.json").symlink_to(tmp_path / "nowhere")
    write(tmp_path, "memos-idp-c.json", " " * (MAX_BYTES + 1))

    faults = faults_of(tmp_path)

    assert faults.count("cannot be read") == 2
    assert f"larger than {MAX_BYTES} bytes" in faults
    file = write(tmp_path, "file", "")
    assert "cannot be read" in faults_of(file)


async def test_file_may_not_lock_people_out(house: House, tmp_path: Path) -> None:
    setting(tmp_path, "GENERAL", generalSetting={"disallowPasswordAuth": True})
    with pytest.raises(InvalidArgumentError, match="memos-instance-setting-x"):
        await deploy(house, tmp_path)

    provider(tmp_path)
    await deploy(house, tmp_path)
    general = await house.settings.get("GENERAL")
    assert general["disallowPasswordAuth"] is True


async def test_stored_lock_out_is_told_but_does_not_stop_the_start(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.settings.set("GENERAL", {"disallowPasswordAuth": True}, None)

    await provide(house.core, Deployment())

    assert "nobody but administrators could sign in" in capsys.readouterr().out
