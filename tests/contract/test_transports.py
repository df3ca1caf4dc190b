"""One scenario set over five transports: each holds, and each leaves the same trace."""

from collections.abc import Iterator

import pytest

from tests.clients import CLIENTS, connected
from tests.contract.scenarios import (
    PUBLIC_SCENARIOS,
    QUIET_SCENARIOS,
    SCENARIOS,
    Scenario,
)
from tests.contract.stage import Stage
from tests.servers import PASSWORD, Server, running_server, sign_up


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        sign_up(running)
        yield running


@pytest.fixture(scope="module")
def public_server() -> Iterator[Server]:
    with running_server(public=True) as running:
        sign_up(running)
        yield running


@pytest.fixture(scope="module")
def quiet_server() -> Iterator[Server]:
    with running_server() as running:
        sign_up(running)
        yield running


async def play(scenario: Scenario, server: Server) -> None:
    """Play a scenario over every transport and compare what was said."""
    transcripts = {}
    for name in CLIENTS:
        async with connected(name, server.base_url) as client:
            stage = Stage(client, public="--instance-url" in server.flags)
            await scenario(stage)
            transcripts[name] = stage.transcript
    for name, transcript in transcripts.items():
        assert transcript == transcripts["rest"], name


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda play: play.__name__)
async def test_transports_agree(scenario: Scenario, server: Server) -> None:
    await play(scenario, server)


@pytest.mark.parametrize("scenario", PUBLIC_SCENARIOS, ids=lambda play: play.__name__)
async def test_transports_agree_in_public(
    scenario: Scenario, public_server: Server
) -> None:
    await play(scenario, public_server)


@pytest.mark.parametrize("scenario", QUIET_SCENARIOS, ids=lambda play: play.__name__)
async def test_transports_agree_alone(scenario: Scenario, quiet_server: Server) -> None:
    await play(scenario, quiet_server)


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
