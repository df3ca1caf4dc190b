"""What backups last came to, kept in the data directory for metrics and doctors.

`backup-state/create.json`, and one file more for each of the others, holds the last
outcome, and when the last good one was. No secrets and no contents.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from appliance.errors import InvalidArgumentError, in_words
from appliance.ops.backup import files

FOLDER = "backup-state"
CREATE, VERIFY, DRILL, PRUNE = "create", "verify", "drill", "prune"
KINDS = (CREATE, VERIFY, DRILL, PRUNE)


def read(data: Path, what: str) -> dict[str, Any] | None:
    """Return the last outcome; None if there is none that can be read.

    `time` is when it came (seconds since 1970), `good` what it was, `good_time` when
    the last good one came, or None.
    """
    try:
        found = json.loads(_path(data, what).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def keep(data: Path, what: str, facts: Mapping[str, Any], *, good: bool) -> None:
    """Keep an outcome in place of the one before."""
    now = int(time.time())
    before = read(data, what) or {}
    times = {"time": now, "good_time": now if good else before.get("good_time")}
    content = {**facts, **times, "good": good}
    with files.whole_file(_path(data, what)) as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


@contextmanager
def failure(data: Path, what: str) -> Iterator[None]:
    """Keep that the block failed, if it does; wrong use is no outcome."""
    try:
        yield
    except InvalidArgumentError:
        raise
    except Exception as error:
        # The data directory may be read-only for a command beside the server.
        with suppress(OSError):
            keep(data, what, {"reason": in_words(error)}, good=False)
        raise


def _path(data: Path, what: str) -> Path:
    return data / FOLDER / f"{what}.json"
