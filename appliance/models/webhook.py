"""Webhooks of users, and what was or is to be delivered to them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from tortoise import fields

from appliance.models import base
from appliance.models.base import UID_LENGTH
from appliance.models.database import Database, Row, Transaction
from appliance.models.user import User


class DeliveryState(IntEnum):
    """The life of one delivery."""

    PENDING = 1
    DELIVERED = 2
    FAILED = 3


class Webhook(base.Row):
    """An address that is told of a user's memos; times are epoch seconds."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    user_id: int
    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    display_name = fields.TextField()
    url = fields.TextField()
    signing_secret = fields.TextField()
    create_time = fields.BigIntField()
    update_time = fields.BigIntField()

    class Meta:
        table = "appliance_webhook"
        indexes = (("user_id", "id"),)


class Delivery(base.Row):
    """One event on its way to one webhook, in the order of the change log.

    `body` is frozen when the event is taken from the log. Times are epoch seconds.
    """

    webhook: fields.ForeignKeyRelation[Webhook] = fields.ForeignKeyField(
        "models.Webhook", related_name=False, db_index=False
    )
    webhook_id: int
    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    sequence = fields.BigIntField()
    activity = fields.CharField(max_length=64)
    body = fields.TextField()
    state = fields.SmallIntField(default=DeliveryState.PENDING.value)
    attempts = fields.IntField(default=0)
    next_time = fields.BigIntField()
    create_time = fields.BigIntField()
    finish_time = fields.BigIntField(null=True)
    # What the receiver answered last: an HTTP status (0: none) and words for people.
    status = fields.IntField(default=0)
    reason = fields.TextField(default="")

    class Meta:
        table = "appliance_delivery"
        unique_together = (("webhook_id", "sequence", "activity"),)
        indexes = (("state", "next_time", "id"), ("webhook_id", "id"))


async def list_webhooks(user_id: int) -> list[Webhook]:
    """Return a user's webhooks, oldest first."""
    return await Webhook.filter(user_id=user_id).order_by("id")


async def hooks_of(
    database: Database, user_ids: Collection[int]
) -> dict[int, list[Row]]:
    """Return the webhooks of these users, by user, oldest first."""
    found: dict[int, list[Row]] = {}
    if not user_ids:
        return found
    marks = ", ".join("?" * len(user_ids))
    sql = f"SELECT * FROM appliance_webhook WHERE user_id IN ({marks}) ORDER BY id"  # noqa: S608 - values are bound
    rows = await database.read(sql, list(user_ids))
    for row in rows:
        found.setdefault(row["user_id"], []).append(row)
    return found


async def next_pending(database: Database, webhook_id: int) -> Row | None:
    """Return the first delivery that a webhook waits for, with address and secret."""
    rows = await database.read(
        "SELECT d.id, d.uid, d.body, d.attempts, d.create_time,"
        " w.url, w.signing_secret"
        " FROM appliance_delivery d"
        " JOIN appliance_webhook w ON w.id = d.webhook_id"
        " WHERE d.webhook_id = ? AND d.state = ? ORDER BY d.id LIMIT 1",
        (webhook_id, DeliveryState.PENDING.value),
    )
    return rows[0] if rows else None


async def waiting_webhooks(database: Database) -> list[int]:
    """Return the webhooks that anything is still to be delivered to."""
    rows = await database.scan(
        "SELECT DISTINCT webhook_id FROM appliance_delivery WHERE state = ?",
        (DeliveryState.PENDING.value,),
    )
    return [row["webhook_id"] for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of one try to deliver; `status` 0: no answer at all."""

    delivery_id: int
    state: DeliveryState
    status: int
    reason: str
    now: int
    next_time: int


async def note_attempt(database: Database, attempt: Attempt) -> None:
    """Keep what came of it, for the sender and for the log that people read."""
    pending = attempt.state is DeliveryState.PENDING
    await database.execute(
        "UPDATE appliance_delivery SET state = ?, attempts = attempts + 1, status = ?,"
        " reason = ?, next_time = ?, finish_time = ? WHERE id = ? AND state = ?",
        (
            attempt.state.value,
            attempt.status,
            attempt.reason,
            attempt.next_time,
            None if pending else attempt.now,
            attempt.delivery_id,
            DeliveryState.PENDING.value,
        ),
    )


async def give_up(
    database: Database, webhook_id: int, now: int, oldest: int, reason: str
) -> None:
    """Fail whatever has been waiting for a dead receiver since before `oldest`."""
    await database.execute(
        "UPDATE appliance_delivery SET state = ?, reason = ?, next_time = ?,"
        " finish_time = ? WHERE webhook_id = ? AND state = ? AND create_time < ?",
        (
            DeliveryState.FAILED.value,
            reason,
            now,
            now,
            webhook_id,
            DeliveryState.PENDING.value,
            oldest,
        ),
    )


async def prune_log(database: Database, webhook_id: int, keep: int) -> None:
    """Forget all but the newest finished deliveries of a webhook."""
    rows = await database.read(
        "SELECT id FROM appliance_delivery WHERE webhook_id = ?"
        " ORDER BY id DESC LIMIT 1 OFFSET ?",
        (webhook_id, keep),
    )
    if rows:
        await database.execute(
            "DELETE FROM appliance_delivery"
            " WHERE webhook_id = ? AND id <= ? AND state <> ?",
            (webhook_id, rows[0]["id"], DeliveryState.PENDING.value),
        )


async def prune_old(database: Database, before: int) -> None:
    """Forget deliveries that were finished before a moment."""
    await database.execute(
        "DELETE FROM appliance_delivery WHERE state IN (?, ?) AND next_time < ?",
        (DeliveryState.DELIVERED.value, DeliveryState.FAILED.value, before),
    )


async def retry_pending(transaction: Transaction, webhook_id: int, now: int) -> None:
    """Let what waits for a webhook be tried at once."""
    await transaction.execute(
        "UPDATE appliance_delivery SET next_time = ?"
        " WHERE webhook_id = ? AND state = ?",
        (now, webhook_id, DeliveryState.PENDING.value),
    )
