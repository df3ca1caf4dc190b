"""What operators read over HTTP, on both listeners of a whole server."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from appliance.app import Appliance, build
from appliance.config import read_settings
from tests.api.calling import call
from tests.test_app import client, serving

TOKEN = "a-token-for-operators"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
ADMIN = {"username": "root", "password": "sesame 42"}
ROUTES = ("/ops/doctor", "/ops/audit", "/ops/storage")


def application_in(directory: Path) -> Appliance:
    """Make a server with an administrator and an ops token, not started."""
    environment = {
        "APPLIANCE_OPS_TOKEN": TOKEN,
        "APPLIANCE_ADMIN_USERNAME": ADMIN["username"],
        "APPLIANCE_ADMIN_PASSWORD": ADMIN["password"],
    }
    flags = {"data": str(directory), "metrics_networks": "127.0.0.0/8"}
    settings = read_settings(flags, environment)
    return build(settings, static=directory / "static", background=False)


@pytest.fixture
def application(tmp_path: Path) -> Appliance:
    return application_in(tmp_path)


@pytest.fixture
async def main(application: Appliance) -> AsyncIterator[httpx.AsyncClient]:
    """Start it, and call its main port."""
    async with serving(application) as http:
        yield http


def listener(application: Appliance) -> httpx.AsyncClient:
    """Call the operator's own listener."""
    asgi: Any = application.ops_asgi
    transport = httpx.ASGITransport(asgi)
    return httpx.AsyncClient(transport=transport, base_url="http://ops")


@pytest.mark.parametrize("route", ROUTES)
async def test_both_listeners_ask_for_a_credential(
    application: Appliance, main: httpx.AsyncClient, route: str
) -> None:
    async with listener(application) as own:
        for http in (main, own):
            refused = await http.get(route)
            assert refused.status_code == 401
            assert refused.json() == {"message": "authentication required"}
            assert refused.headers["www-authenticate"] == "Bearer"
            wrong = await http.get(route, headers={"Authorization": "Bearer x"})
            assert wrong.status_code == 401
            shown = await http.get(route, headers=BEARER)
            assert shown.status_code == 200
            assert shown.headers["cache-control"] == "no-store"


async def test_administrators_may_and_others_may_not(main: httpx.AsyncClient) -> None:
    ben = {"username": "ben", "password": "sesame 43"}
    made = await main.post("/api/v1/users", json={**ben, "role": "USER"})
    assert made.status_code == 200
    for person, status in ((ADMIN, 200), (ben, 403)):
        body = {"passwordCredentials": person}
        signed_in = await main.post("/api/v1/auth/signin", json=body)
        headers = {"Authorization": f"Bearer {signed_in.json()['accessToken']}"}
        answer = await main.get("/ops/storage", headers=headers)
        assert answer.status_code == status


async def test_no_other_spelling_gets_around_the_judge(
    application: Appliance, main: httpx.AsyncClient
) -> None:
    asgi: Any = application.ops_asgi
    for path in ("http://x/ops/storage", "/ops/storage/", "//ops/storage"):
        answer = await call(asgi, "GET", "/", headers={"host": "x"}, path=path)
        assert answer.status in (401, 404)
    assert (await main.post("/ops/doctor", headers=BEARER)).status_code == 405
    assert (await main.get("/ops/nothing", headers=BEARER)).status_code == 404


async def test_the_doctor_finds_a_new_server_well(main: httpx.AsyncClient) -> None:
    told = (await main.get("/ops/doctor", headers=BEARER)).json()
    checks = {finding["check"]: finding for finding in told["findings"]}
    assert checks["integrity"]["verdict"] == checks["schema"]["verdict"] == "ok"
    worst = {finding["verdict"] for finding in told["findings"]}
    order = ["fail", "warn", "ok"]
    assert told["verdict"] == next(each for each in order if each in worst)
    assert all(f["advice"] for f in told["findings"] if f["verdict"] != "ok")


async def test_the_audit_tells_who_did_what(main: httpx.AsyncClient) -> None:
    ben = {"username": "ben", "password": "sesame 43", "role": "USER"}
    await main.post("/api/v1/users", json=ben)

    async def told(**query: str) -> list[dict[str, Any]]:
        answer = await main.get("/ops/audit", params=query, headers=BEARER)
        entries: list[dict[str, Any]] = answer.json()["entries"]
        return entries

    names = [each["name"] for each in await told(kind="user.created")]
    assert names == ["users/ben", "users/root"]
    assert len(await told(kind="user", limit="1")) == 1
    assert await told(since="2999-01-01") == []
    assert await told(since="2020-01-01T00:00:00+02:00", kind="user")
    assert await told(actor="ben", kind="user.deleted") == []
    assert len(await told(actor="ben")) == 1
    assert await told(until="2020-01-01") == []
    assert await told(failed="1") == []


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"until": "tomorrow"},
        {"limit": "0"},
        {"limit": "1001"},
        {"limit": "²"},
        {"limit": "-1"},
        {"actor": "nobody"},
    ],
)
async def test_wrong_questions_are_explained(
    main: httpx.AsyncClient, query: dict[str, str]
) -> None:
    answer = await main.get("/ops/audit", params=query, headers=BEARER)
    assert answer.status_code == 400
    assert answer.json()["message"]


async def test_storage_says_what_takes_room(main: httpx.AsyncClient) -> None:
    told = (await main.get("/ops/storage", headers=BEARER)).json()
    assert told["database"]["bytes"] > 10_000
    assert told["files"] == []
    assert told["disk"]["freeBytes"] <= told["disk"]["sizeBytes"]


async def test_before_the_start_nobody_is_told_anything(tmp_path: Path) -> None:
    application = application_in(tmp_path)
    async with listener(application) as own, client(application) as main:
        for http in (own, main):
            answer = await http.get("/ops/storage", headers=BEARER)
            assert answer.status_code == 503
