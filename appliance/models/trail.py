"""Who did what, and when: the audit log as it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from appliance.errors import NotFoundError
from appliance.models.audit import COMMAND, OPS_TOKEN, SERVER, Outcome
from appliance.models.database import Database, Row
from appliance.models.user import find_user

# How actors that are no accounts may be written, and are shown to operators.
SHORT = {COMMAND: "(command)", OPS_TOKEN: "(ops token)", SERVER: "(server)"}
_LONG = {short: actor for actor, short in SHORT.items()}
# Everyday work on one's own is in the change log alone, and told only when asked for.
EVERYDAY = ("memo", "reaction", "attachment", "notification", "shortcut")
_ELSEWHERE = ("memo.deleted", "memo.restored", "attachment.deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which entries; times in microseconds, `before` an id of an entry."""

    since: int | None = None
    until: int | None = None
    actor: str = ""
    kind: str = ""
    outcome: Outcome | None = None
    before: int | None = None

    @property
    def everyday(self) -> bool:
        """Whether everyday work was asked for by name."""
        return self.kind.partition(".")[0] in EVERYDAY


def actor_named(text: str) -> str:
    """Return how entries name an actor that a person wrote."""
    if not text or "/" in text or text == SERVER:
        return text
    return _LONG.get(text, f"users/{text}")


def shown_actor(actor: str) -> str:
    """Return an actor as operators read it: a bare name, or a word in parentheses."""
    return SHORT.get(actor, actor.removeprefix("users/")) or "(nobody)"


async def actor_of(database: Database, text: str) -> str:
    """Return the same; raise NotFoundError where nobody is or was called that."""
    actor = actor_named(text)
    if not actor or actor in SHORT:
        return actor
    found = await find_user(actor.removeprefix("users/"))
    if found is None and not await entries(database, Choice(actor=actor), 1):
        raise NotFoundError(f"There is no account {text}.")
    return actor


async def entries(database: Database, choice: Choice, limit: int) -> Sequence[Row]:
    """Return the newest entries, the newest first."""
    wanted, values = _conditions(choice)
    if choice.actor:
        wanted.append("e.actor = ?")
        values.append(choice.actor)
    if choice.outcome:
        wanted.append("e.outcome = ?")
        values.append(int(choice.outcome))
    if choice.before is not None:
        wanted.append("e.id < ?")
        values.append(choice.before)
    return await database.scan(
        f"SELECT e.* FROM appliance_audit e WHERE {' AND '.join(wanted)}"  # noqa: S608 - values are bound
        " ORDER BY e.id DESC LIMIT ?",
        [*values, limit],
    )


async def with_everyday(
    database: Database, choice: Choice, limit: int, *, everything: bool
) -> list[dict[str, Any]]:
    """Return the same, if wished with everyday work, which the change log knows.

    Who asks for a kind of everyday work wishes it.
    """
    found = [dict(row) for row in await entries(database, choice, limit)]
    if not (everything or choice.everyday):
        return found
    if choice.outcome is not Outcome.FAILED:
        found += [_as_entry(row) for row in await _everyday(database, choice, limit)]
    found.sort(key=lambda row: row["create_time"], reverse=True)
    return found[:limit]


async def _everyday(database: Database, choice: Choice, limit: int) -> Sequence[Row]:
    wanted, values = _conditions(choice)
    # Patterns are bound: MariaDB's driver takes a percent sign for its own.
    wanted.append(f"({' OR '.join(['e.kind LIKE ?'] * len(EVERYDAY))})")
    values += [f"{group}.%" for group in EVERYDAY]
    wanted.append(f"e.kind NOT IN ({', '.join('?' * len(_ELSEWHERE))})")
    values += _ELSEWHERE
    # What is done to somebody else's is in the audit log.
    wanted.append(
        "(e.kind NOT IN ('memo.updated', 'attachment.updated')"
        " OR e.actor_id = e.owner_id)"
    )
    if choice.actor:
        wanted.append("a.username = ?")
        values.append(choice.actor.removeprefix("users/"))
    return await database.scan(
        "SELECT e.kind, e.name, e.create_time, e.actor_id, a.username"  # noqa: S608 - values are bound
        " FROM appliance_change e LEFT JOIN appliance_user a ON a.id = e.actor_id"
        f" WHERE {' AND '.join(wanted)} ORDER BY e.sequence DESC LIMIT ?",
        [*values, limit],
    )


def _conditions(choice: Choice) -> tuple[list[str], list[object]]:
    """Return what both logs are asked, with the values."""
    wanted, values = ["TRUE"], list[object]()
    for time, sign in ((choice.since, ">="), (choice.until, "<")):
        if time is not None:
            wanted.append(f"e.create_time {sign} ?")
            values.append(time)
    if choice.kind:
        # A range, which an index finds: the slash is what comes behind the dot.
        wanted.append("(e.kind = ? OR (e.kind > ? AND e.kind < ?))")
        values += [choice.kind, f"{choice.kind}.", f"{choice.kind}/"]
    return wanted, values


def _as_entry(row: Row) -> dict[str, Any]:
    actor = row["username"] or row["actor_id"]
    return {
        "id": None,
        "create_time": row["create_time"],
        "last_time": row["create_time"],
        "times": 1,
        "kind": row["kind"],
        "target": row["name"],
        "actor": f"users/{actor}" if actor else SERVER,
        "address": "",
        "user_agent": "",
        "outcome": int(Outcome.SUCCEEDED),
        "detail": "",
    }
