"""How the text of a setting becomes a value, or one sentence about what is wrong."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Never, cast
from urllib.parse import urlsplit

from appliance.dsn import HIGHEST_PORT, SYNONYMS, Driver
from appliance.errors import InvalidArgumentError

# More than a century.
DIGITS_OF_DAYS = 5
UNITS = ("", "k", "m", "g", "t")
SIZE = re.compile(r"(\d{1,15}) ?([kmgt]?)(i?)b?", re.IGNORECASE)
# Nobody guesses so many over the network.
SHORTEST_TOKEN = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where to listen: a host name or address, and a port."""

    host: str
    port: int


def _fault(text: str) -> Never:
    raise InvalidArgumentError(text)


def parse_text(text: str) -> str:
    """Take the text as it is."""
    return text


def parse_switch(text: str) -> bool:
    """Read yes or no; nothing means no."""
    match text.lower():
        case "1" | "t" | "true" | "yes" | "on":
            return True
        case "" | "0" | "f" | "false" | "no" | "off":
            return False
    _fault("must be true or false")


def parse_refused_demo(text: str) -> bool:
    """Understand the switch of Memos' demo mode, and refuse it."""
    return parse_switch(text) and _fault("is not supported yet: there is no demo mode")


def choice(*choices: str, fold: Callable[[str], str] = str.lower) -> Any:
    """Return a parser that admits the given words, whatever their case."""

    def parse(text: str) -> str:
        if fold(text) not in choices:
            _fault(f"must be one of {', '.join(choices)}")
        return fold(text)

    return parse


def parse_level(text: str) -> str:
    """Read a log level."""
    level = {"warning": "warn"}.get(text.lower(), text)
    return cast("str", choice("debug", "info", "warn", "error")(level))


def parse_driver(text: str) -> Driver | None:
    """Read a driver by any of its names; nothing leaves the choice to the DSN."""
    if not text:
        return None
    return SYNONYMS.get(text.lower()) or _fault(
        "must be one of sqlite, mysql (also mariadb), postgres"
    )


def parse_port(text: str) -> int:
    """Read a port number."""
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= HIGHEST_PORT):
        _fault("must be a number from 0 to 65535 (0 takes any free port)")
    return int(text)


def parse_host(text: str) -> str:
    """Read a host name or address; nothing means all addresses."""
    host = text.removeprefix("[").removesuffix("]")
    if re.search(r"[\s/@]", host) or ("[" in text) != ("]" in text):
        _fault("must be a host name or an address")
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            _fault("must be a host name or an address, without a port")
    return host


def parse_address(text: str) -> Address | None:
    """Read `HOST:PORT` or `[IPv6]:PORT`; nothing means no listener."""
    if not text:
        return None
    host, colon, port = text.rpartition(":")
    if not colon or not host:
        _fault("must be HOST:PORT")
    return Address(host=parse_host(host), port=parse_port(port))


def parse_path(text: str) -> Path | None:
    """Read a path, `~` included; nothing means no path."""
    return Path(text).expanduser() if text else None


def parse_instance_url(text: str) -> str:
    """Read the address people use; a slash at its end is cut."""
    if not text:
        return ""
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        _fault("must be a valid URL")
    if url.scheme not in ("http", "https") or not url.hostname:
        _fault("must begin with http:// or https:// and name a host")
    if url.username is not None or url.query or url.fragment or "\\" in text:
        _fault("must hold no credentials, query or fragment")
    return text.rstrip("/")


def parse_base_path(text: str) -> str:
    """Read a path prefix into the form `/one/two`, or nothing."""
    path = "/" + text.strip("/") if text.strip("/") else ""
    if path and not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+", path):
        _fault("must be a path of plain letters and digits, like /notes")
    return path


def complete_address(chosen: dict[str, Any]) -> None:
    """Add the base path to the instance's URL unless it is there: links begin so."""
    address, base_path = chosen["instance_url"], chosen["base_path"]
    if address and not address.endswith(base_path):
        chosen["instance_url"] = address + base_path


def parse_ops_token(text: str) -> str:
    """Read a secret that a program shows; nothing means that there is none."""
    if text and (len(text) < SHORTEST_TOKEN or not re.fullmatch(r"[!-~]+", text)):
        _fault(f"must be {SHORTEST_TOKEN} or more letters, digits and signs")
    return text


def parse_networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Read a list of networks or single addresses."""
    try:
        return tuple(ipaddress.ip_network(part) for part in parse_list(text))
    except ValueError:
        _fault("must be a list of networks, like 10.0.0.0/8,fd00::/8")


def parse_days(text: str) -> int:
    """Read a number of days; 0 means without end."""
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS_OF_DAYS):
        _fault("must be a number of days, or 0 for ever")
    return int(text)


def parse_size(text: str) -> int:
    """Read a number of bytes, with a unit or without: 500MB, 20GiB."""
    match = SIZE.fullmatch(text)
    if match is None:
        _fault("must be a size like 500MB or 2GiB")
    number, unit, binary = match.groups()
    base: int = 1024 if binary else 1000
    return int(number) * int(base ** UNITS.index(unit.lower()))


def parse_list(text: str) -> tuple[str, ...]:
    """Split at commas and blanks."""
    return tuple(part for part in re.split(r"[,\s]+", text) if part)
