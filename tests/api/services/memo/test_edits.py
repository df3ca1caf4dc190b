"""Edits that start from something: applied, or answered with what is there now."""

from appliance.api.services.memo.drafts import MIN_CONTENT_LIMIT
from tests.api.house import House, Visitor
from tests.wire import Json

EDIT = "MemoEditService/EditMemo"


async def edit(
    visitor: Visitor, base: Json, mask: str = "content", **new: object
) -> Json:
    return await visitor.ok(
        EDIT, memo={"name": "memos/n", **new}, updateMask=mask, base=base
    )


async def test_edit_of_what_is_there_is_applied(house: House) -> None:
    ann = await house.user("ann")
    base = await ann.write("n", "one")

    answer = await edit(ann, base, content="two")

    assert answer["applied"]
    assert answer["memo"]["content"] == "two"
    assert (await ann.ok("MemoService/GetMemo", name="memos/n"))["content"] == "two"


async def test_what_changed_meanwhile_is_answered_and_stays(house: House) -> None:
    ann = await house.user("ann")
    base = await ann.write("n", "one")
    await ann.change("n", content="other")

    answer = await edit(ann, base, content="two")

    assert not answer["applied"]
    assert answer["memo"]["content"] == "other"
    assert (await ann.ok("MemoService/GetMemo", name="memos/n"))["content"] == "other"


async def test_changes_beside_the_mask_are_no_conflict(house: House) -> None:
    ann = await house.user("ann")
    base = await ann.write("n", "one")
    await ann.change("n", pinned=True)
    await ann.ok(
        "MemoService/UpsertMemoReaction",
        name="memos/n",
        reaction={"contentId": "memos/n", "reactionType": "👍"},
    )

    answer = await edit(ann, base, content="two")

    assert answer["applied"]
    assert answer["memo"]["pinned"]


async def test_lost_answer_can_be_asked_for_again(house: House) -> None:
    ann = await house.user("ann")
    base = await ann.write("n", "one")
    first = await edit(ann, base, content="two")

    again = await edit(ann, base, content="two")

    assert again == first


async def test_files_are_compared_in_their_order(house: House) -> None:
    ann = await house.user("ann")
    file = {"filename": "a.txt", "type": "text/plain", "content": "YQ=="}
    one = await ann.ok("AttachmentService/CreateAttachment", attachment=file)
    two = await ann.ok("AttachmentService/CreateAttachment", attachment=file)
    base = await ann.write("n", "x", attachments=[{"name": one["name"]}])

    added = await edit(ann, base, "attachments", attachments=[one, two])
    late = await edit(ann, base, "attachments", attachments=[])

    assert added["applied"]
    assert not late["applied"]
    assert len(late["memo"]["attachments"]) == 2


async def test_text_from_before_a_lower_limit_can_be_edited(house: House) -> None:
    boss = await house.user("boss")
    name = "instance/settings/MEMO_RELATED"
    for limit in (MIN_CONTENT_LIMIT + 10, MIN_CONTENT_LIMIT):
        await boss.ok(
            "InstanceService/UpdateInstanceSetting",
            setting={"name": name, "memoRelatedSetting": {"contentLengthLimit": limit}},
        )
        if limit > MIN_CONTENT_LIMIT:
            base = await boss.write("n", "x" * limit)

    assert (await edit(boss, base, content="short"))["applied"]


async def test_others_notes_are_not_edited(house: House) -> None:
    await house.user("boss")
    ann, bob = await house.user("ann"), await house.user("bob")
    base = await ann.write("n", "one", visibility="PUBLIC")

    refused = await bob.refused(
        EDIT, memo={"name": "memos/n", "content": "x"}, updateMask="content", base=base
    )

    assert refused[0] == "permission_denied"


async def test_edit_without_a_base_is_refused(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("n")

    refused = await ann.refused(EDIT, memo={"name": "memos/n"}, updateMask="content")

    assert refused[0] == "invalid_argument"
