"""Reading a note: its text, its files, what is said of it, and who else may read it."""

import base64
import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.accessibility import serious_findings
from tests.e2e.conftest import EVERY, Visit
from tests.e2e.steps import USERNAME, editor, note, set_up
from tests.servers import PASSWORD

pytestmark = pytest.mark.browser

TEXT = """# A walk #forest

Seen by @ada and @nobody: $e^{i\\pi}+1=0$, H<sub>2</sub>O.

## Way

```mermaid
graph LR
  A[Start] --> B[Goal]
```

```python
print("hello")
```

## Later

- [ ] one
- [ ] two

| a | b |
|---|--:|
| 1 | 2 |
"""


@pytest.fixture
async def owner(visit: Visit) -> AsyncIterator[httpx.AsyncClient]:
    """Sign in beside the page."""
    await set_up(visit)
    credentials = {"username": USERNAME, "password": PASSWORD}
    async with httpx.AsyncClient(base_url=visit.base_url, timeout=60) as client:
        answer = await client.post(
            "/api/v1/auth/signin", json={"passwordCredentials": credentials}
        )
        client.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        yield client


async def _picture(owner: httpx.AsyncClient, name: str) -> dict[str, str]:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), (40, 120, 160)).save(file, "JPEG")
    content = base64.b64encode(file.getvalue()).decode()
    picture = {"filename": name, "type": "image/jpeg", "content": content}
    answer = await owner.post("/api/v1/attachments", json=picture)
    answer.raise_for_status()
    return {"name": answer.json()["name"]}


async def _write(owner: httpx.AsyncClient, content: str, **more: Any) -> str:
    answer = await owner.post("/api/v1/memos", json={"content": content, **more})
    answer.raise_for_status()
    name: str = answer.json()["name"]
    return name


async def _open(visit: Visit, name: str, heading: str) -> Locator:
    await visit.page.goto(f"{visit.base_url}/{name}")
    card = visit.page.get_by_role("article").first
    await expect(card.get_by_text(heading).first).to_be_visible()
    return card


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_a_note_shows_all_that_is_in_it(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    pictures = [await _picture(owner, f"{number}.jpg") for number in range(3)]
    place = {"placeholder": "Marienplatz", "latitude": 48.137, "longitude": 11.575}
    name = await _write(owner, TEXT, attachments=pictures, location=place)
    card = await _open(visit, name, "A walk")
    await expect(card.get_by_role("math")).to_be_visible()
    await expect(card.get_by_role("img", name="Diagram")).to_be_visible(timeout=40_000)
    await expect(card.locator(".hljs-string")).to_have_text('"hello"')
    await expect(card.locator("sub")).to_have_text("2")
    await expect(card.get_by_role("link", name="@ada")).to_be_visible()
    await expect(card.get_by_role("link", name="@nobody")).to_have_count(0)
    async with page.expect_response("**/UpdateMemo"):
        await card.get_by_role("checkbox", name="two").click()
    await card.get_by_role("button", name="Marienplatz").click()
    await expect(card.get_by_text("48.1370° N, 11.5750° E")).to_be_visible()
    assert await serious_findings(page) == []
    await card.get_by_role("button", name="Open 1.jpg").click()
    lightbox = page.get_by_role("dialog", name="Pictures")
    await expect(lightbox.get_by_role("img", name="1.jpg")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await expect(lightbox.get_by_role("img", name="2.jpg")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(lightbox).to_be_hidden()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_people_react_and_say_something(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    name = await _write(owner, "Something to talk about")
    card = await _open(visit, name, "Something to talk about")
    await card.get_by_role("button", name="React").click()
    choices = page.get_by_role("dialog", name="Choose a reaction")
    await choices.get_by_role("button").first.click()
    await expect(choices).to_be_hidden()
    reaction = card.get_by_role("list", name="Reactions").get_by_role("button")
    await expect(reaction).to_have_attribute("aria-pressed", "true")
    area = await editor(page, "New comment")
    await area.press_sequentially("Well said")
    await expect(area).to_contain_text("Well said")
    await area.press("Control+Enter")
    await expect(note(page, "Well said")).to_be_visible()
    assert await serious_findings(page) == []
    await page.goto(f"{visit.base_url}/")
    above = note(page, "Something to talk about")
    await above.get_by_role("button", name="1 comment").click()
    await expect(above.get_by_text("Well said")).to_be_visible()
    await expect(note(page, "Well said")).to_have_count(1)


async def _as_stranger(browser: Browser, address: str) -> Page:
    context = await browser.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(address)
    return page


async def test_a_share_link_opens_a_note_until_it_is_revoked(
    visit: Visit, owner: httpx.AsyncClient, browser: Browser
) -> None:
    page = visit.page
    pictures = [await _picture(owner, "shown.jpg")]
    name = await _write(owner, "# For a friend", attachments=pictures)
    await _open(visit, name, "For a friend")
    await page.get_by_label("Valid for").select_option(label="1 day")
    async with page.expect_response("**/CreateMemoShare"):
        await page.get_by_role("button", name="Create link").click()
    links = page.get_by_role("list", name="Share links")
    await expect(links.get_by_text("Until")).to_be_visible()
    shares = (await owner.get(f"/api/v1/{name}/shares")).json()["memoShares"]
    token = shares[0]["name"].rpartition("/")[2]
    address = f"{visit.base_url}/memos/shares/{token}"
    stranger = await _as_stranger(browser, address)
    picture = stranger.get_by_role("img", name="shown.jpg")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("picture => picture.naturalWidth") > 0
    assert await serious_findings(stranger) == []
    async with page.expect_response("**/DeleteMemoShare"):
        await links.get_by_role("button", name="Revoke").click()
    await stranger.reload()
    await expect(stranger.get_by_text("This link leads nowhere")).to_be_visible()
    await stranger.context.close()


async def test_notes_know_who_refers_to_them(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    old = await _write(owner, "The older thought", createTime="2026-01-01T00:00:00Z")
    new = await _write(owner, "The newer thought")
    both = [{"memo": {"name": new}, "relatedMemo": {"name": old}, "type": "REFERENCE"}]
    related = await owner.patch(f"/api/v1/{new}/relations", json={"relations": both})
    related.raise_for_status()
    await _open(visit, old, "The older thought")
    relations = page.get_by_role("region", name="Links to and from")
    await relations.get_by_role("link", name="The newer thought").click()
    await expect(page).to_have_url(f"{visit.base_url}/{new}")
    others = page.get_by_role("navigation", name="Other notes")
    await expect(others.get_by_role("link", name="The older thought")).to_be_visible()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_statistics_count_notes(visit: Visit, owner: httpx.AsyncClient) -> None:
    page = visit.page
    await page.goto(f"{visit.base_url}/statistics")
    await expect(page.get_by_text("Nothing to count yet")).to_be_visible()
    await _write(owner, "Counted #tag")
    await page.reload()
    chart = page.get_by_role("img", name="1 note from")
    await expect(chart).to_be_visible()
    await page.get_by_role("button", name="By month").click()
    await expect(chart).to_be_visible()
    assert await serious_findings(page) == []


async def test_the_way_through_notes_leaves_none_out(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    moments = ("01T00:00:00Z", "02T00:00:00Z", "02T00:00:00Z", "02T00:00:00Z")
    names = [
        await _write(owner, f"Number {number}", createTime=f"2026-01-{moment}")
        for number, moment in enumerate(moments)
    ]
    await _open(visit, names[-1], "Number 3")
    others = page.get_by_role("navigation", name="Other notes")
    for number in (2, 1, 0):
        await others.get_by_role("link", name=f"Older note Number {number}").click()
        await expect(note(page, f"Number {number}")).to_be_visible()
    for number in (1, 2, 3):
        await others.get_by_role("link", name=f"Newer note Number {number}").click()
        await expect(note(page, f"Number {number}")).to_be_visible()


@pytest.mark.parametrize("screen", EVERY, ids=str)
async def test_notes_have_their_places_on_one_map(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    place = {"placeholder": "Marienplatz", "latitude": 48.137, "longitude": 11.575}
    name = await _write(owner, "Seen there", location=place)
    await page.goto(f"{visit.base_url}/u/{USERNAME}")
    await page.get_by_role("link", name="Map").click()
    await expect(page).to_have_url(f"{visit.base_url}/u/{USERNAME}?view=map")
    assert await serious_findings(page) == []
    await page.get_by_role("link", name="Seen there").click()
    await expect(page).to_have_url(f"{visit.base_url}/{name}")


async def test_unread_news_are_counted_beside_the_inbox(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    berta = {"username": "berta", "password": PASSWORD}
    account = {**berta, "role": "USER"}
    (await owner.post("/api/v1/users", json=account)).raise_for_status()
    answer = await owner.post(
        "/api/v1/auth/signin", json={"passwordCredentials": berta}
    )
    other = {"Authorization": f"Bearer {answer.json()['accessToken']}"}
    hello = {"content": "Hello @ada", "visibility": "PROTECTED"}
    sent = await owner.post("/api/v1/memos", json=hello, headers=other)
    sent.raise_for_status()
    await page.reload()
    await page.get_by_role("link", name="Inbox 1").click()
    await page.get_by_role("button", name="Mark as read").first.click()
    await expect(page.get_by_role("link", name="Inbox", exact=True)).to_be_visible()
