"""A real S3 server for the tests: SeaweedFS from PyPI, on loopback, with one bucket."""

import asyncio
import contextlib
import json
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
from aioboto3 import Session

from appliance.models.storage.choice import Bucket
from tests.peers import START_SECONDS, PeerError, free_port, need

NAME = "files"
REGION = "us-east-1"
ATTEMPTS = 3
T = TypeVar("T")
PORTS = ("master", "volume", "filer", "s3")


@contextlib.contextmanager
def s3_server() -> Iterator[Bucket]:
    """Run the server; yield the way to an empty bucket in it."""
    program = need("weed")
    with contextlib.ExitStack() as stack:
        yield _started(program, stack)


def _started(program: str, stack: contextlib.ExitStack) -> Bucket:
    """Start it; somebody else may take a port that was just free, so try again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with contextlib.ExitStack() as one:
                bucket = one.enter_context(_running(program))
                stack.push(one.pop_all())
                return bucket
        except PeerError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


@contextlib.contextmanager
def _running(program: str) -> Iterator[Bucket]:
    with s3_process(program) as process:
        yield process.bucket


class S3Process:
    """The server with its bucket; it can be killed, and started again on its data."""

    def __init__(self, program: str, directory: Path) -> None:
        port = free_port()
        self.bucket = Bucket(
            access_key_id=secrets.token_hex(8),
            access_key_secret=secrets.token_hex(16),
            endpoint=f"http://127.0.0.1:{port}",
            region=REGION,
            bucket=NAME,
            use_path_style=True,
            insecure_skip_tls_verify=False,
        )
        self._directory = directory
        _write_identity(directory / "s3.json", self.bucket)
        (directory / "data").mkdir()
        flags = [f"-{part}.port={free_port()}" for part in PORTS[:-1]]
        flags += [f"-{part}.port.grpc={free_port()}" for part in PORTS]
        self._command = [
            *(program, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
            *("-dir=data", "-filer", "-s3", f"-s3.port={port}", *flags),
            *("-s3.config=s3.json", "-s3.port.iceberg=0", "-s3.port.lance=0"),
            "-volume.max=20",
            "-master.volumeSizeLimitMB=64",
        ]
        self._process = self._start()
        _wait(self._process, self.bucket, directory / "log")

    def kill(self) -> None:
        """End it; it takes minutes over a polite request."""
        self._process.kill()
        self._process.wait()

    def revive(self) -> None:
        """Start it again; it answers some seconds later."""
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        with (self._directory / "log").open("ab") as log:
            return subprocess.Popen(
                self._command,
                cwd=self._directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


@contextlib.contextmanager
def s3_process(program: str) -> Iterator[S3Process]:
    """Run the server; leave it to the test to kill it now and then."""
    directory = Path(tempfile.mkdtemp(prefix="peer-"))
    running: S3Process | None = None
    try:
        running = S3Process(program, directory)
        yield running
    finally:
        if running:
            running.kill()
        shutil.rmtree(directory, ignore_errors=True)


def setting_of(bucket: Bucket) -> dict[str, object]:
    """Return the STORAGE setting that leads to the bucket."""
    return {
        "storageType": "S3",
        "filepathTemplate": "lab/{year}/{timestamp}_{filename}",
        "uploadSizeLimitMb": "30",
        "s3Config": {
            "accessKeyId": bucket.access_key_id,
            "accessKeySecret": bucket.access_key_secret,
            "endpoint": bucket.endpoint,
            "region": bucket.region,
            "bucket": bucket.bucket,
            "usePathStyle": True,
        },
    }


def keys_in(bucket: Bucket) -> list[str]:
    """Return the keys of all objects."""
    return _apart(_keys(bucket))


async def _keys(bucket: Bucket) -> list[str]:
    async with _session(bucket).client("s3", endpoint_url=bucket.endpoint) as client:
        answer = await client.list_objects_v2(Bucket=bucket.bucket)
    return [each["Key"] for each in answer.get("Contents", [])]


async def _make(bucket: Bucket) -> None:
    async with _session(bucket).client("s3", endpoint_url=bucket.endpoint) as client:
        await client.create_bucket(Bucket=bucket.bucket)
        # Volumes come with the first object, and take a moment.
        await client.put_object(Bucket=bucket.bucket, Key="first", Body=b"1")
        await client.delete_object(Bucket=bucket.bucket, Key="first")


def _apart(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on another thread: this one's event loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _session(bucket: Bucket) -> Session:
    return Session(
        aws_access_key_id=bucket.access_key_id,
        aws_secret_access_key=bucket.access_key_secret,
        region_name=bucket.region,
    )


def _wait(process: subprocess.Popen[bytes], bucket: Bucket, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx.get(bucket.endpoint, timeout=2)
            return _apart(_make(bucket))
        except Exception as error:
            # A server that others wrote has no event for us: ask again.
            if process.poll() is not None or time.monotonic() > deadline:
                text = log.read_text(errors="replace")[-3000:]
                raise PeerError(f"no S3 server: {error}\n{text}") from error
            time.sleep(0.2)


def _write_identity(path: Path, bucket: Bucket) -> None:
    keys = {"accessKey": bucket.access_key_id, "secretKey": bucket.access_key_secret}
    identity = {
        "name": "tests",
        "credentials": [keys],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    path.write_text(json.dumps({"identities": [identity]}))
