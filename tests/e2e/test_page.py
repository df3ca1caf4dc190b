"""The page as a whole: keys, hostile notes, a place below a path, leaving."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.steps import go_to, note, set_up, write
from tests.servers import Server

pytestmark = pytest.mark.browser

BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"
HOSTILE = """<script>document.title = "run"</script>

<img src=x onerror="document.title = 'run'"> [go](javascript:document.title='run')
![seen](https://example.org/pixel.png) [data](data:text/html,<script>1</script>)
<a href="javascript:document.title='run'" onclick="document.title='run'">x</a>
"""


async def test_keys_do_what_the_list_says(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await page.locator("body").press("c")
    await page.keyboard.type("By keys alone")
    await page.keyboard.press("Control+Enter")
    card = note(page, "By keys alone")
    await expect(card).to_be_visible()
    await page.get_by_role("textbox", name="New note").press("Escape")
    await page.keyboard.press("j")
    await expect(card).to_be_focused()
    async with page.expect_response("**/UpdateMemo"):
        await page.keyboard.press("p")
    await expect(page.get_by_role("heading", name="Pinned")).to_be_visible()
    await page.keyboard.press("Delete")
    await expect(card).to_be_hidden()
    await page.keyboard.press("Control+z")
    await expect(card).to_be_visible()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("t")
    await expect(page).to_have_url(re.compile("/trash$"))
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox")).to_be_focused()


async def test_a_hostile_note_runs_nothing_and_calls_nobody(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await write(visit, HOSTILE)
    card = note(page, 'document.title = "run"')
    await expect(card).to_be_visible()
    await card.get_by_text("go").click()
    await expect(card.locator("script, [onerror], [onclick]")).to_have_count(0)
    addresses = await card.get_by_role("link").evaluate_all(
        "links => links.map(link => link.protocol)"
    )
    assert set(addresses) <= {"http:", "https:"}
    assert await page.title() == "Notes · Memos"


async def test_the_page_lives_below_a_path(server_below: Server, visit: Visit) -> None:
    page = visit.page
    visit.base_url = server_below.base_url
    await set_up(visit)
    await write(visit, "Below a path #here")
    await expect(note(page, "Below a path")).to_be_visible()
    await go_to(page, "Archive")
    await expect(page).to_have_url(f"{visit.base_url}/archive")
    await page.reload()
    await expect(page.get_by_text("Nothing is archived")).to_be_visible()
    await go_to(page, "Notes")
    await note(page, "Below a path").get_by_role("link", name="#here").click()
    await expect(page).to_have_url(f"{visit.base_url}?tag=here")
    await page.reload()
    await expect(note(page, "Below a path")).to_be_visible()


async def test_signing_out_leaves_nothing_behind(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await write(visit, "For me alone")
    await expect(note(page, "For me alone")).to_be_visible()
    await page.get_by_role("button", name="Me", exact=True).click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.get_by_role("link", name="Create one").click()
    await page.get_by_label("User name").fill("berta")
    await page.get_by_label("Password").fill("another horse 2")
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_text("Your notes will be here")).to_be_visible()
    await expect(note(page, "For me alone")).to_have_count(0)


async def test_a_chosen_look_holds_whatever_the_system_says(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    light = await page.evaluate(BACKGROUND)
    await page.get_by_role("button", name="Me", exact=True).click()
    await page.get_by_role("menuitemradio", name="Dark").click()
    dark = await page.evaluate(BACKGROUND)
    assert dark != light
    await page.reload()
    assert await page.evaluate(BACKGROUND) == dark
