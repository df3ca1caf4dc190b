"""`appliance storage move` beside a server that is being read, and without one."""

import base64
from collections.abc import Iterator, Sequence

import httpx
import pytest

from appliance.models.storage.choice import Bucket
from tests.ops.cli.calling import Console
from tests.peers_s3 import keys_in, s3_server, setting_of
from tests.servers import Server, prepared_server, sign_up

CONTENTS = [b"", b"content", bytes(range(256)) * 5000]


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    """Run an S3 server."""
    with s3_server() as found:
        yield found


@pytest.fixture
def server(console: Console) -> Iterator[Server]:
    """Run a server that commands mean."""
    with prepared_server() as running:
        running.start()
        console.place = ["--data", str(running.data), *running.flags]
        yield running


class Reader:
    """Somebody with files."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.headers = {"authorization": f"Bearer {sign_up(server)}"}
        self._names = [self._upload(content) for content in CONTENTS]

    def choose(self, setting: dict[str, object]) -> None:
        """Say as an administrator where new files go."""
        value = {"name": "instance/settings/STORAGE", "storageSetting": setting}
        url = f"{self._server.base_url}/api/v1/instance/settings/STORAGE"
        httpx.patch(url, json=value, headers=self.headers).raise_for_status()

    def read(self) -> Sequence[bytes]:
        """Fetch every file."""
        urls = [f"{self._server.base_url}/file/{name}/a.txt" for name in self._names]
        answers = [httpx.get(url, headers=self.headers) for url in urls]
        return [answer.raise_for_status().content for answer in answers]

    def _upload(self, content: bytes) -> str:
        sent = {
            "filename": "a.txt",
            "type": "text/plain",
            "content": base64.b64encode(content).decode(),
        }
        url = f"{self._server.base_url}/api/v1/attachments"
        answer = httpx.post(url, json=sent, headers=self.headers)
        name: str = answer.raise_for_status().json()["name"]
        return name


def test_files_go_round_beside_a_server(
    console: Console, server: Server, bucket: Bucket
) -> None:
    reader = Reader(server)
    size = sum(map(len, CONTENTS))
    found = console.facts("storage", "move", "--to", "database", "--dry-run")
    assert found["waiting"] == {"local": {"files": 3, "bytes": size}}
    assert (found["dryRun"], found["moved"]) == (True, 0)
    reader.choose(setting_of(bucket))
    for target in ("database", "s3", "local"):
        done = console.facts("storage", "move", "--to", target)
        assert (done["moved"], done["bytes"], done["faults"]) == (3, size, [])
        assert reader.read() == CONTENTS
        assert console.facts("storage", "check", "--checksum")["faults"] == []
        assert console.facts("storage", "move", "--to", target)["waiting"] == {}
    # The setting says where by default.
    words = console.call("storage", "move").stdout
    assert "Found in local: 3 files" in words
    assert "3 files, 1.3 MB" in words
    assert len(keys_in(bucket)) == 6
    assert "Nothing to move" in console.call("storage", "move").stdout
    assert "Nothing" in console.call("storage", "move", "--from", "local").stdout
    told = console.facts("audit", "--kind", "storage.moved")
    assert len(told) == 4
    assert told[-1]["name"] == "database"
    assert told[-1]["detail"] == f"3 files, {size} bytes"
    # The old bytes are still there, for whoever reads them.
    assert console.facts("storage", "gc")["waiting"]["files"] == 12
    server.stop()
    assert console.facts("storage", "move", "--to", "database")["moved"] == 3
    server.start()
    assert reader.read() == CONTENTS


def test_what_is_missing_is_named(console: Console, server: Server) -> None:
    Reader(server)
    (gone,) = (p for p in (server.data / "assets").iterdir() if p.stat().st_size == 7)
    gone.unlink()
    done = console.facts("storage", "move", "--to", "database", code=1)
    assert done["moved"] == 2
    (fault,) = done["faults"]
    assert fault["reference"].endswith("a.txt")
    shown = console.call("storage", "move", "--to", "database")
    assert (shown.returncode, gone.name in shown.stdout) == (1, True)
    assert console.facts("audit", "--kind", "storage.moved")[0]["outcome"] == "FAILED"


def test_a_storage_that_refuses_stops_it(
    console: Console, server: Server, bucket: Bucket
) -> None:
    reader = Reader(server)
    setting = setting_of(bucket)
    config = setting["s3Config"]
    assert isinstance(config, dict)
    reader.choose(setting | {"s3Config": config | {"accessKeySecret": "another"}})
    done = console.call("storage", "move")
    assert done.returncode == 1
    assert "Stopped: the S3 storage refused" in done.stderr
    assert reader.read() == CONTENTS
    refusal = console.facts("storage", "move", code=1)
    assert refusal["stopped"]


def test_without_a_bucket_it_is_refused(instance: Console) -> None:
    assert "no bucket" in instance.refusal("storage", "move", "--to", "s3", code=2)
