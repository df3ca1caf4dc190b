"""Maps for search engines: robots.txt and sitemaps of at most 50,000 addresses.

A larger instance answers with an index of sitemaps, each beginning behind the key of a
memo, so that they stay the same while memos are added at the end.
"""

from collections.abc import AsyncIterator, Sequence
from xml.sax.saxutils import escape

from appliance.models import published
from appliance.models.database import Database

LARGEST = 50_000
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(base: str) -> str:
    """Invite everybody, and say where the map is."""
    return f"User-agent: *\nAllow: /\nHost: {base}\nSitemap: {base}/sitemap.xml"


def index(base: str, keys: Sequence[int]) -> str:
    """Write the map of the maps."""
    maps = "".join(
        f"<sitemap><loc>{escape(base)}/sitemap.xml?behind={key}</loc></sitemap>\n"
        for key in keys
    )
    return f'{_DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{maps}</sitemapindex>\n'


async def addresses(database: Database, base: str, key: int) -> AsyncIterator[bytes]:
    """Write the map of the memos behind a key, a piece at a time."""
    yield f'{_DECLARATION}<urlset xmlns="{_NAMESPACE}">\n'.encode()
    async for uids in published.uids_behind(database, key, LARGEST):
        places = (f"<url><loc>{escape(base)}/memos/{uid}</loc></url>\n" for uid in uids)
        yield "".join(places).encode()
    yield b"</urlset>\n"
