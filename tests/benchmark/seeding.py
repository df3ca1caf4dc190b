"""Fill an empty server over HTTP: three users, N memos, and what hangs on them."""

import asyncio
import base64
import hashlib
import time
from collections.abc import Iterator
from typing import Any

import httpx

from tests.benchmark.notes import note
from tests.benchmark.state import PASSWORD, READER, USERS, State, sign_in

WRITERS = 16
TOKEN_SECONDS = 600.0
SAMPLE = 1000
BLOB = hashlib.shake_128(b"attachment").digest(100_000)


class Tokens:
    """Access tokens of all users, renewed before they expire."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._tokens: tuple[str, ...] = ()
        self._born = 0.0

    def of(self, user: int) -> dict[str, str]:
        """Return the headers of a user."""
        if not self._tokens or time.monotonic() - self._born > TOKEN_SECONDS:
            self._tokens = tuple(sign_in(self._base_url, name) for name in USERS)
            self._born = time.monotonic()
        return {"Authorization": f"Bearer {self._tokens[user]}"}


async def seed(base_url: str, memos: int) -> State:
    """Fill the server and return what measuring needs to know."""
    async with httpx.AsyncClient(base_url=base_url, timeout=60) as http:
        for name in USERS:
            account = {"username": name, "password": PASSWORD, "role": "USER"}
            (await http.post("/api/v1/users", json=account)).raise_for_status()
        tokens = Tokens(base_url)
        state = State(memos)
        numbers = iter(range(memos))
        writers = (_write(http, tokens, numbers, state) for _ in range(WRITERS))
        await asyncio.gather(*writers)
        await _hang_things_on(http, tokens.of(USERS.index(READER)), state)
    return state


async def _write(
    http: httpx.AsyncClient, tokens: Tokens, numbers: Iterator[int], state: State
) -> None:
    for number in numbers:
        made = note(number)
        memo = {
            "content": made.content,
            "visibility": made.visibility,
            "createTime": made.moment,
            "updateTime": made.moment,
        }
        headers = tokens.of(made.author)
        answer = await http.post("/api/v1/memos", json=memo, headers=headers)
        name = answer.raise_for_status().json()["name"]
        if made.pinned:
            change = {"pinned": True}
            path = f"/api/v1/{name}"
            (await http.patch(path, json=change, headers=headers)).raise_for_status()
        if number % max(1, state.memos // SAMPLE) == 0:
            state.sample.append(name)


async def _hang_things_on(
    http: httpx.AsyncClient, headers: dict[str, str], state: State
) -> None:
    """Add a file, comments and a token where the server can; 501 means it cannot."""
    blob = base64.b64encode(BLOB).decode()
    file = {"filename": "blob.bin", "type": "application/octet-stream", "content": blob}
    made = await _optional(http, "/api/v1/attachments", file, headers)
    state.attachment = made.get("name", "")
    state.commented = await _own(http, headers)
    for number in range(12):
        comment = {"content": f"comment {number}", "visibility": "PROTECTED"}
        await _optional(http, f"/api/v1/{state.commented}/comments", comment, headers)
    wish = {"description": "benchmark", "expiresInDays": 30}
    path = f"/api/v1/users/{READER}/personalAccessTokens"
    made = await _optional(http, path, wish, headers)
    state.personal_access_token = made.get("token") or made.get("accessToken", "")


async def _own(http: httpx.AsyncClient, headers: dict[str, str]) -> str:
    """Name the newest memo of the reader, which takes the comments."""
    query: dict[str, str | int] = {
        "pageSize": 1,
        "filter": f'creator == "users/{READER}"',
    }
    answer = await http.get("/api/v1/memos", params=query, headers=headers)
    name: str = answer.raise_for_status().json()["memos"][0]["name"]
    return name


async def _optional(
    http: httpx.AsyncClient, path: str, body: Any, headers: dict[str, str]
) -> dict[str, Any]:
    answer = await http.post(path, json=body, headers=headers)
    if answer.status_code == httpx.codes.NOT_IMPLEMENTED:
        return {}
    made: dict[str, Any] = answer.raise_for_status().json()
    return made
