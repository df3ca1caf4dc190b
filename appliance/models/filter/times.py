"""Parts of a time in UTC, as each database counts them.

`MOD` stands for `%` on MySQL, whose driver would take it for a placeholder.
"""

from appliance.models.dialect import Dialect

_SQLITE_DATE = "CAST(strftime('{}', {}, 'unixepoch') AS INTEGER)"
_POSTGRES_DATE = "CAST(EXTRACT({} FROM to_timestamp({}) AT TIME ZONE 'UTC') AS int)"
_MYSQL_DATE = "{}(TIMESTAMPADD(SECOND, {}, '1970-01-01 00:00:00'))"
# Per accessor: the name in each dialect, then what is taken off to get CEL's count.
_DATE_PARTS = {
    "getFullYear": ("%Y", "YEAR", "YEAR", 0),
    "getMonth": ("%m", "MONTH", "MONTH", 1),
    "getDate": ("%d", "DAY", "DAYOFMONTH", 0),
    "getDayOfMonth": ("%d", "DAY", "DAYOFMONTH", 1),
    "getDayOfYear": ("%j", "DOY", "DAYOFYEAR", 1),
}
# Per accessor: seconds of the cycle, seconds of the unit, where the cycle begins.
_CYCLES = {
    "getHours": (86_400, 3600, 0),
    "getMinutes": (3600, 60, 0),
    "getSeconds": (60, 1, 0),
    "getDayOfWeek": (604_800, 86_400, 4 * 86_400),  # 1970 began on a Thursday
}


def time_part(accessor: str, column: str, dialect: Dialect) -> str:
    """Return SQL for what CEL's accessor returns of a column of epoch seconds."""
    if accessor in _CYCLES:
        return _cycle(*_CYCLES[accessor], column, dialect)
    sqlite, postgres, mysql, first = _DATE_PARTS[accessor]
    match dialect:
        case Dialect.SQLITE:
            part = _SQLITE_DATE.format(sqlite, column)
        case Dialect.POSTGRES:
            part = _POSTGRES_DATE.format(postgres, column)
        case Dialect.MYSQL:
            part = _MYSQL_DATE.format(mysql, column)
    return f"({part} - {first})"


def _cycle(cycle: int, unit: int, begin: int, column: str, dialect: Dialect) -> str:
    # Times before 1970 are negative, and so is what SQL's remainder makes of them.
    if dialect is Dialect.MYSQL:
        rest = f"MOD(MOD({column} + {begin}, {cycle}) + {cycle}, {cycle})"
        return f"({rest} DIV {unit})"
    rest = f"(({column} + {begin}) % {cycle} + {cycle}) % {cycle}"
    return f"(({rest}) / {unit})"
