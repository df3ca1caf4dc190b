"""How commands that change no row tell the audit log what they did."""

from collections.abc import Iterator
from contextlib import contextmanager

from appliance.config import Settings
from appliance.errors import ApplianceError, InvalidArgumentError, in_words
from appliance.ops.cli import acting
from appliance.ops.logs import get_logger


def record(
    settings: Settings,
    kind: str,
    *,
    target: str = "",
    detail: str = "",
    good: bool = True,
) -> None:
    """Tell the server that runs, else the database itself; a failure is only logged.

    What was done stays done, and where no instance is nobody is told. Call it without
    holding the lock of the data directory.
    """
    path = settings.dsn.path
    if path and not path.exists():
        return
    try:
        acting.perform(
            settings, "audit.record", kind=kind, target=target, detail=detail, good=good
        )
    except Exception as error:  # noqa: BLE001 - drivers have errors of their own
        get_logger().warning("not in the audit log", kind=kind, reason=str(error))


@contextmanager
def failure(settings: Settings, kind: str, *, target: str = "") -> Iterator[None]:
    """Tell that the block failed, if it does, and why; wrong use is no deed."""
    try:
        yield
    except InvalidArgumentError:
        raise
    except (ApplianceError, OSError) as error:
        failed = error
    else:
        return
    # Not while the error is handled: drivers would take it for the cause of theirs.
    record(settings, kind, target=target, detail=in_words(failed), good=False)
    raise failed
