"""Regular expressions in linear time: RE2, also as a function of SQLite.

RE2 never backtracks, so that no pattern of a stranger can keep a thread busy; what a
pattern may take in memory is bounded, and few are kept.
"""

import re
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]  # it comes without types

FUNCTION = "appliance_matches"
MAX_MEMORY = 4 << 20
# Instructions of a pattern that counts, like `a{1,50}`: its states are too many to be
# kept, so that each byte of a text costs as much as the pattern is long.
MAX_COUNTING = 1500
_COUNTS = re.compile(r"\{\d")


class PatternError(ValueError):
    """The pattern is no regular expression, or too large a one."""


@lru_cache(maxsize=8)
def compiled(pattern: str) -> Any:
    """Compile a pattern in RE2's syntax; raise PatternError with the reason."""
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    options.never_capture = True
    try:
        regexp = re2.compile(pattern, options)
    except re2.error as error:
        raise PatternError(error.args[0].decode("utf-8", "replace")) from error
    except UnicodeEncodeError as error:
        raise PatternError("it cannot be encoded") from error
    if regexp.programsize > MAX_COUNTING and _COUNTS.search(pattern):
        raise PatternError("it repeats too much")
    # The library would keep 128 of them.
    re2.purge()
    return regexp


def matches(pattern: str, text: bytes) -> bool:
    """Whether the pattern is found anywhere in the UTF-8 text."""
    return compiled(pattern).search(text) is not None


def escape(text: str) -> str:
    """Return a pattern for exactly this text."""
    return str(re2.escape(text))


def register(connection: Any) -> None:
    """Teach an SQLite connection the function, which may not fail on any text."""
    connection.create_function(FUNCTION, 2, matches, deterministic=True)
