"""`appliance metrics`: what the running server measures."""

import http.client
import os

import click

from appliance.config import read_settings
from appliance.errors import InvalidArgumentError, UnavailableError
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import settings_options

SECONDS = 10.0


@click.command(cls=Manual)
@settings_options(("ops_addr",))
def metrics(**flags: str | None) -> None:
    """Print the metrics of the running server, in the text format of Prometheus.

    They are asked for where --ops-addr says that the server offers them.
    """
    place = read_settings(flags, os.environ).ops_addr
    if place is None:
        raise InvalidArgumentError(
            "Say with --ops-addr HOST:PORT where the metrics are: what the server was "
            "started with. On its main port they need a token: see /metrics in README."
        )
    connection = http.client.HTTPConnection(place.host, place.port, timeout=SECONDS)
    try:
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        text = answer.read().decode()
    except (OSError, http.client.HTTPException) as error:
        raise UnavailableError(f"No answer: {error}") from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise UnavailableError(f"The server answers {answer.status}.")
    click.echo(text, nl=False)
