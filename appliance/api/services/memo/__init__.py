"""memos.api.v1.MemoService, one module for each of its nouns, and ours beside it."""

from appliance.api.contract import Parts
from appliance.api.core import Core
from appliance.api.outgoing.previews import Previews
from appliance.api.services.memo.attachments import MemoAttachments
from appliance.api.services.memo.batches import Batches
from appliance.api.services.memo.comments import Comments
from appliance.api.services.memo.edits import Edits
from appliance.api.services.memo.exports import Exports
from appliance.api.services.memo.links import Links
from appliance.api.services.memo.memos import Memos
from appliance.api.services.memo.reactions import Reactions
from appliance.api.services.memo.relations import Relations
from appliance.api.services.memo.shares import Shares


def memo_service(core: Core) -> Parts:
    """Make the parts of the service."""
    return (
        Memos(
            database=core.database,
            accounts=core.accounts,
            settings=core.settings,
            fragments=core.fragments,
        ),
        Comments(
            database=core.database, settings=core.settings, fragments=core.fragments
        ),
        Relations(database=core.database, fragments=core.fragments),
        Reactions(database=core.database),
        Shares(database=core.database, fragments=core.fragments),
        MemoAttachments(database=core.database),
        Links(Previews()),
    )


def edit_service(core: Core) -> Parts:
    """Make appliance.v1.MemoEditService."""
    return (
        Edits(database=core.database, settings=core.settings, fragments=core.fragments),
    )


def batch_service(core: Core) -> Parts:
    """Make the parts of appliance.v1.MemoBatchService."""
    return (
        Batches(database=core.database, settings=core.settings),
        Exports(database=core.database),
    )
