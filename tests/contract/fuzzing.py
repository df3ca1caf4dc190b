"""Requests that nobody would write, and the private texts that no answer may show."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from google.protobuf import descriptor
from google.protobuf.message import Message
from hypothesis import strategies as st

from tests.servers import PASSWORD, Server
from tests.wire import Json

Field = descriptor.FieldDescriptor
DEEPEST = 4
NUMBERS = st.sampled_from([0, 1, -1, 50, (1 << 31) - 1, -(1 << 31)])
WIDE_NUMBERS = st.one_of(NUMBERS, st.sampled_from([1 << 40, (1 << 63) - 1, -(1 << 63)]))
SCALARS: dict[int, st.SearchStrategy[Any]] = {
    Field.TYPE_DOUBLE: st.floats(),
    Field.TYPE_FLOAT: st.floats(width=32),
    Field.TYPE_INT64: WIDE_NUMBERS,
    Field.TYPE_INT32: NUMBERS,
    Field.TYPE_UINT32: NUMBERS.map(abs),
    Field.TYPE_BOOL: st.booleans(),
    Field.TYPE_BYTES: st.binary(max_size=40),
}


@dataclass
class Scene:
    """A server with a victim's private things and somebody who tries to see them."""

    server: Server
    # Part of every private text, and of nothing else.
    canary: str = field(default_factory=lambda: "canary" + secrets.token_hex(8))
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _token: str = ""

    @property
    def token(self) -> str:
        """A token of somebody else's, who may have deleted the account meanwhile."""
        if self.request("GET", "auth/me", self._token).status_code != httpx.codes.OK:
            self._token = self.sign_up(f"mallory-{secrets.token_hex(3)}")
        return self._token

    @property
    def texts(self) -> list[str]:
        """Texts that are worth trying: names, filters, masks, orders."""
        return [
            *self.names,
            *self.ids,
            'visibility == "PRIVATE"',
            f"creator == '{self.names[0]}'",
            'content.contains("a")',
            'tag in ["private"]',
            "create_time desc",
            "*",
        ]

    def leaks(self, answer: bytes) -> bool:
        """Whether an answer shows what it must not."""
        return self.canary.encode() in answer

    def request(
        self, method: str, path: str, token: str = "", body: Json | None = None
    ) -> httpx.Response:
        """Send a proper request."""
        return httpx.request(
            method,
            f"{self.server.base_url}/api/v1/{path}",
            json=body,
            headers={"authorization": f"Bearer {token}"} if token else {},
            timeout=30,
        )

    def sign_up(self, username: str) -> str:
        """Make an account and return an access token."""
        account = {"username": username, "password": PASSWORD}
        self.request("POST", "users", body=account).raise_for_status()
        answer = self.request(
            "POST", "auth/signin", body={"passwordCredentials": account}
        )
        token: str = answer.raise_for_status().json()["accessToken"]
        return token

    def furnish(self, token: str, user: str) -> None:
        """Make private things of every kind."""
        secret = f"{self.canary} #private"
        made = [
            self.make(token, "memos", content=secret, visibility="PRIVATE"),
            self.make(token, f"{user}/shortcuts", title=secret, filter="pinned"),
            self.make(
                token,
                f"{user}/webhooks",
                displayName=secret,
                url="http://127.0.0.1:9/x",
            ),
            self.make(token, "attachments", filename=f"{self.canary}.txt", content=""),
        ]
        comment = self.make(token, f"{made[0]}/comments", content=secret)
        self.names = [user, *made, comment, f"{user}/settings/GENERAL"]
        self.ids = [name.rpartition("/")[2] for name in self.names]

    def make(self, token: str, path: str, **body: Any) -> str:
        """Create something and return its name."""
        answer = self.request("POST", path, token, body)
        assert answer.is_success, (path, answer.text)
        name: str = answer.json()["name"]
        return name


@contextmanager
def furnished(server: Server) -> Iterator[Scene]:
    """Set the scene; at the end the victim must still find everything in place."""
    scene = Scene(server)
    token = scene.sign_up("victim")
    scene.furnish(token, "users/victim")
    yield scene
    assert scene.leaks(scene.request("GET", "memos", token).content)
    for name in scene.names:
        # Webhooks are listed, and never shown alone.
        if "/webhooks/" not in name:
            assert scene.request("GET", name, token).is_success, name


@st.composite
def messages(
    draw: st.DrawFn, kind: type[Message], texts: list[str], depth: int = DEEPEST
) -> Message:
    """Draw any message of a kind, each field there or not."""
    message = kind()
    for found in kind.DESCRIPTOR.fields:
        if draw(st.booleans()):
            _fill(draw, message, found, texts, depth)
    return message


def _fill(
    draw: st.DrawFn, message: Any, found: Any, texts: list[str], depth: int
) -> None:
    place = getattr(message, found.name)
    if found.type != Field.TYPE_MESSAGE:
        value = _scalar(found, texts)
        if found.is_repeated:
            place.extend(draw(st.lists(value, max_size=3)))
        else:
            setattr(message, found.name, draw(value))
    elif found.message_type.GetOptions().map_entry:
        # Keys are texts everywhere in the contract.
        entry = place[draw(st.sampled_from(texts))]
        if isinstance(entry, Message):
            entry.MergeFrom(draw(messages(type(entry), texts, depth - 1)))
    elif depth:
        one = place.add() if found.is_repeated else place
        one.MergeFrom(draw(messages(type(one), texts, depth - 1)))
        if not found.is_repeated:
            one.SetInParent()


def _scalar(found: Any, texts: list[str]) -> st.SearchStrategy[Any]:
    if found.type == Field.TYPE_ENUM:
        numbers = [value.number for value in found.enum_type.values]
        return st.sampled_from([*numbers, 99])
    if found.type == Field.TYPE_STRING:
        return st.one_of(st.sampled_from(texts), st.text(max_size=40))
    return SCALARS[found.type]
