"""Backups and jobs over HTTP, on both listeners of a whole server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from appliance.app import Appliance, build
from appliance.config import read_settings
from appliance.ops.backup import repository
from appliance.ops.backup.verify import verify
from tests.ops.http.test_surface import BEARER, TOKEN, listener
from tests.test_app import serving


@pytest.fixture
def application(tmp_path: Path) -> Appliance:
    """Make a server that has a place for backups and makes none by itself."""
    flags = {"data": str(tmp_path), "backup_to": str(tmp_path / "backups")}
    settings = read_settings(flags, {"APPLIANCE_OPS_TOKEN": TOKEN})
    return build(settings, static=tmp_path / "static")


@pytest.fixture
async def http(application: Appliance) -> AsyncIterator[httpx.AsyncClient]:
    """Start it, and call its own listener for operators."""
    async with serving(application), listener(application) as own:
        own.headers.update(BEARER)
        own.timeout = httpx.Timeout(60)
        yield own


async def ended(http: httpx.AsyncClient, begun: httpx.Response) -> dict[str, Any]:
    assert begun.status_code == 202, begun.text
    job: dict[str, Any] = begun.json()
    async with asyncio.timeout(60):
        while job["state"] in ("QUEUED", "RUNNING"):
            await asyncio.sleep(0.2)
            job = (await http.get(f"/ops/{job['name']}")).json()
    return job


def whole(path: Path, content: bytes) -> bool:
    path.write_bytes(content)
    return verify(repository.locate(path)).good


async def test_a_backup_is_made_and_fetched_in_pieces(
    http: httpx.AsyncClient, tmp_path: Path
) -> None:
    made = await ended(http, await http.post("/ops/backups"))
    assert made["state"] == "SUCCEEDED"
    name = made["result"]["backup"]
    listed = (await http.get("/ops/backups")).json()
    assert [each["name"] for each in listed["backups"]] == [name]

    full = await http.get(f"/ops/{name}/file")
    assert full.status_code == 200
    assert full.headers["accept-ranges"] == "bytes"
    assert whole(tmp_path / "full.tar", full.content)
    head = await http.head(f"/ops/{name}/file")
    assert head.headers["content-length"] == str(len(full.content))
    pieces = b""
    for wanted in ("bytes=0-999", "bytes=1000-"):
        condition = {"Range": wanted, "If-Range": full.headers["etag"]}
        piece = await http.get(f"/ops/{name}/file", headers=condition)
        assert piece.status_code == 206
        assert piece.headers["content-range"].endswith(f"/{len(full.content)}")
        pieces += piece.content
    assert pieces == full.content
    beyond = {"Range": f"bytes={len(full.content)}-"}
    assert (await http.get(f"/ops/{name}/file", headers=beyond)).status_code == 416
    entries = (
        await http.get("/ops/audit", params={"kind": "backup.downloaded"})
    ).json()
    assert len(entries["entries"]) == 5


async def test_a_backup_is_proved_rehearsed_and_removed(
    http: httpx.AsyncClient,
) -> None:
    made = await ended(http, await http.post("/ops/backups"))
    name = made["result"]["backup"]
    proof = await ended(http, await http.post(f"/ops/{name}/verify"))
    assert proof["result"]["opened"]
    drill = await ended(http, await http.post("/ops/backups/drill"))
    assert drill["state"] == "SUCCEEDED"
    jobs = (await http.get("/ops/jobs", params={"limit": 2})).json()["jobs"]
    assert [job["kind"] for job in jobs] == ["backup.drill", "backup.verify"]
    again = await http.post(f"/ops/{jobs[0]['name']}/cancel")
    assert again.json()["state"] == "SUCCEEDED"
    told = (await http.get("/ops/operations")).json()
    assert told["lastBackup"]["good"]

    last = await http.delete(f"/ops/{name}")
    assert (last.status_code, last.json()["code"]) == (409, "failed_precondition")
    await ended(http, await http.post("/ops/backups"))
    assert (await http.delete(f"/ops/{name}")).status_code == 200
    assert (await http.get(f"/ops/{name}/file")).status_code == 404
    entries = (await http.get("/ops/audit", params={"kind": "backup"})).json()
    kinds = {entry["kind"] for entry in entries["entries"]}
    assert kinds == {
        *("backup.created", "backup.verified", "backup.drilled", "backup.deleted")
    }
    metrics = (await http.get("/metrics")).text
    assert 'appliance_jobs_total{kind="backup.create",state="succeeded"} 2.0' in metrics
    assert 'appliance_backup_last_good{kind="verify"} 1.0' in metrics


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/ops/jobs/none", 404),
        ("POST", "/ops/jobs/none/cancel", 404),
        ("GET", "/ops/jobs?limit=0", 400),
        ("POST", "/ops/backups/x/verify", 400),
        ("POST", "/ops/backups/prune", 409),
        ("DELETE", "/ops/backups/latest", 400),
        ("PUT", "/ops/backups", 405),
        ("GET", "/ops/backups?destination=relative", 400),
    ],
)
async def test_what_is_wrong_is_told(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)
    assert answer.status_code == status
    if status != 405:
        assert answer.json()["message"]


@pytest.mark.parametrize("body", ["[]", "x", '{"destinations": [1]}'])
async def test_bodies_are_read_strictly(http: httpx.AsyncClient, body: str) -> None:
    answer = await http.post("/ops/backups", content=body)
    assert answer.status_code == 400


async def test_none_of_it_is_for_strangers(http: httpx.AsyncClient) -> None:
    for method, path in (
        ("GET", "/ops/backups"),
        ("POST", "/ops/backups"),
        ("GET", "/ops/backups/latest/file"),
        ("DELETE", "/ops/backups/x"),
        ("GET", "/ops/jobs"),
        ("GET", "/ops/operations"),
    ):
        refused = await http.request(method, path, headers={"Authorization": ""})
        assert refused.status_code == 401
