"""Importing the package settles which SQLite the whole process uses."""

import subprocess
import sys

PROBE = """
import sys
import appliance.models
import aiosqlite, sqlite3
print(sqlite3 is appliance.models.sqlite_library.library)
print(aiosqlite.core.sqlite3 is sqlite3)
print("tortoise" in sys.modules)
"""


def test_the_library_is_chosen_before_anything_else_is_loaded() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROBE], check=True, capture_output=True, text=True
    )

    assert answer.stdout.split() == ["True", "True", "False"]
