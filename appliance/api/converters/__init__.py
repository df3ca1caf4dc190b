"""Rows to messages, nothing else: no queries, no rights. One module for each noun."""

from appliance.api.converters.attachments import attachment
from appliance.api.converters.audit import audit_entry
from appliance.api.converters.batches import memo_batch, memo_outcome
from appliance.api.converters.memos import memo
from appliance.api.converters.parts import memo_share, reaction, relation
from appliance.api.converters.sessions import session
from appliance.api.converters.times import micro_time, time
from appliance.api.converters.trash import trashed_attachment, trashed_memo
from appliance.api.converters.users import (
    personal_access_token,
    user,
    user_webhook,
)
from appliance.api.converters.webhooks import webhook_delivery

__all__ = [
    "attachment",
    "audit_entry",
    "memo",
    "memo_batch",
    "memo_outcome",
    "memo_share",
    "micro_time",
    "personal_access_token",
    "reaction",
    "relation",
    "session",
    "time",
    "trashed_attachment",
    "trashed_memo",
    "user",
    "user_webhook",
    "webhook_delivery",
]
