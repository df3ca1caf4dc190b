"""Secrets go, everything else stays."""

import json
from typing import Any

import pytest

from appliance.ops.backup.redaction import without_secrets

STORAGE = {
    "storageType": "S3",
    "s3Config": {
        "accessKeyId": "id",
        "accessKeySecret": "hidden",
        "endpoint": "https://s3",
        "usePathStyle": True,
    },
    "list": [{"apiKey": "hidden", "apiKeyHint": "h…"}],
}


@pytest.mark.parametrize("entity", ["personal_access_token", "memo_share"])
def test_credentials_go_as_a_whole(entity: str) -> None:
    assert without_secrets(entity, {"id": 1}) is None


def test_the_signing_key_goes() -> None:
    assert without_secrets("setting", {"name": "secret_key", "value": '"x"'}) is None
    row = {"name": "access_mode", "value": '"PUBLIC"'}
    assert without_secrets("setting", row) == row


@pytest.mark.parametrize(
    ("entity", "column"), [("user", "password_hash"), ("webhook", "signing_secret")]
)
def test_columns_are_blanked(entity: str, column: str) -> None:
    row = {"id": 1, column: "hidden", "other": "kept"}
    assert without_secrets(entity, row) == {**row, column: ""}


def test_secrets_inside_of_json_are_blanked_wherever_they_stand() -> None:
    kept: Any = without_secrets("setting", {"name": "X", "value": json.dumps(STORAGE)})
    assert "hidden" not in kept["value"]
    found = json.loads(kept["value"])
    assert found["s3Config"]["accessKeyId"] == "id"
    assert found["s3Config"]["usePathStyle"] is True
    assert found["list"][0] == {"apiKey": "", "apiKeyHint": "h…"}


def test_other_rows_are_left_as_they_are() -> None:
    row = {"id": 1, "content": "my password: 1234"}
    assert without_secrets("memo", row) is row
