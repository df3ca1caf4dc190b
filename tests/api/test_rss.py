"""RSS as it is written."""

from typing import Any

import pytest

from appliance.api.rss import DECLARATION, Channel, title_of, write
from tests.markup import parse

CHANNEL = Channel("https://x.y/notes", "T <&>", "About")
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"


def memo(number: int, content: str = "a *b*", **changes: Any) -> dict[str, Any]:
    """Make a row."""
    return {
        "id": number,
        "uid": f"m{number}",
        "creator_id": 1,
        "create_time": 1_704_412_800,
        "update_time": 1_704_412_800 + number,
        "content": content,
        **changes,
    }


FILE = {
    "memo_id": 1,
    "uid": "f1",
    "filename": "ä b/c.png",
    "type": "image/png",
    "size": 3,
    "external_link": "",
}


def test_a_feed_says_what_its_memos_say() -> None:
    feed = write(CHANNEL, [memo(2), memo(1)], {1: "Bob"}, {1: FILE}, 1_704_412_900)
    assert feed.body.startswith(DECLARATION)
    assert feed.last_modified == 1_704_412_802
    channel = parse(feed.body)[0]
    told = {one.tag: one.text for one in channel if one.tag != "item"}
    assert told == {
        "title": "T <&>",
        "link": "https://x.y/notes",
        "description": "About",
        "pubDate": "Fri, 05 Jan 2024 00:01:40 +0000",
    }
    items = channel.findall("item")
    assert [(one.tag, one.text) for one in items[0]] == [
        ("title", "a *b*"),
        ("link", "https://x.y/notes/memos/m2"),
        ("description", "<p>a <em>b</em></p>"),
        (ENCODED, "<p>a <em>b</em></p>"),
        ("author", "Bob"),
        ("guid", "https://x.y/notes/memos/m2"),
        ("pubDate", "Fri, 05 Jan 2024 00:00:00 +0000"),
    ]
    assert items[1][5].attrib == {
        "url": "https://x.y/notes/file/attachments/f1/%C3%A4%20b%2Fc.png",
        "length": "3",
        "type": "image/png",
    }


def test_the_tag_is_of_what_can_change() -> None:
    first = write(CHANNEL, [memo(1)], {}, {}, 5)
    assert write(CHANNEL, [memo(1)], {}, {}, 6).etag == first.etag
    assert write(CHANNEL, [memo(1, "other")], {}, {}, 5).etag != first.etag
    assert write(CHANNEL, [memo(1)], {1: "Eve"}, {}, 5).etag != first.etag
    assert write(CHANNEL, [], {}, {}, 5).last_modified is None


def test_a_file_elsewhere_keeps_its_place() -> None:
    elsewhere = FILE | {"external_link": "https://s3.x/y?z=1&w=2"}
    root = parse(write(CHANNEL, [memo(1)], {}, {1: elsewhere}, 5).body)
    assert root.find(".//enclosure").attrib["url"] == "https://s3.x/y?z=1&w=2"  # type: ignore[union-attr]  # it is there


def test_what_xml_cannot_say_is_replaced() -> None:
    root = parse(write(CHANNEL, [memo(1, "a\x01b\ufffec<&>")], {1: "\x02"}, {}, 5).body)
    assert root.findtext(".//item/title") == "a\ufffdb\ufffdc<&>"
    assert root.findtext(".//item/author") == "\ufffd"


def test_a_feed_has_a_bounded_size() -> None:
    rows = [memo(number, "x " * 150_000) for number in range(9, 0, -1)]
    feed = write(CHANNEL, rows, {}, {}, 5)
    links = [str(one.text) for one in parse(feed.body).iterfind(".//item/link")]
    assert links == [f"https://x.y/notes/memos/m{number}" for number in (9, 8, 7)]
    longest = write(CHANNEL, [memo(1, "x " * 600_000), memo(2)], {}, {}, 5)
    assert longest.body.count(b"<item>") == 1


def test_times_before_and_after_all_calendars() -> None:
    old = memo(1, create_time=-62_135_596_800, update_time=253_402_300_799)
    assert b"0001 00:00:00 +0000" in write(CHANNEL, [old], {}, {}, 5).body


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("## Feed item\n\nrest", "Feed item"),
        ("#tag rest", "tag rest"),
        ("", "Memo"),
        ("\nsecond", "Memo"),
        ("# ", "Memo"),
        ("a" * 100, "a" * 100),
        ("a" * 101, "a" * 100 + "..."),
        ("ab " * 40, ("ab " * 33).strip() + "..."),
        ("é" * 60, "é" * 50 + "..."),
        ("x" + "é" * 60, "x" + "é" * 49 + "..."),
    ],
)
def test_the_first_line_is_the_title(content: str, title: str) -> None:
    assert title_of(content) == title
