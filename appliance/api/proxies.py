"""Who the client really is, when proxies that we trust stand before us.

Only a trusted socket peer is believed. The list of addresses is walked from the right:
what a trusted proxy appended is true, what stood there before may be invented.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, NamedTuple

Network = IPv4Network | IPv6Network

HOST = re.compile(r"[A-Za-z0-9._~:\[\]-]{1,255}")
SCHEMES = frozenset({"http", "https"})
PAIR = re.compile(
    r'\s*(?P<key>[A-Za-z]+)\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^;,\s]*))'
)


class Origin(NamedTuple):
    """Where a request comes from; None is what the proxies did not say."""

    address: str
    scheme: str | None
    host: str | None


class Sightings:
    """What the proxies before us were seen to do, for whoever looks after them."""

    def __init__(self) -> None:
        # Of trusted peers: requests that say whom they come from, and that do not.
        self.named = self.nameless = 0
        # Requests that claim to be forwarded by somebody who is not trusted.
        self.strangers = 0
        self.last_stranger = ""

    def facts(self) -> dict[str, Any]:
        """Return all of it."""
        return dict(vars(self))


class TrustedProxies:
    """The networks whose word about clients is taken."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = tuple(networks)
        self._contains = lru_cache(maxsize=1024)(self._look_up)

    def trusts(self, peer: str) -> bool:
        """Whether a socket peer is one of them.

        A peer on a Unix socket has no address; it is one if there are any.
        """
        if not self._networks:
            return False
        return not peer or self._contains(peer)

    def origin(self, peer: str, headers: dict[bytes, str]) -> Origin:
        """Return what trusted proxies say about the client behind this peer."""
        if forwarded := headers.get(b"forwarded"):
            elements = [_pairs(element) for element in _split(forwarded)]
            if any("for" in element for element in elements):
                return self._from_elements(peer, elements)
        addresses = _split(headers.get(b"x-forwarded-for", ""))
        address, hops = self._walk(peer, addresses)
        return Origin(
            address,
            _scheme(_at(_split(headers.get(b"x-forwarded-proto", "")), hops)),
            _host(_at(_split(headers.get(b"x-forwarded-host", "")), hops)),
        )

    def _from_elements(self, peer: str, elements: list[dict[str, str]]) -> Origin:
        address, hops = self._walk(peer, [item.get("for", "") for item in elements])
        element = elements[-max(hops, 1)]
        return Origin(
            address, _scheme(element.get("proto")), _host(element.get("host"))
        )

    def _walk(self, peer: str, addresses: list[str]) -> tuple[str, int]:
        """Return the first address that is no trusted proxy, and its distance."""
        current, hops = peer, 0
        for text in reversed(addresses):
            address = _address(text)
            if not address or not self.trusts(current):
                break
            current, hops = address, hops + 1
        return current, hops

    def _look_up(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)


def _split(values: str) -> list[str]:
    return [value.strip() for value in values.split(",")] if values else []


def _at(values: list[str], hops: int) -> str | None:
    """Return the value that the proxy at this distance added."""
    if not values:
        return None
    return values[-max(hops, 1)] if hops <= len(values) else values[0]


def _scheme(value: str | None) -> str | None:
    return value.lower() if value and value.lower() in SCHEMES else None


def _host(value: str | None) -> str | None:
    return value if value and HOST.fullmatch(value) else None


def _pairs(element: str) -> dict[str, str]:
    return {
        match["key"].lower(): match["quoted"] or match["plain"] or ""
        for match in PAIR.finditer(element)
    }


@lru_cache(maxsize=1024)
def _address(text: str) -> str:
    """Return an address without its port and brackets, "" for anything else."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
