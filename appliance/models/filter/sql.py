"""A filter's conditions as SQL over a memo `m`, for each database.

Values are always bound, never written into the SQL. On MySQL texts are compared as
binary strings, since its collations ignore spaces at the end; `MOD` stands for `%`,
which its driver would take for a placeholder.
"""

from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import assert_never

from appliance.models.dialect import Dialect
from appliance.models.filter.conditions import (
    VISIBILITIES,
    Always,
    Compared,
    Condition,
    CreatedBy,
    CreatorIs,
    Either,
    Every,
    Flag,
    Holds,
    Located,
    Not,
    Number,
    OneOf,
    Operand,
    TagCount,
    Tagged,
    TaggedOtherwise,
    Tags,
    Text,
    TextLength,
    TimePart,
    VisibleAs,
)

_SQL_OPERATORS = {"==": "=", "!=": "<>"}
_NOBODY = -1
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_TAG_ROWS = "FROM appliance_memo_tag t WHERE t.memo_id = m.id AND t.kind = "
_USERNAME = "SELECT u.username FROM appliance_user u WHERE u.id = m.creator_id"

_SQLITE_DATE = "CAST(strftime('{}', m.{}, 'unixepoch') AS INTEGER)"
_POSTGRES_DATE = "CAST(EXTRACT({} FROM to_timestamp(m.{}) AT TIME ZONE 'UTC') AS int)"
_MYSQL_DATE = "{}(TIMESTAMPADD(SECOND, m.{}, '1970-01-01 00:00:00'))"
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


class Writer:
    """Writes conditions; collects the values in the order of their placeholders."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.values: list[object] = []

    def write(self, condition: Condition) -> str:
        """Return SQL that is true or false for every memo."""
        match condition:
            case Every(parts):
                return self._joined(parts, " AND ")
            case Either(parts):
                return self._joined(parts, " OR ")
            case Not(part):
                return f"NOT ({self._test(part)})"
            case TaggedOtherwise(tagged):
                has_tags = f"EXISTS (SELECT 1 {self._tag_rows()})"
                return f"({has_tags} AND NOT {self._tagged(tagged)})"
        return self._test(condition)

    def _test(self, condition: Condition) -> str:
        match condition:
            case Compared():
                return self._compared(condition)
            case OneOf(operand, values):
                return f"{self._operand(operand)} IN ({self._list(operand, values)})"
            case Holds(where, folded):
                return self._holds(where, folded, "m.content_folded")
            case CreatedBy(creators):
                return f"m.creator_id IN ({', '.join(map(self._creator, creators))})"
            case Tagged():
                return self._tagged(condition)
        return self._plain_test(condition)

    def _plain_test(self, condition: Condition) -> str:
        match condition:
            case Tags():
                return self._tags(condition)
            case Always(answer):
                return "1 = 1" if answer else "1 = 0"
            case Flag(column):
                return f"m.{column}"
            case Located():
                return "m.location_latitude IS NOT NULL"
            case VisibleAs(values):
                return f"m.visibility IN ({self._bound(sorted(values))})"
        raise TypeError(condition)

    def _joined(self, parts: Iterable[Condition], word: str) -> str:
        return "(" + word.join(map(self.write, parts)) + ")"

    def _bind(self, value: object) -> str:
        self.values.append(value)
        return "?"

    def _bound(self, values: Iterable[object]) -> str:
        return ", ".join(map(self._bind, values))

    def _compared(self, condition: Compared) -> str:
        operator = _SQL_OPERATORS.get(condition.operator, condition.operator)
        operand = self._operand(condition.operand)
        return (
            f"{operand} {operator} {self._list(condition.operand, [condition.value])}"
        )

    def _list(self, operand: Operand, values: Iterable[int | str]) -> str:
        if isinstance(operand, Text):
            return ", ".join(map(self._text, values))
        return self._bound(values)

    def _text(self, value: object) -> str:
        return self._binary(self._bind(value))

    def _binary(self, text: str) -> str:
        return f"CAST({text} AS BINARY)" if self._dialect is Dialect.MYSQL else text

    def _operand(self, operand: Operand) -> str:
        match operand:
            case Text(column):
                return self._text_column(column)
            case Number(column):
                return f"m.{column}"
            case TextLength(field):
                return self._length(field)
            case TagCount():
                return f"(SELECT COUNT(*) {self._tag_rows()})"
            case TimePart(accessor, column):
                return self._time_part(accessor, column)
            case _ as unreachable:
                assert_never(unreachable)

    def _text_column(self, column: str) -> str:
        if self._dialect is Dialect.POSTGRES:
            return f'm.{column} COLLATE "C"'
        return self._binary(f"m.{column}")

    def _length(self, field: str) -> str:
        if field == "visibility":
            cases = (f"WHEN {n} THEN {len(name)}" for name, n in VISIBILITIES.items())
            return f"(CASE m.visibility {' '.join(cases)} END)"
        function = "LENGTH" if self._dialect is Dialect.SQLITE else "CHAR_LENGTH"
        if field == "creator":
            return f"({len('users/')} + COALESCE({function}(({_USERNAME})), 0))"
        return f"{function}(m.{field})"

    def _time_part(self, accessor: str, column: str) -> str:
        if accessor in _CYCLES:
            return self._cycle(*_CYCLES[accessor], column)
        sqlite, postgres, mysql, first = _DATE_PARTS[accessor]
        match self._dialect:
            case Dialect.SQLITE:
                part = _SQLITE_DATE.format(sqlite, column)
            case Dialect.POSTGRES:
                part = _POSTGRES_DATE.format(postgres, column)
            case Dialect.MYSQL:
                part = _MYSQL_DATE.format(mysql, column)
        return f"({part} - {first})"

    def _cycle(self, cycle: int, unit: int, begin: int, column: str) -> str:
        # Times before 1970 are negative, and so is what SQL's remainder makes of them.
        if self._dialect is Dialect.MYSQL:
            rest = f"MOD(MOD(m.{column} + {begin}, {cycle}) + {cycle}, {cycle})"
            return f"({rest} DIV {unit})"
        rest = f"((m.{column} + {begin}) % {cycle} + {cycle}) % {cycle}"
        return f"(({rest}) / {unit})"

    def _holds(self, where: str, folded: str, column: str) -> str:
        match where, self._dialect:
            case "contains", Dialect.SQLITE:
                return f"instr({column}, {self._bind(folded)}) > 0"
            case "contains", Dialect.POSTGRES:
                return f"strpos({column}, {self._bind(folded)}) > 0"
            case "contains", _:
                return f"LOCATE({self._bind(folded)}, {column}) > 0"
            case "startsWith", Dialect.SQLITE:
                end = f"substr({column}, 1, {self._bind(len(folded))})"
            case _, Dialect.SQLITE:
                end = f"substr({column}, {self._bind(-len(folded))})"
            case _:
                side = "LEFT" if where == "startsWith" else "RIGHT"
                end = self._binary(f"{side}({column}, {self._bind(len(folded))})")
        return f"{end} = {self._text(folded)}"

    def _tags(self, condition: Tags) -> str:
        match condition.quantifier:
            case "exists":
                return (
                    f"EXISTS (SELECT 1 {self._tag_rows()} AND {self._tag(condition)})"
                )
            case "exists_one":
                count = f"SELECT COUNT(*) {self._tag_rows()} AND {self._tag(condition)}"
                return f"({count}) = 1"
        some = f"EXISTS (SELECT 1 {self._tag_rows()})"
        failing = f"SELECT 1 {self._tag_rows()} AND NOT ({self._tag(condition)})"
        return f"({some} AND NOT EXISTS ({failing}))"

    def _tag_rows(self) -> str:
        return f"{_TAG_ROWS}{self._bind(1)}"

    def _tag(self, condition: Tags) -> str:
        if condition.test == "==":
            return f"{self._binary('t.tag')} = {self._text(condition.text)}"
        if not condition.text:
            return "1 = 1"
        # LOWER changes ASCII alone on SQLite and in PostgreSQL's "C" collation.
        only_ascii = self._dialect is not Dialect.MYSQL
        text = (
            condition.text.translate(_LOWER) if only_ascii else condition.text.lower()
        )
        return self._holds(condition.test, text, "LOWER(t.tag)")

    def _creator(self, creator: CreatorIs) -> str:
        if creator.username is None:
            return self._bind(creator.user_id)
        name = self._bind(creator.username)
        other = _NOBODY if creator.user_id is None else creator.user_id
        user = f"SELECT u.id FROM appliance_user u WHERE u.username = {name}"  # noqa: S608 - a placeholder
        return f"COALESCE(({user}), {self._bind(other)})"

    def _tagged(self, condition: Tagged) -> str:
        kind = self._bind(condition.keys[0].kind)
        tags = self._bound(key.tag for key in condition.keys)
        test = f"= {tags}" if len(condition.keys) == 1 else f"IN ({tags})"
        return f"EXISTS (SELECT 1 {_TAG_ROWS}{kind} AND t.tag {test})"
