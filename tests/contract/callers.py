"""A user's program at work: a user of its own, a token that lasts, plain HTTP."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from tests.servers import PASSWORD, Server
from tests.wire import Json

# The shortest time that one of the programs waits.
PATIENCE_SECONDS = 8.0
OK = httpx.codes.OK


@dataclass(frozen=True, slots=True)
class Program:
    """Somebody's program with its token; requests name all else that they send."""

    http: httpx.AsyncClient
    username: str
    token: str

    @property
    def user(self) -> str:
        """The resource name of its user."""
        return f"users/{self.username}"

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send a request with the token, as the programs do."""
        headers = {
            "authorization": f"Bearer {self.token}",
            "accept": "application/json",
            **request.pop("headers", {}),
        }
        return await self.http.request(method, path, headers=headers, **request)

    async def ok(self, method: str, path: str, **request: Any) -> Json:
        """Send a request that must succeed and return its JSON."""
        answer = await self.send(method, path, **request)
        assert answer.status_code == OK, (method, path, answer.text)
        assert answer.headers["content-type"] == "application/json"
        read: Json = answer.json()
        return read

    async def write(self, content: str, **fields: Any) -> Json:
        """Create a memo."""
        return await self.ok(
            "POST", "/api/v1/memos", json={"content": content} | fields
        )

    async def read(self, memo: Json) -> Json:
        """Read a memo again."""
        return await self.ok("GET", f"/api/v1/{memo['name']}")

    async def change(self, memo: Json, query: str = "", **fields: Any) -> Json:
        """Send a PATCH with just these fields."""
        return await self.ok("PATCH", f"/api/v1/{memo['name']}{query}", json=fields)


@asynccontextmanager
async def http_client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """Open a client that sends and follows nothing by itself."""
    async with httpx.AsyncClient(
        base_url=server.base_url,
        timeout=PATIENCE_SECONDS,
        follow_redirects=False,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
    ) as http:
        yield http


async def install(http: httpx.AsyncClient, username: str = "") -> Program:
    """Make a user, or sign in as one that exists, and give a program its token."""
    if not username:
        username = f"user-{secrets.token_hex(4)}"
        account = {"username": username, "password": PASSWORD}
        (await http.post("/api/v1/users", json=account)).raise_for_status()
    credentials = {"username": username, "password": PASSWORD}
    signed_in = await http.post(
        "/api/v1/auth/signin", json={"passwordCredentials": credentials}
    )
    session = Program(
        http, username, signed_in.raise_for_status().json()["accessToken"]
    )
    path = f"/api/v1/users/{username}/personalAccessTokens"
    made = await session.ok("POST", path, json={"description": "a program"})
    return Program(http, username, made["token"])
