"""Bytes of files are kept once, and only if they are the right ones."""

import hashlib
from pathlib import Path

import pytest

from appliance.errors import NotFoundError
from appliance.ops.backup import blobs
from appliance.ops.backup.blobs import StoredBlobs
from appliance.ops.backup.crypt import Recipients, new_identity, read_identities
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.layout import BlobName, DamagedError

CONTENT = b"0123456789" * 200_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def destination(tmp_path: Path) -> Directory:
    """Return an empty repository."""
    made = Directory(tmp_path / "repository")
    made.prepare()
    return made


@pytest.fixture
def recipients(tmp_path: Path) -> Recipients:
    """Return the recipients of a key in a file."""
    text, recipient = new_identity()
    (tmp_path / "key").write_text(text)
    return Recipients([recipient])


@pytest.mark.parametrize("locked", [False, True])
def test_a_file_comes_back(
    destination: Directory, recipients: Recipients, tmp_path: Path, *, locked: bool
) -> None:
    keys = recipients if locked else Recipients()
    identities = read_identities([tmp_path / "key"])
    stored = StoredBlobs(destination, keys)
    assert stored.find(DIGEST, len(CONTENT)) is None
    path = stored.put(DIGEST, len(CONTENT), iter([CONTENT[:7], CONTENT[7:]]))
    assert StoredBlobs(destination, keys).find(DIGEST, len(CONTENT)) == path
    with blobs.reading(destination, path, identities) as file:
        assert file.read() == CONTENT
    blobs.check(destination, path, len(CONTENT), identities)
    if locked:
        blobs.check(destination, path, -1, ())
        assert CONTENT[:100] not in (destination.root / path).read_bytes()


def test_other_recipients_do_not_find_it(
    destination: Directory, recipients: Recipients
) -> None:
    StoredBlobs(destination, recipients).put(DIGEST, len(CONTENT), iter([CONTENT]))
    assert StoredBlobs(destination, Recipients()).find(DIGEST, len(CONTENT)) is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [(CONTENT[:-1], "bytes instead of"), (b"x" * 2_000_000, "other")],
)
@pytest.mark.parametrize("locked", [False, True])
def test_wrong_bytes_are_not_kept(
    destination: Directory,
    recipients: Recipients,
    content: bytes,
    fault: str,
    *,
    locked: bool,
) -> None:
    stored = StoredBlobs(destination, recipients if locked else Recipients())
    with pytest.raises(DamagedError, match=fault):
        stored.put(DIGEST, len(CONTENT), iter([content]))
    assert destination.names("blobs/") == []


def test_checking_names_the_file(destination: Directory, tmp_path: Path) -> None:
    path = StoredBlobs(destination, Recipients()).put(
        DIGEST, len(CONTENT), iter([CONTENT])
    )
    with pytest.raises(DamagedError, match="not the file that it should be"):
        blobs.check(destination, path, 1, ())
    (destination.root / path).write_bytes(CONTENT[:-1] + b"x")
    with pytest.raises(DamagedError, match=f"{DIGEST}: damaged"):
        blobs.check(destination, path, len(CONTENT), ())
    with pytest.raises(NotFoundError, match="missing"):
        blobs.check(destination, BlobName("a" * 64, "", "a" * 64).path, 1, ())
    with pytest.raises(DamagedError, match="not the name of a blob"):
        blobs.check(destination, "blobs/x", 1, ())
    assert tmp_path.exists()
