"""Linked identities: one per provider, ended by oneself or an administrator."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.api.house import House, Visitor
from tests.oauth_peer import OAuthPeer, serve_peer

LIST = "UserService/ListLinkedIdentities"
GET = "UserService/GetLinkedIdentity"
CREATE = "UserService/CreateLinkedIdentity"
DELETE = "UserService/DeleteLinkedIdentity"
REDIRECT = "http://localhost/cb"
ANNS = "users/ann/linkedIdentities/peer"


@pytest.fixture
async def peer(boss: Visitor) -> AsyncIterator[OAuthPeer]:
    async with serve_peer() as serving:
        await boss.ok(
            "IdentityProviderService/CreateIdentityProvider",
            identityProvider=serving.message(),
            identityProviderId="peer",
        )
        yield serving


def request(peer: OAuthPeer, login: str, user: str = "ann") -> dict[str, Any]:
    return {
        "parent": f"users/{user}",
        "idpName": "identity-providers/peer",
        "code": peer.give_code(login, REDIRECT),
        "redirectUri": REDIRECT,
    }


async def test_linked_account_signs_in(
    house: House, ann: Visitor, peer: OAuthPeer
) -> None:
    linked = await ann.ok(CREATE, **request(peer, "jane"))

    assert linked == {
        "name": ANNS,
        "idpName": "identity-providers/peer",
        "externUid": "jane",
    }
    sent = request(peer, "jane")
    del sent["parent"]
    answer = await house.anonymous.ok("AuthService/SignIn", ssoCredentials=sent)
    assert answer["user"]["name"] == "users/ann"


async def test_link_is_read_by_its_owner_and_administrators(
    house: House, boss: Visitor, ann: Visitor, peer: OAuthPeer
) -> None:
    linked = await ann.ok(CREATE, **request(peer, "jane"))
    bob = await house.user("bob")

    for caller in (ann, boss):
        listed = await caller.ok(LIST, parent="users/ann")
        assert listed == {"linkedIdentities": [linked]}
        assert await caller.ok(GET, name=ANNS) == linked
    assert await bob.ok(LIST, parent="users/bob") == {"linkedIdentities": []}
    for rpc, sent in ((LIST, {"parent": "users/ann"}), (GET, {"name": ANNS})):
        assert (await bob.refused(rpc, **sent))[0] == "permission_denied"
        assert (await house.anonymous.refused(rpc, **sent))[0] == "unauthenticated"


async def test_nobody_links_for_another(
    house: House, boss: Visitor, ann: Visitor, peer: OAuthPeer
) -> None:
    assert ann
    sent = request(peer, "jane")

    assert (await boss.refused(CREATE, **sent))[0] == "permission_denied"
    assert (await house.anonymous.refused(CREATE, **sent))[0] == "unauthenticated"
    assert peer.token_requests == []


async def test_linking_again_changes_nothing(ann: Visitor, peer: OAuthPeer) -> None:
    first = await ann.ok(CREATE, **request(peer, "jane"))

    assert await ann.ok(CREATE, **request(peer, "jane")) == first
    assert await ann.refused(CREATE, **request(peer, "other")) == (
        "already_exists",
        "identity provider is already linked to another external account for this user",
    )


async def test_account_signs_in_one_user(
    boss: Visitor, ann: Visitor, peer: OAuthPeer
) -> None:
    await ann.ok(CREATE, **request(peer, "jane"))

    assert await boss.refused(CREATE, **request(peer, "jane", "boss")) == (
        "already_exists",
        "identity provider account is already linked to another user",
    )


@pytest.mark.parametrize("who", ["ann", "boss"])
async def test_link_is_ended_by_its_owner_or_an_administrator(
    boss: Visitor, ann: Visitor, peer: OAuthPeer, who: str
) -> None:
    await ann.ok(CREATE, **request(peer, "jane"))
    caller = {"ann": ann, "boss": boss}[who]

    await caller.ok(DELETE, name=ANNS)

    gone = ("not_found", "linked identity not found")
    assert await caller.refused(DELETE, name=ANNS) == gone
    assert await caller.refused(GET, name=ANNS) == gone


async def test_others_do_not_end_it(
    house: House, ann: Visitor, peer: OAuthPeer
) -> None:
    linked = await ann.ok(CREATE, **request(peer, "jane"))
    bob = await house.user("bob")

    assert (await bob.refused(DELETE, name=ANNS))[0] == "permission_denied"
    assert await ann.ok(GET, name=ANNS) == linked


async def test_link_outlives_its_provider(
    boss: Visitor, ann: Visitor, peer: OAuthPeer
) -> None:
    linked = await ann.ok(CREATE, **request(peer, "jane"))
    await boss.ok(
        "IdentityProviderService/DeleteIdentityProvider", name="identity-providers/peer"
    )

    assert await ann.ok(LIST, parent="users/ann") == {"linkedIdentities": [linked]}


@pytest.mark.parametrize(
    ("rpc", "sent"),
    [
        (LIST, {"parent": "ann"}),
        (LIST, {"parent": "users/nobody"}),
        (GET, {"name": "users/ann"}),
        (GET, {"name": "users/ann/linkedIdentities/"}),
        (GET, {"name": "users/ann/linkedIdentities/a/b"}),
        (DELETE, {"name": "users/nobody/linkedIdentities/peer"}),
        (CREATE, {"parent": "users/ann", "idpName": "peer"}),
        (CREATE, {"parent": "users/ann", "idpName": "identity-providers/none"}),
    ],
)
async def test_faulty_names_are_refused(
    ann: Visitor, rpc: str, sent: dict[str, str]
) -> None:
    assert (await ann.refused(rpc, **sent))[0] == "invalid_argument"
