"""Texts of settings, good and bad."""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest

from appliance import values
from appliance.errors import InvalidArgumentError
from appliance.values import Address


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (values.parse_switch, "true", True),
        (values.parse_switch, "YES", True),
        (values.parse_switch, "0", False),
        (values.parse_switch, "", False),
        (values.parse_ops_token, "", ""),
        (values.parse_ops_token, "sixteen-letters-", "sixteen-letters-"),
        (values.parse_port, "0", 0),
        (values.parse_port, "65535", 65535),
        (values.parse_host, "", ""),
        (values.parse_host, "localhost", "localhost"),
        (values.parse_host, "[::1]", "::1"),
        (values.parse_host, "::", "::"),
        (values.parse_address, "", None),
        (values.parse_address, "localhost:9", Address(host="localhost", port=9)),
        (values.parse_address, "[::1]:9", Address(host="::1", port=9)),
        (values.parse_level, "Warning", "warn"),
        (values.parse_level, "DEBUG", "debug"),
        (values.parse_driver, "MariaDB", "mysql"),
        (values.parse_driver, "postgresql", "postgres"),
        (values.parse_driver, "", None),
        (values.parse_instance_url, "", ""),
        (values.parse_instance_url, "https://a.test/x/", "https://a.test/x"),
        (values.parse_base_path, "", ""),
        (values.parse_base_path, "/", ""),
        (values.parse_base_path, "notes/", "/notes"),
        (values.parse_base_path, "/a/b-2_c", "/a/b-2_c"),
        (values.parse_networks, "", ()),
        (
            values.parse_networks,
            "10.0.0.0/8, ::1",
            (ip_network("10.0.0.0/8"), ip_network("::1/128")),
        ),
        (values.parse_list, "a, b\nc", ("a", "b", "c")),
        (values.parse_refused_demo, "false", False),
    ],
)
def test_good_text_becomes_a_value(
    parse: Callable[[str], Any], text: str, value: object
) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (values.parse_switch, "perhaps"),
        (values.parse_port, ""),
        (values.parse_port, "-1"),
        (values.parse_port, "65536"),
        (values.parse_port, "9" * 5000),
        (values.parse_port, "٣"),
        (values.parse_host, "a b"),
        (values.parse_host, "host:80"),
        (values.parse_host, "http://host"),
        (values.parse_host, "[::1"),
        (values.parse_address, "localhost"),
        (values.parse_address, ":80"),
        (values.parse_address, "::1:80x"),
        (values.parse_level, "loud"),
        (values.parse_driver, "oracle"),
        (values.parse_instance_url, "memos.test"),
        (values.parse_instance_url, "ftp://memos.test"),
        (values.parse_instance_url, "https://u:p@memos.test"),
        (values.parse_instance_url, "https://memos.test?x=1"),
        (values.parse_instance_url, "https://memos.test#x"),
        (values.parse_instance_url, "https://memos.test:port"),
        (values.parse_instance_url, "https://[memos"),
        (values.parse_base_path, "/a/../b"),
        (values.parse_base_path, "/a b"),
        (values.parse_base_path, '/"><script>'),
        (values.parse_networks, "10.0.0.1/8"),
        (values.parse_networks, "everyone"),
        (values.parse_refused_demo, "true"),
        (values.parse_ops_token, "fifteen-letters"),
        (values.parse_ops_token, "one blank in a token"),
        (values.parse_ops_token, "ein-schlüssel-mit-umlaut"),
    ],
)
def test_bad_text_is_refused(parse: Callable[[str], Any], text: str) -> None:
    with pytest.raises(InvalidArgumentError):
        parse(text)


def test_choice_folds_the_case_it_is_told_to() -> None:
    parse = values.choice("FULL", "NORMAL", fold=str.upper)
    assert parse("normal") == "NORMAL"
    with pytest.raises(InvalidArgumentError, match="FULL, NORMAL"):
        parse("off")


@pytest.mark.parametrize(
    ("address", "base_path", "whole"),
    [
        ("https://a", "/n", "https://a/n"),
        ("https://a/n", "/n", "https://a/n"),
        ("", "/n", ""),
    ],
)
def test_address_is_completed_by_the_path(
    address: str, base_path: str, whole: str
) -> None:
    chosen = {"instance_url": address, "base_path": base_path}

    values.complete_address(chosen)

    assert chosen["instance_url"] == whole
