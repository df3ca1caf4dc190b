"""Names say what they name, and JSON notices its own damage."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from appliance.errors import FailedPreconditionError
from appliance.ops.backup import layout
from appliance.ops.backup.layout import BlobName, DamagedError

DIGEST, OTHER = "a" * 64, "b" * 64
MOMENT = datetime(2026, 11, 23, 7, 8, 9, 12_345, UTC)


def test_ids_sort_by_time_and_never_meet() -> None:
    first, second = (layout.new_id(MOMENT) for _ in range(2))
    assert first.startswith("20261123T070809012Z-")
    assert first != second
    assert first < layout.new_id(MOMENT + timedelta(milliseconds=1))


@pytest.mark.parametrize("encrypted", [False, True])
def test_an_archive_is_known_by_its_name(*, encrypted: bool) -> None:
    snapshot_id = layout.new_id(MOMENT)
    name = layout.archive_name(snapshot_id, encrypted=encrypted)
    assert layout.parse_archive_name(name) == (snapshot_id, encrypted)


@pytest.mark.parametrize(
    "name", ["", "snapshots/x.tar.zst", "20261123T070809012Z-00000000.json", ".partial"]
)
def test_other_files_are_no_archives(name: str) -> None:
    assert layout.parse_archive_name(name) is None


@pytest.mark.parametrize(
    "name", [BlobName(DIGEST, "", DIGEST), BlobName(DIGEST, "c" * 16, OTHER)]
)
def test_a_blob_is_known_by_its_name(name: BlobName) -> None:
    assert BlobName.parse(name.path) == name


def test_other_names_are_no_blobs() -> None:
    assert BlobName.parse("blobs/../x") is None
    assert BlobName.parse(DIGEST) is None
    assert BlobName.parse(f"../blobs/{DIGEST}") is None
    assert BlobName.parse(f"blobs/{DIGEST}a") is None


def test_every_changed_byte_of_sealed_json_is_noticed() -> None:
    sealed = layout.seal({"format": layout.FORMAT, "name": "größe", "n": [1, None]})
    assert layout.open_sealed(sealed, "x")["name"] == "größe"
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(DamagedError, match="x: damaged"):
            layout.open_sealed(bytes(changed), "x")


def test_the_seal_is_the_digest_of_the_other_lines() -> None:
    content = {"format": layout.FORMAT, "name": "größe", "version": "1", "archive": ""}
    lines = layout.seal(content).splitlines(keepends=True)
    rest = b"".join(line for line in lines if not line.startswith(b' "seal"'))
    assert json.loads(b"".join(lines))["seal"] == hashlib.sha256(rest).hexdigest()


def test_another_format_is_not_damage() -> None:
    with pytest.raises(FailedPreconditionError, match="of format 9"):
        layout.open_sealed(layout.seal({"format": 9}), "x")
