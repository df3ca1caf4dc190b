"""Signing in through an identity provider that the deployment brought along."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.steps import note, set_up, write
from tests.oauth_peer import OAuthPeer, serve_peer
from tests.servers import Server

pytestmark = pytest.mark.browser

BUTTON = "Continue with Peer"


@pytest.fixture
async def peer(server_process: Server, tmp_path: Path) -> AsyncIterator[OAuthPeer]:
    """Run a provider that the server knows from a file."""
    async with serve_peer() as serving:
        wire = serving.message()
        stored = {"uid": "peer", "name": wire["title"], "type": wire["type"]}
        file = tmp_path / "memos-idp-peer.json"
        file.write_text(json.dumps(stored | {"config": wire["config"]}))
        server_process.flags = [
            *server_process.flags,
            *("--deployment-dir", str(tmp_path)),
        ]
        server_process.restart()
        yield serving


def excuse_the_provider(visit: Visit, peer: OAuthPeer) -> None:
    """Let the page go to the provider, and nowhere else."""
    stranger = f"request to a stranger: {peer.address}/authorize?"
    visit.complaints[:] = [
        each for each in visit.complaints if not each.startswith(stranger)
    ]


async def sign_out(visit: Visit) -> None:
    """Leave the account."""
    await visit.page.get_by_role("button", name="Me", exact=True).click()
    await visit.page.get_by_role("menuitem", name="Sign out").click()
    await expect(visit.page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_person_comes_back_signed_in(visit: Visit, peer: OAuthPeer) -> None:
    page = visit.page
    await set_up(visit)
    await sign_out(visit)

    await page.goto(f"{visit.base_url}/archive")
    await page.get_by_role("button", name=BUTTON).click()

    # Where the way to the door began, not at the beginning.
    await expect(page).to_have_url(f"{visit.base_url}/archive")
    await page.goto(f"{visit.base_url}/")
    await write(visit, "Written as Jane")
    await expect(note(page, "Written as Jane")).to_be_visible()
    await page.reload()
    await expect(note(page, "Written as Jane")).to_be_visible()
    assert "code_verifier" in peer.token_requests[0]
    left = await page.evaluate("Object.keys(sessionStorage)")
    assert [key for key in left if "sign-in" in key] == []
    excuse_the_provider(visit, peer)


async def test_forged_return_opens_nothing(visit: Visit, peer: OAuthPeer) -> None:
    page = visit.page
    await set_up(visit)
    await sign_out(visit)
    code = peer.give_code("mallory", f"{visit.base_url}/auth/callback")

    await page.goto(f"{visit.base_url}/auth/callback?code={code}&state=made-up")

    await expect(page.get_by_role("alert")).to_contain_text("Start again")
    await page.get_by_role("link", name="Back to signing in").click()
    await expect(page).to_have_url(re.compile(r"/sign-in$"))
    await expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    assert peer.token_requests == []


async def test_refusal_over_there_is_told(visit: Visit, peer: OAuthPeer) -> None:
    page = visit.page
    await set_up(visit)
    await sign_out(visit)
    await page.route(
        f"{peer.address}/authorize**",
        lambda route: route.fulfill(
            status=302,
            headers={
                "location": f"{visit.base_url}/auth/callback?error=access_denied&state="
                + route.request.url.partition("&state=")[2].partition("&")[0]
            },
        ),
    )

    await page.get_by_role("button", name=BUTTON).click()

    await expect(page.get_by_role("alert")).to_contain_text("refused over there")
    excuse_the_provider(visit, peer)
