"""Maps for search engines, split where they must be."""

import pytest

from appliance.api import sitemap
from appliance.models import published
from appliance.models.base import State, Visibility
from appliance.models.database import Database
from tests.factories import make_memo, make_user
from tests.markup import parse

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


async def places(database: Database, key: int = published.FIRST_KEY) -> list[str]:
    """Read one map."""
    pieces = [piece async for piece in sitemap.addresses(database, "http://x/&", key)]
    root = parse(b"".join(pieces))
    assert root.tag == f"{SPACE}urlset"
    return [str(loc.text) for loc in root.iter(f"{SPACE}loc")]


async def test_a_map_holds_what_is_published(database: Database) -> None:
    user = await make_user(database)
    public = await make_memo(database, user, uid="a", create_time=-5)
    await make_memo(database, user, uid="b", visibility=Visibility.PROTECTED)
    await make_memo(database, user, uid="c", state=State.ARCHIVED)
    await make_memo(database, user, uid="d", parent=public)
    await make_memo(database, user, uid="e")
    assert await places(database) == ["http://x/&/memos/a", "http://x/&/memos/e"]


async def test_a_large_instance_has_several(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "LARGEST", 2)
    user = await make_user(database)
    for number in range(5):
        await make_memo(database, user, uid=f"m{number}", create_time=number)
    keys = await published.split(database, 2)
    index = parse(sitemap.index("http://x", keys))
    assert index.tag == f"{SPACE}sitemapindex"
    assert [loc.text for loc in index.iter(f"{SPACE}loc")] == [
        f"http://x/sitemap.xml?behind={key}" for key in keys
    ]
    found = [place for key in keys for place in await places(database, key)]
    assert found == [f"http://x/&/memos/m{number}" for number in range(5)]


def test_robots_are_shown_the_map() -> None:
    assert sitemap.robots("http://x").splitlines() == [
        *("User-agent: *", "Allow: /", "Host: http://x"),
        "Sitemap: http://x/sitemap.xml",
    ]
