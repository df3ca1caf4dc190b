"""Looking after an account and a server in the page."""

import httpx
import pytest
from playwright.async_api import expect

from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import USERNAME, set_up
from tests.servers import PASSWORD

pytestmark = pytest.mark.browser


async def open_section(visit: Visit, name: str) -> None:
    """Open a part of the settings."""
    page = visit.page
    await page.goto(f"{visit.base_url}/settings")
    sections = page.get_by_role("navigation", name="Settings")
    await sections.get_by_role("link", name=name, exact=True).click()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_profile_is_changed_and_stays_so(visit: Visit) -> None:
    await set_up(visit)
    await open_section(visit, "Account")
    page = visit.page
    profile = page.get_by_role("region", name="Profile")
    await profile.get_by_label("Name", exact=True).fill("Ada L.")
    await profile.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()

    await page.reload()
    await expect(profile.get_by_label("Name", exact=True)).to_have_value("Ada L.")


async def test_a_token_is_made_used_and_revoked(visit: Visit) -> None:
    await set_up(visit)
    await open_section(visit, "Access tokens")
    page = visit.page
    await page.get_by_label("What it is for").fill("script")
    await page.get_by_role("button", name="Create the token").click()
    token = await page.get_by_label("Your new token").input_value()
    headers = {"Authorization": f"Bearer {token}"}
    me = f"{visit.base_url}/api/v1/auth/me"
    assert (await page.request.get(me, headers=headers)).status == 200

    await page.get_by_role("button", name="Revoke").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Revoke").click()
    await expect(page.get_by_text("No tokens yet")).to_be_visible()
    assert (await page.request.get(me, headers=headers)).status == 401


async def test_other_sessions_are_listed_and_ended(visit: Visit) -> None:
    await set_up(visit)
    # The page's own requests share its cookies: the other device needs its own.
    async with httpx.AsyncClient(headers={"User-Agent": "okhttp/4"}) as device:
        credentials = {"username": USERNAME, "password": PASSWORD}
        signed_in = await device.post(
            f"{visit.base_url}/memos.api.v1.AuthService/SignIn",
            json={"passwordCredentials": credentials},
        )
    assert signed_in.status_code == 200
    await open_section(visit, "Devices")
    page = visit.page
    other = page.get_by_role("listitem").filter(has_text="okhttp")
    await other.get_by_role("button", name="End").click()
    await page.get_by_role("dialog").get_by_role("button", name="End").click()
    await expect(other).to_have_count(0)
    await expect(page.get_by_text("This device")).to_be_visible()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_the_server_is_named_and_opened_to_visitors(visit: Visit) -> None:
    await set_up(visit)
    await open_section(visit, "Server")
    page = visit.page
    access = page.get_by_role("region", name="Who may read")
    await access.get_by_role("switch").check()
    await access.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    answer = await page.request.get(f"{visit.base_url}/explore/rss.xml")
    assert answer.status == 200


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_operations_say_that_no_backup_is_made_until_one_is(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await set_up(visit)
    page = visit.page
    await page.goto(f"{visit.base_url}/operations")
    await expect(page.get_by_text("there is no good backup yet")).to_be_visible()

    place = tmp_path_factory.mktemp("backups")
    await page.get_by_role("textbox", name="Places").fill(str(place))
    schedule = page.get_by_role("region", name="Schedule")
    await schedule.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Make a backup").click()
    backups = page.get_by_role("region", name="Backups")
    await expect(backups.get_by_text("good").first).to_be_visible(timeout=60_000)
