"""Grow a filled SQLite file by multiplying its memos, the server stopped.

A copy has its original's author, text and tags, another id and uid, and a time some
days later; what hangs on the original hangs on it too, and its comments are copies.
Counters are raised so that they still say what there is.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pysqlite3

from appliance.models.counter import YEAR_ONE, CounterKind
from appliance.models.memo import ID_BITS, ID_MASK

MEMO, TAG, COUNTER = "appliance_memo", "appliance_memo_tag", "appliance_counter"
DAY = 86400
# What hangs on memos, and the columns of it that name one.
PARTS = {
    "appliance_attachment": ("memo_id",),
    "appliance_reaction": ("memo_id",),
    "appliance_memo_relation": ("memo_id", "related_memo_id"),
    "appliance_memo_share": ("memo_id",),
    "appliance_notification": ("memo_id", "related_memo_id"),
}
ADDRESS = ("creator_id", "state", "visibility")


class Scale(NamedTuple):
    """How large two stores are: one, and the other so many times as large."""

    memos: int
    factor: int


def multiply(path: Path, factor: int) -> int:
    """Make the file hold `factor` times its memos; return how many there are."""
    with closing(pysqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=ON")
        # What is there now.
        step = _last(connection, MEMO)
        parts = {table: _last(connection, table) for table in PARTS}
        for turn in range(1, factor):
            _copy_memos(connection, step, turn)
            _copy_tags(connection, step, turn)
            for table, last in parts.items():
                _copy_parts(connection, table, turn, turn * step, last)
        _count_totals(connection, factor)
        _count_times(connection, step)
        (memos,) = connection.execute(f"SELECT count(*) FROM {MEMO}").fetchone()  # noqa: S608 - names of tables of ours
        return int(memos)


def _copy_memos(connection: Any, step: int, turn: int) -> None:
    later = turn * _span(connection, step)
    changed = {
        "id": f"id + {turn * step}",
        "uid": f"'copy-{turn}-' || id",
        # Of top-level memos it stays NULL.
        "parent_id": f"parent_id + {turn * step}",
        "create_time": f"create_time + {later}",
        "update_time": f"update_time + {later}",
        "order_key": _key("create_time", turn * step, later),
        "update_key": _key("update_time", turn * step, later),
    }
    _copy(connection, MEMO, changed, f"id <= {step} ORDER BY id")


def _copy_tags(connection: Any, step: int, turn: int) -> None:
    later = turn * _span(connection, step)
    moved = f"(SELECT create_time FROM {MEMO} WHERE {MEMO}.id = memo_id)"  # noqa: S608 - names of tables of ours
    changed = {
        "id": "NULL",
        "memo_id": f"memo_id + {turn * step}",
        "order_key": _key(moved, turn * step, later, "memo_id"),
    }
    _copy(connection, TAG, changed, f"memo_id <= {step}")


def _copy_parts(connection: Any, table: str, turn: int, shift: int, last: int) -> None:
    """Hang copies on the copies; what hangs on no memo is copied as well."""
    moved = {column: f"{column} + {shift}" for column in PARTS[table]}
    changed = {"id": "NULL", "uid": f"'copy-{turn}-' || id", **moved}
    _copy(connection, table, changed, f"id <= {last}")


def _copy(connection: Any, table: str, changed: dict[str, str], where: str) -> None:
    """Copy rows of a table, with some columns computed and all others as they are."""
    columns = _columns(connection, table)
    values = ", ".join(changed.get(column, column) for column in columns)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 - names and numbers of ours
        f" SELECT {values} FROM {table} WHERE {where}"
    )


def _count_totals(connection: Any, factor: int) -> None:
    """Everything but times is counted `factor` times."""
    connection.execute(
        f"UPDATE {COUNTER} SET value = value * ? WHERE kind <> ?",  # noqa: S608 - names of tables of ours
        (factor, CounterKind.QUARTER),
    )


def _count_times(connection: Any, step: int) -> None:
    """Count the times of the copies, which are times of their own."""
    address = ", ".join(ADDRESS)
    connection.execute(
        f"INSERT INTO {COUNTER} ({address}, kind, name, value)"  # noqa: S608 - names of tables of ours
        f" SELECT {address}, ?,"
        f" printf('%09d', (create_time - ({YEAR_ONE})) / 900) AS quarter, count(*)"
        f" FROM {MEMO} WHERE parent_id IS NULL AND id > ?"
        f" GROUP BY {address}, quarter"
        " ON CONFLICT (creator_id, state, kind, name, visibility)"
        " DO UPDATE SET value = value + excluded.value",
        (CounterKind.QUARTER, step),
    )


def _span(connection: Any, step: int) -> int:
    """Return the whole days that the originals cover, in seconds."""
    first, last = connection.execute(
        f"SELECT min(create_time), max(create_time) FROM {MEMO} WHERE id <= ?",  # noqa: S608 - names of tables of ours
        (step,),
    ).fetchone()
    return int((last - first) // DAY + 1) * DAY


def _key(time: str, step: int, later: int, memo_id: str = "id") -> str:
    """Write the order key of a copy, as `appliance.models.memo.order_key` makes it."""
    return f"(({time} + {later}) << {ID_BITS}) | (({memo_id} + {step}) & {ID_MASK})"


def _last(connection: Any, table: str) -> int:
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608 - names of tables of ours
    return int(last or 0)


def _columns(connection: Any, table: str) -> Sequence[str]:
    found = connection.execute(f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608 - names of tables of ours
    return [name for (name,) in found]
