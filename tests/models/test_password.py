"""Passwords are hashed with argon2id, away from the event loop."""

import asyncio
import subprocess
import sys
import threading

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from appliance.models import password as module
from appliance.models.password import Passwords


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords()


async def test_right_password_is_verified(passwords: Passwords) -> None:
    stored = await passwords.hash("pässwörd\0 with 73 bytes and more" * 3)

    assert await passwords.verify(stored, "pässwörd\0 with 73 bytes and more" * 3)
    assert not await passwords.verify(stored, "pässwörd\0 with 73 bytes and more")


async def test_parameters_are_the_recommended_ones(passwords: Passwords) -> None:
    parameters = extract_parameters(await passwords.hash("x"))

    assert parameters.type is Type.ID
    assert parameters.memory_cost == 19 * 1024
    assert (parameters.time_cost, parameters.parallelism) == (2, 1)


async def test_equal_passwords_have_different_hashes(passwords: Passwords) -> None:
    assert await passwords.hash("x") != await passwords.hash("x")


@pytest.mark.parametrize("stored", [None, "", "nonsense", "$argon2id$v=19$broken"])
@pytest.mark.parametrize("password", ["", "nobody", "x"])
async def test_without_a_hash_no_password_is_right(
    passwords: Passwords, stored: str | None, password: str
) -> None:
    assert not await passwords.verify(stored, password)


async def test_event_loop_goes_on_while_two_hashes_are_made(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, gate = threading.Semaphore(0), threading.Event()
    running: list[str] = []

    class Slow:
        def hash(self, password: str) -> str:
            running.append(password)
            at_work.release()
            gate.wait(10)
            return password

    monkeypatch.setattr(module, "_HASHER", Slow())
    work = [asyncio.create_task(passwords.hash(text)) for text in "abc"]
    # The loop serves these waits only because no hash runs on it.
    for _ in range(2):
        assert await asyncio.to_thread(at_work.acquire, timeout=10)
    assert sorted(running) == ["a", "b"], "a third did not wait for its turn"
    gate.set()

    assert await asyncio.gather(*work) == ["a", "b", "c"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_of_hashes_is_given_back() -> None:
    # A process of its own: what others allocated here would blur the figure.
    program = """
import asyncio
from pathlib import Path
from appliance.models.password import Passwords

def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4

async def main() -> None:
    passwords = Passwords()
    before = resident()
    for _ in range(12):
        await asyncio.gather(*(passwords.hash(text) for text in "ab"))
    print(resident() - before)

asyncio.run(main())
"""
    finished = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, timeout=60
    )
    # One hash takes 19 MiB while it is made.
    assert int(finished.stdout) < 10 * 1024
