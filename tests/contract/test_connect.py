"""Connect's own forms: GET for what has no side effects, and gRPC-Web as text."""

import base64
import gzip
import json
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests import wire
from tests.clients import OK, GrpcWebTextClient, frames
from tests.servers import Server, running_server, sign_up

PROFILE = "/memos.api.v1.InstanceService/GetInstanceProfile"
CREATE = "/memos.api.v1.MemoService/CreateMemo"
LIST = "/memos.api.v1.MemoService/ListMemos"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    return sign_up(server)


@pytest.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        yield client


async def test_get_answers_with_json(http: httpx.AsyncClient) -> None:
    response = await http.get(PROFILE, params={"encoding": "json", "message": "{}"})

    assert response.status_code == 200
    assert response.json()["version"] == "0.30.0"


async def test_get_answers_with_protobuf(http: httpx.AsyncClient, token: str) -> None:
    method = wire.rpcs()["MemoService/ListMemos"]
    request = wire.to_message(method.input, {"pageSize": 7}).SerializeToString()
    packed = base64.urlsafe_b64encode(request).decode().rstrip("=")
    response = await http.get(
        LIST,
        params={"connect": "v1", "encoding": "proto", "base64": "1", "message": packed},
        headers={"authorization": f"Bearer {token}"},
    )

    assert response.headers["content-type"] == "application/proto"
    assert method.output.FromString(response.content) is not None


async def test_get_of_a_write_is_not_allowed(
    http: httpx.AsyncClient, token: str
) -> None:
    message = json.dumps({"memo": {"content": "written by a link"}})
    response = await http.get(
        CREATE,
        params={"encoding": "json", "message": message},
        headers={"authorization": f"Bearer {token}"},
    )

    assert response.status_code == 405


async def test_every_safe_method_answers_a_get(
    http: httpx.AsyncClient, token: str
) -> None:
    for rpc in (
        "AuthService/GetCurrentUser",
        "MemoService/ListMemos",
        "InstanceService/GetInstanceProfile",
    ):
        response = await http.get(
            wire.rpcs()[rpc].path,
            params={"encoding": "json", "message": "{}"},
            headers={"authorization": f"Bearer {token}"},
        )
        assert response.status_code == 200, rpc


async def test_connect_over_http2(server: Server) -> None:
    async with httpx.AsyncClient(
        base_url=server.base_url, http1=False, http2=True
    ) as http:
        response = await http.post(PROFILE, json={})

    assert response.http_version == "HTTP/2"
    assert response.json()["version"] == "0.30.0"


async def test_gzipped_request_is_read(http: httpx.AsyncClient) -> None:
    response = await http.post(
        PROFILE,
        content=gzip.compress(b"{}"),
        headers={"content-type": "application/json", "content-encoding": "gzip"},
    )

    assert response.status_code == 200


async def test_answer_is_gzipped_for_who_asks(
    http: httpx.AsyncClient, token: str
) -> None:
    content = "the same words again " * 200
    headers = {"authorization": f"Bearer {token}", "accept-encoding": "gzip"}
    response = await http.post(
        CREATE, json={"memo": {"content": content}}, headers=headers
    )

    assert response.headers["content-encoding"] == "gzip"
    assert response.json()["content"] == content


async def test_text_form_of_grpc_web(server: Server, token: str) -> None:
    client = GrpcWebTextClient(server.base_url)
    try:
        good = await client.call("AuthService/GetCurrentUser", token=token)
        bad = await client.call("AuthService/GetCurrentUser")
    finally:
        await client.aclose()

    assert good.code == OK
    assert good.message["user"]["name"] == "users/admin"
    assert bad.code == "unauthenticated"


async def test_grpc_web_answer_ends_with_trailers(http: httpx.AsyncClient) -> None:
    response = await http.post(
        PROFILE,
        content=b"\0\0\0\0\0",
        headers={"content-type": "application/grpc-web+proto"},
    )

    (message_flags, _), (trailer_flags, trailers) = frames(response.content)
    assert (message_flags, trailer_flags) == (0x00, 0x80)
    assert b"grpc-status" in trailers.lower()


async def test_unknown_media_type_is_415(http: httpx.AsyncClient) -> None:
    response = await http.post(
        PROFILE, content=b"<x/>", headers={"content-type": "text/xml"}
    )

    assert response.status_code == 415


async def test_unknown_method_is_404(http: httpx.AsyncClient) -> None:
    response = await http.post("/memos.api.v1.MemoService/Invent", json={})

    assert response.status_code == 404
