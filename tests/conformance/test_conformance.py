"""All unary cases of the Connect conformance suite, over HTTP/1.1 and h2c.

The suite is a Go program. It is fetched and built for the run, with the messages of its
service generated from its own files; nothing of it is kept here.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

MODULE = "connectrpc.com/conformance"
VERSION = "v1.0.5"
CASES = 730
RUN_SECONDS = 120
BUILD_SECONDS = 600
ROOT = Path(__file__).parents[2]
PROTOS = tuple(
    f"connectrpc/conformance/v1/{name}.proto"
    for name in ("config", "server_compat", "service")
)
FEATURES = """\
features:
  versions: [HTTP_VERSION_1, HTTP_VERSION_2]
  protocols: [PROTOCOL_CONNECT, PROTOCOL_GRPC, PROTOCOL_GRPC_WEB]
  codecs: [CODEC_PROTO, CODEC_JSON]
  compressions: [COMPRESSION_IDENTITY, COMPRESSION_GZIP]
  streamTypes: [STREAM_TYPE_UNARY]
  supportsH2c: true
  supportsTls: false
  supportsTrailers: true
  supportsConnectGet: true
  supportsMessageReceiveLimit: true
"""

# Builds a Go program and calls the server thousands of times.
pytestmark = pytest.mark.conformance


@dataclass(frozen=True, slots=True)
class Suite:
    """The built suite and what the server under test needs of it."""

    directory: Path

    @property
    def program(self) -> Path:
        """The suite itself."""
        return self.directory / "connectconformance"

    @property
    def features(self) -> Path:
        """What our server claims to support."""
        return self.directory / "features.yaml"

    def run(self) -> str:
        """Run every case and return the report; the suite knows no deadline."""
        path = os.pathsep.join([str(self.directory), str(ROOT)])
        done = subprocess.run(
            [
                *("timeout", "-k", "3", str(RUN_SECONDS), str(self.program)),
                *("--mode", "server", "--conf", str(self.features), "--parallel", "4"),
                *("--", sys.executable, "-m", "tests.conformance.server"),
            ],
            env={**os.environ, "PYTHONPATH": path},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return f"{done.stdout}\nexit code {done.returncode}"


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """Build the suite and generate its messages."""
    if shutil.which("go") is None:
        reason = "the Connect conformance suite needs Go, and there is none"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    built = Suite(tmp_path_factory.mktemp("conformance"))
    built.features.write_text(FEATURES)
    go(built, "install", f"{MODULE}/cmd/connectconformance@{VERSION}")
    module = json.loads(go(built, "mod", "download", "-json", f"{MODULE}@{VERSION}"))
    generated = built.directory / "generated"
    generated.mkdir()
    (generated / "__init__.py").touch()
    subprocess.run(
        [
            *(sys.executable, "-m", "grpc_tools.protoc"),
            *(f"-I{module['Dir']}/proto", f"--py_out={generated}", *PROTOS),
        ],
        env={**os.environ, "PATH": tool_path()},
        check=True,
    )
    return built


def go(built: Suite, *arguments: str) -> str:
    """Run Go and return what it prints."""
    done = subprocess.run(
        ["go", *arguments],
        env={**os.environ, "GOBIN": str(built.directory)},
        # Outside of any module, so that no go.mod is asked for.
        cwd=built.directory,
        timeout=BUILD_SECONDS,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def tool_path() -> str:
    """Return a PATH on which protoc finds this environment's plugins."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def assert_every_case_passed(report: str) -> None:
    """Demand all cases by number: a suite that ran fewer has proved nothing."""
    passed = re.search(r"(\d+) passed, (\d+) failed", report)
    assert passed, report[-4000:]
    assert passed.groups() == (str(CASES), "0"), report[-4000:]
    assert report.endswith("exit code 0"), report[-4000:]


def test_every_case_passes(suite: Suite) -> None:
    assert_every_case_passed(suite.run())


@pytest.mark.slow  # Three whole runs: what fails now and then has to show itself.
def test_every_case_passes_three_times_in_a_row(suite: Suite) -> None:
    for _ in range(3):
        assert_every_case_passed(suite.run())


def test_a_failure_would_be_seen() -> None:
    with pytest.raises(AssertionError):
        assert_every_case_passed("729 passed, 1 failed\nexit code 1")
    with pytest.raises(AssertionError):
        assert_every_case_passed("1 passed, 0 failed\nexit code 0")
