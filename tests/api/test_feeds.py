"""Feeds, sitemap and robots.txt over HTTP."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from quart import Quart

from appliance.api import sitemap
from appliance.api.core import Core
from appliance.api.feeds import add_feeds
from appliance.api.site import create_site
from appliance.config import read_settings
from appliance.models.base import Visibility
from appliance.models.database import Database
from tests.api.calling import call
from tests.factories import make_memo, make_user
from tests.markup import parse

if TYPE_CHECKING:
    from appliance.api.asgi import App

URL = "https://notes.example"
FEEDS = ["/explore/rss.xml", "/u/bob/rss.xml"]
MAPS = ["/robots.txt", "/sitemap.xml"]


async def nothing_wrong() -> str:
    return ""


async def site_of(database: Database, data: Path, url: str, *, public: bool) -> Quart:
    """Serve the routes beside the page."""
    configuration = read_settings({"data": str(data)}, {})
    configured = dataclasses.replace(configuration, instance_url=url)
    core = Core.around(database, configured)
    await core.settings.prepare(public=public)
    site = create_site(page=None, readiness=nothing_wrong)
    add_feeds(site, core)
    return site


@pytest.fixture
async def site(database: Database, tmp_path: Path) -> Quart:
    """Serve a public instance with an address."""
    return await site_of(database, tmp_path, URL, public=True)


def links(body: str) -> list[str]:
    """Read the links of a feed's items."""
    items = parse(body.encode()).iter("item")
    return [str(item.findtext("link")) for item in items]


async def test_feeds_follow_what_is_written(site: Quart, database: Database) -> None:
    ann, bob = await make_user(database, "ann"), await make_user(database, "bob")
    client = site.test_client()
    assert (
        links(await (await client.get("/u/bob/rss.xml")).get_data(as_text=True)) == []
    )
    await make_memo(database, ann, uid="a", create_time=1)
    await make_memo(database, bob, uid="b", create_time=2)
    await make_memo(database, bob, uid="p", visibility=Visibility.PRIVATE)
    answer = await client.get("/explore/rss.xml")
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Last-Modified"] == "Thu, 01 Jan 1970 00:00:02 GMT"
    found = links(await answer.get_data(as_text=True))
    assert found == [f"{URL}/memos/b", f"{URL}/memos/a"]
    of_bob = await client.get("/u/bob/rss.xml")
    assert links(await of_bob.get_data(as_text=True)) == [f"{URL}/memos/b"]


async def test_an_unchanged_feed_is_not_sent_again(
    site: Quart, database: Database
) -> None:
    user = await make_user(database, "bob")
    client = site.test_client()
    tag = (await client.get("/explore/rss.xml")).headers["ETag"]
    asked = {"If-None-Match": tag}
    again = await call(cast("App", site), "GET", "/explore/rss.xml", headers=asked)
    assert (again.status, again.body) == (304, b"")
    assert again.header("content-type") is None
    await make_memo(database, user)
    changed = await client.get("/explore/rss.xml", headers={"If-None-Match": tag})
    assert changed.status_code == 200


async def test_authors_are_names_and_never_addresses(
    site: Quart, database: Database
) -> None:
    user = await make_user(database, "bob")
    await make_memo(database, user)
    await database.execute("UPDATE appliance_user SET email = ?", ("bob@home.example",))
    body = await (await site.test_client().get("/u/bob/rss.xml")).get_data(as_text=True)
    assert "<author>bob</author>" in body
    assert "bob@home" not in body


@pytest.mark.parametrize(
    "path", ["/u/nobody/rss.xml", "/u/1/rss.xml", "/u/BOB/rss.xml"]
)
async def test_there_is_no_feed_of_nobody(
    path: str, site: Quart, database: Database
) -> None:
    await make_user(database, "bob")
    answer = await site.test_client().get(path)
    assert answer.status_code == 404
    assert await answer.get_json() == {"message": "User not found"}


async def test_a_private_instance_has_none(database: Database, tmp_path: Path) -> None:
    await make_user(database, "bob")
    site = await site_of(database, tmp_path, URL, public=False)
    for path in FEEDS:
        answer = await site.test_client().get(path)
        assert (answer.status_code, await answer.get_json()) == (
            404,
            {"message": "RSS is unavailable"},
        )
    for path in MAPS:
        answer = await site.test_client().get(path)
        assert (answer.status_code, await answer.get_json()) == (
            404,
            {"message": "instance URL is not configured"},
        )


async def test_without_an_address_the_request_says_it(
    database: Database, tmp_path: Path
) -> None:
    user = await make_user(database, "bob")
    await make_memo(database, user, uid="a")
    site = await site_of(database, tmp_path, "", public=True)
    client = site.test_client()
    answer = await client.get(
        "/explore/rss.xml", headers={"Host": "home.example:8080"}, scheme="https"
    )
    found = links(await answer.get_data(as_text=True))
    assert found == ["https://home.example:8080/memos/a"]
    mounted = await client.get(
        "/notes/explore/rss.xml", headers={"Host": "h"}, root_path="/notes"
    )
    assert links(await mounted.get_data(as_text=True)) == ["http://h/notes/memos/a"]
    assert (await client.get("/robots.txt")).status_code == 404


async def test_robots_find_the_map(
    site: Quart, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await make_user(database)
    for number in range(3):
        await make_memo(database, user, uid=f"m{number}", create_time=number)
    client = site.test_client()
    robots = await client.get("/robots.txt")
    assert robots.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (await robots.get_data(as_text=True)).endswith(f"Sitemap: {URL}/sitemap.xml")
    whole = await client.get("/sitemap.xml")
    assert whole.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert (await whole.get_data(as_text=True)).count("<url>") == 3
    monkeypatch.setattr(sitemap, "LARGEST", 2)
    await make_memo(database, user, uid="m3", create_time=3)
    index = await (await client.get("/sitemap.xml")).get_data(as_text=True)
    parts = [part.partition("</loc>")[0] for part in index.split("<loc>")[1:]]
    sizes = []
    for part in parts:
        answer = await client.get(part.removeprefix(URL))
        sizes.append((await answer.get_data(as_text=True)).count("<url>"))
    assert sizes == [2, 2]
    for wrong in ("x", "", "9" * 19, "9" * 30, "-"):
        assert (await client.get(f"/sitemap.xml?behind={wrong}")).status_code == 404
