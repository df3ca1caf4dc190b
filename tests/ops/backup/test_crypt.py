"""Streams that age encrypts, and that `age` itself could read."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import IO, cast

import pytest

from appliance.errors import InvalidArgumentError
from appliance.ops.backup.crypt import (
    Decrypting,
    Encrypting,
    Recipients,
    new_identity,
    read_identities,
)
from appliance.ops.backup.layout import DamagedError

TEXT = b"some text " * 50_000


def encrypted(recipients: Recipients) -> bytes:
    """Encrypt the text."""
    sink = io.BytesIO()
    with Encrypting(sink, recipients) as file:
        file.write(TEXT)
    return sink.getvalue()


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, str]:
    """Return a file with a key, and its recipient."""
    text, recipient = new_identity()
    path = tmp_path / "key"
    path.write_text(text)
    return path, recipient


def decrypted(content: bytes, key: Path) -> bytes:
    """Decrypt with the key of a file."""
    source = io.BytesIO(content)
    with Decrypting(source, read_identities([key]), "x") as file:
        return cast("IO[bytes]", file).read()


def test_what_goes_in_comes_out(keys: tuple[Path, str], tmp_path: Path) -> None:
    path, recipient = keys
    other, second = new_identity()
    (tmp_path / "other").write_text(other)
    content = encrypted(Recipients([recipient, second]))
    assert TEXT[:20] not in content
    assert decrypted(content, path) == TEXT
    assert decrypted(content, tmp_path / "other") == TEXT


@pytest.mark.parametrize("length", [0, 100, 300_000, -1])
def test_a_cut_stream_is_no_end(keys: tuple[Path, str], length: int) -> None:
    path, recipient = keys
    content = encrypted(Recipients([recipient]))[:length]
    with pytest.raises(DamagedError, match="x: cannot be decrypted"):
        decrypted(content, path)


def test_the_wrong_key_opens_nothing(keys: tuple[Path, str]) -> None:
    _, other = new_identity()
    with pytest.raises(DamagedError, match="x: cannot be decrypted"):
        decrypted(encrypted(Recipients([other])), keys[0])


def test_a_full_disk_is_told(keys: tuple[Path, str]) -> None:
    class Full(io.BytesIO):
        def write(self, _piece: object) -> int:
            raise OSError(28, "no space left on device")

    def fill() -> None:
        with Encrypting(Full(), Recipients([keys[1]])) as file:
            for _ in range(100):
                file.write(TEXT)

    with pytest.raises(OSError, match="no space left"):
        fill()


def test_reading_may_stop_early(keys: tuple[Path, str]) -> None:
    path, recipient = keys
    source = io.BytesIO(encrypted(Recipients([recipient])))
    with Decrypting(source, read_identities([path]), "x") as file:
        assert file.read(5) == TEXT[:5]


def test_recipients_come_from_words_and_files(
    keys: tuple[Path, str], tmp_path: Path
) -> None:
    (tmp_path / "list").write_text(f"# mine\n\n{keys[1]}\n")
    read = Recipients.read([str(tmp_path / "list"), keys[1]])
    assert read.words == [keys[1]]
    assert len(read.lock) == 16
    assert Recipients().lock == ""


@pytest.mark.parametrize("given", ["age1nobody", "/nowhere/file"])
def test_what_is_no_recipient_is_wrong_use(given: str) -> None:
    with pytest.raises(InvalidArgumentError):
        Recipients.read([given])


def test_age_itself_reads_it(keys: tuple[Path, str], tmp_path: Path) -> None:
    if not (age := shutil.which("age")):
        pytest.skip("age is not installed")
    (tmp_path / "x.age").write_bytes(encrypted(Recipients([keys[1]])))
    ran = subprocess.run(
        [age, "--decrypt", "--identity", keys[0], tmp_path / "x.age"],
        check=True,
        capture_output=True,
    )
    assert ran.stdout == TEXT


def test_what_was_mixed_up_is_told(keys: tuple[Path, str], tmp_path: Path) -> None:
    identity, recipient = keys
    with pytest.raises(InvalidArgumentError, match="holds the secret key"):
        Recipients.read([str(identity)])
    (tmp_path / "other").write_text(recipient)
    with pytest.raises(InvalidArgumentError, match="no age key in it"):
        read_identities([tmp_path / "other"])
