"""What the world may follow without an account: feeds, the sitemap, robots.txt.

All of it is there on a PUBLIC instance only. A feed holds until anything changes, so
that readers who ask every few minutes cost next to nothing.
"""

import asyncio
import time
from email.utils import formatdate

from quart import Quart, Response, request

from appliance.api import rss, sitemap
from appliance.api.core import Core
from appliance.api.remembered import Remembered
from appliance.models import published
from appliance.models.instance import AccessMode
from appliance.models.user import Account

NEWEST = 100
FEED_MEMORY = 16_000_000
TITLE = "Memos"
# What servers of this interface have always told feed readers.
DESCRIPTION = (
    "An open source, lightweight note-taking service. Easily capture and share your"
    " great thoughts."
)
_LARGEST_KEY = (1 << 63) - 1


def add_feeds(site: Quart, core: Core) -> None:
    """Serve the routes of this module beside those of the page."""
    feeds = Feeds(core)
    site.get("/explore/rss.xml")(feeds.everybody)
    site.get("/u/<username>/rss.xml")(feeds.one_user)
    site.get("/robots.txt")(feeds.robots)
    site.get("/sitemap.xml")(feeds.sitemap)


class Feeds:
    """Answers the requests of feed readers and search engines."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._feeds: Remembered[tuple[str, int | None], rss.Feed] = Remembered(
            core.database, lambda feed: len(feed.body), capacity=FEED_MEMORY
        )
        self._parts: Remembered[str, list[int]] = Remembered(
            core.database, lambda keys: 8 * len(keys)
        )
        # Readers who come together wait for one feed instead of making many.
        self._making = asyncio.Lock()

    async def everybody(self) -> Response:
        """Answer with the newest memos of all."""
        if not await self._is_public():
            return _refusal("RSS is unavailable")
        return await self._feed(None)

    async def one_user(self, username: str) -> Response:
        """Answer with the newest memos of one user, by the exact name."""
        if not await self._is_public():
            return _refusal("RSS is unavailable")
        account = await self._core.accounts.find_by_username(username)
        if account is None or account.username != username:
            return _refusal("User not found")
        return await self._feed(account)

    async def robots(self) -> Response:
        """Answer robots that ask what they may read."""
        base = self._core.configuration.instance_url
        if not base or not await self._is_public():
            return _refusal("instance URL is not configured")
        return Response(sitemap.robots(base), content_type="text/plain; charset=utf-8")

    async def sitemap(self) -> Response:
        """Answer with the map, one of its parts, or the index of the parts."""
        base = self._core.configuration.instance_url
        if not base or not await self._is_public():
            return _refusal("instance URL is not configured")
        key = published.FIRST_KEY
        if (behind := request.args.get("behind")) is not None:
            if not _is_key(behind):
                return _refusal("there is no such sitemap")
            key = int(behind)
        elif len(keys := await self._split()) > 1:
            return _xml(Response(sitemap.index(base, keys)))
        return _xml(Response(sitemap.addresses(self._core.database, base, key)))

    async def _is_public(self) -> bool:
        return await self._core.settings.access_mode() is AccessMode.PUBLIC

    async def _split(self) -> list[int]:
        async with self._making:
            return await self._parts.get(
                "", lambda: published.split(self._core.database, sitemap.LARGEST)
            )

    async def _feed(self, account: Account | None) -> Response:
        base = self._core.configuration.instance_url
        base = base or f"{request.scheme}://{request.host}{request.root_path}"
        creator_id = account.id if account else None
        async with self._making:
            feed = await self._feeds.get(
                (base, creator_id), lambda: self._make(base, creator_id)
            )
        headers = {
            "Cache-Control": "public, max-age=3600",
            "ETag": f'"{feed.etag}"',
            "X-Content-Type-Options": "nosniff",
        }
        if feed.last_modified is not None:
            headers["Last-Modified"] = formatdate(feed.last_modified, usegmt=True)
        if feed.etag in request.if_none_match:
            unchanged = Response(b"", 304, headers)
            del unchanged.headers["Content-Type"]
            return unchanged
        kind = "application/rss+xml; charset=utf-8"
        return Response(feed.body, headers=headers, content_type=kind)

    async def _make(self, base: str, creator_id: int | None) -> rss.Feed:
        memos = await published.newest(self._core.database, NEWEST, creator_id)
        enclosures = await published.first_attachments(
            self._core.database, [memo["id"] for memo in memos]
        )
        creators = {memo["creator_id"] for memo in memos}
        found = [await self._core.accounts.find(each) for each in creators]
        # Nobody's address goes into a feed, whatever readers make of this element.
        authors = {one.id: one.display_name or one.username for one in found if one}
        channel = await self._channel(base)
        now = int(time.time())
        return await asyncio.to_thread(
            rss.write, channel, memos, authors, enclosures, now
        )

    async def _channel(self, base: str) -> rss.Channel:
        general = await self._core.settings.get("GENERAL") or {}
        profile = general.get("customProfile") or {}
        return rss.Channel(
            base,
            profile.get("title") or TITLE,
            profile.get("description") or DESCRIPTION,
        )


def _is_key(text: str) -> bool:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):  # noqa: PLR2004 - digits of 64 bits
        return False
    return published.FIRST_KEY <= int(text) <= _LARGEST_KEY


def _xml(response: Response) -> Response:
    response.content_type = "application/xml; charset=utf-8"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _refusal(message: str) -> Response:
    return Response(f'{{"message":"{message}"}}', 404, content_type="application/json")
