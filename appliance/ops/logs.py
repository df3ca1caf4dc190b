"""Log lines: one JSON object each, or coloured words on a terminal, always on stderr.

Everything goes through structlog; what libraries say with the standard module is
forwarded to it, so that an operator reads one format.
"""

import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TextIO

import structlog
from structlog.processors import NAME_TO_LEVEL
from structlog.typing import EventDict, Processor, WrappedLogger

# The keys under which a careless line could carry a credential.
SECRETS = frozenset(
    {"password", "token", "authorization", "cookie", "secret", "dsn", "set_cookie"}
)
Level = Literal["debug", "info", "warn", "error"]
LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warn": logging.WARNING,
    "error": logging.ERROR,
}
# What libraries say in detail has passwords and notes in it: statements with their
# values, whole requests. Our own lines do not come by the standard module.
LIBRARIES = logging.INFO
# These would say what our own lines say, or report each statement and each new try;
# httpx names whole addresses, which may hold a key.
QUIET = {
    "hypercorn.error": logging.WARNING,
    "tortoise.db_client": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpx": logging.WARNING,
    # It tells each time where it found the keys.
    "botocore": logging.WARNING,
    "asyncpg.pool": logging.ERROR,
}


class _Threshold:
    """The level of the moment, which operators change while the server runs."""

    level: Level = "info"


_THRESHOLD = _Threshold()


def configure(
    level: Level,
    form: Literal["auto", "json", "console"],
    stream: TextIO | None = None,
) -> None:
    """Send every log line of the process to the stream, stderr by default."""
    stream = stream or sys.stderr
    console = form == "console" or (form == "auto" and stream.isatty())
    structlog.configure(
        processors=[*_processors(), *_renderers(console=console, stream=stream)],
        # What is not wanted is dropped by a processor: loggers are bound once.
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[Forwarder()], force=True)
    logging.captureWarnings(capture=True)
    set_level(level)


def set_level(level: Level) -> None:
    """Write lines of this level and above from now on, in the whole process."""
    _THRESHOLD.level = level
    least = max(LIBRARIES, LEVELS[level])
    logging.getLogger().setLevel(least)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, least))


def current_level() -> Level:
    """Return the least level that is written."""
    return _THRESHOLD.level


def drop_unwanted(_logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """End lines below the level of the moment."""
    if NAME_TO_LEVEL[method] < LEVELS[_THRESHOLD.level]:
        raise structlog.DropEvent
    return event


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank what must never be written down, should somebody log it after all."""
    for key in SECRETS & event.keys():
        event[key] = "[redacted]"
    return event


class Forwarder(logging.Handler):
    """Passes records of the standard module on to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as one line that names its logger."""
        structlog.get_logger().log(
            record.levelno,
            record.getMessage(),
            logger=record.name,
            exc_info=record.exc_info or None,
        )


def _processors() -> Iterable[Processor]:
    return (
        drop_unwanted,
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        redact,
    )


def _renderers(*, console: bool, stream: TextIO) -> Iterable[Processor]:
    if console:
        yield structlog.dev.ConsoleRenderer(
            colors=stream.isatty(),
            timestamp_key="time",
            exception_formatter=structlog.dev.plain_traceback,
        )
        return
    yield structlog.processors.format_exc_info
    yield structlog.processors.JSONRenderer(default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    return str(value)


Logger = structlog.typing.FilteringBoundLogger
get_logger: Callable[[], Logger] = structlog.get_logger
