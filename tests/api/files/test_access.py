"""Who may fetch which file: every caller, every memo, on both kinds of instance."""

import itertools
import json
import time

import pytest

from appliance.models.share import MemoShare
from tests.api.files.conftest import desk_in
from tests.api.house import House, Visitor
from tests.api.services.attachment.test_creation import upload

WHO = ("owner", "other", "admin", "stranger")
# By visibility: who is let in to a NORMAL memo's file, on a public instance.
READERS = {
    "PUBLIC": set(WHO),
    "PROTECTED": {"owner", "other", "admin"},
    "PRIVATE": {"owner"},
}
CASES = list(itertools.product(READERS, ("NORMAL", "ARCHIVED"), (True, False)))


def expected(who: str, visibility: str, state: str, *, public: bool) -> int:
    """Return the status that the rules say."""
    if who == "stranger" and not public:
        return 401
    if state == "ARCHIVED":
        return 200 if who == "owner" else 404
    if who in READERS[visibility]:
        return 200
    return 401 if who == "stranger" else 403


async def callers(house: House) -> dict[str, Visitor]:
    admin = await house.user("boss")
    owner, other = await house.user("ann"), await house.user("bob")
    people = {"owner": owner, "other": other, "admin": admin}
    return {**people, "stranger": house.anonymous}


@pytest.mark.parametrize(("visibility", "state", "public"), CASES)
async def test_files_of_memos_follow_their_memo(
    house: House, closed_house: House, visibility: str, state: str, *, public: bool
) -> None:
    where = house if public else closed_house
    await where.settings.set("access_mode", "PUBLIC" if public else "PRIVATE", None)
    people = await callers(where)
    await people["owner"].write("m", visibility=visibility)
    await upload(people["owner"], b"secret", uid="f", memo="memos/m")
    await people["owner"].change("m", state=state)
    for who, visitor in people.items():
        answer = await desk_in(where).get(visitor, "attachments/f/a.txt")
        status = expected(who, visibility, state, public=public)
        assert answer.status == status, (who, answer.body)
        assert (answer.body == b"secret") is (status == 200)
        anybody = expected("stranger", visibility, state, public=public) == 200
        caching = "public, no-cache" if anybody else "private, no-store"
        if status == 200:
            assert answer.header("cache-control") == caching


async def test_loose_files_are_their_owners_and_the_administrators(
    house: House,
) -> None:
    people = await callers(house)
    await upload(people["owner"], uid="f")
    statuses = {"owner": 200, "other": 403, "admin": 200, "stranger": 401}
    for who, visitor in people.items():
        answer = await desk_in(house).get(visitor, "attachments/f/a.txt")
        assert answer.status == statuses[who]
        if answer.status == 200:
            assert answer.header("cache-control") == "private, no-store"


@pytest.mark.parametrize("parent", READERS)
async def test_files_of_comments_follow_the_parent_too(
    house: House, parent: str
) -> None:
    people = await callers(house)
    await people["owner"].write("m", visibility="PUBLIC")
    await people["other"].ok(
        "MemoService/CreateMemoComment",
        name="memos/m",
        comment={"content": "c", "visibility": "PUBLIC"},
        commentId="c",
    )
    await upload(people["other"], b"x", uid="f", memo="memos/c")
    await people["owner"].change("m", visibility=parent)
    readers = READERS[parent]
    for who in ("owner", "stranger", "admin"):
        answer = await desk_in(house).get(people[who], "attachments/f/a.txt")
        assert (answer.status == 200) is (who in readers), who


@pytest.mark.parametrize(
    ("token", "seconds", "status"),
    [
        *(("good", None, 200), ("good", 60, 200), ("good", -60, 401)),
        *(("bad", None, 401), ("good ", None, 401)),
    ],
)
async def test_a_share_link_opens_the_files_of_its_memo(
    closed_house: House, token: str, seconds: int | None, status: int
) -> None:
    people = await callers(closed_house)
    owner = people["owner"]
    for uid in ("m", "n"):
        await owner.write(uid, visibility="PRIVATE")
        await upload(owner, uid=f"f{uid}", memo=f"memos/{uid}")
    memo = await owner.ok("MemoService/GetMemo", name="memos/m")
    assert memo["name"] == "memos/m"
    rows = await closed_house.database.read(
        "SELECT id FROM appliance_memo WHERE uid = ?", ("m",)
    )
    await MemoShare.create(
        uid="good",
        memo_id=rows[0]["id"],
        creator_id=owner.user.id,
        create_time=0,
        expire_time=None if seconds is None else int(time.time()) + seconds,
    )
    desk, stranger = desk_in(closed_house), people["stranger"]
    link = f"?share_token={token.replace(' ', '%20')}"
    answer = await desk.get(stranger, f"attachments/fm/a.txt{link}")
    assert answer.status == status
    other = await desk.get(stranger, f"attachments/fn/a.txt{link}")
    assert other.status == 401
    assert json.loads(other.body) == {"message": "unauthorized access"}
    await owner.change("m", state="ARCHIVED")
    answer = await desk.get(stranger, f"attachments/fm/a.txt{link}")
    assert answer.status == 401


async def test_a_share_link_of_a_comment_ends_with_the_memo_above(
    closed_house: House,
) -> None:
    people = await callers(closed_house)
    owner, stranger = people["owner"], people["stranger"]
    await owner.write("m", visibility="PUBLIC")
    comment = {"content": "c", "visibility": "PUBLIC"}
    create = "MemoService/CreateMemoComment"
    await owner.ok(create, name="memos/m", comment=comment, commentId="c")
    await upload(owner, uid="f", memo="memos/c")
    share = await owner.ok("MemoService/CreateMemoShare", parent="memos/c")
    token = share["name"].rpartition("/")[2]
    desk, path = desk_in(closed_house), f"attachments/f/a.txt?share_token={token}"
    assert (await desk.get(stranger, path)).status == 200
    await owner.change("m", state="ARCHIVED")
    assert (await desk.get(stranger, path)).status == 401
