"""What a response says, as JSON: whole bodies, frames, and the headers that matter."""

import hashlib
import json
import re
from xml.etree import ElementTree as ET

import httpx

from tests import clients
from tests.golden import binary
from tests.golden.scenarios import Json, Step

# The headers that are compared, in no order.
HEADERS = (
    *("content-type", "content-disposition", "content-range", "content-encoding"),
    *("accept-ranges", "location", "cache-control", "etag", "last-modified"),
    *("x-content-type-options", "x-frame-options", "content-security-policy"),
    *("color-gamut", "vary", "allow", "accept-post", "www-authenticate"),
    *("access-control-allow-origin", "access-control-allow-credentials"),
    *("access-control-allow-methods", "access-control-allow-headers"),
    *("access-control-expose-headers", "x-accel-buffering"),
    *("grpc-status", "grpc-message", "grpc-metadata-set-cookie", "set-cookie"),
)
TRAILERS = 0x80


def read_body(step: Step, response: httpx.Response) -> Json:
    """Return the body as the step wants it read."""
    data = response.content
    kind = response.headers.get("content-type", "")
    if step.frame and kind.startswith("application/grpc"):
        data = clients.decode_text(data) if "text" in kind else data
        return [_read_frame(step, *frame) for frame in clients.frames(data)]
    if step.decode and kind == "application/proto":
        return binary.decode(step.decode, data)
    return decode_body(data)


def decode_body(data: bytes) -> Json:
    """Return XML and JSON as JSON, text as text, else length and digest."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    try:
        if text.startswith("<?xml"):
            # Our own server wrote it.
            return _tree(ET.fromstring(text))  # noqa: S314 - no stranger's document
        return json.loads(text)
    except (ET.ParseError, ValueError):
        return text


def cookies(headers: httpx.Headers) -> dict[str, str]:
    """Return the cookies that an answer sets, also as the gateway's metadata."""
    lines = [
        *headers.get_list("set-cookie"),
        *headers.get_list("grpc-metadata-set-cookie"),
    ]
    pairs = (re.split("[=;]", line, maxsplit=2) for line in lines)
    return {name.strip(): value for name, value, *_ in pairs}


def _read_frame(step: Step, flags: int, payload: bytes) -> Json:
    if not flags & TRAILERS:
        return {"message": binary.decode(step.decode, payload)}
    lines = payload.decode("utf-8", "replace").strip().split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return {"trailers": {name.lower(): value.strip() for name, _, value in pairs}}


def _tree(element: ET.Element) -> Json:
    """Return an XML element as JSON; its layout does not matter."""
    tree: Json = {"tag": element.tag}
    if element.attrib:
        tree["attributes"] = dict(element.attrib)
    if element.text and element.text.strip():
        tree["text"] = element.text.strip()
    if len(element):
        tree["children"] = [_tree(child) for child in element]
    return tree
