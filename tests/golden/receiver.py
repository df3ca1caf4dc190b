"""The other end of what a server sends out: a receiver of webhooks, a sign-in provider.

It keeps every POST below /hook. As an OAuth2 provider it gives out the code it gets as
the token, and describes at /me the user whom that token names.
"""

import base64
import hashlib
import hmac
import json
import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs

from tests.golden.answers import decode_body
from tests.golden.scenarios import Json


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST to the receiver, header names in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def signature(self, secret: str) -> str:
        """Judge the signature by Standard Webhooks: "none", "valid" or not."""
        given = self.headers.get("webhook-signature")
        if given is None:
            return "none"
        stored = secret.removeprefix("whsec_")
        key = base64.b64decode(stored) if stored != secret else secret.encode()
        names = ("webhook-id", "webhook-timestamp")
        signed = "".join(f"{self.headers.get(name)}." for name in names).encode()
        digest = hmac.new(key, signed + self.body, hashlib.sha256).digest()
        valid = hmac.compare_digest("v1," + base64.b64encode(digest).decode(), given)
        return "valid" if valid else "not valid for the known secret"


class Receiver:
    """A server on loopback for one run of a scenario."""

    def __init__(self) -> None:
        self._deliveries: queue.Queue[Delivery] = queue.Queue()
        self._server = _Listener(("127.0.0.1", 0), _Exchange)
        self._server.deliveries = self._deliveries
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def collect(self, count: int, seconds: float, secret: str) -> list[Json]:
        """Take deliveries, in an order of their own; fewer when the time is over."""
        taken: list[Delivery] = []
        deadline = time.monotonic() + seconds
        while len(taken) < count:
            left = max(0.0, deadline - time.monotonic())
            try:
                taken.append(self._deliveries.get(timeout=left))
            except queue.Empty:
                break
        shown = [
            {
                "path": delivery.path,
                "content-type": delivery.headers.get("content-type", ""),
                "signature": delivery.signature(secret),
                "body": decode_body(delivery.body),
            }
            for delivery in taken
        ]
        return sorted(shown, key=_order)


class _Listener(ThreadingHTTPServer):
    deliveries: queue.Queue[Delivery]


class _Exchange(BaseHTTPRequestHandler):
    server: _Listener

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/hook"):
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.server.deliveries.put(Delivery(self.path, headers, body))
            self._answer(200, {"code": 0})
        elif self.path == "/token":
            code = parse_qs(body.decode()).get("code", [""])[0]
            if code == "bad":
                self._answer(400, {"error": "invalid_grant"})
            else:
                self._answer(200, {"access_token": code, "token_type": "Bearer"})
        else:
            self._answer(404, {})

    def _describe(self) -> None:
        who = self.headers.get("Authorization", "").removeprefix("Bearer ")
        user = {
            "login": who,
            "name": f"Name of {who}",
            "mail": f"{who}@example.com",
            "pic": "https://x.example/p",
        }
        found = self.path == "/me"
        self._answer(200 if found else 404, {} if who == "nobody" else user)

    do_POST = _take  # noqa: N815 - the base class looks for this name
    do_GET = _describe  # noqa: N815 - same, it looks for this name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Say nothing: a failed step shows what matters."""

    def _answer(self, status: int, body: Json) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _order(shown: Json) -> tuple[str, str]:
    body = shown["body"]
    kind = body.get("activityType") if isinstance(body, dict) else None
    return shown["path"], str(kind)
