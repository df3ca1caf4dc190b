"""Opens the sockets that the server listens on, or says in one sentence why not.

Sockets are bound early, so that a taken port is known before the database is touched,
and listen late, so that nobody connects to a server that is still starting.
"""

import errno
import os
import socket
import stat
from contextlib import closing, suppress
from pathlib import Path

from appliance.errors import UnavailableError
from appliance.values import Address

UNIX_SOCKET_MODE = 0o660
# A host without IPv6, or a name with an address that this machine does not have.
ABSENT = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)


def bind_tcp(address: Address) -> list[socket.socket]:
    """Bind every address of the host; an empty host means all addresses."""
    place = f"{address.host or 'port'}:{address.port}".replace("port:", "port ")
    bound: list[socket.socket] = []
    port = address.port
    absent: OSError | None = None
    for family, sockaddr in _resolve(address, place):
        try:
            bound.append(_bind(family, (sockaddr[0], port)))
        except OSError as error:
            if error.errno not in ABSENT:
                close_all(bound)
                raise _unusable(place, error) from error
            absent = error
            continue
        port = bound[0].getsockname()[1]
    if absent and not bound:
        raise _unusable(place, absent) from absent
    return bound


def _resolve(
    address: Address, place: str
) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    try:
        found = socket.getaddrinfo(
            address.host or None,
            address.port,
            type=socket.SOCK_STREAM,
            flags=socket.AI_PASSIVE,
        )
    except OSError as error:
        raise _unusable(place, error) from error
    return [(family, (str(sockaddr[0]), 0)) for family, *_, sockaddr in found]


def _bind(family: socket.AddressFamily, sockaddr: tuple[str, int]) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6:
            # One socket per family: IPv4 clients keep their plain addresses.
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(sockaddr)
    except OSError:
        opened.close()
        raise
    opened.settimeout(0)
    return opened


def bind_unix(path: Path) -> list[socket.socket]:
    """Bind a socket file for owner and group, replacing one that nobody serves."""
    _remove_stale(path)
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        opened.bind(str(path))
        path.chmod(UNIX_SOCKET_MODE)
    except OSError as error:
        opened.close()
        raise _unusable(str(path), error) from error
    opened.settimeout(0)
    return [opened]


def _remove_stale(path: Path) -> None:
    try:
        if not stat.S_ISSOCK(path.stat().st_mode):
            raise UnavailableError(f"{path} is there and is not a socket.")
    except FileNotFoundError:
        return
    probe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with closing(probe), suppress(ConnectionRefusedError):
        probe.connect(str(path))
        raise UnavailableError(f"Another server listens on {path}.")
    path.unlink()


def listen(sockets: list[socket.socket], backlog: int) -> None:
    """Start to accept connections."""
    for opened in sockets:
        try:
            opened.listen(backlog)
        except OSError as error:
            raise _unusable(describe(opened), error) from error


def close_all(sockets: list[socket.socket]) -> None:
    """Close the sockets; closing twice is harmless."""
    for opened in sockets:
        opened.close()


def describe(opened: socket.socket) -> str:
    """Return the URL, or the path of the socket file."""
    name = opened.getsockname()
    if opened.family == socket.AF_UNIX:
        return f"unix:{name}"
    host = f"[{name[0]}]" if opened.family == socket.AF_INET6 else name[0]
    return f"http://{host}:{name[1]}"


def _unusable(place: str, error: OSError) -> UnavailableError:
    reason = error.strerror or os.strerror(error.errno or 0)
    advice = (
        " Another program uses it; choose a different one with --port."
        if error.errno == errno.EADDRINUSE
        else ""
    )
    return UnavailableError(f"Cannot listen on {place}: {reason.lower()}.{advice}")
