"""A file is taken out of a form, however it is cut."""

import json
from pathlib import Path

import httpx
import pytest

from appliance.api.files.form_body import FormBody
from appliance.errors import InvalidArgumentError
from appliance.models.storage import Spool

CONTENT = bytes(range(256)) * 40 + b"\r\n--not the end\r\n"


def form(name: str = "a ü.txt", **fields: str) -> tuple[str, bytes]:
    """Return type and body of a form as a client writes it."""
    files = {"file": (name, CONTENT, "text/plain")}
    request = httpx.Request("POST", "http://x", files=files, data=fields)
    return request.headers["content-type"], request.read()


async def take(
    directory: Path, kind: str, text: bytes, size: int
) -> tuple[dict[str, str], bytes]:
    with Spool(directory) as spool:
        body = FormBody(spool, kind)
        for start in range(0, len(text), size):
            await body.feed(text[start : start + size])
        rest = json.loads(await body.finish())
        await spool.finish()
        return rest, b"".join([piece async for piece in spool.read()])


@pytest.mark.parametrize("size", [1, 3, 50, 100_000])
async def test_file_and_fields_come_out(tmp_path: Path, size: int) -> None:
    kind, text = form(memo="memos/x")
    rest, content = await take(tmp_path, kind, text, size)
    assert content == CONTENT
    assert rest == {"filename": "a ü.txt", "type": "text/plain", "memo": "memos/x"}


async def test_fields_win_over_the_part_and_others_are_ignored(tmp_path: Path) -> None:
    kind, text = form(filename="b.md", type="text/markdown", other="x" * 100_000)
    rest, _ = await take(tmp_path, kind, text, 999)
    assert rest == {"filename": "b.md", "type": "text/markdown"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=B", b"no form at all"),
        ("multipart/form-data; boundary=B", b"--B\r\n\r\nx"),
        ("text/plain; boundary=B", b"--B--"),
    ],
)
async def test_what_is_no_form_is_refused(
    tmp_path: Path, kind: str, text: bytes
) -> None:
    with pytest.raises(InvalidArgumentError):
        await take(tmp_path, kind, text, 5)


async def test_fields_and_headers_have_an_end(tmp_path: Path) -> None:
    kind, text = form(memo="x" * 10_000)
    with pytest.raises(InvalidArgumentError):
        await take(tmp_path, kind, text, 999)
    endless = b"--B\r\nContent-Disposition: " + b"x" * 100_000
    with pytest.raises(InvalidArgumentError):
        await take(tmp_path, "multipart/form-data; boundary=B", endless, 999)


PART = b'--B\r\nContent-Disposition: form-data; name="%s"; filename="a"\r\n\r\nx\r\n'


@pytest.mark.parametrize(
    ("boundary", "text", "reason"),
    [
        ("B", PART % b"file" * 2 + b"--B--\r\n", "the form has more than one file"),
        ("B", PART % b"other" * 101, "the form has more than 100 parts"),
        ("B" * 5000, b"", "the form's boundary is not valid"),
    ],
)
async def test_what_is_more_than_one_file_needs_is_refused(
    tmp_path: Path, boundary: str, text: bytes, reason: str
) -> None:
    kind = f"multipart/form-data; boundary={boundary}"
    with pytest.raises(InvalidArgumentError, match=f"^{reason}$"):
        await take(tmp_path, kind, text, 1000)
