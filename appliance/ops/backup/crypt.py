"""Encryption with age, as streams: to recipients, whose keys creating never needs.

pyrage pulls from a file and pushes into another, so each stream has a thread and a
pipe; nothing is held but a few pages. age notices every change and every cut.
"""

import hashlib
import io
import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import pyrage

from appliance.errors import InvalidArgumentError
from appliance.ops.backup.layout import DamagedError

RECIPIENT = "age1"
IDENTITY = "AGE-SECRET-KEY-1"


class Recipients:
    """Who may read; the empty one means no encryption."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = sorted(set(words))
        try:
            self.keys = [pyrage.x25519.Recipient.from_str(word) for word in self.words]
        except pyrage.RecipientError as error:
            raise InvalidArgumentError(f"not an age recipient: {error}") from error

    @classmethod
    def read(cls, given: Iterable[str]) -> "Recipients":
        """Take recipients, or files that list them, one a line."""
        words: list[str] = []
        for text in given:
            words += [text] if text.startswith(RECIPIENT) else _lines(Path(text))
        if any(word.startswith(IDENTITY) for word in words):
            raise InvalidArgumentError(
                "That file holds the secret key: keep it away from here, and give the "
                "recipient that `appliance backup key` printed (age1…)."
            )
        return cls(words)

    @property
    def lock(self) -> str:
        """A short name of the whole set: other recipients cannot use its files."""
        if not self.words:
            return ""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()[:16]


def read_identities(files: Iterable[Path]) -> list[Any]:
    """Return the keys in the files; InvalidArgumentError names no key."""
    identities = []
    for file in files:
        try:
            lines = [line for line in _lines(file) if line.startswith(IDENTITY)]
            if not lines:
                raise InvalidArgumentError(f"{file}: no age key in it ({IDENTITY}…)")
            identities += [pyrage.x25519.Identity.from_str(line) for line in lines]
        except pyrage.IdentityError as error:
            raise InvalidArgumentError(f"{file}: not an age identity") from error
    return identities


def new_identity() -> tuple[str, str]:
    """Return a new key, as text for a file, and its recipient."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    return f"# public key: {recipient}\n{identity}\n", recipient


def _lines(file: Path) -> list[str]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise InvalidArgumentError(f"{file} cannot be read: {reason}") from error
    stripped = (line.strip() for line in lines)
    return [line for line in stripped if line and not line.startswith("#")]


class Encrypting(io.RawIOBase):
    """A file to write plain text into; the sink gets it encrypted. Closing ends it."""

    def __init__(self, sink: IO[bytes], recipients: Recipients) -> None:
        reading, self._writing = os.pipe()
        self._fault: Exception | None = None
        self._thread = threading.Thread(
            target=self._run, args=(reading, sink, recipients), daemon=True
        )
        self._thread.start()

    def writable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def write(self, piece: Any, /) -> int:
        """Encrypt a piece."""
        view = memoryview(piece)
        try:
            written = 0
            while written < len(view):
                written += os.write(self._writing, view[written:])
        except BrokenPipeError:
            self._finish()
            raise
        return len(view)

    def close(self) -> None:
        """End the stream, and raise what went wrong on the way into the sink."""
        if not self.closed:
            super().close()
            self._finish()

    def _finish(self) -> None:
        if self._writing >= 0:
            os.close(self._writing)
            self._writing = -1
        self._thread.join()
        if self._fault:
            fault, self._fault = self._fault, None
            raise OSError(f"encryption failed: {fault}") from fault

    def _run(self, reading: int, sink: IO[bytes], recipients: Recipients) -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                pyrage.encrypt_io(source, sink, recipients.keys)
            except Exception as error:  # noqa: BLE001 - raised again by whoever closes
                self._fault = error


class Decrypting(io.RawIOBase):
    """A file to read plain text from, of an encrypted one."""

    def __init__(self, source: IO[bytes], identities: Sequence[Any], name: str) -> None:
        self._reading, writing = os.pipe()
        self._fault: Exception | None = None
        self._name = name
        self._thread = threading.Thread(
            target=self._run, args=(source, writing, identities), daemon=True
        )
        self._thread.start()

    def readable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read; the end is believed only if age calls the whole good."""
        piece = os.read(self._reading, len(buffer))
        if not piece:
            self._thread.join()
            if self._fault:
                raise DamagedError(f"{self._name}: cannot be decrypted: {self._fault}")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Stop reading."""
        if not self.closed:
            super().close()
            os.close(self._reading)
            self._thread.join()

    def _run(self, source: IO[bytes], writing: int, identities: Sequence[Any]) -> None:
        try:
            with os.fdopen(writing, "wb", buffering=0) as sink:
                pyrage.decrypt_io(source, sink, identities)
        except Exception as error:  # noqa: BLE001 - raised again by whoever reads
            self._fault = error
