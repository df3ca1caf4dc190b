"""Help reads like a manual: what is particular first, what all share last."""

import pytest

from tests.ops.cli.calling import Console, console
from tests.ops.cli.test_every_command import ALL, LEAVES, spelled

__all__ = ["console"]


@pytest.mark.parametrize("path", ALL, ids=spelled)
def test_its_parts_stand_in_one_order(console: Console, path: tuple[str, ...]) -> None:
    words = console.call(*path, "--help").stdout
    titles = [line for line in words.splitlines() if line[:1].isalpha()]
    wanted = ["Options:", "Commands:", "Which instance, as for serve:"]
    wanted = [title for title in wanted if title in titles]
    assert titles[1:] == [*wanted, "Examples:", "Exit codes:"]
    assert "..." not in words.partition("Examples:")[0].partition("Commands:")[2]
    if path in LEAVES and "--data" in words and path[0] not in ("serve", "config"):
        own, _, instance = words.partition("Which instance")
        assert "--data" not in own
        assert "--data" in instance
