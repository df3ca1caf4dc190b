"""The README tells the truth about commands, settings and files."""

import re

import pytest

from appliance.__main__ import COMMANDS
from appliance.config import SETTINGS
from appliance.setting import Setting
from tests import readme

BEGIN = "<!-- settings: kept equal to the program by tests/test_readme.py -->"
BAR = r"\|"
END = "<!-- end of settings -->"


def row(setting: Setting) -> str:
    """Render one setting as a row of the table."""
    default = setting.shown_default or (setting.default and f"`{setting.default}`")
    flag = setting.flag and f"`{setting.flag}`"
    memos = setting.memos and f"`{setting.memos}`"
    cells = [flag or "none", f"`{setting.variable}`", memos, default, setting.help]
    return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


def table() -> str:
    """Render all settings the way that the README shows them."""
    head = "| Flag | Variable | In Memos | Default | Meaning |\n|---|---|---|---|---|\n"
    return head + "\n".join(row(setting) for setting in SETTINGS)


def test_every_setting_stands_in_the_readme() -> None:
    text = readme.README.read_text(encoding="utf-8")
    shown = text.partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == table(), f"the table in README.md should be:\n{table()}"


@pytest.mark.parametrize("heading", ["Run", "Test"])
def test_commands_bring_their_own_environment(heading: str) -> None:
    command = readme.command(heading)
    assert "\n" not in command
    steps = command.split(" && ")
    assert steps[0] == "python3 -m venv .venv"
    assert all(step.startswith(".venv/bin/") for step in steps[1:])


def test_unknown_heading_is_reported() -> None:
    with pytest.raises(LookupError, match="Dance"):
        readme.command("Dance")


def test_every_command_named_is_one() -> None:
    text = readme.README.read_text(encoding="utf-8")
    named = set(re.findall(r"`?appliance (?=[a-z])(\w+)", text))
    assert named <= COMMANDS.keys()


def test_every_file_linked_exists() -> None:
    text = readme.README.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)]+)\)", text)
    assert links
    assert [link for link in links if not (readme.ROOT / link).exists()] == []
