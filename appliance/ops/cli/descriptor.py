"""`appliance descriptor`: the contract as a file, for tools that decode traffic."""

import sys
from pathlib import Path

import click

import appliance
from appliance.errors import ApplianceError
from appliance.ops.cli.manual import Manual

DESCRIPTOR = Path(appliance.__file__).parent / "api" / "gen" / "descriptor.pb"


@click.command(cls=Manual)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def descriptor(path: Path) -> None:
    """Write the compiled contract to PATH, with everything that it imports.

    The file is a serialised google.protobuf.FileDescriptorSet. It holds both packages,
    memos.api.v1 and appliance.v1. A PATH of "-" writes to standard output.
    """
    compiled = DESCRIPTOR.read_bytes()
    if str(path) == "-":
        sys.stdout.buffer.write(compiled)
        return
    try:
        path.write_bytes(compiled)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise ApplianceError(message) from error
