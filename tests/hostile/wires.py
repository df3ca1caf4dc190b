"""The same broken body over every transport, and the code that comes back.

Unlike the clients of the other tests these send bytes, whatever the bytes are.
"""

import base64
from dataclasses import dataclass
from urllib.parse import unquote

import grpc
import httpx

from tests import wire
from tests.clients import CODES, NAMES, OK, decode_text, frame, frames

CREATE = "MemoService/CreateMemo"
BASE64_TEXT = "application/grpc-web-text+proto"


@dataclass(frozen=True, slots=True)
class Wires:
    """One server, reached in every way by the same caller."""

    http: httpx.Client
    channel: grpc.Channel
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        """The headers that say who calls."""
        return {"authorization": f"Bearer {self.token}"}

    def rest(
        self, verb: str, path: str, body: bytes = b"", content_type: str = ""
    ) -> str:
        """Send bytes over REST."""
        headers = self.bearer | ({"content-type": content_type} if content_type else {})
        return rest_code(self.http.request(verb, path, content=body, headers=headers))

    def connect(self, rpc: str, body: bytes, content_type: str) -> str:
        """Send bytes over Connect."""
        response = self.http.post(
            wire.rpcs()[rpc].path,
            content=body,
            headers=self.bearer | {"content-type": content_type},
        )
        return connect_code(response)

    def grpc_web(self, rpc: str, body: bytes, *, text: bool = False) -> str:
        """Send bytes as one frame of gRPC-Web."""
        packed = frame(body)
        return self.grpc_web_raw(
            rpc, base64.b64encode(packed) if text else packed, text
        )

    def grpc_web_raw(self, rpc: str, body: bytes, text: bool = False) -> str:  # noqa: FBT001, FBT002 - the two forms of one body
        """Send bytes as the body of a gRPC-Web request."""
        kind = BASE64_TEXT if text else "application/grpc-web+proto"
        response = self.http.post(
            wire.rpcs()[rpc].path,
            content=body,
            headers=self.bearer | {"content-type": kind},
        )
        assert response.status_code == 200, response
        return grpc_web_code(response, text=text)

    def grpc(self, rpc: str, body: bytes) -> str:
        """Send bytes as the message of a native call."""
        invoke = self.channel.unary_unary(wire.rpcs()[rpc].path)
        try:
            invoke(body, metadata=tuple(self.bearer.items()), timeout=30)
        except grpc.RpcError as error:
            return NAMES[error.code().value[0]]
        return OK

    def json_everywhere(self, rest: tuple[str, str], rpc: str, body: bytes) -> set[str]:
        """Send one JSON body over REST and Connect and return the codes."""
        return {
            self.rest(*rest, body, "application/json"),
            self.connect(rpc, body, "application/json"),
        }

    def binary_everywhere(self, rpc: str, body: bytes) -> set[str]:
        """Send one binary body over all that carries one and return the codes."""
        return {
            self.connect(rpc, body, "application/proto"),
            self.grpc_web(rpc, body),
            self.grpc_web(rpc, body, text=True),
            self.grpc(rpc, body),
        }


def rest_code(response: httpx.Response) -> str:
    """Return the code of a REST answer that keeps to the error shape."""
    if response.status_code == 200:
        return OK
    body = response.json()
    assert response.headers["content-type"] == "application/json"
    refused = {"code": 16, "message": "authentication required"}
    assert set(body) == {"code", "message", "details"} or body == refused, body
    assert isinstance(body["message"], str)
    name = NAMES[body["code"]]
    assert CODES[name][1] == response.status_code, response.text
    return name


def connect_code(response: httpx.Response) -> str:
    """Return the code of a Connect answer that keeps to the error shape."""
    if response.status_code == 200:
        return OK
    body = response.json()
    assert response.headers["content-type"] == "application/json"
    assert set(body) <= {"code", "message", "details"}, body
    assert CODES[body["code"]][2] == response.status_code, response.text
    name: str = body["code"]
    return name


def grpc_web_code(response: httpx.Response, *, text: bool = False) -> str:
    """Return the code in the trailers, wherever the answer has them."""
    trailers = {key.lower(): value for key, value in response.headers.items()}
    body = decode_text(response.content) if text else response.content
    for flags, payload in frames(body):
        if flags & 0x80:
            lines = unquote(payload.decode("ascii")).split("\r\n")
            trailers |= dict(line.split(":", 1) for line in lines if ":" in line)
    return NAMES[int(trailers["grpc-status"])]
