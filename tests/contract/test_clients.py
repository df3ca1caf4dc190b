"""What the phone apps and the web clipper send, to the letter, and what they rely on.

The programs give up silently where an answer is not as they know it; each test bears
the number that the case has in our list of clients.
"""

import base64
import json
import re
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.contract.callers import OK, Program, http_client, install
from tests.servers import Server, running_server, sign_up

WHOLE_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SEMVER = re.compile(r"(\d+)\.(\d+)\.(\d+)")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQ"
    "AAAABJRU5ErkJggg=="
)


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
async def app(server: Server) -> AsyncIterator[Program]:
    async with http_client(server) as http:
        yield await install(http)


@pytest.fixture(params=["server", "private_server"])
async def visitor(request: pytest.FixtureRequest) -> AsyncIterator[httpx.AsyncClient]:
    """Nobody, before an instance of either kind."""
    async with http_client(request.getfixturevalue(request.param)) as http:
        yield http


async def upload(app: Program, **fields: Any) -> Any:
    """Send an attachment as the Android app does: in pieces, of unknown length."""
    body = {"filename": "img 1.png", "type": "image/png"} | fields
    body["content"] = base64.b64encode(PNG).decode()
    text = json.dumps(body).encode()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(text), 50):
            yield text[start : start + 50]

    return await app.ok(
        "POST",
        "/api/v1/attachments",
        content=pieces(),
        headers={"content-type": "application/json; charset=utf-8"},
    )


# The phone apps.


async def test_mm_01_status_names_no_version(
    app: Program, visitor: httpx.AsyncClient
) -> None:
    for answer in (
        await visitor.get("/api/v1/status"),
        await app.send("GET", "/api/v1/status"),
    ):
        if answer.status_code != httpx.codes.NOT_FOUND:
            assert "version" not in answer.json().get("profile", {})


async def test_mm_02_profile_tells_everybody_the_version(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await visitor.get("/api/v1/instance/profile")
    assert answer.status_code == OK
    assert answer.json()["version"] == "0.30.0"


async def test_mm_03_me_is_complete_and_401_means_expired(app: Program) -> None:
    user = (await app.ok("GET", "/api/v1/auth/me"))["user"]
    assert user["name"] == app.user
    assert user["username"] == app.username
    assert user["role"] == "USER"
    assert user["state"] == "NORMAL"
    assert isinstance(user["displayName"], str)
    assert isinstance(user["avatarUrl"], str)
    assert WHOLE_SECONDS.fullmatch(user["createTime"])
    expired = Program(app.http, app.username, app.token[:-1] + "!")
    assert (await expired.send("GET", "/api/v1/auth/me")).status_code == 401


async def test_mm_04_settings_have_defaults(app: Program) -> None:
    answer = await app.ok("GET", f"/api/v1/{app.user}/settings/GENERAL")
    assert answer == {
        "name": f"{app.user}/settings/GENERAL",
        "generalSetting": {"locale": "en", "memoVisibility": "PRIVATE", "theme": ""},
    }


@pytest.mark.parametrize("token", ["&pageToken=", ""])
async def test_mm_05_empty_list_has_its_keys(app: Program, token: str) -> None:
    filter_text = quote(f'creator == "{app.user}"')
    path = f"/api/v1/memos?pageSize=200{token}&state=NORMAL&filter={filter_text}"
    assert await app.ok("GET", path) == {"memos": [], "nextPageToken": ""}


async def test_mm_07_pages_stay_whole_while_others_write(app: Program) -> None:
    written = [(await app.write(f"note {n}"))["name"] for n in range(8)]
    same = {"pageSize": "3", "state": "NORMAL", "filter": f'creator == "{app.user}"'}
    found: list[str] = []
    token = ""
    for _ in range(9):
        answer = await app.ok(
            "GET", "/api/v1/memos", params=same | {"pageToken": token}
        )
        found += [memo["name"] for memo in answer["memos"]]
        token = answer["nextPageToken"]
        if not token:
            break
        await app.write("meanwhile")
    assert found == written[::-1]


@pytest.mark.parametrize("attached", [True, False])
async def test_mm_09_notes_keep_the_time_they_were_written_at(
    app: Program, *, attached: bool
) -> None:
    attachments = [{"name": (await upload(app))["name"]}] if attached else []
    memo = await app.write(
        "from phone",
        visibility="PROTECTED",
        attachments=attachments,
        createTime="2024-03-03T03:03:03.123456789Z",
        updateTime="2024-03-04T05:03:03.5+02:00",
    )
    read = await app.read(memo)
    assert read["createTime"] == "2024-03-03T03:03:03Z"
    assert read["updateTime"] == "2024-03-04T03:03:03Z"
    assert read["visibility"] == "PROTECTED"
    assert len(read["attachments"]) == len(attachments)


@pytest.mark.parametrize(
    "fields",
    [
        {"content": "new #tag"},
        {"visibility": "PUBLIC"},
        {"pinned": True},
        {"state": "ARCHIVED"},
        {"updateTime": "2024-03-05T00:00:00Z"},
        {"attachments": []},
        {"content": "x", "visibility": "PROTECTED", "pinned": True},
    ],
)
async def test_mm_10_patch_changes_what_it_names(
    app: Program, fields: dict[str, Any]
) -> None:
    attachment = {"name": (await upload(app))["name"]}
    memo = await app.write("old", visibility="PRIVATE", attachments=[attachment])
    await app.change(memo, **fields)
    read = await app.read(memo)
    assert {key: read[key] for key in fields} == fields
    derived = {"updateTime", "tags", "snippet", "property", "title"}
    for key in read.keys() - fields.keys() - derived:
        assert read[key] == memo[key], key


async def test_mm_13_sizes_of_attachments_are_text(app: Program) -> None:
    await upload(app)
    answer = await app.ok("GET", "/api/v1/attachments")
    (attachment,) = answer["attachments"]
    assert attachment["size"] == str(len(PNG))
    assert answer["nextPageToken"] == ""


@pytest.mark.parametrize("attached", [True, False])
async def test_mm_14_upload_is_named(app: Program, *, attached: bool) -> None:
    memo = await app.write("with a picture")
    uploaded = await upload(app, **({"memo": memo["name"]} if attached else {}))
    assert uploaded["name"].startswith("attachments/")
    names = [found["name"] for found in (await app.read(memo))["attachments"]]
    assert names == ([uploaded["name"]] if attached else [])


async def test_mm_16_private_file_needs_the_token(app: Program) -> None:
    memo = await app.write("with a picture")
    uploaded = await upload(app, memo=memo["name"])
    path = f"/file/{uploaded['name']}/{quote(uploaded['filename'])}"
    whole = await app.send("GET", path, headers={"accept": "*/*"})
    assert (whole.status_code, whole.content) == (OK, PNG)
    assert whole.headers["content-type"] == "image/png"
    part = await app.send("GET", path, headers={"range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, PNG[1:4])
    assert part.headers["content-range"] == f"bytes 1-3/{len(PNG)}"
    assert (await app.http.get(path)).status_code == 401


async def test_mm_17_stats_count_tags(app: Program) -> None:
    path = f"/api/v1/{app.user}:getStats"
    assert (await app.ok("GET", path))["tagCount"] == {}
    await app.write("#one #two")
    await app.write("#one")
    assert (await app.ok("GET", path))["tagCount"] == {"one": 2, "two": 1}


# The web clipper.


async def test_wc_01_version_is_understood(app: Program) -> None:
    profile = await app.ok("GET", "/api/v1/instance/profile")
    found = SEMVER.fullmatch(profile["version"])
    assert found is not None
    assert (0, 26, 0) <= tuple(map(int, found.groups())) < (1, 0, 0)


async def test_wc_04_own_id_makes_creating_idempotent(app: Program) -> None:
    uid = str(uuid.uuid4())
    attachment = {"name": (await upload(app))["name"]}
    body = {"content": "clip", "visibility": "PRIVATE", "attachments": [attachment]}
    path = f"/api/v1/memos?memoId={uid}"
    assert (await app.ok("POST", path, json=body))["name"] == f"memos/{uid}"
    again = await app.send("POST", path, json=body)
    assert (again.status_code, again.json()["code"]) == (409, 6)
    assert len((await app.ok("GET", "/api/v1/attachments"))["attachments"]) == 1
    mine = {"filter": f'creator == "{app.user}"'}
    listed = await app.ok("GET", "/api/v1/memos", params=mine)
    assert len(listed["memos"]) == 1


async def test_wc_05_every_item_of_a_list_is_known(app: Program) -> None:
    for visibility in ("PRIVATE", "PROTECTED", "PUBLIC"):
        await app.write(visibility, visibility=visibility)
    answer = await app.ok("GET", "/api/v1/memos?pageSize=20&orderBy=create_time%20desc")
    memos = answer["memos"]
    assert len(memos) >= 3
    for memo in memos:
        for key in ("name", "creator", "content", "createTime"):
            assert isinstance(memo[key], str), key
        assert memo["visibility"] in {"PRIVATE", "PROTECTED", "PUBLIC"}
    times = [memo["createTime"] for memo in memos]
    assert times == sorted(times, reverse=True)
