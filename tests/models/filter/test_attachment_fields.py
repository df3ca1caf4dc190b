"""The fields of an attachment, on the database under test."""

import json
from typing import Any

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.filter import compile_attachment_filter
from appliance.models.filter.attachment_fields import ATTACHMENT_FIELDS
from appliance.models.filter.conditions import (
    Always,
    BoundOtherwise,
    BoundTo,
    Not,
    Present,
)
from appliance.models.filter.constants import Constant, Type
from tests.factories import make_attachment, make_memo, make_user

NOW = 1_700_000_000
TIME = 1_600_000_000


def integer(value: int) -> Constant:
    """Make an int."""
    return Constant(Type.INT, value, 3)


def test_a_memo_is_a_number_or_null() -> None:
    field, null = ATTACHMENT_FIELDS["memo_id"], Constant(Type.NULL, None, 3)
    assert field.compared("==", null, 0) == Not(Present("memo_id"))
    assert field.compared("!=", null, 0) == Present("memo_id")
    assert field.compared("==", integer(1), 0) == BoundTo((1,))
    assert field.compared("!=", integer(1), 0) == BoundOtherwise((1,))
    assert field.one_of([], 0) == Always(answer=False)
    with pytest.raises(InvalidArgumentError, match="cannot apply in"):
        field.one_of([null], 0)
    with pytest.raises(InvalidArgumentError, match="only be compared with == and !="):
        field.compared("<", null, 0)


ASKED = {
    'filename == "alpha.txt"': ["alpha.txt"],
    'filename != "alpha.txt"': ["Beta.PNG", "gamma.pdf", "delta 50%.txt", "Été.jpg"],
    'filename in ["alpha.txt", "x"]': ["alpha.txt"],
    'filename.contains("BETA")': ["Beta.PNG"],
    'filename.contains("50%")': ["delta 50%.txt"],
    'filename.contains("_")': [],
    'filename.contains("ÉT")': ["Été.jpg"],
    'filename.startsWith("A")': ["alpha.txt"],
    'filename.startsWith("éTÉ")': ["Été.jpg"],
    'filename.endsWith(".TXT")': ["alpha.txt", "delta 50%.txt"],
    'filename.endsWith(".tx")': [],
    'filename.contains("")': [
        *("alpha.txt", "Beta.PNG", "gamma.pdf", "delta 50%.txt", "Été.jpg")
    ],
    'filename.matches("^[ab]")': ["alpha.txt"],
    'filename.matches("(?i)^[ab]")': ["alpha.txt", "Beta.PNG"],
    'filename.matches("(?i)^é")': ["Été.jpg"],
    "size(filename) < 8": ["Été.jpg"],
    'mime_type == "text/plain"': ["alpha.txt", "delta 50%.txt"],
    'mime_type.startsWith("IMAGE/")': ["Beta.PNG", "Été.jpg"],
    'mime_type in ["application/pdf"]': ["gamma.pdf"],
    "memo_id == null": ["alpha.txt", "Beta.PNG", "delta 50%.txt"],
    "!(memo_id == null)": ["gamma.pdf", "Été.jpg"],
    "memo_id != null": ["gamma.pdf", "Été.jpg"],
    "memo_id == MEMO": ["gamma.pdf"],
    "MEMO == memo_id": ["gamma.pdf"],
    "memo_id != MEMO": ["Été.jpg"],
    "!(memo_id == MEMO)": ["Été.jpg"],
    "!(memo_id != MEMO)": ["gamma.pdf"],
    "memo_id in [MEMO]": ["gamma.pdf"],
    "memo_id in []": [],
    f"create_time >= timestamp({TIME + 3})": ["delta 50%.txt", "Été.jpg"],
    f"create_time < {TIME + 1}": ["alpha.txt"],
    "create_time > now - duration('1h')": [],
    "create_time.getFullYear() == 2020 && memo_id != null": ["gamma.pdf", "Été.jpg"],
    'filename == "alpha.txt" || mime_type == "image/png"': ["alpha.txt", "Beta.PNG"],
    "true": ["alpha.txt", "Beta.PNG", "gamma.pdf", "delta 50%.txt", "Été.jpg"],
}
STORED = [
    ("alpha.txt", "text/plain", None),
    ("Beta.PNG", "image/png", None),
    ("gamma.pdf", "application/pdf", 0),
    ("delta 50%.txt", "text/plain", None),
    ("Été.jpg", "image/jpeg", 1),
]


async def test_files_are_found_by_what_they_are(database: Database) -> None:
    user = await make_user(database)
    memos = [await make_memo(database, user) for _ in range(2)]
    for number, (filename, kind, memo) in enumerate(STORED):
        bound = None if memo is None else memos[memo]
        made = await make_attachment(database, user, bound, filename)
        await database.execute(
            "UPDATE appliance_attachment SET type = ?, create_time = ? WHERE id = ?",
            (kind, TIME + number, made.id),
        )
    found = {source: await ask(database, source, memos[0].id) for source in ASKED}
    assert found == ASKED


async def ask(database: Database, source: str, memo_id: int) -> list[Any]:
    """List what a filter finds."""
    written = source.replace("MEMO", str(memo_id))
    asked = compile_attachment_filter(written, database.dialect, NOW)
    sql = f"SELECT a.filename FROM appliance_attachment a WHERE {asked.sql}"  # noqa: S608 - all values are bound
    rows = await database.read(f"{sql} ORDER BY a.create_time", asked.params)
    return [row["filename"] for row in rows]


@pytest.mark.parametrize(
    "source",
    [
        *("memo == 'memos/a'", "size > 1", "filename", "filename ==", "tags == []"),
        *("creator == 'users/a'", "created_ts > 5", "content == 'a'", "pinned"),
        *("sets.contains(filename, ['a'])", "memo_id > 1", "memo_id == 'a'"),
        *("filename == null", "memo_id", "memo_id in [null]", "memo_id == 1.0"),
    ],
)
@pytest.mark.parametrize("dialect", Dialect)
def test_what_is_no_field_of_files_is_refused(source: str, dialect: Dialect) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid filter at character"):
        compile_attachment_filter(source, dialect, NOW)


@pytest.mark.parametrize("dialect", Dialect)
def test_no_value_reaches_the_sql(dialect: Dialect) -> None:
    text = json.dumps("VALUE%s?")
    source = " && ".join(
        f"filename.{method}({text})"
        for method in ("contains", "startsWith", "endsWith", "matches")
    )
    asked = compile_attachment_filter(source, dialect, NOW)
    assert "value" not in asked.sql.casefold()
    assert asked.sql.count("?") == len(asked.params)
