"""Log lines: one JSON object each, or coloured words on a terminal, always on stderr.

Everything goes through structlog; what libraries say with the standard module is
forwarded to it, so that an operator reads one format.
"""

import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# The keys under which a careless line could carry a credential.
SECRETS = frozenset(
    {"password", "token", "authorization", "cookie", "secret", "dsn", "set_cookie"}
)
LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warn": logging.WARNING,
    "error": logging.ERROR,
}
# These would say what our own lines say, or report each statement and each new try.
QUIET = {
    "hypercorn.error": logging.WARNING,
    "tortoise.db_client": logging.WARNING,
    "asyncio": logging.WARNING,
    "asyncpg.pool": logging.ERROR,
}


def configure(
    level: Literal["debug", "info", "warn", "error"],
    form: Literal["auto", "json", "console"],
    stream: TextIO | None = None,
) -> None:
    """Send every log line of the process to the stream, stderr by default."""
    stream = stream or sys.stderr
    console = form == "console" or (form == "auto" and stream.isatty())
    structlog.configure(
        processors=[*_processors(), *_renderers(console=console, stream=stream)],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[Forwarder()], level=LEVELS[level], force=True)
    logging.captureWarnings(capture=True)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, LEVELS[level]))


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
