"""What an operator may say about backups."""

import pytest

from appliance.backup_settings import (
    BACKUPS,
    parse_command,
    parse_keep,
    parse_ping_url,
    parse_size,
)
from appliance.config import read_settings
from appliance.errors import InvalidArgumentError


def test_they_are_read_from_the_environment() -> None:
    settings = read_settings(
        {},
        {
            "APPLIANCE_BACKUP_TO": "/backups,s3://b/x?endpoint=https://s3.home",
            "APPLIANCE_BACKUP_SCHEDULE": "0 3 * * *",
            "APPLIANCE_BACKUP_KEEP": "last=3, daily=7",
            "APPLIANCE_BACKUP_MAX_SIZE": "20GB",
            "APPLIANCE_BACKUP_JITTER": "10m",
            "APPLIANCE_BACKUP_BEFORE": "sh -c 'echo \"a b\"'",
        },
    )
    assert settings.backup_to == ("/backups", "s3://b/x?endpoint=https://s3.home")
    assert settings.backup_keep == {"last": 3, "daily": 7}
    assert settings.backup_max_size == 20_000_000_000
    assert settings.backup_jitter == 600
    assert settings.backup_before == ("sh", "-c", 'echo "a b"')
    assert settings.backup_after == ()
    assert all(row.name.startswith("backup_") for row in BACKUPS)


def test_an_address_that_is_told_is_not_printed() -> None:
    given = {"APPLIANCE_BACKUP_PING_URL": "https://ping.example/uuid"}
    assert "uuid" not in repr(read_settings({}, given))


@pytest.mark.parametrize("text", ["daily", "daily=x", "daily=-1", "century=1"])
def test_rules_that_are_none(text: str) -> None:
    with pytest.raises(InvalidArgumentError, match="the rules are"):
        parse_keep(text)


def test_sizes_commands_and_addresses() -> None:
    assert parse_size("") == 0
    assert parse_size("1.5KiB") == 1536
    for parse, text in (
        (parse_size, "much"),
        (parse_command, "echo 'x"),
        (parse_ping_url, "file:///etc/passwd"),
        (parse_ping_url, "https://a b"),
    ):
        with pytest.raises(InvalidArgumentError):
            parse(text)
    assert parse_ping_url("") == ""
