"""The error tree speaks the wire's codes and explains itself."""

import inspect

import pytest
from connectrpc.code import Code

from appliance import errors
from appliance.errors import ApplianceError, in_words

TREE = [
    member
    for _, member in inspect.getmembers(errors, inspect.isclass)
    if issubclass(member, ApplianceError)
]


@pytest.mark.parametrize("kind", TREE)
def test_code_is_one_of_the_wire(kind: type[ApplianceError]) -> None:
    assert Code(kind.code)


def test_each_code_has_one_class() -> None:
    assert len({kind.code for kind in TREE}) == len(TREE)


@pytest.mark.parametrize("kind", TREE)
def test_message_defaults_to_the_docstring(kind: type[ApplianceError]) -> None:
    assert str(kind()) == (kind.__doc__ or "").strip()
    assert str(kind("This one.")) == "This one."


def test_tree_in_the_docstring_is_complete() -> None:
    drawn = (errors.__doc__ or "").split()
    assert [kind.__name__ for kind in TREE if kind.__name__ not in drawn] == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.NotFoundError("no backup"), "no backup"),
        (OSError(28, "No space left", "/mnt/x"), "/mnt/x: No space left"),
        (OSError(28, "No space left"), "No space left"),
        (OSError("odd"), "odd"),
        (KeyError("x"), "KeyError: 'x'"),
    ],
)
def test_every_error_has_words(error: Exception, words: str) -> None:
    assert in_words(error) == words
