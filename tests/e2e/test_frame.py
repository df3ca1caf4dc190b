"""The frame of the page: palette, themes, keys, what other tabs do, being an app."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.accessibility import serious_findings
from tests.e2e.conftest import EVERY, SCREENS, Visit
from tests.e2e.steps import USERNAME, go_to, note, set_up, write
from tests.servers import PASSWORD, Server

pytestmark = pytest.mark.browser

THEME = "document.documentElement.dataset.theme ?? 'system'"
THEMES = {
    "Light": "light",
    "Dark": "dark",
    "Paper": "paper",
    "High contrast": "contrast",
}
# A plain field until the editor has come.
TYPED = "element => element.value ?? element.textContent"
SHORTEST_TARGET = """() => [...document.querySelectorAll("a, button, input")]
  .filter(element => element.checkVisibility() && !element.closest("p, article"))
  .map(element => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
  .filter(([, { height, width }]) => height > 1 && width > 1 && height < 43.5)
  .map(([html]) => html)"""


async def open_palette(page: Page) -> None:
    """Open the palette from wherever the focus is."""
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Commands")).to_be_focused()


async def token_of(server: Server) -> str:
    """Sign in as another program would."""
    async with httpx.AsyncClient(base_url=server.base_url) as client:
        credentials = {"username": USERNAME, "password": PASSWORD}
        answer = await client.post(
            "/api/v1/auth/signin", json={"passwordCredentials": credentials}
        )
        return str(answer.json()["accessToken"])


@pytest.fixture
async def elsewhere(
    visit: Visit, server_process: Server
) -> AsyncIterator[httpx.AsyncClient]:
    """Return another program of the same user, once there is one."""
    await set_up(visit)
    headers = {"Authorization": f"Bearer {await token_of(server_process)}"}
    base_url = f"{server_process.base_url}/api/v1"
    async with httpx.AsyncClient(base_url=base_url, headers=headers) as client:
        yield client


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_the_frame_is_fit_for_everybody(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    assert await serious_findings(page) == []
    await write(visit, "Plant #garden/beans along the fence")
    await expect(note(page, "along the fence")).to_be_visible()
    assert await serious_findings(page) == []
    await open_palette(page)
    assert await serious_findings(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Me", exact=True).click()
    await expect(page.get_by_role("menu")).to_be_visible()
    assert await serious_findings(page) == []
    await page.keyboard.press("Escape")
    if visit.screen.is_phone:
        assert await page.evaluate(SHORTEST_TARGET) == []
    for place in ("Archive", "Trash", "About"):
        await go_to(page, place)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert await serious_findings(page) == []
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= visit.screen.width


@pytest.mark.parametrize("screen", SCREENS[2:3], ids=str)
async def test_all_views_of_a_page_are_in_sight_on_a_phone(visit: Visit) -> None:
    await set_up(visit)
    await visit.page.goto(f"{visit.base_url}/attachments")
    views = visit.page.get_by_role("navigation", name="Attachments").get_by_role("link")
    await expect(views).to_have_count(5)
    for view in await views.all():
        await expect(view).to_be_in_viewport(ratio=1)


async def test_the_palette_finds_places_and_looks(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await open_palette(page)
    await page.keyboard.type("gotrsh")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Trash")).to_be_visible()
    await open_palette(page)
    await page.keyboard.type("paper")
    async with page.expect_response("**/UpdateUserSetting"):
        await page.keyboard.press("Enter")
    assert await page.evaluate(THEME) == "paper"
    await open_palette(page)
    await page.keyboard.type("no such thing")
    await expect(page.get_by_text("Nothing matches")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_look_follows_the_user_to_another_device(
    visit: Visit, browser: Browser
) -> None:
    page = visit.page
    await set_up(visit)
    for theme, look in THEMES.items():
        await page.get_by_role("button", name="Me", exact=True).click()
        async with page.expect_response("**/UpdateUserSetting"):
            await page.get_by_role("menuitemradio", name=theme).click()
        await expect(page.locator(f"html[data-theme={look}]")).to_be_attached()
        assert await serious_findings(page) == []
    other = await (await browser.new_context(locale="en-GB")).new_page()
    await other.goto(f"{visit.base_url}/sign-in")
    await other.get_by_label("User name").fill(USERNAME)
    await other.get_by_label("Password").fill(PASSWORD)
    await other.get_by_role("button", name="Sign in").click()
    await expect(other.locator("html[data-theme=contrast]")).to_be_attached()
    await other.context.close()


async def test_the_sidebar_is_as_wide_as_somebody_made_it(visit: Visit) -> None:
    await set_up(visit)
    page = visit.page
    edge = page.get_by_role("separator", name="Width of the sidebar")
    sidebar = page.get_by_role("complementary", name="Search, tags and calendar")

    async def width() -> int:
        box = await sidebar.bounding_box()
        assert box is not None
        return round(box["width"])

    await edge.press("ArrowRight")
    assert await width() == 304
    await edge.press("End")
    await page.reload()
    await expect(edge).to_have_attribute("aria-valuenow", "448")
    assert await width() == 448

    await edge.hover()
    await page.mouse.down()
    await page.mouse.move(400, 300)
    await page.mouse.up()
    assert 224 < await width() < 448
    await edge.dblclick()
    assert await width() == 288


async def test_keys_lead_past_what_is_on_every_page(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await page.get_by_role("textbox", name="New note").press("Escape")
    await page.locator("body").press("Tab")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to the content")
    await skip.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_changes_made_elsewhere_arrive(
    visit: Visit, elsewhere: httpx.AsyncClient
) -> None:
    page = visit.page
    # The stream begins when the page is idle; until then nothing is missed but this.
    await page.wait_for_timeout(1500)
    made = await elsewhere.post("/memos", json={"content": "From afar"})
    name = made.json()["name"]
    await expect(note(page, "From afar")).to_be_visible()
    await elsewhere.patch(f"/{name}", json={"content": "From very far"})
    await expect(note(page, "From very far")).to_be_visible()
    await elsewhere.delete(f"/{name}")
    await expect(note(page, "From very far")).to_be_hidden()


async def test_new_notes_wait_above_the_fold(
    visit: Visit, elsewhere: httpx.AsyncClient
) -> None:
    page = visit.page
    for number in range(30):
        await elsewhere.post("/memos", json={"content": f"Note number {number}"})
    await page.reload()
    await expect(note(page, "Note number 29")).to_be_visible()
    await page.wait_for_timeout(1500)
    await page.mouse.wheel(0, 1500)
    await page.wait_for_function("scrollY > 1000")
    place = await page.evaluate("scrollY")
    await elsewhere.post("/memos", json={"content": "One from afar"})
    await elsewhere.post("/memos", json={"content": "Two from afar"})
    pill = page.get_by_role("button", name="2 new notes")
    await expect(pill).to_be_visible()
    assert await page.evaluate("scrollY") == place
    await pill.click()
    await expect(note(page, "Two from afar")).to_be_in_viewport()
    await expect(pill).to_be_hidden()


async def test_a_server_that_restarts_is_found_again(
    visit: Visit, server_process: Server
) -> None:
    page = visit.page
    await set_up(visit)
    await page.wait_for_timeout(1500)
    area = page.get_by_role("textbox", name="New note")
    await area.fill("Typed while the server was away")
    server_process.stop()
    status = page.get_by_role("status").filter(has_text="Connecting again")
    await expect(status).to_be_visible(timeout=20_000)
    assert await area.evaluate(TYPED) == "Typed while the server was away"
    server_process.start()
    await expect(status).to_be_hidden(timeout=30_000)
    await (
        page.get_by_role("form", name="New note")
        .get_by_role("button", name="Save")
        .click()
    )
    await expect(note(page, "Typed while the server was away")).to_be_visible()
    # The browser says itself what it could not reach.
    visit.complaints.clear()


async def test_the_page_can_be_installed_and_opens_without_a_network(
    visit: Visit,
) -> None:
    page = visit.page
    await set_up(visit)
    await page.wait_for_function("navigator.serviceWorker.controller !== null")
    await page.reload()
    await expect(page.get_by_role("textbox", name="New note")).to_be_visible()
    href = await page.locator("link[rel=manifest]").get_attribute("href")
    answer = await page.request.get(f"{visit.base_url}/{href}")
    manifest = json.loads(await answer.text())
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {
        "any",
        "maskable",
    }
    for icon in manifest["icons"]:
        assert (await page.request.get(f"{visit.base_url}/{icon['src']}")).ok
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("button", name="Try again")).to_be_visible()
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("textbox", name="New note")).to_be_visible()
    # The browser says itself what it could not reach.
    visit.complaints.clear()


async def test_what_another_app_shares_becomes_a_draft(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await page.wait_for_function("navigator.serviceWorker.controller !== null")
    await page.evaluate("""() => {
      const form = Object.assign(document.createElement("form"), {
        method: "post", action: "share-target", enctype: "multipart/form-data" });
      form.append(Object.assign(document.createElement("textarea"), {
        name: "text", value: "Read this later" }));
      const files = Object.assign(document.createElement("input"), {
        type: "file", name: "files" });
      const shared = new DataTransfer();
      shared.items.add(new File(["a poem"], "a poem.txt", { type: "text/plain" }));
      files.files = shared.files;
      form.append(files);
      document.body.append(form);
      form.submit();
    }""")
    area = page.get_by_role("textbox", name="New note")
    await expect(area.or_(page.get_by_text("Read this later")).first).to_be_visible()
    await page.wait_for_url(f"{visit.base_url}/")
    assert await area.evaluate(TYPED) == "Read this later"
    await expect(page).to_have_url(f"{visit.base_url}/")
    await expect(page.get_by_role("button", name="Remove a poem.txt")).to_be_visible()
    async with page.expect_response("**/CreateMemo"):
        await page.get_by_role("button", name="Save").click()
    await page.reload()
    shared = note(page, "Read this later")
    await expect(shared.get_by_text("a poem.txt")).to_be_visible()
