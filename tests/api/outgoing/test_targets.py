"""Which addresses may be dialled."""

from ipaddress import ip_address
from pathlib import Path

import pytest

from appliance.api.outgoing.targets import (
    ANYWHERE,
    PUBLIC_ONLY,
    ForbiddenTargetError,
    Policy,
    UnresolvedError,
    is_public,
    webhook_policy,
)
from appliance.config import read_settings

INTERNAL = [
    str(ip_address(0)),
    *("0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255"),
    *("127.0.0.1", "127.255.0.9", "169.254.169.254", "172.16.9.9", "172.31.255.1"),
    *("192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
    *("198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "100::1"),
    *("64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00::1"),
    *("fe80::1", "fec0::1", "ff02::1"),
]
OPEN = [
    *("1.1.1.1", "93.184.215.14", "172.32.0.1", "100.128.0.1", "11.0.0.1"),
    *("2606:4700::1111", "2a00:1450:4001::1", "64:ff9b::1.1.1.1"),
    *("::ffff:1.1.1.1", "2002:101:101::1"),
]


@pytest.mark.parametrize("text", INTERNAL)
async def test_internal_addresses_are_refused_in_every_form(text: str) -> None:
    assert not is_public(ip_address(text))
    with pytest.raises(ForbiddenTargetError, match="internal IP addresses"):
        await PUBLIC_ONLY.resolve(text, 80)


@pytest.mark.parametrize("text", OPEN)
async def test_public_addresses_pass(text: str) -> None:
    assert is_public(ip_address(text))
    assert len(await PUBLIC_ONLY.resolve(text, 80)) == 1


async def test_names_are_judged_by_all_their_addresses() -> None:
    with pytest.raises(ForbiddenTargetError, match="localhost"):
        await PUBLIC_ONLY.resolve("localhost", 80)
    assert await ANYWHERE.resolve("localhost", 80)


@pytest.mark.parametrize(
    "host",
    [
        *("", "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "127.0.0.1.", "1.2.3"),
        *("no-such-host.invalid", "a.0x7f", "x" * 70 + ".invalid", "10"),
    ],
)
async def test_numbers_in_other_clothes_are_no_hosts(host: str) -> None:
    with pytest.raises(UnresolvedError, match=r"lookup .*: no such host"):
        await ANYWHERE.resolve(host, 80)


@pytest.mark.parametrize(
    ("entry", "host", "allowed"),
    [
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "192.168.0.1", False),
        ("192.168.0.7", "192.168.0.7", True),
        ("192.168.0.7", "192.168.0.8", False),
        ("192.168.0.7/16", "192.168.0.8", True),
        ("[fd00::1]", "fd00::1", True),
        ("fd00::/8", "10.0.0.1", False),
        ("10.0.0.0/8", "::ffff:10.0.0.1", True),
        ("LocalHost.", "localhost", True),
        ("127.0.0.1.", "127.0.0.1", True),
        ("nas.local", "localhost", False),
    ],
)
async def test_operators_list_opens_just_what_it_names(
    entry: str,
    host: str,
    allowed: bool,  # noqa: FBT001 - a parameter of a test
) -> None:
    policy = Policy.allowing([entry])
    if allowed:
        assert await policy.resolve(host, 80)
    else:
        with pytest.raises(ForbiddenTargetError):
            await policy.resolve(host, 80)


def test_policy_of_webhooks_is_the_operators(tmp_path: Path) -> None:
    flags = {"data": str(tmp_path)}
    assert webhook_policy(read_settings(flags, {})) == PUBLIC_ONLY
    flags["allow_private_webhooks"] = "true"
    assert webhook_policy(read_settings(flags, {})).everything
    flags = {"data": str(tmp_path), "webhook_private_network_allowlist": "nas,10.0.0.1"}
    policy = webhook_policy(read_settings(flags, {}))
    assert policy == Policy.allowing(["nas", "10.0.0.1"])
