"""How the server says no, whatever the transport."""

from tests.contract.stage import Stage


async def nobody_learns_what_is_configured(stage: Stage) -> None:
    assert await stage.anonymous.code("AIService/Transcribe") == "unauthenticated"
    ann = await stage.user("ann")
    refused = await ann.code(
        "AIService/Transcribe", audio={"content": "AAAA", "contentType": "audio/wav"}
    )
    assert refused == "failed_precondition"


async def unknown_names_are_not_found(stage: Stage) -> None:
    ann = await stage.user("ann")
    assert await ann.code("MemoService/GetMemo", name=ann.memo("no")) == "not_found"
    assert await ann.code("MemoService/DeleteMemo", name=ann.memo("no")) == "not_found"
    missing = f"users/{stage.own('nobody')}"
    assert await ann.code("UserService/GetUser", name=missing) == "not_found"
    gone = await ann.code("TrashService/RestoreTrashedMemo", name="trash/999999999")
    assert gone == "not_found"


async def nul_is_kept_as_the_sign_for_it(stage: Stage) -> None:
    ann = await stage.user("ann")
    created = await ann.write("plan", "a\0b")
    updated = await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": ann.memo("plan"), "content": "b\0c"},
        updateMask="content",
    )

    assert (created["content"], updated["content"]) == ("a\ufffdb", "b\ufffdc")
    found = await ann.call("MemoService/ListMemos", filter='content.contains("\0")')
    assert found.code in {"ok", "invalid_argument"}
    assert found.message == {}


SCENARIOS = (
    nobody_learns_what_is_configured,
    unknown_names_are_not_found,
    nul_is_kept_as_the_sign_for_it,
)
