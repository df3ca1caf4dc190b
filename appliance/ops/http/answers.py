"""What operators' routes answer with, and how they read questions."""

import json
from http import HTTPStatus
from typing import Any

from quart import Response

from appliance.errors import InvalidArgumentError

LIMIT, MOST = 100, 1000
YES = frozenset({"1", "true"})


def answer(body: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return JSON that nobody keeps."""
    headers = {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(json.dumps(body, ensure_ascii=False), int(status), headers)


def limit(text: str) -> int:
    """Read how many are wanted."""
    if not text:
        return LIMIT
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST):
        raise InvalidArgumentError(f"limit must be a number from 1 to {MOST}")
    return int(text)
