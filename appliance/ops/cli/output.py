"""What commands print: JSON for scripts, tables for people; faults go to stderr."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

import click

from appliance.errors import UnavailableError, in_words
from appliance.models.dialect import DRIVER_ERRORS
from appliance.ops.cli.options import DATABASE, settings_options

F = TypeVar("F", bound=Callable[..., Any])

WIDE = 400

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
confirmed = click.option("--yes", is_flag=True, help="Do not ask whether to go on.")


@contextmanager
def named_errors() -> Iterator[None]:
    """Say what was refused, instead of where in the program."""
    try:
        yield
    except OSError as error:
        raise UnavailableError(in_words(error)) from error
    except DRIVER_ERRORS as error:
        raise UnavailableError(f"The database does not answer: {error}") from error


def operators(command: F) -> F:
    """Give a command the flags that find the database, and `--json`."""

    @wraps(command)
    def spoken(*arguments: Any, **options: Any) -> Any:
        with named_errors():
            return command(*arguments, **options)

    return settings_options(DATABASE)(as_json(spoken))  # type: ignore[return-value]  # wraps keeps the signature


def rows(
    found: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool
) -> None:
    """Print a list: all of it as JSON, the columns for people."""
    if as_json:
        click.echo(json.dumps(list(found), ensure_ascii=False))
        return
    words = [[_word(row.get(name)) for name in columns] for row in found]
    table([_heading(name) for name in columns], words)


def facts(found: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one object: JSON, or a line for each fact."""
    if as_json:
        click.echo(json.dumps(dict(found), ensure_ascii=False))
        return
    table(("", ""), [[_heading(name), _word(found[name])] for name in found])


def said(found: Mapping[str, Any], sentence: str, *, as_json: bool) -> None:
    """Print what was done: the facts as JSON, a sentence for people."""
    click.echo(json.dumps(dict(found), ensure_ascii=False) if as_json else sentence)


def number(count: int, noun: str) -> str:
    """Say how many there are: 1 file, 2 files."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def faults(found: Sequence[Mapping[str, Any]]) -> None:
    """Name files that cannot be read, if there are any."""
    if found:
        rows(found, ("file", "storage", "reference", "fault"), as_json=False)


def ask_first(question: str, *, yes: bool) -> None:
    """Let a person think again; a script has to say `--yes`."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question} Say --yes to go on without being asked.")
    if not click.confirm(question, err=True):
        # With words of its own: an interruption has none.
        raise click.Abort("not done")


def table(columns: Sequence[str], words: Sequence[Sequence[str]]) -> None:
    """Print rows under headings, as wide as the terminal."""
    from rich.console import Console  # noqa: PLC0415 - scripts do not wait for it
    from rich.table import Table  # noqa: PLC0415 - same
    from rich.text import Text  # noqa: PLC0415 - same

    drawn = Table(*columns, box=None, pad_edge=False, show_header=any(columns))
    for row in words:
        # Names and texts of users are shown, never understood as markup.
        drawn.add_row(*map(Text, row))
    # A pipe has no width at which words should be cut.
    Console(width=None if sys.stdout.isatty() else WIDE).print(drawn)


def _heading(name: str) -> str:
    """Turn `createTime` into `create time`."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name)


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # What moves a terminal's cursor stays out of it.
    return "".join(c if c.isprintable() else " " for c in text)
