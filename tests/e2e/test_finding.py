"""Finding notes again, and working on many of them."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import begin_to_write, choose_tag, go_to, note, set_up, write

pytestmark = pytest.mark.browser


async def search(page: Page, words: str) -> None:
    """Type into the search box and go."""
    box = page.get_by_role("searchbox", name="Search notes")
    await box.fill(words)
    await box.press("Enter")


async def write_some(visit: Visit) -> None:
    """Write three notes of two tags."""
    for text in ("Plan the trip #work/plan", "Call the bank #work", "Buy bread #home"):
        await write(visit, text)
        await expect(note(visit.page, text.split(" #", maxsplit=1)[0])).to_be_visible()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_qualifiers_become_chips_that_can_be_removed(visit: Visit) -> None:
    await set_up(visit)
    await write_some(visit)
    page = visit.page

    await search(page, "-tag:home bank")
    await expect(note(page, "Call the bank")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(1)

    await page.get_by_role("link", name="Remove bank from the search").click()
    await expect(page.get_by_role("article")).to_have_count(2)


async def test_a_branch_of_tags_finds_what_lies_below_it(visit: Visit) -> None:
    await set_up(visit)
    await write_some(visit)

    await choose_tag(visit, "work")
    await expect(visit.page.get_by_role("article")).to_have_count(2)


async def test_a_search_is_saved_and_found_beside_the_notes(visit: Visit) -> None:
    await set_up(visit)
    await write_some(visit)
    page = visit.page

    await search(page, "tag:home")
    await page.get_by_role("button", name="Save as shortcut").click()
    dialog = page.get_by_role("dialog", name="New shortcut")
    await dialog.get_by_label("Name").fill("At home")
    await expect(dialog.get_by_text("The filter is right.")).to_be_visible()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()

    await page.goto(f"{visit.base_url}/")
    shortcuts = page.get_by_role("navigation", name="Shortcuts")
    await shortcuts.get_by_role("link", name="At home").click()
    await expect(note(page, "Buy bread")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(1)


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_several_notes_are_archived_and_brought_back_at_once(
    visit: Visit,
) -> None:
    await set_up(visit)
    await write_some(visit)
    page = visit.page

    await page.get_by_role("button", name="Choose several").click()
    bar = page.get_by_role("region", name="Chosen notes")
    await bar.get_by_role("button", name="Choose all that are loaded").click()
    await expect(bar.get_by_text("3 notes chosen")).to_be_visible()
    await bar.get_by_role("button", name="Archive").click()
    await expect(page.get_by_role("article")).to_have_count(0)

    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("article")).to_have_count(3)


async def test_a_tag_is_renamed_in_all_notes_and_back(visit: Visit) -> None:
    await set_up(visit)
    await write_some(visit)
    page = visit.page

    tags = page.get_by_role("navigation", name="Tags")
    await tags.get_by_role("button", name="What to do with #work", exact=True).click()
    await page.get_by_role("menuitem", name="Rename or merge").click()
    dialog = page.get_by_role("dialog", name="Rename #work")
    await dialog.get_by_label("New name").fill("job")
    await dialog.get_by_role("button", name="Rename").click()
    await expect(page.get_by_text("2 notes changed.")).to_be_visible()
    await expect(note(page, "#job/plan")).to_be_visible()

    await page.get_by_role("button", name="Undo").click()
    await expect(note(page, "#work/plan")).to_be_visible()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_note_is_one_of_the_day_that_the_calendar_shows(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await page.goto(f"{visit.base_url}/?q=on:2026-03-14")
    area = await begin_to_write(visit)
    form = page.get_by_role("form", name="New note")
    details = form.get_by_role("list", name="Details")
    await expect(details.get_by_text("14 March 2026")).to_be_visible()
    await area.press_sequentially("Written later")
    async with page.expect_response("**/CreateMemo"):
        await form.get_by_role("button", name="Save").click()
    day = note(page, "Written later").locator("time")
    await expect(day).to_have_attribute("datetime", re.compile("^2026-03-1[345]T"))
    await go_to(page, "Notes")
    await begin_to_write(visit)
    await expect(form.get_by_role("button", name="Insert")).to_be_visible()
    await expect(details).to_have_count(0)


async def columns(page: Page) -> int:
    """How many notes have room beside each other."""
    found: int = await page.get_by_role("article").first.evaluate(
        """note => {
            const list = note.closest('[data-layout]');
            return Math.floor(list.clientWidth / note.clientWidth);
        }""",
    )
    return found


async def lay_out(page: Page, layout: str) -> None:
    """Choose one of the layouts by its name."""
    await page.get_by_role("button", name="Order and layout").click()
    await page.get_by_role("menuitemradio", name=layout).click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)


async def test_notes_stand_in_the_columns_or_lines_that_were_chosen(
    visit: Visit,
) -> None:
    await set_up(visit)
    await write_some(visit)
    await write(visit, "First of many\n" + "\n".join("line" for _ in range(20)))
    page = visit.page
    long = note(page, "First of many")
    await expect(long.get_by_role("button", name="Show all")).to_have_count(0)
    assert await columns(page) == 1

    await lay_out(page, "Two columns")
    assert await columns(page) == 2
    await lay_out(page, "Three columns")
    assert await columns(page) == 3

    await lay_out(page, "Compact")
    assert await columns(page) == 1
    await long.get_by_role("button", name="Show all").click()
    await expect(long.get_by_role("button", name="Show less")).to_be_visible()
    await page.reload()
    await expect(long.get_by_role("button", name="Show all")).to_be_visible()
