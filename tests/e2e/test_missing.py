"""Parts of the page that cannot be fetched: the rest goes on, and a word says so."""

from collections.abc import AsyncIterator
from pathlib import PurePosixPath

import pytest
from playwright.async_api import Browser, Error, Page, Request, Route, expect

from tests.e2e.conftest import DESK, SCREENS, Screen, Visit, looked_at
from tests.e2e.steps import note, set_up, write
from tests.servers import Server

pytestmark = pytest.mark.browser

TEXT = "Still here #garden"
# Without these nothing can be drawn at all.
PAGES = ("rolldown-runtime-", "loading-", "first-", "words-first-")
# The length of the digest in the name of a part; it may hold a hyphen.
DIGEST = 8

# In milliseconds, for what was asked for to come; what must be there is waited for.
MOMENT = 500


@pytest.fixture
async def uncached(
    browser: Browser, server_process: Server, screen: Screen
) -> AsyncIterator[Visit]:
    """Sign in and write a note, in a browser that asks the server for every part."""
    context = await looked_at(browser, screen, service_workers="block")
    visit = Visit(await context.new_page(), screen, server_process.base_url)
    await set_up(visit)
    await write(visit, TEXT)
    await expect(note(visit.page, TEXT)).to_be_visible()
    yield visit
    await context.close()


def _part_of(url: str) -> str | None:
    """Return the name of a part without its digest; null where none is fetched."""
    path = PurePosixPath(url)
    is_part = path.parent.name == "assets" and path.suffix == ".js"
    return path.stem[:-DIGEST] if is_part else None


async def _refuse(page: Page, part: str) -> None:
    async def abort(route: Route) -> None:
        await route.abort()

    await page.unroute_all()
    await page.route(lambda url: _part_of(url) == part, abort)


async def _look_around(visit: Visit) -> None:
    """Do what asks for most parts, as far as there is something to do it with."""
    page = visit.page
    await page.goto(f"{visit.base_url}/")
    card = note(page, TEXT)
    await expect(card.get_by_text("Still here")).to_be_visible()
    await page.wait_for_timeout(MOMENT)
    for name in ("More", "React"):
        button = card.get_by_role("button", name=name)
        if await button.count():
            await button.click()
            await page.wait_for_timeout(MOMENT)
            await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await page.wait_for_timeout(MOMENT)
    await page.keyboard.press("Escape")
    me = page.get_by_role("button", name="Me", exact=True)
    await me.click()
    await page.wait_for_timeout(MOMENT)
    await page.keyboard.press("Escape")


async def _goes_on(visit: Visit) -> None:
    """Look whether the notes and the places are there."""
    page = visit.page
    await expect(note(page, TEXT).get_by_text("Still here")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Places")).to_be_visible()


async def _survives(visit: Visit, part: str) -> bool:
    await _refuse(visit.page, part)
    try:
        await _look_around(visit)
        await _goes_on(visit)
    except (AssertionError, Error):
        return False
    return True


async def _parts_of(visit: Visit) -> list[str]:
    """Return every part that looking around asks for, the page itself aside."""
    seen: dict[str, None] = {}

    def on_request(request: Request) -> None:
        part = _part_of(request.url)
        if part is not None and not part.startswith(PAGES):
            seen[part] = None

    visit.page.on("request", on_request)
    await _look_around(visit)
    visit.page.remove_listener("request", on_request)
    return list(seen)


# A dozen visits for each part would take minutes: the everyday lane looks at five.
@pytest.mark.parametrize(
    "part", ["AccountMenu-", "Sidebar-", "MemoTools-", "MenuPopup-", "CardFoot-"]
)
async def test_a_missing_part_is_told_and_the_page_goes_on(
    uncached: Visit, part: str
) -> None:
    await _refuse(uncached.page, part)
    await _look_around(uncached)
    await _goes_on(uncached)
    message = uncached.page.get_by_text("A part of this page could not be loaded.")
    await expect(message).to_be_visible()
    await write(uncached, "And still writing")
    await expect(note(uncached.page, "And still writing")).to_be_visible()
    await uncached.page.unroute_all()
    await uncached.page.get_by_role("button", name="Try again").click()
    await expect(message).to_be_hidden()
    await expect(note(uncached.page, "And still writing")).to_be_visible()


async def test_an_edit_that_cannot_begin_leaves_its_note_on_the_page(
    uncached: Visit,
) -> None:
    page = uncached.page
    await _refuse(page, "MemoEditor-")
    await page.reload()
    await note(page, TEXT).get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Edit", exact=True).click()
    await expect(page.get_by_text("A part of this page could not be")).to_be_visible()
    await _goes_on(uncached)


@pytest.mark.slow  # a visit for each of several dozen parts
@pytest.mark.parametrize("screen", [DESK, SCREENS[-1]], ids=str)
async def test_no_part_that_is_missing_takes_the_page_along(uncached: Visit) -> None:
    parts = await _parts_of(uncached)
    assert len(parts) > 15
    assert [part for part in parts if not await _survives(uncached, part)] == []
