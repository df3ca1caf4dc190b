"""A deleted memo as a message: everything that was on it is still told."""

from appliance.api.outgoing.struct_json import plain
from appliance.api.outgoing.trashed import trashed_message
from appliance.models.aggregate import Aggregate
from appliance.models.memo import Memo
from appliance.models.trash import TrashedMemo
from tests.api.house import House
from tests.factories import make_attachment


async def test_parts_of_a_deleted_memo(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    await ann.write("m", "a", visibility="PUBLIC")
    comment = {"content": "c", "visibility": "PUBLIC"}
    await bob.ok(
        "MemoService/CreateMemoComment",
        name="memos/m",
        comment=comment,
        commentId="c",
    )
    await bob.ok(
        "MemoService/UpsertMemoReaction",
        name="memos/m",
        reaction={"contentId": "memos/m", "reactionType": "👍"},
    )
    shown = await ann.ok("MemoService/GetMemo", name="memos/m")
    await ann.ok("MemoService/DeleteMemo", name="memos/m")

    aggregate = Aggregate.from_json((await TrashedMemo.get()).aggregate)
    told = plain(await trashed_message(house.accounts, aggregate))
    assert told["content"] == "a"
    assert told["relations"] == [
        {
            "memo": {"name": "memos/c", "snippet": "c"},
            "related_memo": {"name": "memos/m", "snippet": "a"},
            "type": 2,
        }
    ]
    (reaction,) = told["reactions"]
    assert reaction.pop("create_time")
    assert reaction == {
        "name": shown["reactions"][0]["name"],
        "creator": "users/bob",
        "content_id": "memos/m",
        "reaction_type": "👍",
    }


async def test_deleted_comment_names_its_memo_and_files(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("m", "a")
    await ann.ok(
        "MemoService/CreateMemoComment",
        name="memos/m",
        comment={"content": "c"},
        commentId="c",
    )
    row = await Memo.get(uid="c")
    await make_attachment(house.database, ann.user, row, "f.txt", uid="f")
    await ann.ok("MemoService/DeleteMemo", name="memos/c")

    aggregate = Aggregate.from_json((await TrashedMemo.get()).aggregate)
    told = plain(await trashed_message(house.accounts, aggregate))
    assert told["parent"] == "memos/m"
    assert [file["name"] for file in told["attachments"]] == ["attachments/f"]
    assert told["attachments"][0]["memo"] == "memos/c"
    # The words of the memo above are not for whoever wrote the comment.
    assert told["relations"] == [
        {
            "memo": {"name": "memos/c", "snippet": "c"},
            "related_memo": {"name": "memos/m"},
            "type": 2,
        }
    ]
