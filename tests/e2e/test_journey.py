"""The life of a note: written, found, changed, put away, thrown away and taken back."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import (
    choose,
    choose_tag,
    delete,
    editor,
    go_to,
    note,
    set_up,
    write,
)

pytestmark = pytest.mark.browser

KEPT = "The kettle is descaled"
LIVED = "Plant #garden/beans along the fence"
TEXT = "along the fence"


async def write_two(visit: Visit) -> None:
    """Sign up and write the note of the journey beside another one."""
    await set_up(visit)
    await write(visit, KEPT)
    await expect(note(visit.page, KEPT)).to_be_visible()
    await write(visit, LIVED)
    await expect(note(visit.page, TEXT)).to_be_visible()
    await visit.page.reload()
    await expect(note(visit.page, KEPT)).to_be_visible()
    await expect(note(visit.page, TEXT)).to_be_visible()


async def find_by_tag_and_word(visit: Visit) -> None:
    """Find one note of two; the address says what is looked for."""
    page = visit.page
    await choose_tag(visit, "garden/beans")
    await expect(page).to_have_url(re.compile(r"\?tag=garden%2Fbeans$"))
    await expect(note(page, TEXT)).to_be_visible()
    await expect(note(page, KEPT)).to_be_hidden()
    await go_to(page, "Notes")
    await expect(note(page, KEPT)).to_be_visible()
    await page.get_by_role("searchbox", name="Search notes").fill("DESCALED kettle")
    await expect(note(page, TEXT)).to_be_hidden()
    await expect(note(page, KEPT)).to_be_visible()
    await expect(page).to_have_url(re.compile(r"\?q=DESCALED\+kettle$"))
    await page.reload()
    await expect(note(page, KEPT)).to_be_visible()
    await expect(note(page, TEXT)).to_be_hidden()
    await go_to(page, "Notes")


async def edit(visit: Visit) -> None:
    """Change the text where it stands."""
    page = visit.page
    await choose(page, note(page, TEXT), "Edit")
    area = await editor(page, "Edit note")
    await area.fill(f"{LIVED}\n\n- [ ] buy string")
    form = page.get_by_role("form", name="Edit note")
    await form.get_by_role("button", name="Save").click()
    await expect(area).to_be_hidden()
    box = note(page, TEXT).get_by_role("checkbox", name="buy string")
    async with page.expect_response("**/UpdateMemo"):
        await box.check()
    await page.reload()
    await expect(box).to_be_checked()


async def archive_and_restore(visit: Visit) -> None:
    """Put the note away and fetch it back."""
    page = visit.page
    await choose(page, note(page, TEXT), "Archive")
    await expect(note(page, TEXT)).to_be_hidden()
    await go_to(page, "Archive")
    await choose(page, note(page, TEXT), "Restore")
    await expect(page.get_by_text("Nothing is archived")).to_be_visible()
    await go_to(page, "Notes")
    await expect(note(page, TEXT)).to_be_visible()


async def delete_and_undo(visit: Visit) -> None:
    """Take a deletion back: at once after a reload, and later from the trash."""
    page = visit.page
    await delete(visit, note(page, TEXT))
    await expect(note(page, TEXT)).to_be_hidden()
    await page.reload()
    await expect(note(page, KEPT)).to_be_visible()
    await expect(note(page, TEXT)).to_be_hidden()
    await page.get_by_role("button", name="Undo").click()
    await expect(note(page, TEXT)).to_be_visible()
    await delete(visit, note(page, TEXT))
    await page.get_by_role("button", name="Close this message").click()
    await go_to(page, "Trash")
    await page.get_by_role("button", name="Restore").click()
    await expect(page.get_by_text("The trash is empty")).to_be_visible()
    await go_to(page, "Notes")
    await expect(note(page, TEXT)).to_be_visible()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_note_lives_through_everything(visit: Visit) -> None:
    await write_two(visit)
    await find_by_tag_and_word(visit)
    await edit(visit)
    await archive_and_restore(visit)
    await delete_and_undo(visit)
