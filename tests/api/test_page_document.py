"""The document as an instance wants it: additions by hash, other origins by name."""

import base64
import hashlib
from pathlib import Path

import pytest

from appliance.api.page_document import Documents, Wishes, dress, origin_of
from appliance.api.pages import SECURITY, Page
from appliance.api.site import create_site
from appliance.models.database import Database
from appliance.models.instance import PAGE, InstanceSettings

POLICY = "Content-Security-Policy"


@pytest.fixture
def page(tmp_path: Path) -> Page:
    index = '<head><base href="__BASE_PATH__/"></head><body>'
    (tmp_path / "index.html").write_text(index)
    found = Page.load(tmp_path, "/notes")
    assert found
    return found


def test_without_wishes_the_document_is_the_one_that_was_built(page: Page) -> None:
    document = dress(page, Wishes(style=" ", script="\n"))

    assert document.body == page.document
    assert document.security == SECURITY
    assert "unsafe" not in document.security[POLICY]
    assert "frame-src 'self'" in document.security[POLICY]


def test_additions_are_files_named_by_their_digest(page: Page) -> None:
    wishes = Wishes(style="p{color:red}", script="</script><b>")
    document = dress(page, wishes)
    style, script = document.additions.values()

    assert (style.body, script.body) == (b"p{color:red}", b"</script><b>")
    assert script.media_type == "text/javascript; charset=utf-8"
    digest = base64.b64encode(hashlib.sha256(script.body).digest()).decode()
    head = document.body.decode().partition("</head>")[0]
    assert f'src="./{script.name}" integrity="sha256-{digest}"' in head
    assert f'href="./{style.name}"' in head
    assert "<b>" not in document.body.decode()
    assert "unsafe" not in document.security[POLICY]
    other = dress(page, Wishes(style="p{}"))
    assert style.name not in other.additions
    assert other.etag != document.etag


def test_other_origins_are_opened_by_name(page: Page) -> None:
    wishes = Wishes(
        tile_url="https://{s}.tiles.example/{z}/{x}/{y}.png",
        embed_hosts=("a.example", "b.example"),
    )
    policy = dress(page, wishes).security[POLICY]

    assert "connect-src 'self' https://*.tiles.example;" in policy
    assert "frame-src 'self' https://a.example https://b.example;" in policy
    assert "script-src 'self';" in policy
    assert dress(page, wishes).etag != dress(page, Wishes()).etag


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("", ""),
        ("https://t.example:8443/{z}/{x}/{y}.png?k=1", "https://t.example:8443"),
        ("https://{s}.t.example/{z}/{x}/{y}", "https://*.t.example"),
    ],
)
def test_origin_is_what_a_policy_names(url: str, origin: str) -> None:
    assert origin_of(url) == origin


async def test_settings_hold_at_once(page: Page, database: Database) -> None:
    settings = InstanceSettings(database)
    site = create_site(page=page, readiness=ready, settings=settings).test_client()
    first = await site.get("/explore")
    await settings.set("GENERAL", {"additionalStyle": "b{}"}, None)
    await settings.set(PAGE, {"embedHosts": ["e.example"]}, None)

    second = await site.get(
        "/explore", headers={"If-None-Match": first.headers["ETag"]}
    )
    name = next(iter((await Documents(page, settings).current()).additions))
    style = await site.get(f"/{name}")

    assert second.status_code == 200
    assert name in await second.get_data(as_text=True)
    assert "frame-src 'self' https://e.example;" in second.headers[POLICY]
    assert await style.get_data() == b"b{}"
    assert style.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in style.headers["Cache-Control"]
    assert style.headers["X-Content-Type-Options"] == "nosniff"
    await settings.set("GENERAL", {}, None)
    assert (await site.get(f"/{name}")).status_code == 404
    same = await site.get("/", headers={"If-None-Match": second.headers["ETag"]})
    assert same.status_code == 200


async def test_page_is_shown_while_the_database_is_away(
    page: Page, database: Database
) -> None:
    settings = InstanceSettings(database)
    site = create_site(page=page, readiness=ready, settings=settings).test_client()
    await database.close()

    answer = await site.get("/")

    assert answer.status_code == 200
    assert await answer.get_data() == page.document
    await database.open()


async def ready() -> str:
    return ""
