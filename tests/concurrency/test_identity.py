"""Sign-ups and refreshes that race."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.servers import PASSWORD, Server, running_server, sign_up

COOKIE = "memos_refresh"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        sign_up(running)
        yield running


@pytest.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.base_url, timeout=60) as client:
        yield client


async def create(http: httpx.AsyncClient, username: str) -> httpx.Response:
    account = {"username": username, "password": PASSWORD, "role": "USER"}
    return await http.post("/api/v1/users", json=account)


async def sign_in(http: httpx.AsyncClient, username: str) -> str:
    """Sign in and return the refresh token."""
    credentials = {"username": username, "password": PASSWORD}
    answer = await http.post(
        "/api/v1/auth/signin",
        json={"passwordCredentials": credentials},
        # As a browser: only those are given real cookies.
        headers={"sec-fetch-site": "same-origin"},
    )
    return answer.raise_for_status().cookies[COOKIE]


async def refresh(base_url: str, token: str) -> httpx.Response:
    """Refresh as a tab of its own, with no cookie jar to help."""
    async with httpx.AsyncClient(base_url=base_url, timeout=60) as tab:
        return await tab.post(
            "/api/v1/auth/refresh", headers={"cookie": f"{COOKIE}={token}"}
        )


@pytest.mark.parametrize("at_once", [2, 8])
async def test_simultaneous_first_sign_ups_give_one_admin(at_once: int) -> None:
    with running_server() as empty:
        async with httpx.AsyncClient(base_url=empty.base_url, timeout=60) as http:
            answers = await asyncio.gather(
                *(create(http, f"person{number}") for number in range(at_once))
            )

    roles = sorted(answer.raise_for_status().json()["role"] for answer in answers)
    assert roles == ["ADMIN"] + ["USER"] * (at_once - 1)


async def test_one_user_name_is_given_once(http: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(create(http, "wanted") for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7


async def test_one_refresh_token_is_rotated_once(
    http: httpx.AsyncClient, server: Server
) -> None:
    await create(http, "racer")
    token = await sign_in(http, "racer")

    answers = await asyncio.gather(*(refresh(server.base_url, token) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7
    (won,) = [answer for answer in answers if answer.status_code == 200]
    # The losers were other tabs: the successor lives on.
    following = await refresh(server.base_url, won.cookies[COOKIE])
    assert following.status_code == 200


async def test_sessions_of_one_user_do_not_disturb_each_other(
    http: httpx.AsyncClient, server: Server
) -> None:
    await create(http, "everywhere")
    tokens = await asyncio.gather(*(sign_in(http, "everywhere") for _ in range(6)))

    answers = await asyncio.gather(
        *(refresh(server.base_url, token) for token in tokens)
    )

    assert [answer.status_code for answer in answers] == [200] * 6
    families = {answer.cookies[COOKIE] for answer in answers}
    assert len(families) == 6


async def test_access_token_says_who_in_the_known_claims(
    http: httpx.AsyncClient,
) -> None:
    await create(http, "claimant")
    credentials = {"username": "claimant", "password": PASSWORD}
    answer = await http.post(
        "/api/v1/auth/signin", json={"passwordCredentials": credentials}
    )

    head, claims = (
        json.loads(base64.urlsafe_b64decode(part + "=="))
        for part in answer.json()["accessToken"].split(".")[:2]
    )
    assert (head["alg"], head["kid"]) == ("HS256", "v1")
    assert claims["iss"] == "memos"
    assert claims["aud"] == ["user.access-token"]
    assert claims["type"] == "access"
    assert claims["username"] == "claimant"
    assert claims["role"] == "USER"
    assert claims["sub"].isdecimal()
    assert claims["exp"] - claims["iat"] == 15 * 60
