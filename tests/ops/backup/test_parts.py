"""Rows are read as they were written, and nothing else is."""

import io
from typing import Any

import pytest

from appliance.ops.backup import layout, parts
from appliance.ops.backup.archive import Member
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.manifest import Part

Rows = list[dict[str, Any]]


def member(content: bytes, entity: str = "memo") -> Member:
    """Return a part with this content."""
    name = layout.part_name(entity, 1)
    return Member(name, len(content), io.BytesIO(content))


def read(content: bytes, entity: str = "memo") -> tuple[Part, list[Rows]]:
    """Read a part to its end."""
    part, batches = parts.read_part(member(content, entity))
    return part, list(batches)


def test_a_part_gives_its_rows() -> None:
    part, batches = read(b'{"id":1,"x":"\xc3\xbc\\n"}\n{"id":null}\n')
    assert batches == [[{"id": 1, "x": "ü\n"}, {"id": None}]]
    assert (part.rows, part.size) == (2, 32)


def test_rows_come_a_few_at_a_time() -> None:
    part, batches = read(b'{"id":1}\n' * (2 * parts.BATCH + 1))
    assert [len(batch) for batch in batches] == [parts.BATCH, parts.BATCH, 1]
    assert part.rows == 2 * parts.BATCH + 1


@pytest.mark.parametrize(
    "content",
    [
        *(b"{\n", b"[]\n", b"{}\n", b'{"a":[1]}\n', b'{"a":{}}\n', b"\xff\n"),
        b"[" * 100_000 + b"\n",
        b'{"a":1}\n\n',
    ],
)
def test_other_lines_are_damage(content: bytes) -> None:
    with pytest.raises(DamagedError, match=r"entities/memo/000001\.jsonl: damaged"):
        read(content)


def test_a_file_says_where_it_lay() -> None:
    line = b'{"id":1,"sha256":"x","size":3,"storage":"s","reference":"r"}\n'
    assert read(line, "blob")[0].rows == 1
    for column in (b"sha256", b"size", b"storage", b"reference"):
        with pytest.raises(DamagedError):
            read(line.replace(column, b"other"), "blob")


def test_one_large_row_is_read_and_many_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "ALL_BUT_LAST", 20)
    large = b'{"id":1,"text":"a \\" and }] and [[","next":-1.5e3,"b":true}\n'
    assert read(b'{"id":0}\n' + large)[0].rows == 2
    with pytest.raises(DamagedError):
        read(large + b'{"id":0}\n')
    with pytest.raises(DamagedError):
        read(b'{"id":0}\n' + large.replace(b"true", b"[[],[]]"))
