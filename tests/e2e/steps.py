"""What a person does, said once for desk and phone."""

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.servers import PASSWORD

USERNAME = "ada"


async def set_up(visit: Visit) -> None:
    """Create the first account of a new server."""
    page = visit.page
    await page.goto(f"{visit.base_url}/")
    await expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    await page.get_by_label("User name").fill(USERNAME)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create the first account").click()
    await expect(page.get_by_text("Your notes will be here")).to_be_visible()


async def begin_to_write(visit: Visit) -> Locator:
    """Bring the caret into a new note."""
    if visit.screen.is_phone:
        await visit.page.get_by_role("button", name="Write").click()
    return await editor(visit.page, "New note")


async def editor(page: Page, name: str) -> Locator:
    """Bring the caret into a text, and wait until the editor has it."""
    area = page.get_by_role("textbox", name=name)
    await area.click()
    await expect(area).to_have_attribute("contenteditable", "true")
    return area


async def write(visit: Visit, text: str) -> None:
    """Write a note and save it."""
    area = await begin_to_write(visit)
    await area.fill(text)
    form = visit.page.get_by_role("form", name="New note")
    await form.get_by_role("button", name="Save").click()


def note(page: Page, text: str) -> Locator:
    """Find a note by some of its text."""
    return page.get_by_role("article").filter(has_text=text)


async def choose(page: Page, card: Locator, action: str) -> None:
    """Do something with a note through its menu."""
    await card.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name=action, exact=True).click()


async def go_to(page: Page, place: str) -> None:
    """Go to a place by the rail, the bar at the foot, or the menu of the user."""
    places = page.get_by_role("navigation", name="Places")
    await expect(places).to_be_visible()
    link = places.get_by_role("link", name=place, exact=True)
    if await link.count():
        await link.click()
        return
    await places.get_by_role("button", name="Me", exact=True).click()
    await page.get_by_role("menuitem", name=place).click()


async def choose_tag(visit: Visit, tag: str) -> None:
    """Follow a tag of the list, which phones keep in a drawer."""
    page = visit.page
    if visit.screen.is_phone:
        await page.get_by_role("button", name="Tags").click()
    tags = page.get_by_role("navigation", name="Tags")
    await tags.get_by_role("link", name=tag).click()


async def delete(visit: Visit, card: Locator) -> None:
    """Delete a note and wait until the server has done so."""
    async with visit.page.expect_response("**/DeleteMemo"):
        await choose(visit.page, card, "Delete")


async def is_scrolled_to(page: Page, position: float) -> None:
    """Wait until the page stands where it stood."""
    await page.wait_for_function(
        "position => Math.abs(scrollY - position) < 2", arg=position
    )
