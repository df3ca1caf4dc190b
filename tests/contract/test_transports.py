"""One scenario set over five transports: each holds, and each leaves the same trace."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest

from tests.clients import CLIENTS, ApiClient, connected
from tests.contract.scenarios import SCENARIOS, Scenario
from tests.contract.stage import Stage
from tests.servers import PASSWORD, Server, running_server, sign_up


@pytest.fixture(scope="module", params=["private", "public"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with running_server(public=request.param == "public") as running:
        sign_up(running)
        yield running


@pytest.fixture
async def clients(server: Server) -> AsyncIterator[list[ApiClient]]:
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(connected(name, server.base_url))
            for name in CLIENTS
        ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda play: play.__name__)
async def test_transports_agree(
    scenario: Scenario, clients: list[ApiClient], server: Server
) -> None:
    transcripts = {}
    for client in clients:
        stage = Stage(client, public="--instance-url" in server.flags)
        await scenario(stage)
        transcripts[client.name] = stage.transcript

    for name, transcript in transcripts.items():
        assert transcript == transcripts["rest"], name


@pytest.mark.parametrize("name", CLIENTS)
async def test_first_account_becomes_admin(name: str) -> None:
    with running_server() as server:
        async with connected(name, server.base_url) as client:
            nobody = Stage(client, suffix="").anonymous
            before = await nobody.ok("InstanceService/GetInstanceProfile")
            account = {"username": "first", "password": PASSWORD, "role": "USER"}
            created = await nobody.ok("UserService/CreateUser", user=account)
            after = await nobody.ok("InstanceService/GetInstanceProfile")

    assert before == {"version": "0.30.0", "needsSetup": True} | {
        key: before[key] for key in before.keys() & {"commit"}
    }
    assert created["role"] == "ADMIN"
    assert "needsSetup" not in after
    assert after["admin"]["name"] == "users/first"
