"""How the server says no, whatever the transport."""

from tests.contract.stage import Stage


async def method_without_behaviour_says_so(stage: Stage) -> None:
    ann = await stage.user("ann")
    refused = await ann.code(
        "AIService/Transcribe", audio={"content": "AAAA", "contentType": "audio/wav"}
    )
    assert refused == "unimplemented"


async def method_without_behaviour_still_asks_who_calls(stage: Stage) -> None:
    assert await stage.anonymous.code("AIService/Transcribe") == "unauthenticated"


async def unknown_names_are_not_found(stage: Stage) -> None:
    ann = await stage.user("ann")
    assert await ann.code("MemoService/GetMemo", name=ann.memo("no")) == "not_found"
    assert await ann.code("MemoService/DeleteMemo", name=ann.memo("no")) == "not_found"
    missing = f"users/{stage.own('nobody')}"
    assert await ann.code("UserService/GetUser", name=missing) == "not_found"
    gone = await ann.code("TrashService/RestoreTrashedMemo", name="trash/999999999")
    assert gone == "not_found"


async def text_with_nul_is_refused(stage: Stage) -> None:
    ann = await stage.user("ann")
    await ann.write("plan", "clean")

    created = await ann.code("MemoService/CreateMemo", memo={"content": "a\0b"})
    updated = await ann.code(
        "MemoService/UpdateMemo",
        memo={"name": ann.memo("plan"), "content": "a\0b"},
        updateMask="content",
    )

    assert (created, updated) == ("invalid_argument", "invalid_argument")
    found = await ann.call("MemoService/ListMemos", filter='content.contains("\0")')
    assert found.code in {"ok", "invalid_argument"}
    assert found.message == {}


SCENARIOS = (
    method_without_behaviour_says_so,
    method_without_behaviour_still_asks_who_calls,
    unknown_names_are_not_found,
    text_with_nul_is_refused,
)
