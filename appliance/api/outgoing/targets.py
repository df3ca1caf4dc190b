"""Which addresses may be dialled for a URL that somebody else chose.

A name is resolved once, every address it has is judged, and a judged address is what
gets dialled: a name that answers differently the second time gains nothing.
"""

import asyncio
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Self, TypeAlias

from appliance.config import Settings
from appliance.errors import UnavailableError

IpAddress: TypeAlias = IPv4Address | IPv6Address
IpNetwork: TypeAlias = IPv4Network | IPv6Network

# Native addresses of the Internet; all special ones in it are named below.
GLOBAL_UNICAST = IPv6Network("2000::/3")
# How networks without IPv4 reach it; which machine is meant stands in the last bits.
TRANSLATED = IPv6Network("64:ff9b::/96")
# In neither of Python's lists on every version: relays to 6to4, documentation.
SPECIAL: tuple[IpNetwork, ...] = (
    IPv4Network("192.88.99.0/24"),
    IPv6Network("3fff::/20"),
    # Protocol assignments, Teredo with them: nobody's web server is there.
    IPv6Network("2001::/23"),
)
# Where somebody's machines are. The contract refuses to store what leads there; what
# else is not public may be stored and is never dialled.
INTERNAL: tuple[IpNetwork, ...] = (
    IPv4Network("127.0.0.0/8"),
    IPv4Network("10.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv4Network("169.254.0.0/16"),
    IPv6Network("::1/128"),
    IPv6Network("fc00::/7"),
    IPv6Network("fe80::/10"),
)
# What resolvers of the C library take for an address though it does not look like one.
NUMERIC_HOST = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


class ForbiddenTargetError(UnavailableError):
    """The target is an internal address."""

    def __init__(self, host: str, address: IpAddress) -> None:
        super().__init__(f"{host}: internal IP addresses are not allowed")
        self.host = host
        self.address = address


class UnresolvedError(UnavailableError):
    """The target's name is unknown."""

    def __init__(self, host: str) -> None:
        super().__init__(f"lookup {host}: no such host")


def is_public(address: IpAddress) -> bool:
    """Whether an address is one of the open Internet, also in its disguises."""
    if isinstance(address, IPv6Address):
        embedded = _embedded(address)
        if embedded:
            return is_public(embedded)
        if address not in GLOBAL_UNICAST:
            return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in SPECIAL)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that packets to this address end at."""
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_internal(address: IpAddress) -> bool:
    """Whether an address, or the one in it, is one of somebody's own network."""
    inner = _embedded(address) if isinstance(address, IPv6Address) else None
    return any((inner or address) in network for network in INTERNAL)


def literal(host: str) -> IpAddress | None:
    """Return the address that a host is written as; None: it is a name.

    The IPv4 form of an IPv6 address that only wraps one is returned.
    """
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@dataclass(frozen=True, slots=True)
class Policy:
    """Which addresses are allowed beside the public ones."""

    everything: bool = False
    networks: tuple[IpNetwork, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def allowing(cls, entries: Iterable[str], *, everything: bool = False) -> Self:
        """Read the operator's list: names of hosts, addresses, networks."""
        networks: list[IpNetwork] = []
        hosts: set[str] = set()
        for entry in entries:
            try:
                networks.append(ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                hosts.add(entry.rstrip(".").lower())
        return cls(everything, tuple(networks), frozenset(hosts))

    def permits(self, host: str, address: IpAddress) -> bool:
        """Whether this address of this host may be dialled."""
        return (
            self.everything
            or is_public(address)
            or host.rstrip(".").lower() in self.hosts
            or any(address in network for network in self.networks)
        )

    async def resolve(self, host: str, port: int) -> Sequence[IpAddress]:
        """Return the host's addresses; raise unless each of them is permitted."""
        found = await _addresses(host, port)
        for address in sorted(found, key=lambda each: each.version):
            if not self.permits(host, address):
                raise ForbiddenTargetError(host, address)
        return found


def webhook_policy(configuration: Settings) -> Policy:
    """Return where webhooks may go on this instance."""
    return Policy.allowing(
        configuration.webhook_private_network_allowlist,
        everything=configuration.allow_private_webhooks,
    )


# For what strangers choose.
PUBLIC_ONLY = Policy()
# For what administrators choose.
ANYWHERE = Policy(everything=True)


async def _addresses(host: str, port: int) -> list[IpAddress]:
    address = literal(host)
    if address:
        return [address]
    if not host or NUMERIC_HOST.fullmatch(host.rstrip(".")):
        raise UnresolvedError(host)
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        raise UnresolvedError(host) from error
    # The zone of a link-local address is behind a percent sign.
    texts = dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers)
    found = [each for text in texts if (each := literal(text))]
    if not found:
        raise UnresolvedError(host)
    return found
