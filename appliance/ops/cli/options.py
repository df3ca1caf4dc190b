"""Flags of the commands, made from the table of settings."""

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from appliance.config import SETTINGS, Settings, read_settings, remarks
from appliance.ops import logs
from appliance.ops.cli.manual import InstanceOption
from appliance.setting import Setting

F = TypeVar("F", bound=Callable[..., Any])

DATABASE = ("data", "driver", "dsn", "sqlite_synchronous", "log_level", "log_format")
REACHING = ("addr", "port", "unix_sock", "base_path")


def settings_options(names: Sequence[str] = ()) -> Callable[[F], F]:
    """Add the flags of the named settings, or of all, to a command."""

    def decorate(command: F) -> F:
        for setting in reversed(SETTINGS):
            if setting.flag and (not names or setting.name in names):
                common = bool(names) and setting.name in DATABASE
                command = _option(setting, common=common)(command)
        return command

    return decorate


def _option(setting: Setting, *, common: bool) -> Callable[[F], F]:
    kind = InstanceOption if common else click.Option
    default = setting.shown_default or setting.default
    shown = f"  [{setting.variable}{f'; default: {default}' if default else ''}]"
    if setting.switch:
        return click.option(
            setting.flag,
            setting.name,
            cls=kind,
            is_flag=False,
            flag_value="true",
            metavar="[BOOLEAN]",
            help=setting.help + shown,
        )
    return click.option(
        setting.flag,
        setting.name,
        cls=kind,
        metavar=setting.metavar,
        help=setting.help + shown,
    )


def load_settings(flags: dict[str, str | None]) -> Settings:
    """Read the settings, start the log, and say which variables have no effect."""
    settings = read_settings(flags, os.environ)
    logs.configure(settings.log_level, settings.log_format)
    logger = logs.get_logger()
    for level, sentence in remarks(os.environ):
        logger.log(logs.LEVELS[level], sentence)
    return settings
