"""The spool: measured, digested, refused when too large."""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError, UnavailableError
from appliance.models.attachment import CHUNK_SIZE
from appliance.models.storage.spool import Spool


@pytest.mark.parametrize("size", [0, 1, CHUNK_SIZE, CHUNK_SIZE + 1, 5 * CHUNK_SIZE])
async def test_it_gives_back_what_it_took(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    with Spool(tmp_path) as spool:
        for start in range(0, size, 70_000):
            await spool.write(content[start : min(start + 70_000, size)])
        await spool.finish()
        read = [piece async for piece in spool.read()]
        assert b"".join(read) == content[:size]
        assert spool.sha256 == hashlib.sha256(content[:size]).hexdigest()
        assert spool.size == size


async def test_it_refuses_one_byte_too_many(tmp_path: Path) -> None:
    with Spool(tmp_path, limit=10) as spool:
        await spool.write(b"0123456789")
        with pytest.raises(InvalidArgumentError, match="exceeds"):
            await spool.write(b"x")


async def test_nothing_is_left_on_the_disk(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        await spool.write(b"x" * (3 * CHUNK_SIZE))
        await spool.finish()
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - one look at a local directory


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
async def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        spool.file.close()
        # A disk that is always full, in its place.
        spool._file = open("/dev/full", "wb", buffering=0)  # noqa: SLF001, SIM115, PTH123, ASYNC230 - as said; the spool closes it
        with pytest.raises(UnavailableError, match="no room"):
            await spool.write(b"x" * CHUNK_SIZE)
