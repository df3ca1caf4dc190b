"""Passwords at rest: argon2id, hashed and verified off the event loop.

19 MiB, two passes, one lane: the parameters OWASP recommends; no more than two at a
time, so that sign-ins cannot fill the memory of a small machine.
"""

import asyncio
import ctypes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_TURNS = 2
# From glibc's malloc.h.
_M_MMAP_THRESHOLD = -3
_MAPPED_BYTES = 1 << 20


class Passwords:
    """Hashes and verifies."""

    def __init__(self) -> None:
        _give_memory_back()
        self._turns = asyncio.Semaphore(_TURNS)
        # Compared against when there is no account, so that time does not tell.
        self._nobody = _HASHER.hash("nobody")

    async def hash(self, password: str) -> str:
        """Return the hash to store."""
        async with self._turns:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one; None, "": there is none."""
        async with self._turns:
            return await asyncio.to_thread(self._verify, stored, password)

    def _verify(self, stored: str | None, password: str) -> bool:
        try:
            _HASHER.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(stored)


def _give_memory_back() -> None:
    """Have glibc map the memory of a hash by itself and unmap it when it is freed.

    Its threshold for that grows with what was freed, so that the heap of every thread
    that ever hashed would keep 19 MiB: 205 MB resident after some sign-ins, not 88.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _MAPPED_BYTES)
