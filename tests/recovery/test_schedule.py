"""The server's schedule beside cron, over crashes and into a bucket: real processes."""

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import DRIVER
from tests.peers import need
from tests.peers_s3 import S3Process, keys_in, s3_process
from tests.recovery.scene import check_repository
from tests.servers import Server, prepared_server, sign_in, sign_up

pytestmark = pytest.mark.skipif(
    DRIVER != "sqlite", reason="about processes and places: once is enough"
)
# Longer than a job lives whose server was killed.
SECONDS = 60.0
AWAY_SECONDS = 3.0
FILES, FILE_SIZE = 48, 2 << 20


class Gate:
    """A hook before each backup: it says that it is there, and waits."""

    def __init__(self, directory: Path) -> None:
        self._arrived, self._open = directory / "arrived", directory / "open"
        self.command = (
            f"sh -c 'touch {self._arrived}; "
            f"while [ ! -e {self._open} ]; do sleep 0.1; done'"
        )

    def wait(self) -> None:
        """Return when somebody stands before it."""
        wait_until(self._arrived.exists)

    def open(self) -> None:
        """Let everybody through."""
        self._open.touch()


def wait_until(true: Callable[[], object]) -> None:
    """Ask again and again."""
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@contextmanager
def started(server: Server, *arguments: object) -> "Iterator[subprocess.Popen[str]]":
    """Start what cron would."""
    command = [sys.executable, "-m", "appliance", *map(str, arguments)]
    with subprocess.Popen(
        [*command, "--data", str(server.data), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def jobs(server: Server) -> list[dict[str, Any]]:
    """Return the jobs, the newest first."""
    headers = {"authorization": f"Bearer {sign_in(server)}"}
    url = f"{server.base_url}/api/appliance/v1/jobs"
    answer = httpx.get(url, headers=headers, timeout=30)
    found: list[dict[str, Any]] = answer.raise_for_status().json().get("jobs", [])
    return found


def states(server: Server) -> list[str]:
    """Return how the backups of the schedule went, the newest first."""
    return [job["state"] for job in jobs(server) if job["kind"] == "backup.create"]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path)


@pytest.fixture
def server(target: Path, gate: Gate) -> Iterator[Server]:
    """Prepare a server with an account whose first backup is due at once."""
    with prepared_server() as made:
        made.start()
        sign_up(made)
        made.stop()
        made.flags = [
            *(*made.flags, "--backup-to", str(target)),
            *("--backup-schedule", "0 3 1 1 *", "--backup-before", gate.command),
        ]
        yield made


@pytest.mark.slow  # whoever comes second waits for half a minute
def test_cron_while_the_server_makes_one_makes_none(
    server: Server, target: Path, gate: Gate
) -> None:
    server.start()
    gate.wait()
    with started(server, "backup", "create", "--to", target) as cron:
        out, said = cron.communicate(timeout=SECONDS)
    assert cron.returncode == 0, said
    facts = json.loads(out)
    assert facts["skipped"]
    assert "another backup is being made by process" in facts["reason"]
    gate.open()
    wait_until(lambda: states(server) == ["SUCCEEDED"])
    assert check_repository(target) == 1


def test_cron_that_waits_for_the_server_takes_what_that_made(
    server: Server, target: Path, gate: Gate
) -> None:
    server.start()
    gate.wait()
    create = ("backup", "create", "--to", target, "--unless-newer", "30m")
    with started(server, *create) as cron:
        gate.open()
        out, said = cron.communicate(timeout=SECONDS)
    assert cron.returncode == 0, said
    wait_until(lambda: states(server) == ["SUCCEEDED"])
    assert check_repository(target) == 1
    assert Path(json.loads(out)["path"]).is_file()


def test_the_server_takes_what_cron_makes(
    server: Server, target: Path, gate: Gate
) -> None:
    create = ("backup", "create", "--to", target, "--backup-before", gate.command)
    with started(server, *create) as cron:
        gate.wait()
        server.start()
        wait_until(lambda: "RUNNING" in states(server))
        gate.open()
        _, said = cron.communicate(timeout=SECONDS)
    assert cron.returncode == 0, said
    wait_until(lambda: states(server) == ["SUCCEEDED"])
    (job,) = (each for each in jobs(server) if each["kind"] == "backup.create")
    assert job["result"]["skipped"]
    assert check_repository(target) == 1


def test_what_a_crash_cut_off_is_caught_up(
    server: Server, target: Path, gate: Gate
) -> None:
    server.start()
    gate.wait()
    server.kill9()
    assert not target.exists() or check_repository(target) == 0
    gate.open()
    server.start()
    wait_until(lambda: states(server) == ["SUCCEEDED", "INTERRUPTED"])
    (job, _) = jobs(server)
    assert not job["result"].get("skipped")
    assert check_repository(target) == 1
    # And once is enough.
    server.restart()
    assert states(server) == ["SUCCEEDED", "INTERRUPTED"]


def fill(server: Server) -> None:
    """Upload what takes a moment to back up."""
    headers = {"authorization": f"Bearer {sign_in(server)}"}
    for number in range(FILES):
        content = base64.b64encode(os.urandom(FILE_SIZE)).decode()
        sent = {"filename": f"{number}.bin", "type": "x/x", "content": content}
        url = f"{server.base_url}/api/v1/attachments"
        httpx.post(url, json=sent, headers=headers, timeout=60).raise_for_status()


@pytest.fixture
def storage() -> Iterator[S3Process]:
    """Run a storage that can be killed."""
    with s3_process(need("weed")) as running:
        yield running


def scheduled_into(storage: S3Process, stack: ExitStack) -> tuple[Server, str]:
    """Prepare a server with files that backs up into the bucket as it starts."""
    bucket = storage.bucket
    server = stack.enter_context(prepared_server())
    server.start()
    sign_up(server)
    fill(server)
    server.stop()
    target = f"s3://{bucket.bucket}/scheduled?endpoint={bucket.endpoint}"
    keys = {
        "AWS_ACCESS_KEY_ID": bucket.access_key_id,
        "AWS_SECRET_ACCESS_KEY": bucket.access_key_secret,
    }
    environment = stack.enter_context(pytest.MonkeyPatch.context())
    for name, value in keys.items():
        environment.setenv(name, value)
    server.flags = [
        *(*server.flags, "--backup-to", target),
        *("--backup-schedule", "0 3 1 1 *"),
    ]
    return server, target


def is_uploading(storage: S3Process) -> bool:
    """Whether some of the files are there, and not all of them."""
    keys = [key for key in keys_in(storage.bucket) if "/blobs/" in key]
    assert len(keys) < FILES
    return len(keys) > 0


@pytest.mark.slow  # half a minute until the storage answers again and we ask again
def test_a_scheduled_backup_outlives_its_storage_for_a_moment(
    storage: S3Process, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        server, target = scheduled_into(storage, stack)
        server.start()
        wait_until(lambda: is_uploading(storage))
        storage.kill()
        time.sleep(AWAY_SECONDS)
        assert states(server) == ["RUNNING"]
        storage.revive()
        wait_until(lambda: states(server) == ["SUCCEEDED"])
        assert check_repository(target) == 1
        server.stop()
        new = tmp_path / "new"
        restore = ("backup", "restore", target, "--data", new, "--json")
        done = subprocess.run(
            [sys.executable, "-m", "appliance", *map(str, restore)],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["files"] == {"local": FILES}


@pytest.mark.slow  # a killed server's job ends some seconds later
def test_a_scheduled_upload_that_a_crash_cut_off_is_caught_up(
    storage: S3Process,
) -> None:
    with ExitStack() as stack:
        server, target = scheduled_into(storage, stack)
        server.start()
        wait_until(lambda: is_uploading(storage))
        server.kill9()
        server.start()
        wait_until(lambda: states(server)[0] == "SUCCEEDED")
        assert states(server) == ["SUCCEEDED", "INTERRUPTED"]
        assert check_repository(target) == 1
