"""How a row of the table of settings is named."""

from appliance import values
from appliance.setting import Setting


def test_flag_and_variable_follow_from_the_name() -> None:
    row = Setting(name="backup_to", help="Where.", parse=values.parse_list)
    assert (row.flag, row.variable) == ("--backup-to", "APPLIANCE_BACKUP_TO")
    assert not row.switch


def test_what_must_be_in_no_process_list_has_no_flag() -> None:
    row = Setting(name="token", help="", parse=values.parse_text, flagged=False)
    assert row.flag == ""
    assert Setting(name="x", help="", parse=values.parse_switch).switch
