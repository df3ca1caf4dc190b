"""`appliance version`, quick because it loads nothing else."""

import json
import subprocess
import sys

from appliance import MEMOS_VERSION, __version__
from tests.ops.cli.commands import ROOT, call


def test_it_names_both_versions() -> None:
    plain = call("version")
    assert plain.stdout == f"Memos Appliance {__version__} (Memos API 0.30.0)\n"
    facts = json.loads(call("version", "--json").stdout)
    assert facts["version"] == __version__
    assert facts["memosVersion"] == MEMOS_VERSION


def test_it_does_not_load_the_server() -> None:
    program = (
        "import sys; from appliance.__main__ import main; main(['version']);"
        "print([m for m in ('quart', 'hypercorn', 'tortoise') if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert loaded.stdout.splitlines()[-1] == "[]"
