"""Everything below a path: no address of page, files or feeds leads beside it."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import USERNAME, begin_to_write, note, set_up
from tests.servers import PASSWORD, Server

pytestmark = pytest.mark.browser

PICTURE = Path(__file__).parents[2] / "web" / "public" / "icon-192.png"


async def _sign_out_and_in(visit: Visit) -> None:
    """Leave, and come back by the door to the page that was asked for."""
    page = visit.page
    await page.get_by_role("button", name="Me", exact=True).click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.goto(f"{visit.base_url}/archive")
    await page.get_by_label("User name").fill(USERNAME)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(f"{visit.base_url}/archive")


async def _write_with_a_picture(visit: Visit) -> None:
    page = visit.page
    await page.goto(f"{visit.base_url}/")
    area = await begin_to_write(visit)
    await area.press_sequentially("Below a path")
    form = page.get_by_role("form", name="New note")
    await form.get_by_role("button", name="Visibility").click()
    await page.get_by_role("menuitemradio", name="Public").click()
    await page.get_by_label("Attach files").set_input_files(PICTURE)
    async with page.expect_response("**/CreateMemo"):
        await form.get_by_role("button", name="Save").click()
    await page.reload()
    await _is_drawn(page)


def _picture(page: Page) -> Locator:
    return page.get_by_role("img", name=PICTURE.name)


async def _is_drawn(page: Page) -> None:
    """Wait until the bytes of the picture have come."""
    await expect(_picture(page)).to_have_js_property("complete", value=True)
    assert await _picture(page).evaluate("picture => picture.naturalWidth") > 0


async def _share_with_a_stranger(visit: Visit, browser: Browser) -> None:
    page = visit.page
    await note(page, "Below a path").press("Enter")
    async with page.expect_response("**/CreateMemoShare") as answer:
        await page.get_by_role("button", name="Create link").click()
    assert (await answer.value).ok
    await page.evaluate(
        "navigator.clipboard.writeText = text => { window.copied = text; "
        "return Promise.resolve(); }"
    )
    links = page.get_by_role("list", name="Share links")
    await links.get_by_role("button", name="Copy link").click()
    address: str = await page.evaluate("window.copied")
    assert address.startswith(f"{visit.base_url}/memos/shares/")
    context = await browser.new_context(locale="en-GB")
    stranger = Visit(await context.new_page(), visit.screen, visit.base_url)
    stranger.watch()
    await stranger.page.goto(address)
    await _is_drawn(stranger.page)
    await context.close()
    assert stranger.complaints == []


async def _feeds_and_app(visit: Visit) -> None:
    page = visit.page
    await page.goto(f"{visit.base_url}/settings/instance")
    access = page.get_by_role("region", name="Who may read")
    await access.get_by_role("switch").check()
    async with page.expect_response("**/UpdateAccess"):
        await access.get_by_role("button", name="Save").click()
    feed = await page.request.get(f"{visit.base_url}/explore/rss.xml")
    links = [
        element.text or ""
        for element in ET.fromstring(await feed.text()).iter("link")  # noqa: S314 - our own server's
    ]
    assert links
    assert [link for link in links if not link.startswith(visit.base_url)] == []
    await page.wait_for_function("navigator.serviceWorker.controller !== null")
    scope = await page.evaluate(
        "navigator.serviceWorker.ready.then(registration => registration.scope)"
    )
    assert scope == f"{visit.base_url}/"
    manifest = page.locator("link[rel=manifest]")
    href = await manifest.evaluate("link => link.href")
    assert href.startswith(f"{visit.base_url}/")
    assert (await page.request.get(href)).ok
    paths = {cookie["path"] for cookie in await page.context.cookies()}
    assert paths == {"/notes"}


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_whole_life_below_a_path(
    server_below: Server, visit: Visit, browser: Browser
) -> None:
    visit.base_url = server_below.base_url
    await set_up(visit)
    await _sign_out_and_in(visit)
    await _write_with_a_picture(visit)
    await _share_with_a_stranger(visit, browser)
    await _feeds_and_app(visit)
