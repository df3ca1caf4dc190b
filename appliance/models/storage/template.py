"""Names of stored files, made from the administrator's template.

A template is a path with `{filename}`, `{uuid}` and the parts of the local time in it.
"""

import time
import uuid
from pathlib import PurePosixPath

FILENAME = "{filename}"
UUID = "{uuid}"
# File systems take 255 bytes for one part of a path; a collision adds a few.
MAX_PART_BYTES = 200


def render(template: str, filename: str, now: float) -> str:
    """Return the path of a new file, with the name at its end if nowhere else."""
    whole = template if FILENAME in template else f"{template.rstrip('/')}/{FILENAME}"
    moment = time.localtime(now)
    values = {
        "timestamp": str(int(now)),
        "uuid": str(uuid.uuid4()),
        "year": f"{moment.tm_year:04}",
        "month": f"{moment.tm_mon:02}",
        "day": f"{moment.tm_mday:02}",
        "hour": f"{moment.tm_hour:02}",
        "minute": f"{moment.tm_min:02}",
        "second": f"{moment.tm_sec:02}",
        # The last one: a name may itself look like a placeholder.
        "filename": filename,
    }
    for key, value in values.items():
        whole = whole.replace(f"{{{key}}}", value)
    return "/".join(_shortened(part) for part in whole.split("/"))


def with_suffix(path: str, suffix: str) -> str:
    """Return the path with `_suffix` before its extension."""
    found = PurePosixPath(path)
    return str(found.with_name(f"{found.stem}_{suffix}{found.suffix}"))


def _shortened(part: str) -> str:
    """Cut a part that is too long at its front: the extension stays."""
    raw = part.encode()
    if len(raw) <= MAX_PART_BYTES:
        return part
    return raw[-MAX_PART_BYTES:].decode(errors="ignore")
