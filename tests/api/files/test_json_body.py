"""A file is taken out of a JSON body, however it is spelled and cut."""

import asyncio
import base64
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.api.files.json_body import MAX_REST_BYTES, JsonBody
from appliance.errors import InvalidArgumentError
from appliance.models.storage import Spool

OTHERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


async def take(text: bytes, size: int = 7) -> tuple[bytes, bytes]:
    """Return the rest of a body and the file that was in it."""
    with Spool(Path(tempfile.gettempdir())) as spool:
        body = JsonBody(spool)
        for start in range(0, len(text), size):
            await body.feed(text[start : start + size])
        rest = await body.finish()
        await spool.finish()
        return rest, b"".join([piece async for piece in spool.read()])


@given(
    content=st.binary(max_size=300),
    before=st.dictionaries(st.text().filter(lambda key: key != "content"), OTHERS),
    after=st.dictionaries(st.text().filter(lambda key: key != "content"), OTHERS),
    size=st.integers(1, 50),
    dump=st.sampled_from([{}, {"ensure_ascii": False}]),
)
async def test_only_the_file_is_missing_from_the_rest(
    content: bytes,
    before: dict[str, Any],
    after: dict[str, Any],
    size: int,
    dump: dict[str, Any],
) -> None:
    whole = {**before, "content": base64.b64encode(content).decode(), **after}
    text = json.dumps(whole, **dump).encode(errors="surrogatepass")
    rest, found = await take(text, size)
    assert found == content
    assert json.loads(rest) == whole | {"content": ""}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize(
    ("text", "content"),
    [
        (rb'{"content":"\/\/\/\/"}', b"\xff\xff\xff"),
        (rb'{"content":"\u0051Q=\u003d"}', b"A"),
        (rb'{"content" : "QUJD\nREVG"}', b"ABCDEF"),
        (rb'{"content":"QUJD"} trailing "content":"xx"', b"ABC"),
    ],
)
async def test_escapes_are_read_as_json_has_them(
    text: bytes, content: bytes, size: int
) -> None:
    assert (await take(text, size))[1] == content


@pytest.mark.parametrize(
    "text",
    [
        b'{"memo":{"content":"aGVsbG8="}}',
        b'[{"content":"aGVsbG8="}]',
        b'{"x":"content","y":"aGVsbG8="}',
        rb'{"a\"content":"aGVsbG8="}',
        b'{"list":["content","aGVsbG8="]}',
        b'{"content":null}',
    ],
)
async def test_what_is_not_the_top_level_key_stays(text: bytes) -> None:
    rest, content = await take(text)
    assert (rest, content) == (text, b"")


async def test_a_repetition_is_left_for_the_codec_to_refuse() -> None:
    rest, _ = await take(b'{"content":"QUJD","content":"QUJD"}')
    assert rest.count(b'"content"') == 2


@pytest.mark.parametrize("text", [b'{"content":"\\x"}', b'{"content":"\\u00e4AAA"}'])
async def test_an_escape_that_is_no_base64_is_refused(text: bytes) -> None:
    with pytest.raises(InvalidArgumentError):
        await take(text)


@pytest.mark.parametrize("filler", [b" ", b'{"x":"', b"[", b'{"'])
async def test_a_body_that_is_not_the_file_stays_small(filler: bytes) -> None:
    text = filler + filler[-1:] * (MAX_REST_BYTES + 10)
    if filler == b'{"x":"':
        text = filler + b"y" * (MAX_REST_BYTES + 10)
    with pytest.raises(InvalidArgumentError):
        await take(text + b"z" * MAX_REST_BYTES, 65536)


async def test_a_body_of_nothing_but_signs_leaves_others_their_turn() -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(others())
    await take(b'{"x":[' + b"0," * 50_000 + b"0]}", size=1 << 16)
    task.cancel()
    assert turns >= 50
