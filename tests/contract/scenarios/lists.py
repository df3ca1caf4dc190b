"""Filters, orders and pages."""

from typing import Any

from tests.clients import OK
from tests.contract.stage import Actor, Stage

GARDEN = "2023-06-01T00:00:00Z"
INVOICE = "2023-07-01T00:00:00Z"
UNICODE = "2023-08-01T00:00:00Z"

# Filter -> the memos of `library` that it finds, newest first.
FINDS = {
    "": ["unicode", "invoice", "garden"],
    'content.contains("GARDEN")': ["garden"],
    'content.contains("straße")': ["unicode"],
    'content.contains("STRASSE")': ["unicode"],
    'content.contains("%")': ["invoice"],
    'content.contains("absent")': [],
    'content.startsWith("invoice")': ["invoice"],
    'content.endsWith("ROSES")': ["garden"],
    'visibility == "PUBLIC"': ["garden"],
    "visibility in ['PRIVATE', \"PROTECTED\"]": ["unicode", "invoice"],
    'visibility != "PUBLIC"': ["unicode", "invoice"],
    '"home" in tags': ["garden"],
    'tag in ["home"]': ["invoice", "garden"],
    'tag in ["home/money", "nothing"]': ["invoice"],
    'tags.exists(t, t.startsWith("home/"))': ["invoice"],
    "size(tags) == 0": ["unicode"],
    "pinned": ["invoice"],
    "!pinned": ["unicode", "garden"],
    "pinned == true": ["invoice"],
    "has_task_list": ["garden"],
    "has_incomplete_tasks": [],
    "has_link || has_code": ["invoice"],
    f'created_ts >= timestamp("{INVOICE}")': ["unicode", "invoice"],
    "created_ts < 1688169600": ["garden"],
    "created_ts == timestamp(1688169600)": ["invoice"],
    'created_ts > now - duration("24h")': [],
    f'updated_ts == timestamp("{UNICODE}")': ["unicode"],
    '!(content.contains("roses") || pinned)': ["unicode"],
    'pinned && visibility == "PRIVATE"': ["invoice"],
    'content == "Straße 😀"': ["unicode"],
    "has_location": [],
}
BROKEN = (
    "nonsense == 1",
    "content ==",
    "content.contains(",
    "pinned == 3",
    'visibility == "PUBLIC" &&',
    'tag == "x"',
    "content",
    "content ? true : false",
    'content.lowerAscii() == "x"',
    "'unclosed",
    "(" * 500 + "pinned" + ")" * 500,
)
ORDERS = {
    "": ["unicode", "invoice", "garden"],
    "create_time": ["unicode", "invoice", "garden"],
    "create_time asc": ["garden", "invoice", "unicode"],
    "update_time desc": ["unicode", "invoice", "garden"],
    "name asc": ["garden", "invoice", "unicode"],
    "pinned asc, create_time asc": ["invoice", "garden", "unicode"],
    "pinned,update_time": ["invoice", "unicode", "garden"],
}


async def library(stage: Stage) -> Actor:
    """Give a user three memos that differ in all that can be asked for."""
    ann = await stage.user("ann")
    garden = "Garden #home\n- [x] plant roses"
    await _put(ann, "garden", garden, GARDEN, visibility="PUBLIC")
    invoice = "Invoice 100% [pay](https://example.org) `x` #home/money"
    await _put(ann, "invoice", invoice, INVOICE)
    await _put(ann, "unicode", "Straße 😀", UNICODE, visibility="PROTECTED")
    await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": ann.memo("invoice"), "pinned": True},
        updateMask="pinned",
    )
    return ann


async def filters_find_what_they_say(stage: Stage) -> None:
    ann = await library(stage)
    for condition, expected in FINDS.items():
        own = f'creator == "{ann.name}"'
        asked = f"({condition}) && {own}" if condition else own
        assert await ann.listed(filter=asked) == expected, condition


async def filters_name_users_in_every_form(stage: Stage) -> None:
    ann, bob = await library(stage), await stage.user("bob")
    for condition, expected in (
        (f'creator == "{ann.name}"', ["unicode", "garden"]),
        (f"creator in ['{ann.name}']", ["unicode", "garden"]),
        (f'creator == "{bob.name}"', []),
        ('creator == "users/nobody-at-all"', []),
    ):
        assert await bob.listed(filter=condition) == expected, condition


async def broken_filters_are_refused(stage: Stage) -> None:
    ann = await stage.user("ann")
    for condition in BROKEN:
        code = await ann.code("MemoService/ListMemos", filter=condition)
        assert code == "invalid_argument", condition


async def orders_are_kept(stage: Stage) -> None:
    ann = await library(stage)
    own = f'creator == "{ann.name}"'
    for order, expected in ORDERS.items():
        assert await ann.listed(filter=own, orderBy=order) == expected, order


async def unknown_orders_are_refused(stage: Stage) -> None:
    ann = await stage.user("ann")
    for order in ("size", "create_time sideways", " ", "id desc"):
        code = await ann.code("MemoService/ListMemos", orderBy=order)
        assert code == "invalid_argument", order


async def pages_neither_skip_nor_repeat_while_others_write(stage: Stage) -> None:
    ann = await stage.user("ann")
    await _read_while_writing(ann, filter=f'creator == "{ann.name}"', pageSize=4)


async def pages_without_a_filter_neither_skip_nor_repeat(stage: Stage) -> None:
    ann = await stage.user("ann")
    await _read_while_writing(ann, pageSize=4)


async def size_of_the_token_wins(stage: Stage) -> None:
    ann = await stage.user("ann")
    for number in range(6):
        await ann.write(f"n{number}", createTime=f"2024-01-0{number + 1}T00:00:00Z")

    own = f'creator == "{ann.name}"'
    first = await ann.ok("MemoService/ListMemos", pageSize=2, filter=own)
    token = first["nextPageToken"]

    again = await ann.listed(pageSize=5, pageToken=token, filter=own)
    assert again == ["n3", "n2"]


async def page_token_of_another_question_counts_its_offset(stage: Stage) -> None:
    ann = await library(stage)
    own = f'creator == "{ann.name}"'
    first = await ann.ok("MemoService/ListMemos", pageSize=1, filter=own)
    token = first["nextPageToken"]

    oldest_first = await ann.listed(
        pageToken=token, filter=own, orderBy="create_time asc"
    )

    assert oldest_first == ["invoice"]


async def foreign_page_tokens_are_refused(stage: Stage) -> None:
    ann = await stage.user("ann")
    for token in ("offset=10", "%%%", "AAAA", "x" * 5000, "/////w=="):
        code = await ann.code("MemoService/ListMemos", pageToken=token)
        assert code == "invalid_argument", token


async def page_sizes_are_bounded_not_refused(stage: Stage) -> None:
    ann = await stage.user("ann")
    for number in range(3):
        await ann.write(f"n{number}")
    own = f'creator == "{ann.name}"'
    for size in (-1, 0, 3, 1000, 1001, 2**31 - 1):
        answer = await ann.call("MemoService/ListMemos", pageSize=size, filter=own)
        assert answer.code == OK, size
        assert len(answer.message["memos"]) == 3
        assert "nextPageToken" not in answer.message


async def _read_while_writing(ann: Actor, **question: Any) -> None:
    """Read page by page; between the pages a memo comes and one that was seen goes."""
    words = [f"n{number:02}" for number in range(14)]
    for number, word in enumerate(words):
        await _put(ann, word, word, f"2024-01-{number + 1:02}T00:00:00Z")

    seen, token, page = [], "", 0
    while page < len(words):
        answer = await ann.ok("MemoService/ListMemos", **question, pageToken=token)
        seen += [ann.word(memo) for memo in answer["memos"]]
        token = answer.get("nextPageToken", "")
        if not token:
            break
        page += 1
        await _put(ann, f"new{page}", "newer", f"2025-01-0{page}T00:00:00Z")
        await ann.ok("MemoService/DeleteMemo", name=ann.memo(seen[-1]))

    assert seen == words[::-1]


async def _put(
    actor: Actor, word: str, content: str, moment: str, visibility: str = "PRIVATE"
) -> None:
    await actor.write(
        word, content, visibility=visibility, createTime=moment, updateTime=moment
    )


SCENARIOS = (
    filters_find_what_they_say,
    filters_name_users_in_every_form,
    broken_filters_are_refused,
    orders_are_kept,
    unknown_orders_are_refused,
    pages_neither_skip_nor_repeat_while_others_write,
    size_of_the_token_wins,
    page_token_of_another_question_counts_its_offset,
    foreign_page_tokens_are_refused,
    page_sizes_are_bounded_not_refused,
)
# Only where nobody else has memos that these users may see.
QUIET_SCENARIOS = (pages_without_a_filter_neither_skip_nor_repeat,)
