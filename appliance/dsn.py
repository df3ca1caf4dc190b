"""Where the database is: connection strings in all forms that operators write.

Understood are URLs (`postgres://…`, `mysql://…`, `sqlite://…`), the form of Go's MySQL
driver (`user:password@tcp(host:port)/name?option=value`), libpq's `host=… user=…` form
and, for SQLite, a path. Faults never repeat the string: it carries a password.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from appliance.errors import InvalidArgumentError

Driver = Literal["sqlite", "mysql", "postgres"]

SYNONYMS: Mapping[str, Driver] = {
    **{driver: driver for driver in get_args(Driver)},
    "sqlite3": "sqlite",
    "file": "sqlite",
    "mariadb": "mysql",
    "postgresql": "postgres",
}
DEFAULT_PORTS: Mapping[Driver, int] = {"sqlite": 0, "mysql": 3306, "postgres": 5432}
# libpq's words and ours.
LIBPQ_KEYS = ("host", "port", "user", "password", "dbname")
SERVER_SIGNS = ("@tcp(", "@unix(", "dbname=")
HIGHEST_PORT = 65535


@dataclass(frozen=True, kw_only=True, slots=True)
class Dsn:
    """A database's address: a file, or a server with credentials.

    `unix_socket` is the socket's file for MySQL and its directory for PostgreSQL.
    """

    path: Path | None = None
    host: str = ""
    port: int = 0
    unix_socket: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    database: str = ""
    options: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)


def named_driver(text: str) -> Driver | None:
    """Return the driver that the string itself names by its scheme."""
    scheme, colon, _ = text.partition(":")
    return SYNONYMS.get(scheme.lower()) if colon else None


def parse_dsn(text: str, driver: Driver) -> Dsn:
    """Read the connection string of the driver, in whichever form it is written."""
    named = named_driver(text) if "://" in text or driver == "sqlite" else None
    if named not in (None, driver):
        raise InvalidArgumentError(f"names {named}, but the driver is {driver}")
    if driver == "sqlite":
        return _sqlite(text)
    if "://" in text:
        return _url(text, driver)
    if driver == "mysql":
        return _go_mysql(text)
    return _libpq(text)


def _sqlite(text: str) -> Dsn:
    if any(sign in text for sign in SERVER_SIGNS):
        raise InvalidArgumentError("names a server, but the driver is sqlite")
    bare, _, query = text.partition("?")
    for prefix in ("sqlite://", "file://", "file:"):
        if bare.startswith(prefix):
            bare = unquote(bare.removeprefix(prefix))
            break
    if not bare or bare == ":memory:":
        raise InvalidArgumentError("must name a database file")
    return Dsn(path=Path(bare).expanduser(), options=_options(query))


def _url(text: str, driver: Driver) -> Dsn:
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError as error:
        raise InvalidArgumentError("is not a valid URL") from error
    options = dict(_options(url.query))
    host = unquote(url.hostname or "") or options.pop("host", "")
    socket = options.pop("unix_socket", "") or options.pop("socket", "")
    return _server(
        driver,
        host=host,
        port=str(port or options.pop("port", "")),
        unix_socket=socket,
        user=_plain(url, "username") or options.pop("user", ""),
        password=_plain(url, "password") or options.pop("password", ""),
        database=unquote(url.path.removeprefix("/")) or options.pop("dbname", ""),
        options=options,
    )


def _plain(url: SplitResult, part: Literal["username", "password"]) -> str:
    return unquote(getattr(url, part) or "")


def _go_mysql(text: str) -> Dsn:
    """`[user[:password]@][protocol[(address)]]/name[?options]`, read from its end.

    A password may hold every character unescaped, so the last `/` and the last `@`
    before it are the ones that separate.
    """
    front, slash, back = text.rpartition("/")
    # An address of the form unix(/run/db.sock) has slashes of its own; the closing
    # parenthesis always stands directly before the separating one.
    if ")/" in text:
        front, slash, back = text.rpartition(")/")
        front += ")"
    if not slash:
        raise InvalidArgumentError("has no `/` before the database name")
    credentials, _, transport = front.rpartition("@")
    user, _, password = credentials.partition(":")
    name, _, query = back.partition("?")
    protocol, _, address = transport.removesuffix(")").partition("(")
    if protocol not in ("", "tcp", "unix"):
        raise InvalidArgumentError("must connect by tcp(host:port) or unix(path)")
    host, port = ("", "") if protocol == "unix" else _host_port(address)
    return _server(
        "mysql",
        host=host,
        port=port,
        unix_socket=address if protocol == "unix" else "",
        user=user,
        password=password,
        database=unquote(name),
        options=dict(_options(query)),
    )


def _host_port(address: str) -> tuple[str, str]:
    if address.startswith("["):
        host, _, rest = address[1:].partition("]")
        return host, rest.removeprefix(":")
    host, _, port = address.partition(":")
    return host, port


def _libpq(text: str) -> Dsn:
    options = _pairs(text)
    host, port, user, password, database = (options.pop(key, "") for key in LIBPQ_KEYS)
    return _server(
        "postgres",
        host=host,
        port=port,
        unix_socket="",
        user=user,
        password=password,
        database=database,
        options=options,
    )


def _pairs(text: str) -> dict[str, str]:
    """Split `key = 'a value' other=plain`, with backslash escapes, as libpq does."""
    pairs: dict[str, str] = {}
    rest = text.strip()
    while rest:
        key, equals, rest = rest.partition("=")
        if not equals or not key.strip().isidentifier():
            raise InvalidArgumentError("is neither a URL nor a list of key=value")
        value, rest = _value(rest.lstrip())
        pairs[key.strip()] = value
        rest = rest.lstrip()
    return pairs


def _value(text: str) -> tuple[str, str]:
    quoted = text.startswith("'")
    taken: list[str] = []
    characters = iter(enumerate(text[quoted:], start=quoted))
    for position, character in characters:
        if character == "\\":
            taken.append(next(characters, (0, ""))[1])
        elif character == "'" and quoted:
            return "".join(taken), text[position + 1 :]
        elif character.isspace() and not quoted:
            return "".join(taken), text[position:]
        else:
            taken.append(character)
    if quoted:
        raise InvalidArgumentError("has a quote that is never closed")
    return "".join(taken), ""


def _options(query: str) -> Mapping[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True))


def _server(  # noqa: PLR0913 - the parts of an address; all three forms end here
    driver: Driver,
    *,
    host: str,
    port: str,
    unix_socket: str,
    user: str,
    password: str,
    database: str,
    options: dict[str, str],
) -> Dsn:
    if host.startswith("/"):
        host, unix_socket = "", host
    if "," in host:
        raise InvalidArgumentError("names several hosts; only one is supported")
    if not database:
        raise InvalidArgumentError("names no database")
    return Dsn(
        host=host if host or unix_socket else "localhost",
        port=_port(port) or DEFAULT_PORTS[driver],
        unix_socket=unix_socket,
        user=user,
        password=password,
        database=database,
        options=options,
    )


def _port(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= HIGHEST_PORT):
        raise InvalidArgumentError("has a port that is not a number from 1 to 65535")
    return int(text)
