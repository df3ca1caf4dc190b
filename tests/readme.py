"""The README's two commands, taken from its text so that text and truth cannot part.

Needs nothing but Python: ``python3 -m tests.readme print Test`` shows the command under
a heading; ``python3 -m tests.readme run`` runs the first one until the page is there.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
START_SECONDS = 180.0
STOP_SECONDS = 10.0


def command(heading: str) -> str:
    """Return the first command under a second-level heading."""
    text = README.read_text(encoding="utf-8")
    pattern = rf"^## {re.escape(heading)}\n(?:(?!^## ).*\n)*?```sh\n(.+?)\n```$"
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise LookupError(f"README.md has no command under '## {heading}'")
    return found.group(1)


def run_until_the_page_is_there() -> float:
    """Run the first command in this directory; return the seconds until the page.

    Only the address and the data directory are chosen for it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as data:
        chosen = {
            "APPLIANCE_ADDR": "127.0.0.1",
            "APPLIANCE_PORT": str(port),
            "APPLIANCE_DATA": data,
        }
        with subprocess.Popen(
            ["/bin/sh", "-c", command("Run")],
            env=os.environ | chosen,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        ) as shell:
            try:
                _wait_for_page(f"http://127.0.0.1:{port}/", shell)
                return time.monotonic() - started
            finally:
                _end_group(shell)


def _wait_for_page(url: str, shell: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - http:// by us
                page = answer.read().decode()
            if '<script type="module"' not in page:
                raise RuntimeError(f"{url} answers, but not with the page:\n{page}")
            return
        if shell.poll() is not None:
            raise RuntimeError(f"the command ended with {shell.returncode}")
        # A whole installation goes on inside: nothing tells us, so ask again.
        time.sleep(0.2)
    raise RuntimeError(f"no page after {START_SECONDS:.0f} s")


def _end_group(shell: subprocess.Popen[bytes]) -> None:
    """Ask the shell and the server in it to end; insist only after the drain's time."""
    deadline = time.monotonic() + STOP_SECONDS + 2
    with contextlib.suppress(ProcessLookupError):
        os.killpg(shell.pid, signal.SIGTERM)
        while time.monotonic() < deadline:
            shell.poll()
            os.killpg(shell.pid, 0)
            time.sleep(0.05)
        os.killpg(shell.pid, signal.SIGKILL)
        raise RuntimeError(f"the server did not end within {STOP_SECONDS:.0f} s")


def main(arguments: Sequence[str]) -> None:
    """Print a command, or run the first one."""
    match arguments:
        case ["print", heading]:
            sys.stdout.write(f"{command(heading)}\n")
        case ["run"]:
            seconds = run_until_the_page_is_there()
            sys.stdout.write(f"from nothing to the page in {seconds:.1f} s\n")
        case _:
            raise SystemExit("usage: python3 -m tests.readme print HEADING | run")


if __name__ == "__main__":
    main(sys.argv[1:])
