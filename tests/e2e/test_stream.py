"""A long list: it goes on as it is scrolled, stays light, and keeps its place."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import USERNAME, is_scrolled_to, note, set_up
from tests.servers import Server, sign_in

pytestmark = pytest.mark.browser

MANY = 200
IS_AT_THE_END = "scrollY + innerHeight >= document.documentElement.scrollHeight - 2"
OPEN_WHAT_IS_SEEN = """() => {
  const seen = [...document.querySelectorAll("article")].find((card) => {
    const { top } = card.getBoundingClientRect();
    return top > 100 && top < innerHeight / 2;
  });
  seen?.querySelector("a").click();
  return seen !== undefined;
}"""
TO_THE_END = "scrollTo(0, document.documentElement.scrollHeight)"


def fill(server: Server) -> None:
    """Write notes of different length, the first one last to be reached."""
    bearer = {"Authorization": f"Bearer {sign_in(server, USERNAME)}"}
    with httpx.Client(base_url=server.base_url, headers=bearer, timeout=30) as http:
        for index in range(MANY):
            text = f"Note {index} of many. {'It says more. ' * (index % 9)}"
            http.post("/api/v1/memos", json={"content": text}).raise_for_status()


async def scroll_to_the_end(page: Page) -> None:
    """Scroll on until the oldest note is there, for half a minute at most."""
    oldest = note(page, "Note 0 of many.")
    for _ in range(600):
        await page.evaluate(TO_THE_END)
        if await oldest.count() > 0 and await page.evaluate(IS_AT_THE_END):
            break
        await page.wait_for_timeout(50)  # the list tells nobody that it grew
    await expect(oldest).to_be_in_viewport()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_long_list_stays_light_and_keeps_its_place(
    visit: Visit, server_process: Server
) -> None:
    page = visit.page
    await set_up(visit)
    fill(server_process)
    await page.reload()
    await expect(note(page, f"Note {MANY - 1} of many.")).to_be_visible()
    await scroll_to_the_end(page)
    assert await page.get_by_role("article").count() < MANY / 2
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    place = await page.evaluate("scrollY")
    await page.wait_for_function(OPEN_WHAT_IS_SEEN)
    await expect(page.get_by_role("main").get_by_role("article")).to_have_count(1)
    await page.go_back()
    await is_scrolled_to(page, place)
