"""What operators look through: accounts, sessions, tokens, the trash."""

from collections.abc import AsyncIterator, Sequence

from appliance.models.database import Database, Row

PAGE = 200


async def accounts(database: Database) -> Sequence[Row]:
    """Return every account, the oldest first, with how much it has."""
    return await database.scan(
        "SELECT u.id, u.username, u.display_name, u.email, u.role, u.state,"
        " u.create_time, u.update_time,"
        " (SELECT COUNT(*) FROM appliance_memo m WHERE m.creator_id = u.id"
        " AND m.parent_id IS NULL) AS memos,"
        " (SELECT COUNT(*) FROM appliance_session s WHERE s.user_id = u.id)"
        " AS sessions,"
        " (SELECT COUNT(*) FROM appliance_personal_access_token t"
        " WHERE t.user_id = u.id) AS tokens"
        " FROM appliance_user u ORDER BY u.id"
    )


async def sessions(database: Database, user_id: int | None) -> Sequence[Row]:
    """Return the sessions of a user, or of all, the last seen first."""
    condition, values = ("s.user_id = ?", [user_id]) if user_id else ("TRUE", [])
    return await database.scan(
        "SELECT s.id, u.username, s.user_agent, s.address, s.create_time,"  # noqa: S608 - values are bound
        " s.last_seen_time FROM appliance_session s"
        " JOIN appliance_user u ON u.id = s.user_id"
        f" WHERE {condition} ORDER BY s.last_seen_time DESC, s.id DESC",
        values,
    )


async def tokens(database: Database, user_id: int | None) -> Sequence[Row]:
    """Return the personal access tokens of a user, or of all; never their texts."""
    condition, values = ("t.user_id = ?", [user_id]) if user_id else ("TRUE", [])
    return await database.scan(
        "SELECT t.uid, u.username, t.description, t.create_time, t.expire_time,"  # noqa: S608 - values are bound
        " t.last_use_time FROM appliance_personal_access_token t"
        " JOIN appliance_user u ON u.id = t.user_id"
        f" WHERE {condition} ORDER BY t.id",
        values,
    )


async def trash(
    database: Database, user_id: int | None, before: int | None = None
) -> Sequence[Row]:
    """Return the deleted memos of a user, or of all, the newest deletion first.

    `before`: only what was deleted before this second.
    """
    wanted, values = ["TRUE"], list[object]()
    if user_id is not None:
        wanted.append("t.creator_id = ?")
        values.append(user_id)
    if before is not None:
        wanted.append("t.delete_time < ?")
        values.append(before)
    return await database.scan(
        "SELECT t.id, t.uid, c.username AS creator, d.username AS deleter,"  # noqa: S608 - values are bound
        " t.delete_time, t.snippet FROM appliance_trash t"
        " LEFT JOIN appliance_user c ON c.id = t.creator_id"
        " LEFT JOIN appliance_user d ON d.id = t.deleter_id"
        f" WHERE {' AND '.join(wanted)} ORDER BY t.id DESC",
        values,
    )


async def settings(database: Database) -> Sequence[Row]:
    """Return every setting of the instance as it is stored, secrets included."""
    return await database.read(
        "SELECT name, value FROM appliance_setting ORDER BY name"
    )


async def memos(database: Database, user_id: int | None) -> AsyncIterator[Row]:
    """Yield memos and comments of a user, or of all, a page in memory at a time."""
    condition, chosen = (" AND m.creator_id = ?", [user_id]) if user_id else ("", [])
    last = 0
    while rows := await database.scan(
        "SELECT m.id, m.uid, u.username AS creator, p.uid AS parent, m.state,"  # noqa: S608 - values are bound
        " m.visibility, m.pinned, m.create_time, m.update_time, m.tags, m.content"
        " FROM appliance_memo m JOIN appliance_user u ON u.id = m.creator_id"
        " LEFT JOIN appliance_memo p ON p.id = m.parent_id"
        f" WHERE m.id > ?{condition} ORDER BY m.id LIMIT {PAGE}",
        [last, *chosen],
    ):
        for row in rows:
            yield row
        last = rows[-1]["id"]
