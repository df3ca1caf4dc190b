"""The image on a real engine: built by the classic builder, run as closed as it goes.

APPLIANCE_TEST_BASE_IMAGE names another base, for an engine that reaches no registry of
images; a Debian with python3-venv and certificates will do.
"""

import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[2]
BUILD_SECONDS = 900
READY_SECONDS = 30.0
CLOSED = (
    *("--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--memory=300m"),
    *("--security-opt=no-new-privileges", "--pids-limit=200"),
)

# Building downloads every dependency anew.
pytestmark = pytest.mark.slow


def engine_answers() -> bool:
    """Whether there is a client of an engine here, and an engine behind it."""
    if shutil.which("docker") is None:
        return False
    asked = subprocess.run(["docker", "info"], check=False, capture_output=True)
    return asked.returncode == 0


def docker(*arguments: str, check: bool = True) -> str:
    """Run one command of the engine's client; return what it prints."""
    finished = subprocess.run(
        ["docker", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        env=os.environ | {"DOCKER_BUILDKIT": "0"},
    )
    if check and finished.returncode:
        pytest.fail(f"docker {arguments[0]}: {finished.stdout}{finished.stderr}")
    return finished.stdout.strip()


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    if not engine_answers():
        pytest.skip("NO CONTAINER ENGINE: the image is neither built nor run here")
    name = f"appliance-test:{secrets.token_hex(4)}"
    base = os.environ.get("APPLIANCE_TEST_BASE_IMAGE")
    chosen = ["--build-arg", f"BASE_IMAGE={base}"] if base else []
    recipe = ["-f", str(ROOT / "docker" / "Dockerfile"), "-t", name]
    docker("build", "--network", "host", *recipe, *chosen, str(ROOT))
    yield name
    docker("rmi", "--force", name)


@pytest.fixture
def volume() -> Iterator[str]:
    name = f"appliance-test-{secrets.token_hex(4)}"
    docker("volume", "create", name)
    yield name
    docker("volume", "rm", "--force", name)


@pytest.fixture
def container(image: str, volume: str) -> Iterator[str]:
    name = start(image, volume)
    yield name
    docker("rm", "--force", name)


def start(image: str, volume: str) -> str:
    """Run a container on the volume and return its name once it is ready."""
    name = f"appliance-test-{secrets.token_hex(4)}"
    mount = f"--volume={volume}:/var/opt/memos"
    publish = "--publish=127.0.0.1::5230"
    docker("run", "--detach", f"--name={name}", *CLOSED, mount, publish, image)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address(name)}/readyz").status_code == 200:
                return name
        except httpx.TransportError:
            # The engine publishes the port before anything listens behind it.
            time.sleep(0.1)
    log = docker("logs", name)
    docker("rm", "--force", name)
    pytest.fail(f"the container did not become ready: {log}")


def address(name: str) -> str:
    """Return where the published port of a container is."""
    return f"http://{docker('port', name, '5230/tcp').splitlines()[0]}"


def inspect(name: str) -> Any:
    """Return what the engine knows about a container."""
    return json.loads(docker("inspect", name))[0]


def test_page_is_in_the_image(container: str) -> None:
    answer = httpx.get(f"{address(container)}/")
    assert answer.status_code == 200
    assert '<script type="module"' in answer.text


def test_health_command_agrees(container: str) -> None:
    docker("exec", container, "appliance", "healthcheck")
    assert inspect(container)["Config"]["Healthcheck"]["Test"] == [
        *("CMD", "appliance", "healthcheck")
    ]


def test_process_runs_as_the_volumes_owner(container: str) -> None:
    owner = docker(
        "exec", container, "stat", "-c", "%u:%g", "/var/opt/memos/appliance.db"
    )
    assert owner == "10001:10001"
    assert docker("exec", container, "id", "-u") == "10001"


def test_stop_drains_and_ends_well(container: str) -> None:
    started = time.monotonic()
    docker("stop", "--time=20", container)
    assert time.monotonic() - started < 11
    assert inspect(container)["State"]["ExitCode"] == 0


def test_account_outlives_its_container(image: str, volume: str) -> None:
    first = start(image, volume)
    person = {"username": "ada", "password": "a long enough secret", "role": "ADMIN"}
    try:
        made = httpx.post(f"{address(first)}/api/v1/users", json=person)
        assert made.status_code == 200, made.text
    finally:
        docker("rm", "--force", first)
    second = start(image, volume)
    try:
        credentials = {"username": "ada", "password": person["password"]}
        signed_in = httpx.post(
            f"{address(second)}/api/v1/auth/signin",
            json={"passwordCredentials": credentials},
        )
        assert signed_in.status_code == 200, signed_in.text
    finally:
        docker("rm", "--force", second)


def test_foreign_volume_is_refused(image: str, volume: str) -> None:
    mount = f"--volume={volume}:/var/opt/memos"
    touch = ["--entrypoint=touch", image, "/var/opt/memos/memos_prod.db"]
    docker("run", "--rm", mount, *touch)
    finished = subprocess.run(
        ["docker", "run", "--rm", *CLOSED, mount, image],
        check=False,
        capture_output=True,
        text=True,
        timeout=READY_SECONDS,
    )
    assert finished.returncode == 2
    assert "memos_prod.db" in finished.stderr
