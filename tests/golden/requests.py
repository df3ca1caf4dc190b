"""A step's path and body as they go over the wire."""

import base64
import json

import httpx

from tests import clients
from tests.golden import binary
from tests.golden.scenarios import FILES, Step
from tests.golden.templates import Templates

TEXT = "grpc-web-text"


def path_of(step: Step, templates: Templates) -> str:
    """Return the path with its query."""
    path, query = templates.fill(step.path), templates.fill(step.query)
    pairs = query.items() if isinstance(query, dict) else query
    if not pairs:
        return path
    joint = "&" if "?" in path else "?"
    return path + joint + str(httpx.QueryParams([(key, str(v)) for key, v in pairs]))


def content_of(step: Step, templates: Templates) -> tuple[str, bytes | None]:
    """Return the content type, "" for none, and the body."""
    if step.proto is not None:
        return _binary(step, templates)
    if step.json is not ...:
        text = json.dumps(templates.fill(step.json), ensure_ascii=False)
        return "application/json", text.encode("utf-8", "surrogatepass")
    if step.body is not None:
        return "", templates.fill(step.body).encode()
    if step.body_base64 is not None:
        return "", base64.b64decode(step.body_base64)
    if step.body_file is not None:
        return "", (FILES / step.body_file).read_bytes()
    return "", None


def _binary(step: Step, templates: Templates) -> tuple[str, bytes]:
    assert step.proto is not None, step.name
    ((name, value),) = step.proto.items()
    message = binary.encode(name, templates.fill(value))
    if not step.frame:
        return "application/proto", message
    body = clients.frame(message)
    framed = base64.b64encode(body) if step.frame == TEXT else body
    return f"application/{step.frame}", framed
