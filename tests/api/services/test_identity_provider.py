"""Identity providers over the whole chain: who may, what is shown, what is kept."""

from typing import Any

import pytest

from tests.api.house import House, Visitor

SERVICE = "IdentityProviderService"
GET = f"{SERVICE}/GetIdentityProvider"
LIST = f"{SERVICE}/ListIdentityProviders"
CREATE = f"{SERVICE}/CreateIdentityProvider"
UPDATE = f"{SERVICE}/UpdateIdentityProvider"
DELETE = f"{SERVICE}/DeleteIdentityProvider"
NAME = "identity-providers/home"
CONFIG: dict[str, Any] = {
    "clientId": "id",
    "clientSecret": "top-secret",
    "authUrl": "https://id.example/auth",
    "tokenUrl": "https://id.example/token",
    "userInfoUrl": "https://id.example/me",
    "scopes": ["openid"],
    "fieldMapping": {"identifier": "sub"},
}
WIRE = {"type": "OAUTH2", "title": "Home", "config": {"oauth2Config": CONFIG}}


@pytest.fixture
async def home(boss: Visitor) -> Any:
    return await boss.ok(CREATE, identityProvider=WIRE, identityProviderId="home")


async def update(boss: Visitor, mask: str, **fields: Any) -> Any:
    sent = {"name": NAME, **fields}
    return await boss.ok(UPDATE, identityProvider=sent, updateMask=mask)


def config_of(message: Any) -> dict[str, Any]:
    config: dict[str, Any] = message["config"]["oauth2Config"]
    return config


async def secret(house: House) -> Any:
    provider = await house.core.providers.find("home")
    assert provider
    return provider.config["clientSecret"]


async def test_everybody_sees_how_to_sign_in_and_nobody_the_secret(
    house: House, boss: Visitor, ann: Visitor, home: Any
) -> None:
    assert home["name"] == NAME
    for caller in (house.anonymous, ann, boss):
        listed = await caller.ok(LIST)
        assert listed["identityProviders"] == [home]
    for caller in (ann, boss):
        assert await caller.ok(GET, name=NAME) == home
    assert config_of(home)["clientSecret"] == ""
    assert config_of(home)["authUrl"] == "https://id.example/auth"
    assert await secret(house) == "top-secret"
    code, _ = await house.anonymous.refused(GET, name=NAME)
    assert code == "unauthenticated"


async def test_closed_instance_shows_how_to_sign_in(closed_house: House) -> None:
    assert await closed_house.anonymous.ok(LIST) == {"identityProviders": []}


@pytest.mark.parametrize("rpc", [CREATE, UPDATE, DELETE])
async def test_only_administrators_change(house: House, ann: Visitor, rpc: str) -> None:
    assert (await ann.refused(rpc))[0] == "permission_denied"
    assert (await house.anonymous.refused(rpc))[0] == "unauthenticated"


async def test_uid_is_chosen_or_made(boss: Visitor, home: Any) -> None:
    assert home
    made = await boss.ok(CREATE, identityProvider=WIRE)
    assert len(made["name"]) == len("identity-providers/") + 22
    for uid, code in (("a_b", "invalid_argument"), ("home", "already_exists")):
        refused = await boss.refused(
            CREATE, identityProvider=WIRE, identityProviderId=uid
        )
        assert refused[0] == code


async def test_nothing_is_no_provider(boss: Visitor) -> None:
    requests: list[dict[str, Any]] = [{}, {"identityProvider": {}}]
    for request in requests:
        code, message = await boss.refused(CREATE, **request)
        assert code == "invalid_argument"
        assert "required" in message


async def test_mask_says_what_changes(boss: Visitor, home: Any) -> None:
    changed = await update(boss, "title", title="New", identifierFilter="x")
    assert changed == home | {"title": "New"}

    changed = await update(boss, "identifierFilter", identifierFilter="^a")
    assert changed["identifierFilter"] == "^a"
    changed = await update(
        boss,
        "config.oauth2Config.scopes",
        config={"oauth2Config": {"scopes": ["a", "b"], "clientId": "x"}},
    )
    assert config_of(changed) == config_of(home) | {"scopes": ["a", "b"]}
    assert await update(boss, "name,type", type="OAUTH2") == changed
    assert await update(boss, "") == changed
    assert await boss.ok(GET, name=NAME) == changed


async def test_blank_secret_is_kept(house: House, boss: Visitor, home: Any) -> None:
    assert home
    blank = CONFIG | {"clientSecret": "", "clientId": "new"}
    changed = await update(boss, "config", config={"oauth2Config": blank})
    assert config_of(changed)["clientId"] == "new"
    assert await secret(house) == "top-secret"

    given = CONFIG | {"clientSecret": "fresh"}
    await update(boss, "config", config={"oauth2Config": given})
    assert await secret(house) == "fresh"


@pytest.mark.parametrize(
    ("mask", "fields"),
    [
        ("colour", {}),
        ("title", {"title": ""}),
        ("type", {}),
        ("config", {}),
        ("identifierFilter", {"identifierFilter": "a("}),
        ("config.oauth2Config.tokenUrl", {"config": {"oauth2Config": {}}}),
    ],
)
async def test_change_that_cannot_work_is_refused(
    boss: Visitor, home: Any, mask: str, fields: dict[str, Any]
) -> None:
    sent = {"name": NAME, **fields}
    code, _ = await boss.refused(UPDATE, identityProvider=sent, updateMask=mask)
    assert code == "invalid_argument"
    assert await boss.ok(GET, name=NAME) == home


async def test_update_needs_provider_mask_and_name(boss: Visitor, home: Any) -> None:
    assert home
    assert (await boss.refused(UPDATE))[0] == "invalid_argument"
    assert await boss.refused(UPDATE, identityProvider={"name": NAME}) == (
        "invalid_argument",
        "update_mask is required",
    )
    for name, code in (("home", "invalid_argument"), (NAME + "x", "not_found")):
        sent = {"name": name, "title": "x"}
        refused = await boss.refused(UPDATE, identityProvider=sent, updateMask="title")
        assert refused[0] == code


async def test_deleted_provider_is_gone(boss: Visitor, home: Any) -> None:
    assert home
    await boss.ok(DELETE, name=NAME)

    gone = ("not_found", "identity provider not found")
    assert await boss.refused(DELETE, name=NAME) == gone
    assert await boss.refused(GET, name=NAME) == gone
    assert await boss.ok(LIST) == {"identityProviders": []}


async def test_last_provider_stays_while_passwords_sign_nobody_in(
    house: House, boss: Visitor, home: Any
) -> None:
    assert home
    await boss.ok(CREATE, identityProvider=WIRE, identityProviderId="second")
    setting = {
        "name": "instance/settings/GENERAL",
        "generalSetting": {"disallowPasswordAuth": True},
    }
    await boss.ok("InstanceService/UpdateInstanceSetting", setting=setting)

    await boss.ok(DELETE, name="identity-providers/second")
    code, _ = await boss.refused(DELETE, name=NAME)

    assert code == "failed_precondition"
    assert await house.anonymous.ok(LIST) == {"identityProviders": [home]}
    await boss.ok(
        "InstanceService/UpdateInstanceSetting",
        setting=setting | {"generalSetting": {}},
    )
    await boss.ok(DELETE, name=NAME)
