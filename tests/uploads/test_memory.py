"""A file of 200 MB goes in and out of every storage in little memory."""

import base64
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from appliance.models.storage.choice import Bucket
from tests.peers_s3 import s3_server, setting_of
from tests.servers import Server, running_server, sign_up

pytestmark = pytest.mark.slow  # 200 MB nine times over

# As base64 they are just below the largest body that is taken; whole groups of three.
BLOCK = os.urandom(2_500_002)
BLOCKS = 80
SIZE = BLOCKS * len(BLOCK)
PART = len(BLOCK) // 3
MARGIN_MB = 40.0
STORAGE = "/api/v1/instance/settings/STORAGE"


@dataclass
class Watch:
    """Looks at a process's resident memory all the time."""

    pid: int
    peak_mb: float = 0.0
    stopping: threading.Event = field(default_factory=threading.Event)

    def resident_mb(self) -> float:
        """Return what is resident now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def run(self) -> None:
        """Keep the peak, until told to stop."""
        while not self.stopping.is_set():
            self.peak_mb = max(self.peak_mb, self.resident_mb())
            time.sleep(0.005)


@contextmanager
def watched(server: Server) -> Iterator[Watch]:
    watch = Watch(server.pid)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.stopping.set()
        thread.join()


def pieces(block: bytes) -> Iterator[bytes]:
    for _ in range(BLOCKS):
        for start in range(0, len(block), 1 << 16):
            yield block[start : start + (1 << 16)]


def as_json() -> Iterator[bytes]:
    yield b'{"filename":"a.bin","content":"'
    yield from pieces(base64.b64encode(BLOCK))
    yield b'","type":"application/octet-stream"}'


def as_form() -> Iterator[bytes]:
    yield (
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n"
    )
    yield from pieces(BLOCK)
    yield b"\r\n--B--\r\n"


def post_json(http: httpx.Client) -> httpx.Response:
    return http.post("/api/v1/attachments", content=as_json())


def post_form(http: httpx.Client) -> httpx.Response:
    kind = {"content-type": "multipart/form-data; boundary=B"}
    url = "/api/appliance/v1/attachments:upload"
    return http.post(url, content=as_form(), headers=kind)


def post_parts(http: httpx.Client) -> httpx.Response:
    planned = {"attachment": {"filename": "a.bin"}, "size": str(SIZE)}
    begun = http.post("/api/appliance/v1/uploads", json=planned).raise_for_status()
    url = f"/api/appliance/v1/{begun.json()['name']}"
    for offset in range(0, SIZE, PART):
        start = offset % len(BLOCK)
        text = base64.b64encode(BLOCK[start : start + PART]).decode()
        part = {"offset": str(offset), "content": text}
        http.post(f"{url}:part", json=part).raise_for_status()
    return http.post(f"{url}:complete", json={})


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    """Run an S3 server."""
    with s3_server() as found:
        yield found


@pytest.mark.parametrize("way", [post_json, post_form, post_parts])
@pytest.mark.parametrize("kind", ["DATABASE", "LOCAL", "S3"])
def test_a_large_file_takes_little_memory(
    kind: str, way: object, request: pytest.FixtureRequest
) -> None:
    chosen: dict[str, object] = {"storageType": kind}
    if kind == "S3":
        chosen = setting_of(request.getfixturevalue("bucket"))
    chosen["uploadSizeLimitMb"] = "300"
    with running_server() as server:
        bearer = {"authorization": f"Bearer {sign_up(server)}"}
        with httpx.Client(
            base_url=server.base_url, headers=bearer, timeout=300
        ) as http:
            setting = {"name": "instance/settings/STORAGE", "storageSetting": chosen}
            http.patch(STORAGE, json=setting).raise_for_status()
            # What is loaded on first use is not what a large file takes.
            small = {"filename": "a", "content": "QUJD"}
            http.post("/api/v1/attachments", json=small).raise_for_status()
            with watched(server) as watch:
                idle = watch.resident_mb()
                made = way(http).raise_for_status().json()  # type: ignore[operator]  # one of the three above
                digest = hashlib.sha256()
                with http.stream("GET", f"/file/{made['name']}/a.bin") as answer:
                    for chunk in answer.iter_raw():
                        digest.update(chunk)
    assert digest.digest() == hashlib.sha256(BLOCK * BLOCKS).digest()
    assert watch.peak_mb < idle + MARGIN_MB
