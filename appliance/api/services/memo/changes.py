"""Changes of a memo by a mask: stored, told, and noticed by whom it mentions."""

from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.services.memo import writing
from appliance.api.services.memo.drafts import Drafts, current_second
from appliance.models import reads
from appliance.models.access import Principal
from appliance.models.change import ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.memo import Memo


class Changes:
    """Puts what a client changed onto a memo."""

    def __init__(self, database: Database, drafts: Drafts) -> None:
        self._database = database
        self._drafts = drafts

    async def apply(
        self,
        transaction: Transaction,
        memo: Memo,
        patch: pb.Memo,
        paths: set[str],
        principal: Principal,
    ) -> None:
        """Change the fields that a mask names, and tell whom it concerns."""
        before, visibility, text = memo.counted(), memo.visibility, memo.content
        changed = await self._drafts.apply(memo, patch, paths)
        changed |= await _update_parts(transaction, memo, patch, paths, principal)
        if not changed:
            return
        parent = await writing.load_parent(transaction, memo)
        if parent and "visibility" in paths:
            # A comment is seen by whoever sees what it comments on.
            memo.visibility = parent.visibility
        await memo.replace(transaction, before)
        transaction.record(
            memo.change(
                ChangeKind.MEMO_UPDATED,
                principal.user_id,
                visibility,
                parent=parent.name if parent else "",
            )
        )
        if memo.content != text:
            above = await reads.ancestors(self._database, memo.parent_id)
            guards = [each.guarded for each in above]
            await writing.tell_mentioned(
                transaction, memo, current_second(), before=text, above=guards
            )


async def _update_parts(
    transaction: Transaction,
    memo: Memo,
    patch: pb.Memo,
    paths: set[str],
    principal: Principal,
) -> bool:
    """Change the files and references that the mask names; return whether it did."""
    if "attachments" in paths:
        await writing.set_attachments(
            transaction,
            memo,
            patch.attachments,
            principal=principal,
            now=current_second(),
        )
    if "relations" in paths:
        await writing.set_references(transaction, memo, patch.relations)
    return bool(paths & {"attachments", "relations"})
