"""What an operator may choose: one table, read once, every fault reported together.

A setting's value comes from its flag, else `APPLIANCE_<NAME>` or the file that
`APPLIANCE_<NAME>_FILE` names, else the `MEMOS_*` variable of existing deployments (or
its `_FILE` twin), else the default. A variable set to nothing counts as not set.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Literal

from appliance import values
from appliance.backup_settings import BACKUPS
from appliance.dsn import Driver, Dsn, named_driver, parse_dsn
from appliance.errors import InvalidArgumentError
from appliance.setting import Setting
from appliance.values import Address

DATABASE_FILE = "appliance.db"
MEMOS_DIRECTORY = Path("/var/opt/memos")

# Variables of other deployments that carry no choice for this server.
IGNORED_MEMOS = {
    "MEMOS_MODE": "there is one mode",
    "MEMOS_UID": "the process runs as the user who starts it",
    "MEMOS_GID": "the process runs as the user who starts it",
    "MEMOS_METRIC": "nothing is ever reported to anybody",
}
# A container platform sets these for a service that is called memos.
SERVICE_LINK = re.compile(r"MEMOS_(SERVICE_(HOST|PORT)|PORT_\d+_)|MEMOS_NAME$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """All choices of the operator, checked. Printing it shows no secret."""

    addr: str
    port: int
    unix_sock: Path | None
    data: Path
    driver: Driver
    dsn: Dsn
    instance_url: str
    base_path: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    ops_addr: Address | None
    ops_token: str = field(repr=False)
    metrics_networks: tuple[IPv4Network | IPv6Network, ...]
    deployment_dir: Path | None
    admin_username: str
    admin_password: str = field(repr=False)
    allow_private_webhooks: bool
    webhook_private_network_allowlist: tuple[str, ...]
    backup_to: tuple[str, ...]
    backup_schedule: str
    backup_time_zone: str
    backup_jitter: int
    backup_keep: Mapping[str, int]
    backup_max_size: int
    backup_recipients: tuple[str, ...]
    backup_drill_schedule: str
    backup_identity: Path | None
    backup_ping_url: str = field(repr=False)
    backup_before: tuple[str, ...]
    backup_after: tuple[str, ...]
    sqlite_synchronous: Literal["FULL", "NORMAL"]
    disk_floor: int
    upgrade_snapshot: bool
    trash_retention: int
    audit_retention: int
    log_level: Literal["debug", "info", "warn", "error"]
    log_format: Literal["auto", "json", "console"]
    demo: bool


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="addr",
        help="Address to listen on.",
        parse=values.parse_host,
        shown_default="all addresses",
        metavar="HOST",
        memos="MEMOS_ADDR",
    ),
    Setting(
        name="port",
        help="Port to listen on; 0 takes any free one.",
        parse=values.parse_port,
        default="5230",
        metavar="PORT",
        memos="MEMOS_PORT",
    ),
    Setting(
        name="unix_sock",
        help="Listen on this UNIX socket (mode 0660) instead of an address and port.",
        parse=values.parse_path,
        metavar="PATH",
        memos="MEMOS_UNIX_SOCK",
    ),
    Setting(
        name="data",
        help="Directory that holds the SQLite database, uploaded files and the lock.",
        parse=values.parse_path,
        shown_default="/var/opt/memos if it is there and writable, else "
        "$XDG_DATA_HOME/memos-appliance",
        metavar="DIR",
        memos="MEMOS_DATA",
    ),
    Setting(
        name="driver",
        help="Database: sqlite, mysql (also for MariaDB) or postgres.",
        parse=values.parse_driver,
        shown_default="what the DSN names, else sqlite",
        metavar="NAME",
        memos="MEMOS_DRIVER",
    ),
    Setting(
        name="dsn",
        help="Where the database is: a URL, or user:password@tcp(host:port)/name "
        "for mysql, or host=… user=… dbname=… for postgres, or a path for sqlite.",
        parse=values.parse_text,
        shown_default=f"{DATABASE_FILE} in the data directory",
        metavar="DSN",
        memos="MEMOS_DSN",
        secret=True,
    ),
    Setting(
        name="instance_url",
        help="Address at which people reach this server, for links and cookies.",
        parse=values.parse_instance_url,
        metavar="URL",
        memos="MEMOS_INSTANCE_URL",
    ),
    Setting(
        name="base_path",
        help="Path under which everything is served, like /notes.",
        parse=values.parse_base_path,
        metavar="PATH",
    ),
    Setting(
        name="trusted_proxies",
        help="Networks of reverse proxies whose forwarding headers are believed.",
        parse=values.parse_networks,
        metavar="CIDR,…",
    ),
    Setting(
        name="ops_addr",
        help="Second listener with /ops, /metrics, /healthz and /readyz alone.",
        parse=values.parse_address,
        metavar="HOST:PORT",
    ),
    Setting(
        name="ops_token",
        help="Bearer token that opens /metrics to programs; best given as a file.",
        parse=values.parse_ops_token,
        secret=True,
        flagged=False,
    ),
    Setting(
        name="metrics_networks",
        help="Networks that may read /metrics on the main port without a credential, "
        "unless a proxy is between.",
        parse=values.parse_networks,
        metavar="CIDR,…",
    ),
    Setting(
        name="deployment_dir",
        help="Directory with settings and identity providers as files, read at start.",
        parse=values.parse_path,
        default="/etc/secrets",
        metavar="DIR",
    ),
    Setting(
        name="admin_username",
        help="Administrator to create before the port opens, if there is no account.",
        parse=values.parse_text,
        metavar="NAME",
    ),
    Setting(
        name="admin_password",
        help="Password of that administrator; best given as a file.",
        parse=values.parse_text,
        secret=True,
        flagged=False,
    ),
    Setting(
        name="allow_private_webhooks",
        help="Let webhooks reach private addresses.",
        parse=values.parse_switch,
        default="false",
        memos="MEMOS_ALLOW_PRIVATE_WEBHOOKS",
    ),
    Setting(
        name="webhook_private_network_allowlist",
        help="Private hosts, addresses or networks that webhooks may reach.",
        parse=values.parse_list,
        metavar="HOST|CIDR,…",
        memos="MEMOS_WEBHOOK_PRIVATE_NETWORK_ALLOWLIST",
    ),
    *BACKUPS,
    Setting(
        name="sqlite_synchronous",
        help="FULL: an acknowledged memo survives a power cut. NORMAL: faster, and a "
        "power cut may take the last writes (never the database).",
        parse=values.choice("FULL", "NORMAL", fold=str.upper),
        default="FULL",
        metavar="MODE",
    ),
    Setting(
        name="disk_floor",
        help="Free space beside the data directory below which the server says that "
        "it is not ready. Rehearsals of backups leave as much.",
        parse=values.parse_size,
        default="100MB",
        metavar="SIZE",
    ),
    Setting(
        name="upgrade_snapshot",
        help="Keep a copy of the database before an upgrade changes its schema.",
        parse=values.parse_switch,
        default="true",
    ),
    Setting(
        name="trash_retention",
        help="Days that deleted notes and files can be restored; 0: until somebody "
        "empties the trash.",
        parse=values.parse_days,
        default="30",
        metavar="DAYS",
    ),
    Setting(
        name="audit_retention",
        help="Days that the audit log is kept; 0: for ever.",
        parse=values.parse_days,
        default="365",
        metavar="DAYS",
    ),
    Setting(
        name="log_level",
        help="Least level that is logged: debug, info, warn or error.",
        parse=values.parse_level,
        default="info",
        metavar="LEVEL",
        memos="MEMOS_LOG_LEVEL",
    ),
    Setting(
        name="log_format",
        help="json: one object per line. console: for eyes. auto: console on a "
        "terminal, else json.",
        parse=values.choice("auto", "json", "console"),
        default="auto",
        metavar="FORMAT",
    ),
    Setting(
        name="demo",
        help="Demo mode of Memos: understood, but refused.",
        parse=values.parse_refused_demo,
        default="false",
        memos="MEMOS_DEMO",
    ),
)


def read_settings(
    flags: Mapping[str, str | None], environ: Mapping[str, str]
) -> Settings:
    """Read every setting, or raise one InvalidArgumentError naming every fault.

    `flags` maps names of settings to the text given on the command line.
    """
    chosen: dict[str, Any] = {}
    faults: list[str] = []
    for setting in SETTINGS:
        try:
            source, text = _find(setting, flags, environ)
        except InvalidArgumentError as error:
            faults.append(str(error))
            continue
        try:
            chosen[setting.name] = setting.parse(text)
        except InvalidArgumentError as error:
            faults.append(f"{source} {error}")
    faults.extend(_derive(chosen, environ))
    if faults:
        raise InvalidArgumentError("\n".join(faults))
    return Settings(**{name.name: chosen[name.name] for name in fields(Settings)})


def _find(
    setting: Setting, flags: Mapping[str, str | None], environ: Mapping[str, str]
) -> tuple[str, str]:
    """Return where the setting is given, in words, and its text."""
    given = flags.get(setting.name)
    if given is not None:
        return setting.flag, given
    for variable in (setting.variable, setting.memos):
        if variable and (found := _find_variable(variable, environ)):
            return found
    return setting.variable, setting.default


def _find_variable(variable: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
    text = environ.get(variable, "")
    file = environ.get(f"{variable}_FILE", "")
    if text and file:
        raise InvalidArgumentError(
            f"{variable} and {variable}_FILE are both set; keep one"
        )
    if file:
        return f"{variable}_FILE", _read_file(f"{variable}_FILE", file)
    if not text or (variable == "MEMOS_PORT" and text.startswith("tcp://")):
        return None
    return variable, text


def _read_file(variable: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise InvalidArgumentError(
            f"{variable} names {path}, which cannot be read: {reason}"
        ) from error


def _derive(chosen: dict[str, Any], environ: Mapping[str, str]) -> Iterator[str]:
    """Complete what depends on other settings, in place, and yield the faults."""
    if "data" in chosen:
        chosen["data"] = chosen["data"] or _default_data(environ)
    if "admin_username" in chosen and "admin_password" in chosen:
        named = bool(chosen["admin_username"])
        if named != bool(chosen["admin_password"]):
            yield (
                "APPLIANCE_ADMIN_USERNAME and APPLIANCE_ADMIN_PASSWORD (or its _FILE) "
                "belong together; one of them is missing"
            )
    if chosen.keys() >= {"instance_url", "base_path"}:
        values.complete_address(chosen)
    if chosen.keys() >= {"data", "driver", "dsn"}:
        try:
            _derive_database(chosen)
        except InvalidArgumentError as error:
            yield f"the DSN {error}"


def _derive_database(chosen: dict[str, Any]) -> None:
    text = chosen["dsn"]
    driver = chosen["driver"] or named_driver(text) or "sqlite"
    chosen["driver"] = driver
    if text:
        chosen["dsn"] = parse_dsn(text, driver)
    elif driver == "sqlite":
        chosen["dsn"] = Dsn(path=chosen["data"] / DATABASE_FILE)
    else:
        raise InvalidArgumentError(
            f"is missing: the driver {driver} needs --dsn or APPLIANCE_DSN"
        )


def _default_data(environ: Mapping[str, str]) -> Path:
    if MEMOS_DIRECTORY.is_dir() and os.access(MEMOS_DIRECTORY, os.W_OK | os.X_OK):
        return MEMOS_DIRECTORY
    home = environ.get("XDG_DATA_HOME", "")
    base = Path(home) if Path(home).is_absolute() else Path("~/.local/share")
    return base.expanduser() / "memos-appliance"


def remarks(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield a log level and a sentence for each variable that has no effect."""
    known = {s.variable for s in SETTINGS} | {s.memos for s in SETTINGS if s.memos}
    known |= {f"{variable}_FILE" for variable in known}
    if environ.get("MEMOS_PORT", "").startswith("tcp://"):
        yield "info", "MEMOS_PORT is ignored: a service link, not a port"
    for variable in sorted(environ.keys() - known):
        if variable in IGNORED_MEMOS:
            yield "info", f"{variable} is ignored: {IGNORED_MEMOS[variable]}"
        elif SERVICE_LINK.match(variable):
            continue
        elif variable.startswith(("MEMOS_", "APPLIANCE_")):
            yield "warn", f"{variable} is not a setting of this server; it is ignored"
