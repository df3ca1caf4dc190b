"""Changes by a mask: nothing beside it, and nothing at all without a known field."""

from tests.api.house import House


async def test_mask_without_a_known_field_writes_nothing(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("n", "one")
    before = await house.database.sequence()

    await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": "memos/n", "content": "two"},
        updateMask="state.unknown,nothing",
    )

    rows = await house.database.read(
        "SELECT name FROM appliance_change WHERE sequence > ?", (before,)
    )
    found = await ann.ok("MemoService/GetMemo", name="memos/n")
    assert found["content"] == "one"
    assert len(rows) <= 1


async def test_fields_outside_the_mask_stay(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("n", "one")

    await ann.change("n", pinned=True)

    found = await ann.ok("MemoService/GetMemo", name="memos/n")
    assert (found["content"], found["pinned"]) == ("one", True)
