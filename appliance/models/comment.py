"""Pages of a memo's comments, straight from the index of conversations."""

from typing import NamedTuple

from appliance.models.access import Principal
from appliance.models.base import Visibility
from appliance.models.database import Database, values_of


class CommentRow(NamedTuple):
    """One place in a conversation: enough to find and to sort the comment."""

    id: int
    revision: int
    creator_id: int
    create_time: int


async def list_comments(  # noqa: PLR0913 - a page is cut by this much
    database: Database,
    principal: Principal | None,
    parent_id: int,
    *,
    before_id: int | None,
    offset: int,
    limit: int,
) -> list[CommentRow]:
    """Return up to `limit` comments, the latest written first.

    The twin of `access.can_see_comment`; that the memo above may be read is checked
    elsewhere.
    """
    sql = (
        "SELECT id, revision, creator_id, create_time FROM appliance_memo"
        " WHERE parent_id = ?"
    )
    values: list[object] = [parent_id]
    if principal is None:
        sql += " AND visibility = ?"
        values.append(int(Visibility.PUBLIC))
    else:
        sql += " AND (visibility <> ? OR creator_id = ?)"
        values += [int(Visibility.PRIVATE), principal.user_id]
    if before_id is not None:
        sql += " AND id < ?"
        values.append(before_id)
    sql += " ORDER BY id DESC LIMIT ? OFFSET ?"
    rows = await database.read(sql, [*values, limit, offset])
    return [CommentRow(*values_of(row)) for row in rows]
