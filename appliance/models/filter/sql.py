"""A filter's conditions as SQL over a memo `m` or an attachment `a`, for each database.

Values are always bound, never written into the SQL. On MySQL texts are compared as
binary strings, since its collations ignore spaces at the end.
"""

from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import assert_never

from appliance.models.dialect import Dialect
from appliance.models.filter.conditions import (
    VISIBILITIES,
    Always,
    BoundOtherwise,
    BoundTo,
    Compared,
    Condition,
    CreatedBy,
    CreatorIs,
    Either,
    Every,
    Flag,
    Holds,
    HoldsAnyCase,
    Matches,
    Not,
    Number,
    OneOf,
    Operand,
    Present,
    TagCount,
    Tagged,
    TaggedOtherwise,
    Tags,
    Text,
    TextLength,
    TimePart,
    VisibleAs,
)
from appliance.models.filter.patterns import UntranslatableError, translate
from appliance.models.filter.times import time_part
from appliance.models.filter.tokens import refusal
from appliance.models.regexp import FUNCTION, escape

_SQL_OPERATORS = {"==": "=", "!=": "<>"}
_PATIENCE = "/*M! '(*LIMIT_MATCH=100000)', */"
_NOBODY = -1
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_TAG_ROWS = "FROM appliance_memo_tag t WHERE t.memo_id = m.id AND t.kind = "
_USERNAME = "SELECT u.username FROM appliance_user u WHERE u.id = m.creator_id"


class Writer:
    """Writes conditions; collects the values in the order of their placeholders."""

    def __init__(self, dialect: Dialect, alias: str) -> None:
        self._dialect = dialect
        self._alias = alias
        self.values: list[object] = []

    def write(self, condition: Condition) -> str:
        """Return SQL that is true for the rows sought, and not for the others."""
        match condition:
            case Every(parts):
                return self._joined(parts, " AND ")
            case Either(parts):
                return self._joined(parts, " OR ")
            case Not(Present(column)):
                # As indexes know it.
                return f"{self._column(column)} IS NULL"
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
            case Holds() | HoldsAnyCase() | Matches():
                return self._search(condition)
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
                return self._column(column)
            case Present(column):
                return f"{self._column(column)} IS NOT NULL"
            case BoundTo(ids) | BoundOtherwise(ids):
                test = "IN" if isinstance(condition, BoundTo) else "NOT IN"
                return f"{self._column('memo_id')} {test} ({self._bound(ids)})"
            case VisibleAs(values):
                return f"m.visibility IN ({self._bound(sorted(values))})"
        raise TypeError(condition)

    def _joined(self, parts: Iterable[Condition], word: str) -> str:
        return "(" + word.join(map(self.write, parts)) + ")"

    def _column(self, column: str) -> str:
        return f"{self._alias}.{column}"

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
                return self._column(column)
            case TextLength(field):
                return self._length(field)
            case TagCount():
                return f"(SELECT COUNT(*) {self._tag_rows()})"
            case TimePart(accessor, column):
                return time_part(accessor, self._column(column), self._dialect)
            case _ as unreachable:
                assert_never(unreachable)

    def _text_column(self, column: str) -> str:
        if self._dialect is Dialect.POSTGRES:
            return f'{self._column(column)} COLLATE "C"'
        return self._binary(self._column(column))

    def _length(self, field: str) -> str:
        if field == "visibility":
            cases = (f"WHEN {n} THEN {len(name)}" for name, n in VISIBILITIES.items())
            return f"(CASE m.visibility {' '.join(cases)} END)"
        function = "LENGTH" if self._dialect is Dialect.SQLITE else "CHAR_LENGTH"
        if field == "creator":
            return f"({len('users/')} + COALESCE({function}(({_USERNAME})), 0))"
        return f"{function}({self._column(field)})"

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

    def _search(self, condition: Holds | HoldsAnyCase | Matches) -> str:
        match condition:
            case Holds(where, folded, column):
                return self._holds(where, folded, self._column(column))
            case HoldsAnyCase():
                return self._holds_any_case(condition)
            case Matches():
                return self._matches(condition)

    def _holds_any_case(self, condition: HoldsAnyCase) -> str:
        column, where = self._column(condition.column), condition.where
        if self._dialect is Dialect.SQLITE:
            # Its LOWER leaves all but ASCII alone.
            begin = r"\A" if where == "startsWith" else ""
            end = r"\z" if where == "endsWith" else ""
            return self._found(f"(?i){begin}{escape(condition.text)}{end}", column)
        if where == "contains":
            place = "strpos" if self._dialect is Dialect.POSTGRES else "INSTR"
            column, text = self._lower(column), self._lower(self._bind(condition.text))
            return f"{place}({column}, {text}) > 0"
        side = "LEFT" if where == "startsWith" else "RIGHT"
        length = self._bind(len(condition.text))
        end = self._binary(self._lower(f"{side}({column}, {length})"))
        return f"{end} = {self._binary(self._lower(self._bind(condition.text)))}"

    def _lower(self, text: str) -> str:
        # Our columns compare by bytes, and so would fold ASCII alone.
        collation = ' COLLATE "default"' if self._dialect is Dialect.POSTGRES else ""
        return f"LOWER({text}{collation})"

    def _matches(self, condition: Matches) -> str:
        column = self._column(condition.column)
        if self._dialect is Dialect.SQLITE:
            return self._found(condition.pattern, column)
        try:
            pattern = translate(condition.pattern, self._dialect)
        except UntranslatableError as error:
            raise refusal(condition.at, str(error)) from error
        if self._dialect is Dialect.POSTGRES:
            # By bytes, as our columns compare, only ASCII would have a case.
            return f'{column} COLLATE "default" ~ {self._bind(pattern)}'
        # PCRE goes back and forth, as MySQL's own engine does within bounds of its own:
        # what is meant for MariaDB is a comment to MySQL.
        return f"{column} REGEXP CONCAT({_PATIENCE}{self._bind(pattern)})"

    def _found(self, pattern: str, column: str) -> str:
        # As bytes: SQLite keeps UTF-8, and so does RE2.
        return f"{FUNCTION}({self._bind(pattern)}, CAST({column} AS BLOB))"

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
