"""The wired server, called as any ASGI server would call it."""

import asyncio
import itertools
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from appliance.app import Appliance, build
from appliance.config import read_settings
from appliance.errors import FailedPreconditionError
from appliance.models import migrate
from appliance.models.database import Database
from appliance.models.storage import sweep

OPEN_METRICS = "application/openmetrics-text"
PROFILE = "/api/v1/instance/profile"
PROFILE_CALL = "/memos.api.v1.InstanceService/GetInstanceProfile"


def appliance(directory: Path, **flags: str) -> Appliance:
    settings = read_settings({"data": str(directory), **flags}, {})
    return build(settings, static=directory / "static")


class Life:
    """The lifespan protocol from the side of the ASGI server."""

    def __init__(self, application: Appliance) -> None:
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}}
        self.task = asyncio.create_task(
            application.asgi(scope, self._inbox.get, self._outbox.put)
        )

    async def tell(self, event: str) -> dict[str, Any]:
        """Send an event and return the application's answer."""
        await self._inbox.put({"type": f"lifespan.{event}"})
        return await self._outbox.get()


@asynccontextmanager
async def client(application: Appliance) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as http:
        yield http


@asynccontextmanager
async def serving(application: Appliance) -> AsyncIterator[httpx.AsyncClient]:
    """Start the application and stop it behind the block."""
    life = Life(application)
    assert (await life.tell("startup"))["type"] == "lifespan.startup.complete"
    async with client(application) as http:
        yield http
    assert (await life.tell("shutdown"))["type"] == "lifespan.shutdown.complete"
    await life.task


async def test_it_is_ready_between_start_and_stop(tmp_path: Path) -> None:
    application = appliance(tmp_path)
    async with client(application) as http:
        assert (await http.get("/readyz")).status_code == 503
        assert (await http.get("/healthz")).status_code == 200
        async with serving(application):
            assert (await http.get("/readyz")).text == "ready"
        assert (await http.get("/readyz")).status_code == 503


async def test_what_a_killed_drill_left_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "FIRST_SECONDS", 0.0)
    left = tmp_path / ".drill-old"
    left.mkdir()
    os.utime(left, (1, 1))
    async with serving(appliance(tmp_path)), asyncio.timeout(20):
        while left.exists():  # noqa: ASYNC110 - nothing says when it was swept
            await asyncio.sleep(0.01)


async def test_each_path_reaches_its_surface(tmp_path: Path) -> None:
    async with serving(appliance(tmp_path)) as http:
        rest = await http.get(PROFILE)
        call = await http.post(PROFILE_CALL, json={})
        page = await http.get("/explore")
        unknown = await http.get("/api/v1/nothing")
        file = await http.get("/file/attachments/x/y")
    assert rest.json()["version"] == call.json()["version"] == "0.30.0"
    assert page.headers["content-type"].startswith("text/html")
    assert unknown.json() == {"code": 5, "message": "Not Found", "details": []}
    assert file.json() == {"message": "attachment not found"}


PATHS = """
    /api /api/ /api/v1 /api/v1/ /api/v1/memos/ /api//v1/memos //api/v1/memos /file
    /file/ /memos.api.v1.MemoService /memos.api.v1.MemoService/ /healthz/ /readyz/
    /memos.api.v1.MemoService/GetMemo/ /appliance.v1.TrashService /a/../b // /x//
    /grpc.health.v1.Health
"""


async def test_nothing_is_ever_redirected(tmp_path: Path) -> None:
    async with serving(appliance(tmp_path)) as http:
        for path, method in itertools.product(PATHS.split(), ("GET", "POST")):
            answer = await http.request(method, f"http://a{path}")
            assert not answer.is_redirect
            assert answer.status_code < 500 or answer.status_code in (501, 503)


async def test_every_surface_stands_behind_the_edge(tmp_path: Path) -> None:
    application = appliance(tmp_path, base_path="/notes")
    async with serving(application) as http:
        for path in (PROFILE, PROFILE_CALL, "/healthz", "/explore"):
            inside = await http.post(f"/notes{path}", json={})
            assert inside.status_code != 404
            assert inside.headers["x-request-id"]
            assert (await http.post(path, json={})).status_code == 404


async def test_calls_are_counted_whatever_carries_them(tmp_path: Path) -> None:
    application = appliance(tmp_path)
    async with serving(application) as http:
        await http.get(PROFILE)
        await http.post(PROFILE_CALL, json={})
        await http.get("/missing.png")
        ops: Any = application.ops_asgi
        async with httpx.AsyncClient(transport=httpx.ASGITransport(ops)) as operator:
            text = (await operator.get("http://ops/metrics")).text
    for transport in ("rest", "connect"):
        labels = f'method="{PROFILE_CALL[1:]}",transport="{transport}"'
        assert f'appliance_rpc_total{{code="ok",{labels}}} 1.0' in text
    assert 'appliance_http_requests_total{status="404"} 1.0' in text
    assert "appliance_ready 1.0" in text


async def test_the_named_administrator_is_there_before_the_port_opens(
    tmp_path: Path,
) -> None:
    settings = read_settings(
        {"data": str(tmp_path)},
        {"APPLIANCE_ADMIN_USERNAME": "root", "APPLIANCE_ADMIN_PASSWORD": "sesame 42"},
    )
    sign_in = {"passwordCredentials": {"username": "root", "password": "sesame 42"}}
    for _ in range(2):
        async with serving(build(settings)) as http:
            answer = await http.post("/api/v1/auth/signin", json=sign_in)
            assert answer.json()["user"]["role"] == "ADMIN"


async def test_a_failed_start_says_why_and_lets_go(tmp_path: Path) -> None:
    file = str(tmp_path / "appliance.db")
    await migrate.migrate(Database.sqlite(file))
    future = Database.sqlite(file)
    await future.open()
    await future.execute(
        "INSERT INTO appliance_aerich (version, app, content) VALUES (?, ?, ?)",
        ["9_29990101000000_flying.py", "models", "{}"],
    )
    await future.close()

    application = appliance(tmp_path)
    life = Life(application)
    answer = await life.tell("startup")

    assert answer["type"] == "lifespan.startup.failed"
    assert isinstance(application.fault, FailedPreconditionError)
    assert answer["message"] == str(application.fault)
    await life.task
    assert not (tmp_path / "appliance.db-wal").exists()


async def test_a_start_that_is_cut_off_lets_go(tmp_path: Path) -> None:
    life = Life(appliance(tmp_path))
    await life.tell("startup")
    life.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await life.task
    assert not (tmp_path / "appliance.db-wal").exists()


async def test_all_metrics_keep_the_conventions(tmp_path: Path) -> None:
    application = appliance(tmp_path)
    async with serving(application) as http:
        await http.get(PROFILE)
        ops: Any = application.ops_asgi
        async with httpx.AsyncClient(transport=httpx.ASGITransport(ops)) as operator:
            text = (await operator.get("http://ops/metrics")).text
    families = {each.name: each for each in text_string_to_metric_families(text)}
    assert {"appliance_users", "appliance_database_size_bytes"} <= families.keys()
    for name, family in families.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert family.documentation
        # A family that is a counter has its suffix on its samples.
        assert not name.endswith(("_total", "_count", "_sum", "_bucket"))
        for sample in family.samples:
            assert (family.type == "counter") <= sample.name.endswith("_total")
    lookups = families["appliance_cache_lookups"].samples
    assert {each.labels["cache"] for each in lookups} >= {"accounts", "settings"}
    writes = families["appliance_database_write_duration_seconds"].samples
    assert any(each.name.endswith("_count") and each.value for each in writes)


async def test_the_main_port_shows_metrics_to_whom_it_may(tmp_path: Path) -> None:
    token = "a-token-for-prometheus"
    environment = {"APPLIANCE_OPS_TOKEN": token}
    settings = read_settings(
        {"data": str(tmp_path), "base_path": "/notes"}, environment
    )
    application = build(settings, static=tmp_path / "static")
    headers = {"Authorization": f"Bearer {token}", "Accept": OPEN_METRICS}
    async with serving(application) as http:
        refused = await http.get("/notes/metrics")
        shown = await http.get("/notes/metrics", headers=headers)
        # What is not there stays the page's business.
        other = await http.get("/notes/metrics/x", headers=headers)
    assert (refused.status_code, shown.status_code) == (401, 200)
    assert "appliance_build_info" not in refused.text
    assert shown.headers["content-type"].startswith(OPEN_METRICS)
    assert shown.text.endswith("# EOF\n")
    assert other.headers["content-type"].startswith("text/html")


async def test_named_networks_read_metrics_without_a_credential(tmp_path: Path) -> None:
    application = appliance(tmp_path, metrics_networks="127.0.0.0/8")
    async with serving(application) as http:
        direct = await http.get("/metrics")
        forwarded = await http.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    assert (direct.status_code, forwarded.status_code) == (200, 401)
