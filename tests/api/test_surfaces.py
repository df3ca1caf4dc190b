"""Each path belongs to one surface."""

import pytest

from appliance.api.surfaces import Surfaces
from tests.api.calling import call


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/memos", "rest"),
        ("/api/appliance/v1/jobs", "rest"),
        ("/file/x", "files"),
        ("/memos.api.v1.MemoService/ListMemos", "calls"),
        ("/appliance.v1.OperationsService/GetJob", "calls"),
        ("/metrics", "metrics"),
        ("/metrics/x", "page"),
        ("/ops/doctor", "ops"),
        ("/ops", "page"),
        ("/explore", "page"),
    ],
)
async def test_path_reaches_its_surface(path: str, name: str) -> None:
    reached: list[str] = []

    def surface(called: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - an ASGI app
        async def serve(_scope, _receive, send):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - same
            reached.append(called)
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        return serve

    names = ("calls", "rest", "files", "page", "ops", "metrics")
    surfaces = Surfaces(**{each: surface(each) for each in names})
    await call(surfaces, "GET", path)
    assert reached == [name]
