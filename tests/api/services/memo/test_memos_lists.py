"""Lists of memos over the whole chain, as the recorded exchanges have them."""

from appliance.models.base import State
from appliance.models.memo import Memo
from tests.api.house import House, Visitor
from tests.factories import make_memo

GET, LIST = "MemoService/GetMemo", "MemoService/ListMemos"
NOBODY = ("unauthenticated", "authentication required")


async def library(house: House, boss: Visitor, ann: Visitor) -> Visitor:
    """Write what the recorded list conversation wrote; return the other user."""
    bob = await house.user("bob")
    writers = (ann, ann, ann, bob, bob, boss, ann)
    shown = ("PUBLIC", "PROTECTED", "PRIVATE", "PUBLIC", "PRIVATE", "PUBLIC", "PUBLIC")
    for number, (writer, visibility) in enumerate(zip(writers, shown, strict=True)):
        day = f"2024-01-0{number + 1}T00:00:00Z"
        await writer.write(f"l{number}", visibility=visibility, createTime=day)
    return bob


async def test_lists_and_tokens_answer_as_recorded(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await library(house, boss, ann)
    assert await house.anonymous.listed() == ["l6", "l5", "l3", "l0"]
    assert await ann.listed() == ["l6", "l5", "l3", "l2", "l1", "l0"]
    assert await bob.listed() == ["l6", "l5", "l4", "l3", "l1", "l0"]
    assert await boss.listed() == ["l6", "l5", "l3", "l1", "l0"]

    token = (await ann.ok(LIST, pageSize=2))["nextPageToken"]
    assert await ann.listed(pageSize=2, pageToken=token) == ["l3", "l2"]
    assert await ann.listed(pageSize=5, pageToken=token) == ["l3", "l2"]
    # A token of another list only says how far one had come.
    public = 'visibility == "PUBLIC"'
    assert await ann.listed(pageToken=token, filter=public) == ["l3", "l0"]
    ascending = await ann.listed(pageToken=token, orderBy="create_time asc")
    assert ascending == ["l2", "l3"]
    assert await bob.listed(pageToken=token) == ["l4", "l3"]


async def test_last_page_has_no_token(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    await library(house, boss, ann)
    for size, last in ((6, True), (5, False), (0, True), (-1, True), (1001, True)):
        token = (await ann.ok(LIST, pageSize=size))["nextPageToken"]
        assert (token == "") == last, size
    for bad in ("!!!", "aGVsbG8=", "offset=10", "?"):
        assert (await ann.refused(LIST, pageToken=bad))[0] == "invalid_argument"


async def test_archived_memos_are_listed_for_their_creator(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await library(house, boss, ann)
    for uid in ("l0", "l1"):
        await ann.change(uid, state="ARCHIVED")

    for state, listed in (("ARCHIVED", ["l1", "l0"]), ("NORMAL", ["l6", "l5"])):
        assert (await ann.listed(state=state))[:2] == listed
    token = (await ann.ok(LIST, state="ARCHIVED", pageSize=1))["nextPageToken"]
    assert await ann.listed(state="ARCHIVED", pageToken=token) == ["l0"]
    of_bob = 'creator == "users/bob"'
    assert await ann.listed(state="ARCHIVED", filter=of_bob) == []
    for visitor in (bob, boss, house.anonymous):
        assert await visitor.listed(state="ARCHIVED") == []


async def test_creator_can_be_named_in_every_form(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await library(house, boss, ann)
    for source, listed in (
        ('creator == "users/bob"', ["l4", "l3"]),
        (f'creator == "users/{bob.user.id}"', ["l4", "l3"]),
        (f"creator_id == {bob.user.id}", ["l4", "l3"]),
        ('creator == "users/nobody"', []),
        ('creator == "users/Bob"', []),
    ):
        assert await bob.listed(filter=source) == listed, source


async def test_bad_filters_and_orders_are_refused(ann: Visitor) -> None:
    for request in ({"filter": "nonsense =="}, {"orderBy": "size"}, {"orderBy": " "}):
        assert (await ann.refused(LIST, **request))[0] == "invalid_argument"


async def test_remembered_page_shows_every_change_at_once(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    await library(house, boss, ann)
    public = house.anonymous
    assert await public.listed() == await public.listed() == ["l6", "l5", "l3", "l0"]

    await ann.change("l6", visibility="PRIVATE")
    assert await public.listed() == ["l5", "l3", "l0"]
    await ann.change("l0", content="new")
    answer = await public.ok(LIST)
    assert answer["memos"][-1]["content"] == "new"
    assert "l6" in await ann.listed()


async def test_comments_are_in_no_list(house: House, ann: Visitor) -> None:
    await ann.write("m", visibility="PUBLIC")
    memo = await Memo.get(uid="m")
    await make_memo(house.database, ann.user, "#c", parent=memo)
    await make_memo(house.database, ann.user, parent=memo, state=State.ARCHIVED)

    assert await ann.listed() == ["m"]
    assert await ann.listed(filter='"c" in tags') == []
    assert await ann.listed(state="ARCHIVED") == []


async def test_closed_instance_lists_and_reads_for_nobody(closed_house: House) -> None:
    await closed_house.user("boss")
    ann = await closed_house.user("ann")
    await ann.write("m", visibility="PUBLIC")

    assert await closed_house.anonymous.refused(LIST) == NOBODY
    assert await closed_house.anonymous.refused(GET, name="memos/m") == NOBODY
    assert await ann.listed() == ["m"]
