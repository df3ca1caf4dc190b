"""Every example can be typed as it stands there."""

import shlex

import click
import pytest

from appliance.ops.cli.examples import EXAMPLES
from tests.ops.cli.test_every_command import ALL, LEAVES

TYPED = [example for examples in EXAMPLES.values() for example in examples]


def test_every_command_has_examples_of_its_own() -> None:
    assert EXAMPLES.keys() == ALL.keys()
    for path in LEAVES:
        for example in EXAMPLES[path]:
            assert tuple(shlex.split(example)[: len(path)]) == path


@pytest.mark.parametrize("example", TYPED)
def test_an_example_is_right_use(example: str) -> None:
    words = shlex.split(example.partition(" <")[0])
    path = next(path for path in LEAVES if tuple(words[: len(path)]) == path)
    try:
        LEAVES[path].make_context(
            # As the command itself does it: click remembers what it made of them.
            *(example, words[len(path) :]),
            help_option_names=["-h", "--help"],
        )
    except click.BadParameter as error:
        # The paths are of somebody else's house.
        if "not exist" not in error.message:
            raise
