"""Event streams as their readers see them."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from appliance.api.asgi import Receive, Scope, Send
from appliance.api.events import PATH, EventSurface
from appliance.models.database import Database
from appliance.models.user import User
from tests.api.house import House
from tests.factories import make_memo


@dataclass
class Place:
    """A served instance with its people."""

    house: House
    surface: EventSurface
    port: int
    users: dict[str, User]
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The database of the instance."""
        return self.house.database

    @contextlib.asynccontextmanager
    async def listening(
        self, username: str, **headers: str
    ) -> AsyncIterator["Listener"]:
        """Open a stream that has begun."""
        asked = {"Authorization": f"Bearer {self.tokens[username]}", **headers}
        address = f"http://127.0.0.1:{self.port}{PATH}"
        async with (
            httpx.AsyncClient(timeout=20, trust_env=False) as client,
            client.stream("GET", address, headers=asked) as response,
        ):
            listener = Listener(response, response.aiter_lines())
            assert response.status_code == 200
            assert await listener.line() == ": connected"
            yield listener


@dataclass
class Listener:
    """The reading end of a stream."""

    response: httpx.Response
    lines: AsyncIterator[str]

    async def line(self) -> str:
        """Return the next line that says something, or `<end>`."""
        async with asyncio.timeout(15):
            async for line in self.lines:
                if line:
                    return line
        return "<end>"

    async def events(self, count: int) -> list[str]:
        """Return the names of the next events."""
        names: list[str] = []
        while len(names) < count:
            line = await self.line()
            assert line != "<end>"
            if line.startswith("data:"):
                names.append(json.loads(line[5:])["name"])
        return names


async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand behind the surface."""
    del scope, receive
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"behind"})


async def token_of(house: House, name: str, lifetime: int = 900) -> str:
    """Issue an access token that ends in so many seconds."""
    account = await house.accounts.find_by_username(name)
    assert account is not None
    now = int(time.time()) - 900 + lifetime
    return (await house.tokens.issue_access(account, now)).token


async def note(place: Place, uid: str, who: str = "ann", **fields: Any) -> None:
    """Write a memo."""
    await make_memo(place.database, place.users[who], uid=uid, **fields)
