"""The web surface of an instance, put together."""

from pathlib import Path

from appliance.api.web import create_web
from tests.api.house import House


async def ready() -> str:
    return ""


async def test_page_previews_and_feeds_stand_beside_each_other(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<head><title>Memos</title></head>")
    ann = await house.user("ann")
    await ann.write("n", "# Public", visibility="PUBLIC")
    await house.settings.set("GENERAL", {"additionalScript": "1"}, None)
    seen: list[int] = []
    web = create_web(house.core, tmp_path, ready, seen.append).test_client()

    page = await (await web.get("/memos/n")).get_data(as_text=True)
    feed = await (await web.get("/explore/rss.xml")).get_data(as_text=True)

    assert "<title>Public</title>" in page
    assert "<script defer" in page
    assert "Public" in feed
    assert seen == [200, 200]
