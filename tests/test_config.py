"""The table of settings: where values come from, and how faults are reported."""

import errno
import os
from dataclasses import fields
from pathlib import Path

import pytest

from appliance import config
from appliance.config import SETTINGS, Settings, read_settings, remarks
from appliance.errors import InvalidArgumentError
from appliance.setting import Setting


def faults(
    flags: dict[str, str | None] | None = None, environ: dict[str, str] | None = None
) -> list[str]:
    with pytest.raises(InvalidArgumentError) as refusal:
        read_settings(flags or {}, environ or {})
    return str(refusal.value).splitlines()


def test_every_setting_has_its_row() -> None:
    assert {s.name for s in SETTINGS} == {field.name for field in fields(Settings)}


def test_defaults_are_those_of_the_help(tmp_path: Path) -> None:
    settings = read_settings({}, {"XDG_DATA_HOME": str(tmp_path)})
    assert (settings.addr, settings.port) == ("", 5230)
    assert (settings.driver, settings.sqlite_synchronous) == ("sqlite", "FULL")
    assert settings.dsn.path == settings.data / "appliance.db"


def test_the_flag_wins_over_our_variable_over_memos_over_the_default() -> None:
    environ = {"APPLIANCE_PORT": "2", "MEMOS_PORT": "3"}
    assert read_settings({"port": "1"}, environ).port == 1
    assert read_settings({"port": None}, environ).port == 2
    assert read_settings({}, {"MEMOS_PORT": "3"}).port == 3
    assert read_settings({}, {}).port == 5230


@pytest.mark.parametrize("setting", [s for s in SETTINGS if s.memos])
def test_memos_variables_mean_the_same(setting: Setting) -> None:
    texts = {"driver": "sqlite", "dsn": "/srv/x.db", "port": "1", "log_level": "warn"}
    texts |= {"allow_private_webhooks": "true", "instance_url": "https://a.test"}
    text = texts.get(setting.name, "false" if setting.name == "demo" else "a")
    by_memos = read_settings({}, {setting.memos: text})
    assert by_memos == read_settings({}, {setting.variable: text})


def test_empty_variables_count_as_not_set() -> None:
    assert read_settings({}, {"APPLIANCE_PORT": "", "MEMOS_PORT": "7"}).port == 7


@pytest.mark.parametrize("prefix", ["APPLIANCE", "MEMOS"])
def test_a_file_gives_the_value_without_its_last_line_end(
    prefix: str, tmp_path: Path
) -> None:
    secret = tmp_path / "dsn"
    secret.write_text("postgres://u: p @db/memos\n", "utf-8")
    settings = read_settings({}, {f"{prefix}_DSN_FILE": str(secret)})
    assert (settings.driver, settings.dsn.password) == ("postgres", " p ")


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    latin, absent = tmp_path / "latin", tmp_path / "absent"
    latin.write_bytes(b"\xff")
    files = {"APPLIANCE_DSN_FILE": str(latin), "APPLIANCE_PORT_FILE": str(absent)}
    assert faults({}, files) == [
        f"APPLIANCE_PORT_FILE names {absent}, which cannot be read: "
        + os.strerror(errno.ENOENT),
        f"APPLIANCE_DSN_FILE names {latin}, which cannot be read: not UTF-8",
    ]


@pytest.mark.parametrize("prefix", ["APPLIANCE", "MEMOS"])
def test_value_and_file_together_are_a_fault(prefix: str) -> None:
    variable = f"{prefix}_DSN"
    environ = {variable: "x", f"{variable}_FILE": "y"}
    assert faults({}, environ) == [
        f"{variable} and {variable}_FILE are both set; keep one"
    ]


def test_all_faults_are_reported_together() -> None:
    found = faults(
        {"port": "http", "log_level": "loud"},
        {
            "APPLIANCE_DEMO": "1",
            "MEMOS_INSTANCE_URL": "memos.test",
            "APPLIANCE_ADMIN_USERNAME": "root",
            "APPLIANCE_DRIVER": "postgres",
        },
    )
    assert [fault.split()[0] for fault in found] == [
        "--port",
        "MEMOS_INSTANCE_URL",
        "--log-level",
        "APPLIANCE_DEMO",
        "APPLIANCE_ADMIN_USERNAME",
        "the",
    ]
    assert "the driver postgres needs --dsn" in found[-1]


def test_the_driver_follows_the_dsn_unless_it_is_named() -> None:
    assert read_settings({"dsn": "mariadb://u@db/x"}, {}).driver == "mysql"
    (fault,) = faults({"dsn": "mariadb://u@db/x", "driver": "postgres"})
    assert fault == "the DSN names mysql, but the driver is postgres"


def test_printing_settings_shows_no_secret(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("sesame", "utf-8")
    settings = read_settings(
        {"dsn": "postgres://u:sesame@db/x"},
        {
            "APPLIANCE_ADMIN_USERNAME": "root",
            "APPLIANCE_ADMIN_PASSWORD_FILE": str(secret),
            "APPLIANCE_OPS_TOKEN": "sesame-for-programs",
        },
    )
    assert settings.ops_token == "sesame-for-programs"
    assert settings.admin_password == "sesame"
    assert "sesame" not in repr(settings)


def test_secrets_of_people_have_no_flag() -> None:
    flags = {s.name: s.flag for s in SETTINGS}
    assert flags["admin_password"] == ""
    assert flags["trusted_proxies"] == "--trusted-proxies"


def test_data_lies_where_memos_kept_it_if_that_is_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "MEMOS_DIRECTORY", tmp_path / "memos")
    home = {"XDG_DATA_HOME": str(tmp_path / "home")}
    assert read_settings({}, home).data == tmp_path / "home" / "memos-appliance"
    (tmp_path / "memos").mkdir()
    assert read_settings({}, home).data == tmp_path / "memos"


def test_a_relative_data_home_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "MEMOS_DIRECTORY", tmp_path / "absent")
    monkeypatch.setitem(os.environ, "HOME", str(tmp_path))
    expected = tmp_path / ".local/share/memos-appliance"
    assert read_settings({}, {"XDG_DATA_HOME": "here"}).data == expected


def test_a_service_link_is_not_taken_for_a_port() -> None:
    assert read_settings({}, {"MEMOS_PORT": "tcp://10.0.0.1:80"}).port == 5230


def test_remarks_warn_of_what_has_no_effect_and_keep_silent_about_the_rest() -> None:
    environ = {
        "MEMOS_PROT": "5230",
        "APPLIANCE_PROT": "5230",
        "MEMOS_MODE": "prod",
        "MEMOS_DSN_FILE": "/run/dsn",
        "APPLIANCE_ADMIN_PASSWORD_FILE": "/run/password",
        "MEMOS_SERVICE_HOST": "10.0.0.1",
        "MEMOS_PORT_5230_TCP_ADDR": "10.0.0.1",
        "MEMOS_PORT": "tcp://10.0.0.1:5230",
        "HOME": "/root",
    }
    assert list(remarks(environ)) == [
        ("info", "MEMOS_PORT is ignored: a service link, not a port"),
        ("warn", "APPLIANCE_PROT is not a setting of this server; it is ignored"),
        ("info", "MEMOS_MODE is ignored: there is one mode"),
        ("warn", "MEMOS_PROT is not a setting of this server; it is ignored"),
    ]
