"""The whole server below a path: whatever leads somewhere leads below it."""

import json
from pathlib import Path

import httpx
import pytest

from appliance.app import build
from appliance.config import read_settings
from tests.test_app import serving

ROOT = Path(__file__).parents[1]
PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="  # noqa: E501 - a picture


def settings_of(data: Path, base_path: str) -> dict[str, str]:
    return {
        "data": str(data),
        "base_path": base_path,
        "instance_url": "https://home.example",
    }


@pytest.fixture(params=["", "/notes"])
def below(request: pytest.FixtureRequest) -> str:
    """Return where the server is mounted: at the root, or below a path."""
    return str(request.param)


async def test_everything_leads_below_the_path(tmp_path: Path, below: str) -> None:
    static = tmp_path / "static"
    static.mkdir()
    (static / "index.html").write_text('<base href="__BASE_PATH__/">')
    (static / "sw.js").write_text("self;")
    settings = read_settings(settings_of(tmp_path / "data", below), {})
    (tmp_path / "data").mkdir()
    home = f"https://home.example{below}"
    async with serving(build(settings, static=static)) as http:
        at = f"http://home.example{below}"
        for place in (f"{at}/", f"{at}/memos/x", f"{at}/share-target"):
            page = await http.get(place)
            assert page.text == f'<base href="{below}/">'
        # A service worker may rule what lies beside it: no header must widen that.
        worker = await http.get(f"{at}/sw.js")
        assert worker.headers["content-type"].startswith("text/javascript")
        assert "service-worker-allowed" not in worker.headers
        token = await _signed_in(http, at, below)
        await _written(http, at, token)
        memos = (await http.get(f"{at}/explore/rss.xml")).text
        assert f"<link>{home}/memos/note</link>" in memos
        assert f"{home}/file/attachments/" in memos
        assert (
            f"<loc>{home}/memos/note</loc>"
            in (await http.get(f"{at}/sitemap.xml")).text
        )
        assert (
            f"Sitemap: {home}/sitemap.xml" in (await http.get(f"{at}/robots.txt")).text
        )
        profile = await http.get(f"{at}/api/v1/instance/profile")
        assert profile.json()["instanceUrl"] == home
        await _has_a_picture(http, at, token)
        if below:
            outside = await http.get("http://home.example/api/v1/instance/profile")
            assert outside.status_code == 404


async def _signed_in(http: httpx.AsyncClient, at: str, below: str) -> str:
    person = {"username": "ann", "password": "a long password"}
    await http.post(f"{at}/api/v1/users", json=person)
    answer = await http.post(
        f"{at}/api/v1/auth/signin",
        json={"passwordCredentials": person},
        headers={"Origin": "http://home.example"},
    )
    cookies = [
        answer.headers["set-cookie"],
        answer.headers["grpc-metadata-set-cookie"],
    ]
    assert all(f"; Path={below or '/'};" in cookie for cookie in cookies)
    renewed = await http.post(f"{at}/api/v1/auth/refresh")
    assert renewed.status_code == 200
    token = str(answer.json()["accessToken"])
    left = await http.post(
        f"{at}/api/v1/auth/signout", headers={"Authorization": f"Bearer {token}"}
    )
    assert f"; Path={below or '/'};" in left.headers["set-cookie"]
    return token


async def _written(http: httpx.AsyncClient, at: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    file = {"filename": "a.png", "type": "image/png", "content": PICTURE[22:]}
    attachment = await http.post(f"{at}/api/v1/attachments", json=file, headers=headers)
    name = attachment.json()["name"]
    memo = {"content": "hi", "visibility": "PUBLIC", "attachments": [{"name": name}]}
    made = await http.post(f"{at}/api/v1/memos?memoId=note", json=memo, headers=headers)
    assert made.status_code == 200
    served = await http.get(f"{at}/file/{name}/a.png", headers=headers)
    assert served.headers["content-type"] == "image/png"


async def _has_a_picture(http: httpx.AsyncClient, at: str, token: str) -> None:
    """Clients put the address at which they found the server before what is told."""
    user = await http.patch(
        f"{at}/api/v1/users/ann?updateMask=avatarUrl",
        json={"avatarUrl": PICTURE},
        headers={"Authorization": f"Bearer {token}"},
    )
    address = user.json()["avatarUrl"]
    assert address.startswith("/file/")
    picture = await http.get(f"{at}{address}")
    assert picture.headers["content-type"] == "image/png"


def test_the_page_is_installed_from_wherever_it_is() -> None:
    manifest = json.loads((ROOT / "web/public/site.webmanifest").read_text("utf-8"))
    addresses = [
        manifest["start_url"],
        manifest["scope"],
        manifest["share_target"]["action"],
        *(icon["src"] for icon in manifest["icons"]),
    ]

    assert all(address.startswith("./") for address in addresses)


@pytest.mark.parametrize(
    ("url", "base_path", "address"),
    [
        ("https://a.example", "/notes", "https://a.example/notes"),
        ("https://a.example/notes", "/notes", "https://a.example/notes"),
        ("https://a.example/x", "/notes", "https://a.example/x/notes"),
        ("https://a.example", "", "https://a.example"),
        ("https://a.example/proxied", "", "https://a.example/proxied"),
        ("", "/notes", ""),
    ],
)
def test_links_begin_with_the_whole_address(
    tmp_path: Path, url: str, base_path: str, address: str
) -> None:
    flags = {"data": str(tmp_path), "instance_url": url, "base_path": base_path}
    assert read_settings(flags, {}).instance_url == address
