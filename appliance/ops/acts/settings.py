"""Settings of the instance, as operators change them."""

import re
from typing import Any

from appliance.errors import FailedPreconditionError
from appliance.ops.acts.ground import Ground

HIDDEN = "(hidden)"
SECRET = re.compile(r"secret|password|api_?key|private_?key|token$", re.IGNORECASE)


async def change(ground: Ground, *, name: str, value: Any) -> Any:
    """Give a setting, or a part of it named by dots, another value.

    Return the setting as a whole, without its secrets.
    """
    if ground.replace is None:
        raise FailedPreconditionError("Settings are changed by a whole server alone.")
    if ground.spelled:
        # A slip is told with what there is instead; and in two spellings beside each
        # other the new part would stand for all of the old.
        name = ground.spelled(name)
    first, *path = name.split(".")
    if path:
        value = _with(await ground.settings.get(first), path, value)
    return concealed(first, await ground.replace(first, value))


def default_of(ground: Ground, name: str, stored: Any) -> Any:
    """Return what holds of a setting, or of a part, that nobody has saved."""
    if ground.in_force is None:
        raise FailedPreconditionError("Only a whole server knows what holds.")
    return ground.in_force(name, stored)


def concealed(name: str, value: Any) -> Any:
    """Return a value with every secret in it hidden; `name` is what it is called."""
    if isinstance(value, str) and value and SECRET.search(name):
        return HIDDEN
    if isinstance(value, dict):
        return {key: concealed(key, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [concealed(name, inner) for inner in value]
    return value


def _with(whole: Any, path: list[str], value: Any) -> dict[str, Any]:
    """Return a copy of an object in which a place has another value."""
    kept = dict(whole) if isinstance(whole, dict) else {}
    first, *rest = path
    kept[first] = _with(kept.get(first), rest, value) if rest else value
    return kept
