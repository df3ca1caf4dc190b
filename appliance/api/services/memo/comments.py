"""Comments: memos that belong to another memo."""

from appliance.api.auth import current_principal, require_principal
from appliance.api.contract import RequestContext
from appliance.api.fragments import Fragment, Fragments, MemoList
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.resources import Page, digest, new_uid, uid_of
from appliance.api.services.memo import writing
from appliance.api.services.memo.drafts import Drafts, current_second
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models import access, reads
from appliance.models.access import Guarded, Principal
from appliance.models.change import ChangeKind
from appliance.models.comment import list_comments
from appliance.models.database import Database, Transaction
from appliance.models.instance import InstanceSettings
from appliance.models.listing import Cursor
from appliance.models.memo import Memo
from appliance.models.notification import notify_of_comment


class Comments:
    """The RPCs of MemoService about comments."""

    def __init__(
        self, *, database: Database, settings: InstanceSettings, fragments: Fragments
    ) -> None:
        self._database = database
        self._drafts = Drafts(settings)
        self._fragments = fragments

    async def create_memo_comment(
        self, request: pb.CreateMemoCommentRequest, _ctx: RequestContext
    ) -> Fragment:
        """Store a comment; it is seen by whoever sees what it comments on."""
        principal = require_principal()
        if request.comment is None:
            raise InvalidArgumentError("comment is required")
        uid = new_uid(request.comment_id)
        comment = await self._drafts.memo(request.comment, uid, principal.user_id)
        now = current_second()
        async with self._database.write() as transaction:
            parent = await writing.load_memo(transaction, request.name)
            above = await self._require_answerable(principal, parent)
            await writing.require_free(transaction, uid)
            comment.parent_id = parent.id
            comment.visibility = parent.visibility
            await comment.insert(transaction)
            await writing.add_parts(
                transaction, comment, request.comment, principal=principal, now=now
            )
            await _announce(transaction, comment, parent, above, now)
            # The contract names the memo above only when a comment is read.
            return await self._fragments.written(
                transaction, comment, principal, names_parent=False
            )

    async def list_memo_comments(
        self, request: pb.ListMemoCommentsRequest, _ctx: RequestContext
    ) -> MemoList:
        """Answer a page of a memo's comments.

        Pages are cut by when comments were written; within one the time decides that
        their authors gave them.
        """
        viewer = current_principal()
        uid = uid_of(request.name, "memos", "memo")
        parent = await reads.find_readable(self._database, viewer, uid=uid)
        asked = digest("comments", parent.id, viewer.user_id if viewer else 0)
        page = Page.parse(request.page_token, request.page_size, asked)
        rows = await list_comments(
            self._database,
            viewer,
            parent.id,
            before_id=page.cursor.key if page.cursor else None,
            offset=page.skip,
            limit=page.limit + 1,
        )
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        ordered = sorted(shown, key=lambda row: (-row.create_time, -row.id))
        pieces = await self._fragments.load(ordered)
        # A write may have hidden one since the page was cut.
        seen = [each for each in pieces if access.can_see_comment(viewer, each.guarded)]
        return MemoList(
            fragments=await self._fragments.shown(seen, viewer),
            next_page_token=(
                page.next_token(Cursor(pinned=False, key=shown[-1].id)) if more else ""
            ),
        )

    async def _require_answerable(
        self, principal: Principal, parent: Memo
    ) -> list[Guarded]:
        """Return what guards the memos above a new comment, the nearest first."""
        line = await reads.ancestors(self._database, parent.parent_id)
        above = [each.guarded for each in line]
        access.require_answerable(principal, parent.guarded, above)
        if len(above) + 1 >= reads.MAX_DEPTH:
            raise FailedPreconditionError("comments are nested too deeply")
        return [parent.guarded, *above]


async def _announce(
    transaction: Transaction,
    comment: Memo,
    parent: Memo,
    above: list[Guarded],
    now: int,
) -> None:
    """Say that a comment was written, and tell whom it concerns."""
    transaction.record(
        comment.change(ChangeKind.MEMO_CREATED, comment.creator_id, parent=parent.name)
    )
    told = await notify_of_comment(transaction, comment, parent, now)
    await writing.tell_mentioned(transaction, comment, now, above=above, told=told)
