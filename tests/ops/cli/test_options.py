"""Flags made from the table of settings."""

import click
import pytest
from click.testing import CliRunner

from appliance.config import SETTINGS
from appliance.ops.cli.options import DATABASE, REACHING, settings_options


@click.command()
@settings_options()
def everything(**flags: str | None) -> None:
    """Print the flags that were given."""
    click.echo({name: text for name, text in flags.items() if text is not None})


def given(*arguments: str) -> str:
    result = CliRunner().invoke(everything, list(arguments))
    return result.output.strip()


def test_every_setting_with_a_flag_has_it() -> None:
    flags = {param.opts[0] for param in everything.params}
    assert flags == {setting.flag for setting in SETTINGS if setting.flag}


def test_what_is_not_given_is_none() -> None:
    assert given() == "{}"
    assert given("--port", "1") == "{'port': '1'}"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--allow-private-webhooks"], "true"),
        (["--allow-private-webhooks=false"], "false"),
        (["--allow-private-webhooks", "false"], "false"),
    ],
)
def test_switches_stand_alone_or_with_a_value(arguments: list[str], text: str) -> None:
    assert given(*arguments) == f"{{'allow_private_webhooks': '{text}'}}"


def test_commands_take_the_settings_they_need() -> None:
    known = {setting.name for setting in SETTINGS}
    assert known >= {*DATABASE, *REACHING}

    @click.command()
    @settings_options(("port",))
    def narrow() -> None: ...

    assert [param.name for param in narrow.params] == ["port"]
