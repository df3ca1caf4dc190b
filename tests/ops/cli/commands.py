"""The command as an operator calls it: a process of its own, a clean environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]
SECONDS = 30.0


def call(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run `appliance` with the arguments to its end."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("APPLIANCE_", "MEMOS_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "appliance", *arguments],
        env={**kept, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=ROOT,
        check=False,
    )
