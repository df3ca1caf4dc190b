"""Hostile notes: they run nothing and call nobody, wherever somebody reads them."""

import base64
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from playwright.async_api import Error, Page, Route, expect
from selectolax.lexbor import LexborHTMLParser

from tests.e2e.conftest import Visit
from tests.e2e.steps import USERNAME, set_up
from tests.servers import PASSWORD

pytestmark = pytest.mark.browser

PAYLOADS: list[str] = json.loads(
    Path(__file__).parents[1].joinpath("vectors", "hostile.json").read_text("utf-8")
)
HIT = "globalThis.hit === undefined && document.title !== 'hit'"
# The server would ask the pages that notes name, and there is no network here.
NO_LINK_CARDS = (
    "if (origin !== 'null') localStorage.setItem('appliance.link-cards', 'off')"
)
# What the policies turned away, whoever was named, and pictures that are not there.
TURNED_AWAY = re.compile(
    "Content Security Policy|^request to a stranger|"
    "status of 404|ERR_BLOCKED_BY_CSP|blocked-by-csp"
)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.hit=1" width="9"
height="9"><script>globalThis.hit=1</script><rect width="9" height="9"/></svg>"""
FILES = {
    "x.svg": ("image/svg+xml", SVG),
    "x.html": ("text/html", b"<script>globalThis.hit=1</script>"),
    "x.xhtml": ("application/xhtml+xml", SVG),
    "x.xml": ("text/xml", SVG),
    "x.js": ("text/javascript", b"globalThis.hit=1"),
    '"><img src=x onerror=globalThis.hit=1>.png': ("image/png", b"no picture"),
    "<script>globalThis.hit=1</script>.pdf": ("application/pdf", b"%PDF-1.4"),
    "javascript:globalThis.hit=1": ("audio/ogg", b"OggS"),
}
PLACE = {"placeholder": "<img src=x onerror=globalThis.hit=1>", "latitude": 1}
EXECUTABLE = ("script", "iframe", "object", "embed", "style", "link", "meta", "base")


@dataclass
class Written:
    """A hostile note and a link by which anybody may read it."""

    name: str
    share: str


def _what_could_run(text: str) -> Iterator[str]:
    """Name the tags that run, the events, and the addresses that are none."""
    for node in LexborHTMLParser(text).css("body, body *"):
        if node.tag in EXECUTABLE:
            yield node.tag or ""
        for name, value in node.attributes.items():
            address = (value or "").strip().lower()
            if name.startswith("on") or address.startswith(("javascript:", "data:")):
                yield f"{node.tag} {name}={value}"


def test_what_could_run_is_seen() -> None:
    text = "<p onclick=x>a</p><script>b</script><a href=' JavaScript:c'>c</a>"
    assert len(list(_what_could_run(text))) == 3
    assert (
        list(_what_could_run("<p>Calm <a href=https://a.example>words</a></p>")) == []
    )


@pytest.fixture
async def nobody_asked(visit: Visit) -> AsyncIterator[None]:
    """Answer in the place of all strangers, and find that nobody was asked."""
    asked: list[str] = []

    async def answer(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(body="globalThis.hit=1", content_type="text/javascript")

    await visit.page.context.route(
        lambda url: url.startswith("http") and not url.startswith(visit.base_url),
        answer,
    )
    yield
    assert asked == []
    visit.complaints[:] = [
        complaint for complaint in visit.complaints if not TURNED_AWAY.search(complaint)
    ]


@pytest.fixture
async def owner(
    visit: Visit,
    nobody_asked: None,  # noqa: ARG001 - watches
) -> AsyncIterator[httpx.AsyncClient]:
    """Sign in beside the page, on an instance that everybody may read."""
    await visit.page.add_init_script(NO_LINK_CARDS)
    await set_up(visit)
    credentials = {"username": USERNAME, "password": PASSWORD}
    async with httpx.AsyncClient(base_url=visit.base_url, timeout=60) as client:
        answer = await client.post(
            "/api/v1/auth/signin", json={"passwordCredentials": credentials}
        )
        client.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        opened = await client.patch("/api/appliance/v1/access", json={"mode": "PUBLIC"})
        opened.raise_for_status()
        yield client


async def _attach(owner: httpx.AsyncClient) -> list[dict[str, str]]:
    names = []
    for filename, (kind, content) in FILES.items():
        answer = await owner.post(
            "/api/v1/attachments",
            json={
                "filename": filename.replace("/", "-"),
                "type": kind,
                "content": base64.b64encode(content).decode(),
            },
        )
        answer.raise_for_status()
        names.append({"name": answer.json()["name"]})
    return names


async def _write(owner: httpx.AsyncClient, text: str, **more: object) -> Written:
    memo = {"content": text, "visibility": "PUBLIC", **more}
    answer = await owner.post("/api/v1/memos", json=memo)
    answer.raise_for_status()
    name = answer.json()["name"]
    share = await owner.post(f"/api/v1/{name}/shares", json={})
    share.raise_for_status()
    return Written(name, share.json()["name"].rpartition("/")[2])


async def _is_calm(page: Page) -> None:
    """Wait until whatever a note fetches is there, and look for what ran."""
    await page.wait_for_timeout(
        1500
    )  # what a note fetches tells nobody when it is there
    assert await page.evaluate(HIT)
    for frame in page.frames:
        assert await frame.evaluate(HIT)


async def test_a_stream_of_hostile_notes_runs_nothing(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    for text in PAYLOADS:
        await _write(owner, text)
    await page.reload()
    await expect(page.get_by_role("article").first).to_be_visible()
    for _ in range(60):
        await page.mouse.wheel(0, 2500)
        await page.wait_for_timeout(100)  # the next stretch is drawn as it comes near
    await _is_calm(page)


async def test_hostile_files_places_and_names_run_nothing(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    attachments = await _attach(owner)
    note = await _write(owner, "Files", attachments=attachments, location=PLACE)
    for place in (note.name, f"memos/shares/{note.share}"):
        await page.goto(f"{visit.base_url}/{place}")
        await expect(page.get_by_text("Files").first).to_be_visible()
        await page.get_by_role("button", name="onerror=globalThis").last.click()
        await _is_calm(page)
    visit.complaints.clear()  # what is no picture, film or sound is reported as such
    beside = await page.context.new_page()
    for attachment in attachments:
        try:
            await beside.goto(f"{visit.base_url}/file/{attachment['name']}/x")
        except Error as error:
            # What a browser could run is handed out for keeping only.
            if "Download is starting" not in error.message:
                raise
        assert await beside.evaluate(HIT)
    await beside.close()


async def test_feeds_of_hostile_notes_hold_nothing_that_runs(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    for text in PAYLOADS:
        await _write(owner, text)
    for feed in ("explore", f"u/{USERNAME}"):
        answer = await owner.get(f"{visit.base_url}/{feed}/rss.xml")
        answer.raise_for_status()
        tree = ET.fromstring(answer.text)  # noqa: S314 - written by our own server
        texts = [each.text or "" for each in tree.iter("description")]
        assert len(texts) > 1
        assert [each for text in texts for each in _what_could_run(text)] == []


@pytest.mark.slow  # each of a hundred and fifty notes is opened by itself, twice
async def test_each_hostile_note_runs_nothing_alone_or_shared(
    visit: Visit, owner: httpx.AsyncClient
) -> None:
    page = visit.page
    for text in PAYLOADS:
        note = await _write(owner, text)
        for place in (note.name, f"memos/shares/{note.share}"):
            await page.goto(f"{visit.base_url}/{place}")
            await expect(page.get_by_role("article").first).to_be_visible()
            await _is_calm(page)
