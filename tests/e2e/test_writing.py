"""What was typed is never lost, whatever the tab, the network or the session does."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import begin_to_write, note, set_up, write
from tests.servers import Server

pytestmark = pytest.mark.browser


STORED = """text => new Promise(done => {
    const opening = indexedDB.open("keyval-store");
    opening.onsuccess = () => {
        const drafts = opening.result.transaction("keyval").objectStore("keyval");
        const all = drafts.getAll();
        all.onsuccess = () => {
            opening.result.close();
            done(all.result.some(draft => draft.text === text));
        };
    };
})"""


async def is_on_disk(page: Page, text: str, *, wanted: bool = True) -> None:
    """Wait until the browser's own database holds a draft with this text, or none."""
    for _ in range(100):
        if await page.evaluate(STORED, text) is wanted:
            return
        await page.wait_for_timeout(50)  # the database tells nobody of its changes
    pytest.fail(f"is a draft on the disk: {not wanted}")


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_draft_survives_a_reload(visit: Visit) -> None:
    await set_up(visit)
    area = await begin_to_write(visit)
    await area.press_sequentially("Half a thought")
    await is_on_disk(visit.page, "Half a thought")
    await visit.page.reload()
    area = await begin_to_write(visit)
    await expect(area).to_have_text("Half a thought")
    await area.press("Control+End")
    await area.press_sequentially(", and the rest")
    await visit.page.reload()  # before anything was written to the database
    area = await begin_to_write(visit)
    await expect(area).to_have_text("Half a thought, and the rest")


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_failed_save_gives_the_text_back(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)

    async def fail(route: Route) -> None:
        await route.abort("connectionrefused")

    await page.route("**/CreateMemo", fail)
    await write(visit, "Written in a tunnel")
    form = page.get_by_role("form", name="New note")
    await expect(form.get_by_role("alert")).to_contain_text("cannot be reached")
    area = page.get_by_role("textbox", name="New note")
    await expect(area).to_have_text("Written in a tunnel")
    visit.complaints.clear()  # the browser itself reports the broken connection
    await page.unroute("**/CreateMemo")
    await form.get_by_role("button", name="Retry").click()
    await expect(note(page, "Written in a tunnel")).to_be_visible()
    await page.reload()
    await expect(note(page, "Written in a tunnel")).to_have_count(1)


async def test_a_composer_that_could_not_be_fetched_is_asked_for_again(
    visit: Visit,
) -> None:
    page = visit.page
    # What a service worker asks for cannot be kept from it here.
    await page.add_init_script("delete Navigator.prototype.serviceWorker")
    asked = 0

    async def fail(route: Route) -> None:
        nonlocal asked
        asked += 1
        await route.abort("connectionrefused")

    await page.route("**/assets/Composer-*.js", fail)
    await set_up(visit)
    failure = page.get_by_role("main").get_by_role("alert")
    await expect(failure).to_be_visible()
    assert asked > 1
    visit.complaints.clear()  # the browser itself reports the broken connection
    await page.unroute("**/assets/Composer-*.js")
    await failure.get_by_role("button", name="Try again").click()
    await write(visit, "Written after all")
    await expect(note(page, "Written after all")).to_be_visible()


async def test_a_lost_answer_makes_no_second_note(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)

    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.abort("connectionreset")

    await page.route("**/CreateMemo", lose_the_answer)
    await write(visit, "Sent once")
    form = page.get_by_role("form", name="New note")
    await expect(form.get_by_role("alert")).to_be_visible()
    await page.unroute("**/CreateMemo")
    await form.get_by_role("textbox").fill("Sent once, grown since")
    async with page.expect_response("**/UpdateMemo"):
        await form.get_by_role("button", name="Retry").click()
    visit.complaints.clear()  # the lost answer, and the server's "exists already"
    await page.reload()
    await expect(note(page, "Sent once")).to_have_count(1)
    await expect(note(page, "grown since")).to_be_visible()


async def test_an_ended_session_keeps_the_text(
    visit: Visit, server_process: Server
) -> None:
    page = visit.page
    await set_up(visit)
    area = await begin_to_write(visit)
    await area.fill("Typed while signed in")
    await is_on_disk(page, "Typed while signed in")
    await page.context.clear_cookies()
    await page.reload()
    await expect(page.get_by_text("What you typed is kept")).to_be_visible()
    visit.complaints.clear()  # the refusal that ended the session
    await page.get_by_label("User name").fill("ada")
    await page.get_by_label("Password").fill("correct horse 1")
    await page.get_by_role("button", name="Sign in").click()
    await expect(await begin_to_write(visit)).to_have_text("Typed while signed in")
    assert server_process.running.poll() is None
