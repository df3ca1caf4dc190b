"""`appliance version`: which program this is."""

import json
import platform

import click

from appliance import MEMOS_VERSION, __version__
from appliance.ops.cli.manual import Manual


@click.command(cls=Manual)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def version(*, as_json: bool) -> None:
    """Print the version, and which version of the Memos API it speaks."""
    if as_json:
        facts = {
            "version": __version__,
            "memosVersion": MEMOS_VERSION,
            "python": platform.python_version(),
        }
        click.echo(json.dumps(facts))
    else:
        click.echo(f"Memos Appliance {__version__} (Memos API {MEMOS_VERSION})")
