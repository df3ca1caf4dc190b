"""Who the client is behind proxies, and who may say so."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.api.proxies import Origin, TrustedProxies

PROXIES = TrustedProxies([ip_network("10.0.0.0/8"), ip_network("fd00::/8")])


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("fd00::1", True),
        ("11.0.0.1", False),
        ("::1", False),
        ("nonsense", False),
        ("", True),
    ],
)
def test_networks_are_trusted_and_a_unix_peer(peer: str, trusted: bool) -> None:  # noqa: FBT001 - a column of the table
    assert PROXIES.trusts(peer) is trusted


def test_without_networks_nobody_is_trusted() -> None:
    assert not TrustedProxies([]).trusts("")
    assert not TrustedProxies([]).trusts("10.0.0.1")


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("203.0.113.9, unknown", "10.0.0.1"),
        ("unknown, 203.0.113.9", "203.0.113.9"),
        ("", "10.0.0.1"),
        (", ,", "10.0.0.1"),
    ],
)
def test_addresses_are_walked_from_the_right(header: str, address: str) -> None:
    origin = PROXIES.origin("10.0.0.1", {b"x-forwarded-for": header})
    assert origin.address == address


def test_scheme_and_host_are_those_of_the_outermost_trusted_proxy() -> None:
    headers = {
        b"x-forwarded-for": "1.1.1.1, 203.0.113.9, 10.0.0.2",
        b"x-forwarded-proto": "http, https, http",
        b"x-forwarded-host": "evil.example, notes.example, inner",
    }
    assert PROXIES.origin("10.0.0.1", headers) == Origin(
        "203.0.113.9", "https", "notes.example"
    )


def test_one_scheme_for_several_hops_is_taken() -> None:
    headers = {
        b"x-forwarded-for": "203.0.113.9, 10.0.0.2",
        b"x-forwarded-proto": "HTTPS",
    }
    assert PROXIES.origin("10.0.0.1", headers).scheme == "https"


def test_scheme_is_read_without_an_address() -> None:
    headers = {b"x-forwarded-proto": "https"}
    assert PROXIES.origin("10.0.0.1", headers) == Origin("10.0.0.1", "https", None)


@pytest.mark.parametrize(
    ("proto", "host"), [("gopher", "a b"), ("javascript:", "a/b"), ("", "")]
)
def test_nonsense_is_left_out(proto: str, host: str) -> None:
    headers = {b"x-forwarded-proto": proto, b"x-forwarded-host": host}
    assert PROXIES.origin("10.0.0.1", headers) == Origin("10.0.0.1", None, None)


@pytest.mark.parametrize(
    ("header", "origin"),
    [
        ('for=203.0.113.9;proto=https;host="notes.example"',
         Origin("203.0.113.9", "https", "notes.example")),
        ('for=1.1.1.1;proto=http, For="[2001:db8::1]:4711"; Proto=https',
         Origin("2001:db8::1", "https", None)),
        ("for=203.0.113.9;proto=https, for=10.0.0.2;proto=http",
         Origin("203.0.113.9", "https", None)),
        ("for=_hidden;proto=https", Origin("10.0.0.1", "https", None)),
    ],
)  # fmt: skip
def test_forwarded_is_read_too(header: str, origin: Origin) -> None:
    assert PROXIES.origin("10.0.0.1", {b"forwarded": header}) == origin


@given(
    header=st.text(max_size=40),
    name=st.sampled_from([b"forwarded", b"x-forwarded-for"]),
)
def test_any_header_leaves_an_address(header: str, name: bytes) -> None:
    assert PROXIES.origin("10.0.0.1", {name: header}).address
