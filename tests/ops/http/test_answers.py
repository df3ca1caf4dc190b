"""How operators' routes answer and read."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.ops.http.answers import LIMIT, answer, limit


async def test_nobody_keeps_an_answer() -> None:
    response = answer({"x": "ü"})
    assert response.headers["Cache-Control"] == "no-store"
    assert await response.get_json() == {"x": "ü"}


def test_limits() -> None:
    assert (limit(""), limit("7")) == (LIMIT, 7)
    for text in ("0", "1001", "²", "-1", "x"):
        with pytest.raises(InvalidArgumentError):
            limit(text)
