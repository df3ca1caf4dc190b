"""What belongs to one account or one memo."""

from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models.database import Database
from appliance.ops.backup.selection import Wanted, choose, parse
from tests.ops.backup.instance import back_up, location_of


@pytest.mark.parametrize("text", ["", "memo", "memo/", "users/anna", "/x"])
def test_only_two_forms_are_understood(text: str) -> None:
    with pytest.raises(InvalidArgumentError, match="user/NAME or memo/UID"):
        parse(text)


def test_a_form_is_kind_and_name() -> None:
    assert parse("memo/a/b") == ("memo", "a/b")
    assert parse("user/anna") == ("user", "anna")


async def test_a_memo_comes_with_comments_files_and_what_hangs_on_it(
    full: Database, data: Path
) -> None:
    made = await back_up(full, data, data / "backups")
    chosen = choose(location_of(made), (), Wanted("memo", "first"))
    found = {name: len(rows) for name, rows in chosen.rows.items() if rows}
    assert found == {
        "memo": 3,
        "blob": 2,
        "attachment": 2,
        "memo_relation": 1,
        "reaction": 1,
        "memo_share": 1,
    }


async def test_an_account_comes_with_everything_of_its_own(
    full: Database, data: Path
) -> None:
    made = await back_up(full, data, data / "backups")
    chosen = choose(location_of(made), (), Wanted("user", "anna"))
    assert [row["uid"] for row in chosen.rows["memo"]] == ["first", "comment", "deeper"]
    assert len(chosen.rows["attachment"]) == 5
    for name in ("user", "user_setting", "shortcut", "webhook", "user_identity"):
        assert len(chosen.rows[name]) == 1
    other = choose(location_of(made), (), Wanted("user", "ben"))
    assert [row["uid"] for row in other.rows["memo"]] == ["comment", "deeper", "other"]


async def test_what_is_not_there_is_named(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    with pytest.raises(NotFoundError, match="memo/anna is not in"):
        choose(location_of(made), (), Wanted("memo", "anna"))
