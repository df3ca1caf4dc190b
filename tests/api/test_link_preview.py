"""Previews say what a stranger may read, and nothing else."""

import pytest

from appliance.api.link_preview import LinkPreviews, Preview
from appliance.api.page_document import Document
from tests.api.house import House, Visitor


@pytest.fixture
async def ann(house: House) -> Visitor:
    return await house.user("ann")


async def test_public_note_tells_its_title_and_first_words(
    house: House, ann: Visitor
) -> None:
    picture = {"filename": "a b.png", "type": "image/png", "content": "iVBORw0KGgo="}
    file = await ann.ok("AttachmentService/CreateAttachment", attachment=picture)
    await ann.write(
        "n", '# A "title"\n\nwords', visibility="PUBLIC", attachments=[file]
    )

    preview = await LinkPreviews(house.core).of("memos/n")

    assert preview
    assert preview.title == 'A "title"'
    assert preview.description.startswith('A "title" words')
    assert preview.url == "https://memos.example.org/memos/n"
    assert preview.image == (f"https://memos.example.org/file/{file['name']}/a%20b.png")
    assert 'content="A &quot;title&quot;"' in preview.meta_tags()
    assert "noindex" not in preview.meta_tags()


@pytest.mark.parametrize("visibility", ["PRIVATE", "PROTECTED"])
async def test_notes_that_are_not_public_say_nothing(
    house: House, ann: Visitor, visibility: str
) -> None:
    await ann.write("n", "secret words", visibility=visibility)

    assert await LinkPreviews(house.core).of("memos/n") is None


async def test_archived_notes_and_comments_below_private_ones_say_nothing(
    house: House, ann: Visitor
) -> None:
    await ann.write("away", "words", visibility="PUBLIC")
    await ann.change("away", state="ARCHIVED")
    await ann.write("top", "words", visibility="PUBLIC")
    await ann.ok(
        "MemoService/CreateMemoComment",
        name="memos/top",
        comment={"content": "answer"},
        commentId="c",
    )
    previews = LinkPreviews(house.core)
    assert await previews.of("memos/c")
    await ann.change("top", visibility="PRIVATE")

    for path in ("memos/away", "memos/top", "memos/c", "memos/none", "explore", ""):
        assert await previews.of(path) is None


async def test_closed_instance_tells_nothing_but_to_who_has_a_share_link(
    closed_house: House,
) -> None:
    ann = await closed_house.user("ann")
    await ann.write("n", "# Shared\n\nwords", visibility="PRIVATE")
    await ann.write("p", "public", visibility="PUBLIC")
    share = await ann.ok("MemoService/CreateMemoShare", parent="memos/n", memoShare={})
    token = share["name"].rpartition("/")[2]
    previews = LinkPreviews(closed_house.core)

    preview = await previews.of(f"memos/shares/{token}")

    assert preview
    assert preview.title == "Shared"
    assert "noindex" in preview.meta_tags()
    assert (preview.url, preview.image) == ("", "")
    assert await previews.of("memos/p") is None
    assert await previews.of("memos/shares/none") is None
    await ann.change("n", state="ARCHIVED")
    assert await previews.of(f"memos/shares/{token}") is None


async def test_page_is_shown_while_the_database_is_away(house: House) -> None:
    await house.database.close()

    assert await LinkPreviews(house.core).of("memos/n") is None
    await house.database.open()


def test_words_cannot_leave_their_place() -> None:
    hostile = '"><script>alert(1)</script></title>\\1'
    document = Document(b"<head><title>Memos</title></head>", "etag")

    body = document.introduced(Preview(hostile, hostile, hostile)).body.decode()

    assert "<script" not in body
    assert body.count("</title>") == 1
    assert document.introduced(Preview("a", "", "")).etag != "etag"
