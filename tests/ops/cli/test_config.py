"""`appliance config` as an operator calls it."""

import json

import pytest

from appliance.__main__ import main
from appliance.config import SETTINGS


def test_every_setting_is_shown_and_no_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPLIANCE_DSN", "postgres://me:hush@db.example/memos")
    monkeypatch.setenv("APPLIANCE_ADMIN_USERNAME", "root")
    monkeypatch.setenv("APPLIANCE_ADMIN_PASSWORD", "hush")
    arguments = ["config", "show", "--port", "81", "--trusted-proxies", "10.0.0.0/8"]
    assert main([*arguments, "--json"]) == 0
    text = capsys.readouterr().out
    shown = json.loads(text)
    assert shown.keys() == {setting.name for setting in SETTINGS}
    assert shown["port"] == 81
    assert shown["driver"] == "postgres"
    assert shown["dsn"] == "postgres://me@db.example:5432/memos"
    assert shown["trusted_proxies"] == ["10.0.0.0/8"]
    assert shown["admin_password"] == "(hidden)"
    assert main(arguments) == 0
    assert "hush" not in text + capsys.readouterr().out


def test_faults_are_told_as_serve_would(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "show", "--port", "many"]) == 2
    assert "port" in capsys.readouterr().err
