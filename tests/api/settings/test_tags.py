"""TAGS: keys are patterns, colours can be shown."""

import math
from typing import Any

import pytest
from protobuf.wkt.google.protobuf.wrappers_pb import FloatValue

from appliance.api.gen.google.type.color_pb import Color
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.settings.tags import Setting, admit
from appliance.errors import InvalidArgumentError

Metadata = pb.InstanceSetting.TagMetadata


def tagged(key: str = "work", colour: Color | None = None) -> Setting:
    return Setting(tags={key: Metadata(background_color=colour, blur_content=True)})


def refusal(setting: Setting) -> str:
    with pytest.raises(InvalidArgumentError) as raised:
        admit(setting, Setting())
    return str(raised.value).removeprefix("invalid instance setting: ")


@pytest.mark.parametrize("key", ["work", "a/b", "写真", "^(a|b)+$"])
def test_pattern_is_a_key(key: str) -> None:
    setting = tagged(key, Color(red=1, green=0.5, alpha=FloatValue(value=0)))

    admit(setting, Setting())

    assert key in setting.tags


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("a(", "missing closing ): `a(`"),
        ("[a", "missing closing ]: `[a`"),
        ("*", "missing argument to repetition operator: `*`"),
        ("(?=a)", "(?="),
    ],
)
def test_broken_pattern_is_none(key: str, reason: str) -> None:
    message = refusal(tagged(key))

    assert message.startswith(f'tag key "{key}" is not a valid regex pattern: ')
    assert reason in message


@pytest.mark.parametrize("key", ["", " "])
def test_key_is_not_empty(key: str) -> None:
    assert refusal(tagged(key)) == "tag key cannot be empty"


@pytest.mark.parametrize("part", [-0.1, 1.1, math.nan, math.inf])
@pytest.mark.parametrize("name", ["red", "green", "blue", "alpha"])
def test_colour_has_parts_of_one(name: str, part: float) -> None:
    value: Any = FloatValue(value=part) if name == "alpha" else part
    colour = Color(**{name: value})

    expected = f'background_color for "work": {name} must be between 0 and 1'
    assert refusal(tagged(colour=colour)) == expected


def test_tags_are_few_and_short() -> None:
    """Each is a pattern to be read, one after the other, while nobody is served."""
    many = Setting(tags={f"t{number}": Metadata() for number in range(1001)})

    assert refusal(many) == "too many tags (max 1000)"
    assert refusal(tagged("x" * 1001)) == "tag key is too long (max 1000)"
