"""`appliance serve`: lock, bind, build, run."""

import os
import time
from collections.abc import Callable, Sequence

import click

from appliance.config import Settings
from appliance.ops import foreign, lock, server
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import load_settings, settings_options
from appliance.ops.logs import get_logger

Build = Callable[[Settings], server.Application]


@click.command(cls=Manual)
@settings_options()
@click.pass_obj
def serve(build: Build, /, **flags: str | None) -> None:
    """Start the server and run until SIGTERM or Ctrl-C.

    Every flag can also be given as the environment variable beside it, or as a file
    that the same variable with _FILE behind it names. The MEMOS_* variables of a Memos
    deployment are understood.
    """
    start = time.monotonic()
    settings = load_settings(flags)
    os.umask(lock.PRIVATE_UMASK)
    directories = [settings.data]
    if settings.dsn.path:
        directories.append(settings.dsn.path.parent)
    foreign.refuse_foreign(settings.data, settings.dsn)
    with lock.hold(directories):
        listeners = server.Listeners.bind(settings)
        try:
            server.run(build(settings), listeners, _announce(settings, start))
        finally:
            listeners.close()
    get_logger().info("stopped")


def _announce(settings: Settings, start: float) -> server.Announce:
    def announce(places: Sequence[str]) -> None:
        get_logger().info(
            "ready",
            listening=[place + settings.base_path for place in places],
            seconds=round(time.monotonic() - start, 3),
            driver=settings.driver,
            data=str(settings.data),
        )

    return announce
