"""The rows that hang on a memo, and the memo service's others."""

from appliance.models.base import State
from tests.clients import OK
from tests.contract.matrix import rules
from tests.contract.matrix.row import ADMIN, EVERYBODY, Row
from tests.contract.matrix.rules import DENIED, MISSING, Cell
from tests.contract.matrix.scene import Scene
from tests.wire import Json


def shared(cell: Cell) -> str:
    """Let everybody read by the token, as long as nothing in the line is archived."""
    line = (cell.subject.own, cell.subject.parent)
    archived = any(each and each.state is State.ARCHIVED for each in line)
    return MISSING if archived else OK


def restorer(cell: Cell) -> str:
    """Let creator and administrators into the trash; to others it is empty."""
    allowed = rules.owner_or_administrator(cell)
    return MISSING if allowed == DENIED else allowed


def _named(scene: Scene) -> Json:
    return {"name": scene.memo}


async def _trashed(scene: Scene) -> Json:
    return {"name": await scene.trashed()}


async def _trashed_file(scene: Scene) -> Json:
    return {"name": await scene.trashed_file()}


MEMO_ROWS = (
    Row("MemoService/GetMemo", rules.read, _named, memo=True),
    Row("MemoService/ListMemoComments", rules.read, _named, memo=True),
    Row(
        "MemoService/UpdateMemo",
        rules.owner_or_administrator,
        lambda s: {"memo": {"name": s.memo, "pinned": True}, "updateMask": "pinned"},
        memo=True,
        changes=True,
        leaks=ADMIN,
    ),
    Row(
        "MemoService/DeleteMemo",
        rules.owner_or_administrator,
        _named,
        memo=True,
        changes=True,
    ),
    Row(
        "MemoService/SetMemoAttachments",
        rules.owner_or_administrator,
        lambda s: {
            "name": s.memo,
            "attachments": [{"name": f"attachments/{s.placed.attachment.uid}"}],
        },
        memo=True,
        changes=True,
    ),
    Row(
        "MemoService/SetMemoRelations",
        rules.owner_or_administrator,
        lambda s: {"name": s.memo, "relations": []},
        memo=True,
        changes=True,
    ),
    Row(
        "MemoService/CreateMemoComment",
        rules.answer,
        lambda s: {"name": s.memo, "comment": {"content": "me too"}},
        memo=True,
        changes=True,
        leaks=ADMIN,
    ),
    Row("MemoService/ListMemoAttachments", rules.parts, _named, memo=True),
    Row("MemoService/ListMemoReactions", rules.parts, _named, memo=True),
    Row("MemoService/ListMemoRelations", rules.conversation, _named, memo=True),
    Row(
        "MemoService/UpsertMemoReaction",
        rules.answer,
        lambda s: {
            "name": s.memo,
            "reaction": {"contentId": s.memo, "reactionType": "🎉"},
        },
        memo=True,
        changes=True,
    ),
    Row(
        "MemoService/DeleteMemoReaction",
        rules.owner_or_administrator,
        lambda s: {"name": f"{s.memo}/reactions/{s.placed.reaction.id}"},
        memo=True,
        changes=True,
    ),
    Row(
        "MemoService/CreateMemoShare",
        rules.owner_or_administrator,
        lambda s: {"parent": s.memo, "memoShare": {}},
        memo=True,
        changes=True,
    ),
    Row(
        "MemoService/ListMemoShares",
        rules.owner_or_administrator,
        lambda s: {"parent": s.memo},
        memo=True,
    ),
    Row(
        "MemoService/DeleteMemoShare",
        rules.owner_or_administrator,
        lambda s: {"name": f"{s.memo}/shares/{s.placed.share.uid}"},
        memo=True,
        changes=True,
    ),
    Row(
        "MemoService/GetSharedMemo",
        shared,
        lambda s: {"shareToken": s.placed.share.uid},
        memo=True,
        leaks=EVERYBODY,
    ),
    Row(
        "MemoEditService/EditMemo",
        rules.owner_or_administrator,
        lambda s: {
            "memo": {"name": s.memo, "pinned": True},
            "updateMask": "pinned",
            "base": {"pinned": False},
        },
        memo=True,
        changes=True,
        leaks=ADMIN,
    ),
    Row(
        "MemoBatchService/ExportMemos",
        rules.signed_in,
        lambda s: {"names": [s.memo]},
        memo=True,
    ),
    Row(
        "MemoService/CreateMemo", rules.signed_in, lambda _s: {"memo": {"content": "a"}}
    ),
    Row("MemoService/ListMemos", rules.visitor, lambda _s: {"pageSize": 1000}),
    Row(
        "MemoService/GetLinkMetadata",
        rules.visitor,
        lambda _s: {"url": "http://127.0.0.1/"},
        granted="invalid_argument",
    ),
    Row(
        "MemoService/BatchGetLinkMetadata",
        rules.visitor,
        lambda _s: {"urls": ["http://127.0.0.1/"]},
        granted="invalid_argument",
    ),
    Row("TrashService/ListTrashedMemos", rules.signed_in, lambda _s: {}),
    Row(
        "TrashService/RestoreTrashedMemo",
        restorer,
        _trashed,
        changes=True,
        leaks=ADMIN,
    ),
    Row("TrashService/DeleteTrashedMemo", restorer, _trashed, changes=True),
    Row("TrashService/ListTrashedAttachments", rules.signed_in, lambda _s: {}),
    Row("TrashService/RestoreTrashedAttachment", restorer, _trashed_file, changes=True),
    Row("TrashService/DeleteTrashedAttachment", restorer, _trashed_file, changes=True),
    Row(
        "MemoBatchService/ChangeMemos",
        rules.signed_in,
        lambda _s: {"names": ["memos/none"], "action": "PIN"},
    ),
    Row(
        "MemoBatchService/RenameTag",
        rules.signed_in,
        lambda _s: {"tag": ""},
        granted="invalid_argument",
    ),
    Row("MemoBatchService/ListMemoBatches", rules.signed_in, lambda _s: {}),
    Row(
        "MemoBatchService/GetMemoBatch",
        rules.signed_in,
        lambda _s: {"name": "memo-batches/0"},
        granted=MISSING,
    ),
    Row(
        "MemoBatchService/UndoMemoBatch",
        rules.signed_in,
        lambda _s: {"name": "memo-batches/0"},
        granted=MISSING,
    ),
    Row("OverviewService/GetOverview", rules.signed_in, lambda _s: {}),
    Row("OverviewService/GetOverview", rules.visitor, lambda _s: {"parent": "users/-"}),
    Row("OverviewService/GetOverview", rules.visitor, lambda s: {"parent": s.owner}),
    Row("PeopleService/FindPeople", rules.signed_in, lambda _s: {}),
)
