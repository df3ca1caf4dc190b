"""The change log: every mutation, in the order in which it became visible.

Live events and their resume, webhooks, notifications and the dropping of caches in
other processes read it by cursor. `models/database.py` appends to it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from appliance.models.base import Visibility


class ChangeKind(StrEnum):
    """What happened, as a past fact."""

    MEMO_CREATED = "memo.created"
    MEMO_UPDATED = "memo.updated"
    MEMO_DELETED = "memo.deleted"
    MEMO_RESTORED = "memo.restored"
    REACTION_UPSERTED = "reaction.upserted"
    REACTION_DELETED = "reaction.deleted"
    SHARE_CREATED = "share.created"
    SHARE_DELETED = "share.deleted"
    ATTACHMENT_CREATED = "attachment.created"
    ATTACHMENT_UPDATED = "attachment.updated"
    ATTACHMENT_DELETED = "attachment.deleted"
    NOTIFICATION_CREATED = "notification.created"
    NOTIFICATION_UPDATED = "notification.updated"
    TRASH_PURGED = "trash.purged"
    USER_CREATED = "user.created"
    USER_UPDATED = "user.updated"
    USER_DELETED = "user.deleted"
    USER_SETTING_UPDATED = "user.setting.updated"
    SHORTCUT_UPDATED = "shortcut.updated"
    WEBHOOK_UPDATED = "webhook.updated"
    IDENTITY_UPDATED = "identity.updated"
    PROVIDER_UPDATED = "provider.updated"
    SESSION_CREATED = "session.created"
    SESSION_REVOKED = "session.revoked"
    TOKEN_CREATED = "token.created"  # noqa: S105 - an event's name
    TOKEN_DELETED = "token.deleted"  # noqa: S105 - an event's name
    SETTING_UPDATED = "setting.updated"


class ChangeRow(Model):
    """One entry. `sequence` has neither gaps in time nor late arrivals."""

    sequence = fields.BigIntField(primary_key=True, generated=False)
    kind = fields.CharField(max_length=32)
    name = fields.TextField()
    # The memo a comment belongs to, else empty.
    parent = fields.TextField(default="")
    # Whose resource it is, and who did it; NULL: the server itself.
    owner_id = fields.BigIntField(null=True)
    actor_id = fields.BigIntField(null=True)
    visibility_before = fields.SmallIntField(null=True)
    visibility_after = fields.SmallIntField(null=True)
    create_time = fields.BigIntField(db_index=True)

    class Meta:
        table = "appliance_change"


class ChangeSequence(Model):
    """The last number given; its row lock lets one writer in at a time."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    value = fields.BigIntField()

    class Meta:
        table = "appliance_change_sequence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a mutation says about itself.

    `sequence` is its place in the log; 0: just written, and not yet read from there.
    """

    kind: ChangeKind
    name: str
    parent: str = ""
    owner_id: int | None = None
    actor_id: int | None = None
    before: Visibility | None = None
    after: Visibility | None = None
    sequence: int = field(default=0, compare=False)
