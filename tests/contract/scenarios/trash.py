"""Deleting moves a memo into the trash, whole; what lies there can come back."""

from tests.contract.stage import Actor, Stage
from tests.wire import Json


async def trashed(actor: Actor, word: str) -> list[Json]:
    answer = await actor.ok("TrashService/ListTrashedMemos", memo=actor.memo(word))
    found: list[Json] = answer.get("trashedMemos", [])
    return found


async def deleted_memo_can_be_restored_as_it_was(stage: Stage) -> None:
    ann = await stage.user("ann")
    before = await ann.write("plan", "keep #me", createTime="2021-03-04T05:06:07Z")

    await ann.ok("MemoService/DeleteMemo", name=before["name"])

    assert await ann.code("MemoService/GetMemo", name=before["name"]) == "not_found"
    assert await ann.listed() == []
    (entry,) = await trashed(ann, "plan")
    assert entry["memo"] == before["name"]
    assert entry["creator"] == entry["deleter"] == ann.name
    assert entry["content"] == before["content"]

    restored = await ann.ok("TrashService/RestoreTrashedMemo", name=entry["name"])
    assert restored == before
    assert await ann.listed(filter='tag in ["me"]') == ["plan"]
    assert await trashed(ann, "plan") == []


async def deleted_memo_frees_its_id_at_once(stage: Stage) -> None:
    ann = await stage.user("ann")
    await ann.write("plan", "first")
    await ann.ok("MemoService/DeleteMemo", name=ann.memo("plan"))
    await ann.write("plan", "second")

    (entry,) = await trashed(ann, "plan")
    refused = await ann.code("TrashService/RestoreTrashedMemo", name=entry["name"])

    assert refused == "already_exists"
    memo = await ann.ok("MemoService/GetMemo", name=ann.memo("plan"))
    assert memo["content"] == "second"
    assert len(await trashed(ann, "plan")) == 1


async def trash_is_not_for_others(stage: Stage) -> None:
    ann, bob = await stage.user("ann"), await stage.user("bob")
    await ann.write("plan", visibility="PUBLIC")
    await ann.ok("MemoService/DeleteMemo", name=ann.memo("plan"))
    (entry,) = await trashed(ann, "plan")

    assert await trashed(bob, "plan") == []
    for rpc in ("RestoreTrashedMemo", "DeleteTrashedMemo"):
        code = await bob.code(f"TrashService/{rpc}", name=entry["name"])
        assert code == "not_found"
        nobody = await stage.anonymous.code(f"TrashService/{rpc}", name=entry["name"])
        assert nobody == "unauthenticated"
    assert len(await trashed(ann, "plan")) == 1


async def trashed_memo_can_be_deleted_for_good(stage: Stage) -> None:
    ann = await stage.user("ann")
    await ann.write("plan")
    await ann.ok("MemoService/DeleteMemo", name=ann.memo("plan"))
    (entry,) = await trashed(ann, "plan")

    await ann.ok("TrashService/DeleteTrashedMemo", name=entry["name"])

    assert await trashed(ann, "plan") == []
    again = await ann.code("TrashService/RestoreTrashedMemo", name=entry["name"])
    assert again == "not_found"


async def delete_by_a_stranger_is_refused(stage: Stage) -> None:
    ann, bob = await stage.user("ann"), await stage.user("bob")
    await ann.write("plan", visibility="PUBLIC")
    name = ann.memo("plan")

    assert await bob.code("MemoService/DeleteMemo", name=name) == "permission_denied"
    nobody = await stage.anonymous.code("MemoService/DeleteMemo", name=name)
    assert nobody == "unauthenticated"
    assert await ann.listed() == ["plan"]


async def newest_deletion_is_listed_first_over_pages(stage: Stage) -> None:
    ann = await stage.user("ann")
    words = ["one", "two", "three", "four", "five"]
    for word in words:
        await ann.write(word)
        await ann.ok("MemoService/DeleteMemo", name=ann.memo(word))

    seen: list[str] = []
    token = ""
    for _ in words:
        page = await ann.ok(
            "TrashService/ListTrashedMemos", pageSize=2, pageToken=token
        )
        seen += [entry["content"] for entry in page["trashedMemos"]]
        token = page.get("nextPageToken", "")
        if not token:
            break

    assert seen == words[::-1]


SCENARIOS = (
    deleted_memo_can_be_restored_as_it_was,
    deleted_memo_frees_its_id_at_once,
    trash_is_not_for_others,
    trashed_memo_can_be_deleted_for_good,
    delete_by_a_stranger_is_refused,
    newest_deletion_is_listed_first_over_pages,
)
