"""What bots, sync programs, scripts and other sites send, and what they rely on.

Each test bears the number that the case has in our list of clients, as in
`test_clients.py`.
"""

import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.clients import ConnectBinaryClient, connected
from tests.contract.callers import OK, Program, http_client, install
from tests.servers import ADMIN, PASSWORD, Server, running_server, sign_up
from tests.wire import Json

BLOG = "https://blog.example"
# What curl says of any body.
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server(public=True) as running:
        sign_up(running)
        yield running


@pytest.fixture(scope="module")
def private_server() -> Iterator[Server]:
    with running_server() as running:
        sign_up(running)
        yield running


@pytest.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(server) as client:
        yield client


@pytest.fixture
async def app(http: httpx.AsyncClient) -> Program:
    return await install(http)


@pytest.fixture
async def admin(http: httpx.AsyncClient) -> Program:
    """The program of the first user, whose number is 1."""
    return await install(http, ADMIN)


async def contents(program: Program, **query: str) -> list[str]:
    """List memos and return their texts."""
    answer = await program.ok("GET", "/api/v1/memos", params=query)
    return [memo["content"] for memo in answer["memos"]]


# Memogram, a bot over Connect with binary bodies.


async def bot(server: Server, program: Program, rpc: str, **request: Any) -> Json:
    """Call a method as the bot does."""
    async with connected(ConnectBinaryClient.name, server.base_url) as client:
        outcome = await client.call(rpc, request, token=program.token)
    assert outcome.code == "ok", outcome
    return outcome.message


async def test_mg_01_profile_says_where_notes_are_shown(
    server: Server, http: httpx.AsyncClient
) -> None:
    nobody = Program(http, "", "")
    profile = await bot(server, nobody, "InstanceService/GetInstanceProfile")
    assert profile["version"] == "0.30.0"
    assert profile["instanceUrl"] == server.base_url


async def test_mg_06_only_masked_fields_change(server: Server, app: Program) -> None:
    memo = await bot(
        server, app, "MemoService/CreateMemo", memo={"content": "#keep", "pinned": True}
    )
    whole = memo | {"content": "other", "visibility": "PUBLIC", "pinned": False}
    await bot(
        server,
        app,
        "MemoService/UpdateMemo",
        memo=whole,
        updateMask="visibility,pinned",
    )
    read = await bot(server, app, "MemoService/GetMemo", name=memo["name"])
    assert (read["content"], read["visibility"]) == ("#keep", "PUBLIC")
    assert "pinned" not in read


async def test_mg_07_search_ignores_case(server: Server, app: Program) -> None:
    await app.write("Buy MILK today")
    await app.write("nothing else")
    request = {
        "pageSize": 10,
        "filter": f'content.contains("milk") && creator == "{app.user}"',
    }
    answer = await bot(server, app, "MemoService/ListMemos", **request)
    assert [memo["content"] for memo in answer["memos"]] == ["Buy MILK today"]


# Programs over REST.


async def test_n8_01_body_of_a_get_is_ignored(app: Program) -> None:
    await app.write("old")
    await app.write("new")
    query = {
        "filter": f'creator == "{app.user}"',
        "orderBy": "create_time desc",
        "pageSize": "1",
    }
    answer = await app.ok("GET", "/api/v1/memos", params=query, json={})
    assert [memo["content"] for memo in answer["memos"]] == ["new"]
    empty = {"filter": "", "orderBy": ""}
    answer = await app.ok("GET", "/api/v1/memos", params=empty, json={})
    assert answer["memos"]


async def test_ya_01_bare_seconds_are_a_time(app: Program) -> None:
    await app.write("before", createTime="2023-11-14T22:13:20Z")
    await app.write("after", createTime="2023-11-14T22:13:21Z")
    found: list[str] = []
    token = ""
    for _ in range(2):
        query = {
            "pageSize": "1",
            "pageToken": token,
            "filter": f"created_ts > 1700000000 && creator == '{app.user}'",
        }
        answer = await app.ok("GET", "/api/v1/memos", params=query)
        found += [memo["content"] for memo in answer["memos"]]
        token = answer["nextPageToken"]
        if not token:
            break
    assert found == ["after"]
    assert await contents(app, filter="created_ts > 1700000000", pageSize="1")
    assert not await contents(app, filter=f"created_ts > {int(time.time()) + 9}")


async def test_mc_01_filter_knows_five_fields(admin: Program) -> None:
    for content, fields in (
        ("x #y", {"visibility": "PUBLIC"}),
        ("x #z", {"visibility": "PUBLIC"}),
        ("x #y", {"visibility": "PRIVATE"}),
        ("w #y", {"visibility": "PUBLIC"}),
    ):
        await admin.change(await admin.write(content, **fields), pinned=True)
    await admin.write("x #y", visibility="PUBLIC")
    text = (
        'creator_id == 1 && content.contains("x") && tag in ["y"]'
        ' && visibility == "PUBLIC" && pinned == true'
    )
    order = "create_time desc"
    assert await contents(admin, filter=text, orderBy=order) == ["x #y"]
    foreign = {"filter": text, "orderBy": order, "pageToken": "offset=10"}
    refused = await admin.send("GET", "/api/v1/memos", params=foreign)
    assert (refused.status_code, refused.json()["code"]) == (400, 3)


async def test_mc_02_unspecified_state_changes_nothing_unless_masked(
    app: Program,
) -> None:
    memo = await app.write("one", state="STATE_UNSPECIFIED")
    assert memo["state"] == "NORMAL"
    await app.change(memo, state="ARCHIVED")
    kept = await app.change(memo, content="two", state="STATE_UNSPECIFIED")
    assert (kept["content"], kept["state"]) == ("two", "ARCHIVED")
    masked = await app.change(memo, "?updateMask=state", state="STATE_UNSPECIFIED")
    assert masked["state"] == "NORMAL"


async def test_ls_02_unknown_key_of_a_patch_is_ignored(app: Program) -> None:
    memo = await app.write("one")
    changed = await app.change(memo, content="two", row_status="ARCHIVED")
    assert (changed["content"], changed["state"]) == ("two", "NORMAL")


async def test_sp_01_version_is_found_without_a_detour(http: httpx.AsyncClient) -> None:
    profile = await http.get("/api/v1/instance/profile")
    assert profile.status_code == OK
    assert profile.json()["version"] == "0.30.0"
    older = await http.get("/api/v1/workspace/profile")
    assert older.status_code in {OK, 404}
    if older.status_code == OK:
        assert older.json()["version"] == "0.30.0"


async def test_hx_01_other_sites_show_public_notes(
    http: httpx.AsyncClient, admin: Program
) -> None:
    await admin.write("for everybody", visibility="PUBLIC")
    await admin.write("for nobody", visibility="PRIVATE")
    listed = await http.get(
        "/api/v1/memos?filter=creator=='users/1'&pageSize=10", headers={"origin": BLOG}
    )
    shown = [memo["content"] for memo in listed.json()["memos"]]
    assert "for everybody" in shown
    assert "for nobody" not in shown
    user = await http.get("/api/v1/users/1", headers={"origin": BLOG})
    assert user.json()["username"] == ADMIN
    for answer in (listed, user):
        assert answer.headers["access-control-allow-origin"] == BLOG
        assert "access-control-allow-credentials" not in answer.headers


async def test_hx_01_private_instance_refuses_in_json(private_server: Server) -> None:
    async with http_client(private_server) as http:
        for path in ("/api/v1/memos?filter=creator=='users/1'", "/api/v1/users/1"):
            answer = await http.get(path, headers={"origin": BLOG})
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["access-control-allow-origin"] == BLOG
            assert answer.json() == {"code": 16, "message": "authentication required"}


async def test_sh_01_json_is_json_whatever_it_is_called(app: Program) -> None:
    memo = await app.ok(
        "POST", "/api/v1/memos", content='{"content":"from curl"}', headers=FORM
    )
    assert memo["content"] == "from curl"
    path = f"/api/v1/{memo['name']}"
    body = '{"state":"ARCHIVED"}'
    changed = await app.ok("PATCH", path, content=body, headers=FORM)
    assert changed["state"] == "ARCHIVED"
    unnamed = await app.ok("PATCH", path, content='{"state":"NORMAL"}')
    assert unnamed["state"] == "NORMAL"


@pytest.mark.parametrize("query", ["", "?updateMask=content,updateTime"])
async def test_sh_02_content_and_time_are_both_applied(
    app: Program, query: str
) -> None:
    memo = await app.write("one")
    written = "2024-05-06T07:08:09Z"
    await app.change(memo, query, content="two", updateTime=written)
    read = await app.read(memo)
    assert (read["content"], read["updateTime"]) == ("two", written)


async def test_rf_01_cookie_refreshes_and_rotates_over_rest(
    http: httpx.AsyncClient, app: Program
) -> None:
    credentials = {"username": app.username, "password": PASSWORD}
    signed_in = await http.post(
        "/api/v1/auth/signin",
        content=json.dumps({"passwordCredentials": credentials}),
        headers={"sec-fetch-site": "same-origin"},
    )
    cookie = signed_in.headers["set-cookie"].partition(";")[0]
    refreshed = await http.post("/api/v1/auth/refresh", headers={"cookie": cookie})
    assert refreshed.status_code == OK
    fresh = refreshed.headers["set-cookie"].partition(";")[0]
    assert fresh.startswith("memos_refresh=")
    assert fresh != cookie
    session = Program(http, app.username, refreshed.json()["accessToken"])
    assert (await session.ok("GET", "/api/v1/auth/me"))["user"]["name"] == app.user
    again = await http.post("/api/v1/auth/refresh", headers={"cookie": fresh})
    assert again.status_code == OK
