"""Nothing typed is lost: two tabs, a restart, a lost network, files on their way."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import (
    USERNAME,
    begin_to_write,
    choose,
    editor,
    note,
    set_up,
    write,
)
from tests.e2e.test_writing import is_on_disk
from tests.servers import PASSWORD, Server

pytestmark = pytest.mark.browser


async def another_tab(visit: Visit) -> Page:
    """Open the same notes in a second tab."""
    page = await visit.page.context.new_page()
    await page.goto(f"{visit.base_url}/")
    return page


async def test_two_tabs_keep_a_draft_each(visit: Visit) -> None:
    await set_up(visit)
    first = await begin_to_write(visit)
    await first.press_sequentially("Typed here")
    page = await another_tab(visit)
    second = await editor(page, "New note")
    await expect(second).not_to_contain_text("Typed here")
    await second.press_sequentially("Typed there")
    await is_on_disk(page, "Typed there")
    await is_on_disk(visit.page, "Typed here")
    await visit.page.reload()
    await page.reload()
    await expect(visit.page.get_by_role("textbox", name="New note")).to_have_text(
        "Typed here"
    )
    await expect(page.get_by_role("textbox", name="New note")).to_have_text(
        "Typed there"
    )
    await page.close()
    await visit.page.get_by_role("button", name="Save").click()
    await expect(note(visit.page, "Typed here")).to_be_visible()
    await is_on_disk(visit.page, "Typed here", wanted=False)
    await visit.page.reload()  # the draft of the closed tab is nobody's now
    await expect(visit.page.get_by_role("textbox", name="New note")).to_have_text(
        "Typed there"
    )


async def test_two_tabs_editing_one_note_overwrite_nobody(visit: Visit) -> None:
    await set_up(visit)
    await write(visit, "First words")
    page = visit.page
    await expect(note(page, "First words")).to_be_visible()
    other = await another_tab(visit)
    for tab, text in ((page, " mine"), (other, " theirs")):
        await choose(tab, note(tab, "First words"), "Edit")
        area = await editor(tab, "Edit note")
        await area.press("Control+End")
        await area.press_sequentially(text)
    await other.get_by_role("button", name="Visibility").last.click()
    await other.get_by_role("menuitemradio", name="Members").click()
    await expect(other.get_by_role("menu")).to_be_hidden()
    await area.press("Control+Enter")
    await expect(area).to_be_hidden()
    await page.get_by_role("textbox", name="Edit note").press("Control+Enter")
    conflict = page.get_by_role("region", name="changed elsewhere")
    await expect(
        conflict.get_by_role("textbox", name="Changed elsewhere")
    ).to_have_text("First words theirs")
    await expect(conflict.get_by_role("textbox", name="Yours")).to_have_text(
        "First words mine"
    )
    await conflict.get_by_role("button", name="Save mine").click()
    await expect(conflict).to_be_hidden()
    saved = note(page, "First words mine")
    await expect(saved).to_contain_text("Members")  # what only the other tab changed


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_restart_mid_typing_loses_nothing(
    visit: Visit, server_process: Server
) -> None:
    page = visit.page
    await set_up(visit)
    area = await begin_to_write(visit)
    await area.press_sequentially("Before, ")
    server_process.stop()
    await area.press_sequentially("meanwhile")
    form = page.get_by_role("form", name="New note")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_role("alert")).to_contain_text("Not saved")
    await expect(area).to_have_text("Before, meanwhile")
    back = Server(server_process.directory, server_process.port, server_process.flags)
    server_process.process = back.start().process
    await form.get_by_role("button", name="Retry").click()
    await expect(note(page, "Before, meanwhile")).to_have_count(1)
    visit.complaints.clear()  # the browser itself reports the broken connections


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_network_lost_mid_typing_loses_nothing(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    area = await begin_to_write(visit)
    await area.press_sequentially("Before the tunnel, ")
    await page.context.set_offline(True)
    await area.press_sequentially("in it")
    form = page.get_by_role("form", name="New note")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_role("alert")).to_contain_text("Not saved")
    await area.press("Control+End")
    await area.press_sequentially(", behind it")
    await page.context.set_offline(False)
    await form.get_by_role("button", name="Retry").click()
    await expect(note(page, "Before the tunnel, in it, behind it")).to_have_count(1)
    visit.complaints.clear()  # the browser itself reports the broken connections


@pytest.mark.parametrize("what", ["New note", "Edit note"])
async def test_a_session_that_ends_mid_typing_loses_nothing(
    visit: Visit, what: str
) -> None:
    page = visit.page
    await set_up(visit)
    await write(visit, "An older note")
    await expect(note(page, "An older note")).to_be_visible()
    if what == "Edit note":
        await choose(page, note(page, "An older note"), "Edit")
    area = await editor(page, what)
    await area.press("Control+End")
    await area.press_sequentially(" and what")

    async def as_nobody(route: Route) -> None:
        headers = await route.request.all_headers()
        headers.pop("authorization", None)
        await route.continue_(headers=headers)

    await page.context.clear_cookies()
    await page.route("**/appliance.v1.MemoEditService/**", as_nobody)
    await page.route("**/memos.api.v1.MemoService/CreateMemo", as_nobody)
    await area.press_sequentially(" was not saved")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text("What you typed is kept")).to_be_visible()
    await page.unroute_all()
    visit.complaints.clear()  # the refusals that ended the session
    await page.get_by_label("User name").fill(USERNAME)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    if what == "Edit note":
        await choose(page, note(page, "An older note"), "Edit")
    await expect(await editor(page, what)).to_contain_text("and what was not saved")
    # Some of the refusals that ended the session come late.
    late = "status of 401"
    visit.complaints = [text for text in visit.complaints if late not in text]


async def test_a_large_file_outlives_the_network_and_a_reload(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    area = await begin_to_write(visit)
    await area.press_sequentially("With a film")
    sent = 0

    async def break_off(route: Route) -> None:
        nonlocal sent
        sent += 1
        await (route.continue_() if sent < 3 else route.abort("connectionreset"))

    await page.route("**/UploadPart", break_off)
    await page.get_by_label("Attach files").set_input_files(
        {
            "name": "film.bin",
            "mimeType": "application/octet-stream",
            "buffer": bytes(range(256)) * 16_384,
        }
    )
    await expect(page.get_by_text("Waiting for the network")).to_be_visible()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saves when 1 file has arrived")).to_be_visible()
    await page.unroute("**/UploadPart")
    await page.reload()
    await expect(page.get_by_role("button", name="Remove film.bin")).to_be_visible()
    async with page.expect_response("**/CreateMemo"):
        await page.get_by_role("button", name="Save").click()
    await expect(note(page, "With a film")).to_be_visible()
    visit.complaints.clear()  # the browser itself reports the broken connections
