"""The addresses of files over the services, without a server around them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import pytest

from appliance.api.asgi import Receive, Scope, Send
from appliance.api.files.arrivals import Arrivals
from appliance.api.files.surface import FileSurface
from appliance.api.rest import Gateway
from tests.api.calling import Answer, call
from tests.api.house import House, Visitor


@dataclass(frozen=True, slots=True)
class Desk:
    """What hands files out, and takes them in over REST."""

    house: House
    surface: FileSurface
    gateway: Gateway

    async def get(
        self,
        visitor: Visitor,
        target: str,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
    ) -> Answer:
        """Ask for a file."""
        sent = visitor.headers | dict(headers or {})
        return await call(self.surface, method, f"/file/{target}", headers=sent)

    async def post(
        self, visitor: Visitor, target: str, body: bytes, kind: str, cut: int = 4096
    ) -> Answer:
        """Send a body in pieces, without telling its length."""
        pieces = [body[at : at + cut] for at in range(0, len(body), cut)] or [b""]
        headers = visitor.headers | {"content-type": kind}
        return await call(self.gateway, "POST", target, pieces, headers)


@pytest.fixture
async def desk(house: House) -> AsyncIterator[Desk]:
    """Put the desk up in a house that is open to the world."""
    yield desk_in(house)
    await house.core.storages.close()


def desk_in(house: House) -> Desk:
    """Put a desk up."""

    async def nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"otherwise"})

    gateway = Gateway(house.methods.values(), Arrivals(house.core.storages))
    return Desk(house, FileSurface(house.core, nothing), gateway)


@pytest.fixture
async def boss(house: House) -> Visitor:
    """Sign the administrator in."""
    return await house.user("boss")


@pytest.fixture
async def ann(house: House, boss: Visitor) -> Visitor:
    """Sign a user in who is none."""
    assert boss.user.id
    return await house.user("ann")
