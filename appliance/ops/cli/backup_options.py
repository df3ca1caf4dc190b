"""What the commands around backups have in common: options, and how faults are told."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from appliance.backup_settings import parse_size
from appliance.errors import InvalidArgumentError, UnavailableError
from appliance.ops import lock
from appliance.ops.backup.bucket import SCHEME
from appliance.ops.cli.output import named_errors
from appliance.recurrence import parse_duration

F = TypeVar("F", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
identity_option = click.option(
    "--identity",
    "identities",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with an age key to read encrypted backups with. May be repeated.",
)


class Place(click.ParamType[str]):
    """A repository or backup: a path, or an address that begins with s3://."""

    name = "place"

    def __init__(self, *, exists: bool = True) -> None:
        self._exists = exists

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the place, absolute."""
        text = str(value)
        if text.startswith(SCHEME):
            return text
        path = Path(text).absolute()
        if self._exists and not _exists(path):
            self.fail(f"{text!r} does not exist", param, ctx)
        return str(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror}") from error


class Size(click.ParamType[int]):
    """A number of bytes, with a unit: 500MB, 20GB, 1.5TiB."""

    name = "size"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the bytes."""
        if isinstance(value, int):
            return value
        try:
            # Nothing means no limit elsewhere; here it is a slip of a script.
            return parse_size(value.strip() or "nothing")
        except InvalidArgumentError:
            self.fail(f"{value!r} is no size; write 20GB or 500MiB", param, ctx)


class Duration(click.ParamType[int]):
    """A time with a unit: 90s, 30m, 6h, 1d."""

    name = "duration"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the seconds."""
        try:
            return value if isinstance(value, int) else parse_duration(value)
        except InvalidArgumentError as error:
            self.fail(f"{value!r} {error}", param, ctx)


def speaking(command: F) -> F:
    """Say what the system refused, instead of where in the program."""

    @wraps(command)
    def spoken(*arguments: Any, **options: Any) -> Any:
        os.umask(lock.PRIVATE_UMASK)
        with named_errors():
            return command(*arguments, **options)

    return spoken  # type: ignore[return-value]  # wraps keeps the signature
