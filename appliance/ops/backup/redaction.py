"""Leaves out of a backup what opens doors, where somebody else is to see it."""

import json
import re
from collections.abc import Mapping
from typing import Any

# Rows that are nothing but a credential: tokens, and links that let anybody read.
CREDENTIALS = frozenset({"personal_access_token", "memo_share"})
COLUMNS = {"user": "password_hash", "webhook": "signing_secret"}
# Columns with JSON in which secrets stand beside other things.
DOCUMENTS = {"setting": "value", "user_setting": "value", "identity_provider": "config"}
SECRET = re.compile(
    r"(secret|password|api_?key|private_?key|_token|secret_key)$", re.IGNORECASE
)

Row = Mapping[str, Any]


def without_secrets(entity: str, row: Row) -> Row | None:
    """Return the row with its secrets blanked; None if nothing of it may stay."""
    if entity in CREDENTIALS:
        return None
    if entity == "setting" and SECRET.search(row["name"]):
        # Made anew at the next start.
        return None
    if column := COLUMNS.get(entity):
        return {**row, column: ""}
    if column := DOCUMENTS.get(entity):
        text = json.dumps(_blanked(json.loads(row[column])), ensure_ascii=False)
        return {**row, column: text}
    return row


def _blanked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: ""
            if isinstance(inner, str) and SECRET.search(key)
            else _blanked(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_blanked(inner) for inner in value]
    return value
