"""A line for each request that is no RPC, and what it does not tell."""

import contextlib
from typing import Any

import pytest
from structlog.testing import capture_logs

from appliance.api.access_log import logged
from appliance.api.asgi import Receive, Scope, Send
from tests.api.calling import call


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as the path says."""
    del receive
    if scope["path"] == "/broken":
        raise RuntimeError("secret")
    status = 404 if scope["path"] == "/nothing" else 200
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def line_of(target: str, **headers: str) -> dict[str, Any]:
    with capture_logs() as lines:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.suppress(RuntimeError):
            await call(logged(page), "GET", target, headers=names)
    (line,) = lines
    return dict(line)


async def test_a_line_says_what_was_asked_and_answered() -> None:
    line = await line_of("/explore", x_request_id="abc")
    assert line.pop("ms") >= 0
    assert line == {
        "event": "http",
        "log_level": "info",
        "method": "GET",
        "path": "/explore",
        "status": 200,
        "client": "192.0.2.1",
        "request_id": "abc",
    }


@pytest.mark.parametrize(
    ("target", "level", "status"),
    [
        ("/nothing", "info", 404),
        ("/readyz", "debug", 200),
        ("/broken", "error", 500),
    ],
)
async def test_its_level_follows_the_answer(
    target: str, level: str, status: int
) -> None:
    line = await line_of(target)
    assert (line["log_level"], line["status"]) == (level, status)


@pytest.mark.parametrize(
    "target",
    [
        "/memos/shares/sesame",
        "/file/attachments/1/a.png?share_token=sesame",
        "/auth/callback?code=sesame",
    ],
)
async def test_what_opens_something_is_not_told(target: str) -> None:
    assert "sesame" not in str(await line_of(target, authorization="Bearer sesame"))


async def test_a_path_has_an_end() -> None:
    assert len((await line_of("/" + "x" * 9999))["path"]) == 200
