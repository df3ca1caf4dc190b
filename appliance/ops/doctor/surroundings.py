"""What lies around the data: rights, space, the file system, the SQLite library."""

import os
import shlex
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from appliance.config import Settings
from appliance.models import sqlite_library
from appliance.ops import asking, lock
from appliance.ops.backup.files import ABANDONED_SECONDS, RESTORING, SCRATCH
from appliance.ops.doctor.finding import Finding, bad, doubtful, good

MEGABYTE = 1_000_000
LOW_SPACE, LITTLE_SPACE = 200 * MEGABYTE, 2_000 * MEGABYTE
LARGE_WAL = 256 * MEGABYTE
# Where SQLite's locks and shared memory cannot be relied on.
NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"})
ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
MOUNTS = Path("/proc/self/mounts")


def look_around(settings: Settings) -> Iterator[Finding]:
    """Yield what can be said without opening the database."""
    if not settings.data.is_dir():
        fact = f"{settings.data} is not there"
        say = bad if settings.dsn.path else doubtful
        yield say("data directory", fact, "Name the data directory with --data.")
        return
    yield _rights(settings.data)
    yield _space(settings.data, settings.disk_floor)
    yield _server(settings.data)
    yield _connection(settings)
    yield _leftovers(settings.data, settings.dsn.path)
    if settings.dsn.path:
        yield _file_rights(settings.dsn.path)
        yield _file_system(settings.dsn.path.parent)
        yield _library()
        yield _wal(settings.dsn.path)


def _rights(directory: Path) -> Finding:
    found = directory.stat()
    mode = f"{stat.S_IMODE(found.st_mode):04o}"
    fact = f"{directory} has mode {mode} and belongs to user {found.st_uid}"
    if not os.access(directory, os.W_OK | os.X_OK):
        advice = "Let it belong to the user who runs the server."
        return bad("data directory", fact, advice)
    if found.st_mode & stat.S_IWOTH:
        advice = f"Anybody may write there: chmod o-w {directory}"
        return bad("data directory", fact, advice)
    if found.st_mode & (stat.S_IROTH | stat.S_IXOTH):
        advice = f"Other users may look in: chmod o-rwx {directory}"
        return doubtful("data directory", fact, advice)
    return good("data directory", fact)


def _file_rights(database: Path) -> Finding:
    if not database.exists():
        return good("database file", "not there yet")
    mode = stat.S_IMODE(database.stat().st_mode)
    fact = f"{database} has mode {mode:04o}"
    if not os.access(database, os.R_OK | os.W_OK):
        advice = "Let it belong to the user who runs the server."
        return bad("database file", fact, advice)
    if mode & stat.S_IWOTH:
        return bad(
            "database file", fact, f"Anybody may change it: chmod 640 {database}"
        )
    if mode & stat.S_IROTH and database.parent.stat().st_mode & stat.S_IXOTH:
        advice = f"Other users read every note: chmod 640 {database}"
        return doubtful("database file", fact, advice)
    return good("database file", fact)


def _connection(settings: Settings) -> Finding:
    """Say where the connection string leads, and whether others can listen."""
    dsn = settings.dsn
    if dsn.path:
        return good("DSN", f"{settings.driver}: {dsn.path}")
    place = dsn.unix_socket or f"{dsn.host or 'localhost'}:{dsn.port}"
    fact = f"{settings.driver}: {dsn.database} at {place} as {dsn.user or 'nobody'}"
    encrypted = dsn.options.get("sslmode", "") in ENCRYPTED or dsn.options.get(
        "tls", "false"
    ) in ("true", "1", "skip-verify")
    if not (encrypted or dsn.unix_socket or (dsn.host or "localhost") in HERE):
        return doubtful(
            "DSN",
            f"{fact}, not certainly encrypted",
            "Notes cross the network: say sslmode=verify-full (PostgreSQL) or "
            "tls=true (MariaDB), unless that network is yours alone.",
        )
    return good("DSN", fact)


def _space(directory: Path, floor: int) -> Finding:
    usage = shutil.disk_usage(directory)
    fact = f"{usage.free // MEGABYTE} MB of {usage.total // MEGABYTE} MB are free"
    advice = "Free some space: `appliance storage check` says what is kept."
    if usage.free < max(LOW_SPACE, floor):
        return bad("free space", fact, advice)
    if usage.free < LITTLE_SPACE:
        return doubtful("free space", fact, advice)
    return good("free space", fact)


def _server(directory: Path) -> Finding:
    if not lock.is_taken(directory):
        return good("server", "no server runs on this directory here")
    if asking.is_listening(directory):
        return good("server", "a server runs and takes commands")
    return doubtful(
        "server",
        "a server holds this directory and takes no commands",
        "It may be starting; if it stays so, see its log and restart it.",
    )


def _leftovers(data: Path, database: Path | None) -> Finding:
    """Name what a restore or drill left that was killed, not what one works in."""
    alone = not lock.is_taken(data) or asking.is_listening(data)
    left = set[Path]()
    if database and alone:
        left |= {*database.parent.glob(f"{RESTORING}*")}
    before = time.time() - ABANDONED_SECONDS
    left |= {each for each in data.glob(f"{SCRATCH}*") if _older(each, before)}
    if not left:
        return good("leftovers", "none of restores or drills")
    names = [str(each) for each in sorted(left)]
    command = shlex.join(["rm", "-r", *names])
    advice = f"Nothing in it is used; the next one removes it, or: {command}"
    fact = f"a restore or drill was killed: {' '.join(names)}"
    return doubtful("leftovers", fact, advice)


def _older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        # It ended while we looked.
        return False


def _file_system(directory: Path) -> Finding:
    kind = file_system_of(directory.resolve(), MOUNTS)
    fact = f"the database lies on {kind or 'an unknown file system'}"
    if kind in NETWORKS:
        return bad(
            "file system",
            fact,
            "SQLite loses data over a network: move it to a local disk, "
            "or use PostgreSQL or MariaDB.",
        )
    return good("file system", fact)


def file_system_of(directory: Path, mounts: Path) -> str:
    """Return the type of the file system that a directory is on; "": unknown."""
    kind, longest = "", -1
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return kind
    for line in lines:
        fields = line.split()
        # Spaces in names are written as octal numbers there.
        place = Path(fields[1].replace("\\040", " "))
        depth = len(place.parts)
        if directory.is_relative_to(place) and depth >= longest:
            kind, longest = fields[2], depth
    return kind


def _library() -> Finding:
    number = ".".join(map(str, sqlite_library.version()))
    if sqlite_library.is_fixed():
        return good("SQLite library", number)
    fixed = ".".join(map(str, sqlite_library.FIXED))
    advice = f"Install pysqlite3, or a Python with SQLite {fixed} or newer."
    fact = f"{number} may lose a commit when two connections write"
    return doubtful("SQLite library", fact, advice)


def _wal(database: Path) -> Finding:
    wal = database.with_name(database.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    fact = f"{size // MEGABYTE} MB wait in the write-ahead log"
    if size > LARGE_WAL:
        advice = "Some reader never ends: restart the server, and look for others."
        return doubtful("write-ahead log", fact, advice)
    return good("write-ahead log", fact)
