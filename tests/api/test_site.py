"""The page, health and readiness, as a browser and a supervisor ask for them."""

from pathlib import Path

import pytest
from quart import Quart

from appliance.api.pages import Page
from appliance.api.site import create_ops, create_site


async def nothing_wrong() -> str:
    return ""


async def no_database() -> str:
    return "The database does not answer."


@pytest.fixture
def static(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>Page</title>")
    (tmp_path / "assets" / "app.js").write_text("let x;")
    (tmp_path / "assets" / "app.js.gz").write_bytes(b"packed")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "diagram.html").write_text("<title>Diagrams</title>")
    return tmp_path


@pytest.fixture
def site(static: Path) -> Quart:
    return create_site(page=Page.load(static, ""), readiness=nothing_wrong)


async def test_health_is_exactly_what_clients_compare(site: Quart) -> None:
    answer = await site.test_client().get("/healthz")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert await answer.get_data() == b"Service ready."


async def test_readiness_is_the_obstacle_or_none(site: Quart) -> None:
    broken = create_site(page=None, readiness=no_database)
    ready = await site.test_client().get("/readyz")
    unready = await broken.test_client().get("/readyz")
    assert (ready.status_code, unready.status_code) == (200, 503)
    assert await unready.get_data() == b"The database does not answer."
    assert (await broken.test_client().get("/healthz")).status_code == 200


PLACES = """
    / /explore /memos/abc /auth/callback?code=x /deep/unknown/path /healthz/ /metrics
    /explore/rss.xml/ /apis /files /../etc/passwd /%2e%2e/etc/passwd //double//slash
"""
NO_PLACES = """
    /api /api/ /api/v1/x /file /file/x /memos.api.v1 /memos.api.v1.MemoService
    /appliance.v1.TrashService /grpc.health.v1.Health/Check /u/a/rss.xml /robots.txt
    /sitemap.xml /missing.png /.env /assets/missing.js /index.html /app.js.gz
    /..%2f..%2fetc/passwd.txt
"""


@pytest.mark.parametrize("path", PLACES.split())
async def test_places_in_the_page_answer_with_the_page(site: Quart, path: str) -> None:
    answer = await site.test_client().get(path)
    assert answer.status_code == 200
    assert await answer.get_data() == b"<title>Page</title>"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", NO_PLACES.split())
async def test_interfaces_and_missing_files_never_answer_with_the_page(
    site: Quart, path: str
) -> None:
    answer = await site.test_client().get(path)
    assert answer.status_code == 404
    assert await answer.get_json() == {"message": "Not Found"}
    assert "Location" not in answer.headers


async def test_every_answer_is_observed(static: Path) -> None:
    statuses: list[int] = []
    page = Page.load(static, "")
    site = create_site(page=page, readiness=no_database, observe=statuses.append)
    for path in ("/", "/readyz", "/missing.png"):
        await site.test_client().get(path)
    assert statuses == [200, 503, 404]


async def test_a_wrong_verb_is_named(site: Quart) -> None:
    answer = await site.test_client().post("/healthz")
    assert answer.status_code == 405
    assert await answer.get_json() == {"message": "Method Not Allowed"}
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/memos", "/api/x.json"])
@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE"])
async def test_an_unknown_interface_has_no_verbs(
    site: Quart, verb: str, path: str
) -> None:
    client = site.test_client()
    ask = {"GET": client.get, "POST": client.post, "DELETE": client.delete}[verb]
    answer = await ask(path)
    assert answer.status_code == 404
    assert await answer.get_json() == {"message": "Not Found"}


async def test_the_page_may_run_its_own_scripts_only(site: Quart) -> None:
    headers = (await site.test_client().get("/")).headers
    policy = dict(
        rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


async def test_diagrams_are_drawn_without_an_origin_and_a_network(site: Quart) -> None:
    headers = (await site.test_client().get("/diagram.html")).headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert "sandbox allow-scripts" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


async def test_scripts_are_for_documents_without_an_origin_too(site: Quart) -> None:
    client = site.test_client()
    alone = await client.get("/assets/app.js", headers={"Origin": "null"})
    other = await client.get("/assets/app.js", headers={"Origin": "https://a.example"})
    assert alone.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in other.headers


async def test_an_unchanged_page_is_not_sent_again(site: Quart) -> None:
    client = site.test_client()
    tag = (await client.get("/")).headers["ETag"]
    again = await client.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, await again.get_data()) == (304, b"")


async def test_assets_are_sent_packed_to_those_who_can_read_it(site: Quart) -> None:
    client = site.test_client()
    plain = await client.get("/assets/app.js")
    packed = await client.get("/assets/app.js", headers={"Accept-Encoding": "gzip"})
    assert await plain.get_data() == b"let x;"
    assert await packed.get_data() == b"packed"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Type"] == "text/javascript; charset=utf-8"
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers["Cache-Control"].endswith("immutable")
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("path", ["/", "/healthz", "/favicon.svg"])
async def test_heads_are_like_the_whole(site: Quart, path: str) -> None:
    # The ASGI server drops the body, as it must for every application.
    head = await site.test_client().head(path)
    whole = await site.test_client().get(path)
    assert head.status_code == whole.status_code
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


async def test_without_a_page_there_is_a_helpful_refusal() -> None:
    site = create_site(page=None, readiness=nothing_wrong)
    answer = await site.test_client().get("/")
    assert answer.status_code == 503
    assert b"pip install" in await answer.get_data()
    assert (await site.test_client().get("/x.js")).status_code == 404


async def test_the_operators_surface_has_metrics_and_health_and_nothing_else() -> None:
    async def metrics(accept: str) -> tuple[bytes, str]:
        return accept.encode(), "text/plain; version=0.0.4"

    client = create_ops(readiness=no_database, metrics=metrics).test_client()
    answer = await client.get("/metrics", headers={"Accept": "a/b"})
    assert await answer.get_data() == b"a/b"
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4"
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).status_code == 503
    assert (await client.get("/")).status_code == 404
