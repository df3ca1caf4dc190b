"""MEMO_RELATED: a least length, and something to react with."""

import pytest

from appliance.api.settings.memo_related import (
    DEFAULT_REACTIONS,
    Setting,
    complete,
)


@pytest.mark.parametrize(("given", "used"), [(0, 8192), (-5, 8192), (9000, 9000)])
def test_limit_has_a_least_value(given: int, used: int) -> None:
    value = Setting(content_length_limit=given)

    complete(value)

    assert value.content_length_limit == used


def test_chosen_reactions_replace_all() -> None:
    value, empty = Setting(reactions=["🔥"]), Setting()

    complete(value)
    complete(empty)

    assert value.reactions == ["🔥"]
    assert empty.reactions == list(DEFAULT_REACTIONS)
    assert len(DEFAULT_REACTIONS) == 8
