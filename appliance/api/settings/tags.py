"""TAGS: colours of tags for the whole instance, kept for older clients."""

from collections.abc import Sized

from appliance.api.gen.google.type.color_pb import Color
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.errors import InvalidArgumentError
from appliance.models.regexp import PatternError, compiled

Setting = pb.InstanceSetting.TagsSetting

PLACE = "invalid instance setting: "
# Reading a pattern takes up to a few hundredths of a second, in which nobody is served.
MAX_TAGS = 1000
MAX_PATTERN = 1000
# What clients have read so far where RE2 is shorter.
LONGER = {
    "missing )": "missing closing )",
    "missing ]": "missing closing ]",
    "no argument for repetition operator": "missing argument to repetition operator",
    "bad repetition operator": "invalid nested repetition operator",
}


def admit(value: Setting, _stored: Setting) -> None:
    """Check that every key is a pattern and every colour one that can be shown."""
    check_number(value.tags)
    for key, metadata in value.tags.items():
        check_pattern(key)
        if metadata.background_color:
            check_colour(key, metadata.background_color)


def check_number(tags: Sized, place: str = PLACE) -> None:
    """Refuse more tags than may be read in one go; `place` begins the message."""
    if len(tags) > MAX_TAGS:
        raise InvalidArgumentError(f"{place}too many tags (max {MAX_TAGS})")


def check_pattern(key: str, place: str = PLACE) -> None:
    """Refuse a key that is no pattern; `place` begins the message."""
    if not key.strip():
        raise InvalidArgumentError(f"{place}tag key cannot be empty")
    if len(key) > MAX_PATTERN:
        raise InvalidArgumentError(f"{place}tag key is too long (max {MAX_PATTERN})")
    try:
        compiled(key)
    except PatternError as error:
        reason, _, where = str(error).partition(": ")
        raise InvalidArgumentError(
            f'{place}tag key "{key}" is not a valid regex pattern: '
            f"error parsing regexp: {LONGER.get(reason, reason)}: `{where}`"
        ) from error


def check_colour(key: str, colour: Color, place: str = PLACE) -> None:
    """Refuse a colour that cannot be shown; `place` begins the message."""
    parts = {"red": colour.red, "green": colour.green, "blue": colour.blue}
    if colour.alpha:
        parts["alpha"] = colour.alpha.value
    for name, part in parts.items():
        # Nothing compares with what is not a number.
        if not 0 <= part <= 1:
            raise InvalidArgumentError(
                f'{place}background_color for "{key}": {name} must be between 0 and 1'
            )
