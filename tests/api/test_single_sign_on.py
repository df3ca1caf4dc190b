"""From a provider's claims to an account: found, made, or refused."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from appliance.models.base import Role
from appliance.models.change import ChangeRow
from tests.api.house import House, Visitor
from tests.oauth_peer import OAuthPeer, serve_peer

SIGN_IN = "AuthService/SignIn"
NAME = "identity-providers/peer"
REDIRECT = "http://localhost/auth/callback"
VERIFIER = "v" * 43


@pytest.fixture
async def boss(house: House) -> Visitor:
    return await house.user("boss")


@pytest.fixture
async def peer(boss: Visitor) -> AsyncIterator[OAuthPeer]:
    async with serve_peer() as serving:
        await boss.ok(
            "IdentityProviderService/CreateIdentityProvider",
            identityProvider=serving.message(),
            identityProviderId="peer",
        )
        yield serving


def credentials(peer: OAuthPeer, login: str = "jane", **change: Any) -> dict[str, Any]:
    return {
        "idpName": NAME,
        "code": peer.give_code(login, REDIRECT, VERIFIER),
        "redirectUri": REDIRECT,
        "codeVerifier": VERIFIER,
        **change,
    }


async def sign_in(visitor: Visitor, peer: OAuthPeer, login: str = "jane") -> Any:
    return await visitor.ok(SIGN_IN, ssoCredentials=credentials(peer, login))


async def refused(
    visitor: Visitor, peer: OAuthPeer, login: str = "jane"
) -> tuple[str, str]:
    return await visitor.refused(SIGN_IN, ssoCredentials=credentials(peer, login))


async def configure(boss: Visitor, **general: bool) -> None:
    setting = {"name": "instance/settings/GENERAL", "generalSetting": general}
    await boss.ok("InstanceService/UpdateInstanceSetting", setting=setting)


async def test_somebody_new_gets_an_account(house: House, peer: OAuthPeer) -> None:
    answer = await sign_in(house.anonymous, peer)

    user = answer["user"]
    assert (user["name"], user["role"]) == ("users/jane", "USER")
    assert (user["displayName"], user["email"]) == (
        "Name of jane",
        "jane@example.org",
    )
    assert user["avatarUrl"] == "https://pictures.example.org/p.png"
    jane = house.anonymous.sending(authorization=f"Bearer {answer['accessToken']}")
    me = await jane.ok("AuthService/GetCurrentUser")
    assert me["user"]["name"] == "users/jane"


async def test_somebody_known_is_found_again(house: House, peer: OAuthPeer) -> None:
    first = await sign_in(house.anonymous, peer)
    peer.claims = {"name": "Renamed", "mail": "new@example.org"}
    users = await ChangeRow.filter(kind="user.created").count()

    second = await sign_in(house.anonymous, peer)

    assert second["user"] == first["user"]
    assert await ChangeRow.filter(kind="user.created").count() == users


async def test_signing_in_sets_the_cookie(house: House, peer: OAuthPeer) -> None:
    visitor = house.anonymous
    await sign_in(visitor, peer)

    assert visitor.answered["set-cookie"].startswith("memos_refresh=ey")


async def test_account_has_no_password_to_guess(house: House, peer: OAuthPeer) -> None:
    await sign_in(house.anonymous, peer)

    guess = {"username": "jane", "password": ""}
    code, _ = await house.anonymous.refused(SIGN_IN, passwordCredentials=guess)
    assert code == "invalid_argument"


@pytest.mark.parametrize("login", ["boss", "odd name!", "12345", "Admin", "x" * 37])
async def test_name_that_cannot_be_had_becomes_a_random_one(
    house: House, peer: OAuthPeer, login: str
) -> None:
    answer = await sign_in(house.anonymous, peer, login)

    assert uuid.UUID(answer["user"]["username"])
    assert (await sign_in(house.anonymous, peer, login))["user"] == answer["user"]


async def test_mail_address_matches_nobody(
    house: House, boss: Visitor, peer: OAuthPeer
) -> None:
    change = {"name": boss.name, "email": "jane@example.org"}
    await boss.ok("UserService/UpdateUser", user=change, updateMask="email")

    assert (await sign_in(house.anonymous, peer))["user"]["name"] == "users/jane"


async def test_signing_in_while_signed_in_links_nothing(
    boss: Visitor, peer: OAuthPeer
) -> None:
    assert (await sign_in(boss, peer))["user"]["name"] == "users/jane"

    listed = await boss.ok("UserService/ListLinkedIdentities", parent=boss.name)
    assert listed == {"linkedIdentities": []}


async def test_filter_is_searched_for_anywhere(
    house: House, boss: Visitor, peer: OAuthPeer
) -> None:
    change = {"name": NAME, "identifierFilter": "@example\\.org$|ob"}
    await boss.ok(
        "IdentityProviderService/UpdateIdentityProvider",
        identityProvider=change,
        updateMask="identifierFilter",
    )

    assert await refused(house.anonymous, peer) == (
        "permission_denied",
        "identifier jane is not allowed",
    )
    await sign_in(house.anonymous, peer, "bobby")
    await sign_in(house.anonymous, peer, "jane@example.org")
    assert (await refused(house.anonymous, peer, "a@example.org.evil"))[0] == (
        "permission_denied"
    )


async def test_closed_registration_admits_only_the_known(
    house: House, boss: Visitor, peer: OAuthPeer
) -> None:
    await sign_in(house.anonymous, peer)
    await configure(boss, disallowUserRegistration=True)

    await sign_in(house.anonymous, peer)
    assert await refused(house.anonymous, peer, "late") == (
        "permission_denied",
        "user registration is not allowed",
    )


async def test_without_passwords_this_is_the_way_in(
    house: House, boss: Visitor, peer: OAuthPeer
) -> None:
    user = {"username": "ann", "password": "x"}
    await house.anonymous.ok("UserService/CreateUser", user=user)
    await configure(boss, disallowPasswordAuth=True)

    await sign_in(house.anonymous, peer)
    assert await house.anonymous.refused(SIGN_IN, passwordCredentials=user) == (
        "permission_denied",
        "password signin is not allowed",
    )
    late = {"username": "late", "password": "x"}
    assert await house.anonymous.refused("UserService/CreateUser", user=late) == (
        "permission_denied",
        "password signup is not allowed",
    )


async def test_archived_account_stays_outside(
    house: House, boss: Visitor, peer: OAuthPeer
) -> None:
    await sign_in(house.anonymous, peer)
    change = {"name": "users/jane", "state": "ARCHIVED"}
    await boss.ok("UserService/UpdateUser", user=change, updateMask="state")

    assert await refused(house.anonymous, peer) == (
        "permission_denied",
        "user has been archived with username jane",
    )


@pytest.mark.parametrize(
    "login", ["", None, True, ["jane"], "x" * 256, "a\0b", "\ud800"]
)
async def test_identifier_must_be_a_text_that_can_be_kept(
    house: House, peer: OAuthPeer, login: Any
) -> None:
    peer.claims = {"login": login}

    code, message = await refused(house.anonymous, peer)

    assert code == "invalid_argument"
    assert 'the field "login" is not found in claims' in message


async def test_number_identifies_too(house: House, peer: OAuthPeer) -> None:
    peer.claims = {"login": 4711}

    first = await sign_in(house.anonymous, peer)

    assert (await sign_in(house.anonymous, peer))["user"] == first["user"]


async def test_claims_that_cannot_be_kept_are_left_out(
    house: House, peer: OAuthPeer
) -> None:
    peer.claims = {"name": 7, "mail": "a\0b", "picture": "javascript:alert(1)"}

    user = (await sign_in(house.anonymous, peer))["user"]

    assert (user["displayName"], user["email"], user["avatarUrl"]) == ("", "", "")


async def test_code_of_another_page_is_worth_nothing(
    house: House, peer: OAuthPeer
) -> None:
    for change in ({"redirectUri": "http://evil"}, {"codeVerifier": ""}, {"code": ""}):
        sent = credentials(peer) | change
        code, _ = await house.anonymous.refused(SIGN_IN, ssoCredentials=sent)
        assert code == "invalid_argument"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("peer", 'invalid identity provider name: invalid request "peer"'),
        ("identity-providers/none", "identity provider not found"),
        (f"identity-providers/{'x' * 99}", "identity provider not found"),
        ("", 'invalid identity provider name: invalid request ""'),
    ],
)
async def test_unknown_provider_is_a_faulty_request(
    house: House, name: str, message: str
) -> None:
    sent = {"idpName": name, "code": "c"}
    assert await house.anonymous.refused(SIGN_IN, ssoCredentials=sent) == (
        "invalid_argument",
        message,
    )


async def test_provider_that_is_down_is_unavailable(
    house: House, boss: Visitor, peer: OAuthPeer
) -> None:
    config = {"oauth2Config": {"tokenUrl": "http://127.0.0.1:1/token"}}
    await boss.ok(
        "IdentityProviderService/UpdateIdentityProvider",
        identityProvider={"name": NAME, "config": config},
        updateMask="config.oauth2Config.tokenUrl",
    )

    assert (await refused(house.anonymous, peer))[0] == "unavailable"


async def test_first_account_administers_however_it_came(house: House) -> None:
    async with serve_peer() as peer:
        boss = await house.user("boss")
        await boss.ok(
            "IdentityProviderService/CreateIdentityProvider",
            identityProvider=peer.message(),
            identityProviderId="peer",
        )
        await boss.user.delete()

        answer = await sign_in(house.anonymous, peer)

    assert answer["user"]["role"] == Role.ADMIN.name
