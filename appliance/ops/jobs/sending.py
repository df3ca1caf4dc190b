"""Sends a backup as one file to the server, which passes it on: a range of it too."""

import json
from collections.abc import Mapping
from typing import IO, Any

from werkzeug.http import parse_range_header

from appliance.ops.backup.repository import Location
from appliance.ops.backup.streaming import Export


def span(export: Export, wanted: str, condition: str) -> tuple[int, int, bool] | None:
    """Return from where to where, and whether a part was asked for; None: nowhere.

    Several ranges at once, and those that are none, mean all of it.
    """
    whole = (0, export.size, False)
    if not wanted or (condition and condition != f'"{export.etag}"'):
        return whole
    ranges = parse_range_header(wanted)
    if ranges is None or ranges.units != "bytes" or len(ranges.ranges) != 1:
        return whole
    found = ranges.range_for_length(export.size)
    return (*found, True) if found else None


def send(location: Location, request: Mapping[str, Any], out: IO[bytes]) -> None:
    """Write a line that says what comes, then the bytes."""
    export = Export.of(location)
    found = span(export, request.get("range", ""), request.get("if_range", ""))
    start, stop, partial = found or (None, None, False)
    facts = {
        "id": location.id,
        "size": export.size,
        "etag": export.etag,
        "start": start,
        "stop": stop,
        "partial": partial,
    }
    out.write(json.dumps({"facts": facts}).encode() + b"\n")
    out.flush()
    if found and not request.get("head"):
        for piece in export.stretch(found[0], found[1]):
            out.write(piece)
        out.flush()
