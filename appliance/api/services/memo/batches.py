"""Work on many memos at once, and its undoing."""

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import memo_batch_service_pb as pb
from appliance.api.resources import number_of, uid_of
from appliance.api.services.memo.drafts import content_limit, current_second
from appliance.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
)
from appliance.markdown.tags import is_tag
from appliance.models import batching, memo_batch
from appliance.models.access import Principal, can_write
from appliance.models.base import Visibility
from appliance.models.batching import Action, Order
from appliance.models.database import Database, Transaction
from appliance.models.instance import InstanceSettings
from appliance.models.memo import Memo
from appliance.models.memo_batch import (
    AT_WORK,
    BatchKind,
    BatchState,
    MemoBatch,
    MemoBatchItem,
    Result,
)

MOST_MEMOS = 500
MOST_BATCHES = 100
WITH_TAG = frozenset({Action.ADD_TAG, Action.REMOVE_TAG})


class Batches:
    """The RPCs of MemoBatchService that change memos, and those about batches."""

    def __init__(self, *, database: Database, settings: InstanceSettings) -> None:
        self._database = database
        self._settings = settings

    async def change_memos(
        self, request: pb.ChangeMemosRequest, _ctx: RequestContext
    ) -> pb.ChangeMemosResponse:
        """Do one thing with many memos, in one transaction."""
        principal = require_principal()
        uids = uids_of(request.names)
        limit = await content_limit(self._settings)
        order = _order(request, principal, limit)
        async with self._database.write() as transaction:
            memos = await memo_batch.load_memos(transaction, uids)
            items = [_item(uid, memos.get(uid)) for uid in uids]
            for item in items:
                memo = memos.get(item.uid)
                await _carry_out(transaction, memo, item, order, principal)
            batch = await _stored(transaction, items, order)
        return pb.ChangeMemosResponse(
            batch=converters.memo_batch(
                batch, [each for each in items if each.result in memo_batch.PROBLEMS]
            ),
            outcomes=[converters.memo_outcome(item) for item in items],
        )

    async def rename_tag(
        self, request: pb.RenameTagRequest, _ctx: RequestContext
    ) -> pb.MemoBatch:
        """Begin to rename a tag; one renaming of a user at a time."""
        principal = require_principal()
        tag, new_tag = _tag(request.tag), _tag(request.new_tag)
        if tag == new_tag:
            raise InvalidArgumentError("the new tag is the old one")
        async with self._database.write() as transaction:
            states = [state.value for state in AT_WORK]
            rows = MemoBatch.filter(user_id=principal.user_id, state__in=states)
            if await rows.using_db(transaction.connection).exists():
                raise FailedPreconditionError(
                    "a tag is being renamed: wait until that is done, or undo it"
                )
            batch = batching.renaming(principal.user_id, tag, new_tag, current_second())
            await batch.save(using_db=transaction.connection)
            batch.total = await memo_batch.add_tagged(transaction, batch)
            await batch.save(using_db=transaction.connection)
        return converters.memo_batch(batch)

    async def get_memo_batch(
        self, request: pb.GetMemoBatchRequest, _ctx: RequestContext
    ) -> pb.MemoBatch:
        """Answer how far a batch is."""
        batch = await MemoBatch.get_or_none(id=_number(request.name))
        batch = _own(batch, require_principal())
        return converters.memo_batch(batch, await memo_batch.problems(batch))

    async def list_memo_batches(
        self, _request: pb.ListMemoBatchesRequest, _ctx: RequestContext
    ) -> pb.ListMemoBatchesResponse:
        """List what can be undone, the newest first."""
        principal = require_principal()
        rows = MemoBatch.filter(
            user_id=principal.user_id,
            create_time__gte=current_second() - memo_batch.RETENTION_SECONDS,
        ).exclude(state=BatchState.UNDONE.value)
        found = await rows.order_by("-id").limit(MOST_BATCHES)
        return pb.ListMemoBatchesResponse(
            memo_batches=[converters.memo_batch(batch) for batch in found]
        )

    async def undo_memo_batch(
        self, request: pb.UndoMemoBatchRequest, _ctx: RequestContext
    ) -> pb.MemoBatch:
        """Put back what a batch changed: at once, or by itself if it was a renaming."""
        principal, number = require_principal(), _number(request.name)
        now = current_second()
        async with self._database.write() as transaction:
            connection = transaction.connection
            row = await MemoBatch.get_or_none(id=number, using_db=connection)
            batch = _own(row, principal)
            if batch.state in {BatchState.DONE, BatchState.RUNNING}:
                if batch.expire_time < now:
                    raise FailedPreconditionError("it is too long ago to be undone")
                await _undo(transaction, batch, principal, now)
        return converters.memo_batch(batch, await memo_batch.problems(batch))


async def _undo(
    transaction: Transaction, batch: MemoBatch, principal: Principal, now: int
) -> None:
    if batch.kind == BatchKind.TAG_RENAME:
        batch.state = BatchState.UNDOING.value
        await batch.save(using_db=transaction.connection)
        return
    await batching.undo_all(transaction, batch, principal, now)


def uids_of(names: list[str]) -> list[str]:
    """Return the uids of a selection, each once."""
    uids = list(dict.fromkeys(uid_of(name, "memos", "memo") for name in names))
    if not 1 <= len(uids) <= MOST_MEMOS:
        raise InvalidArgumentError(f"name 1 to {MOST_MEMOS} memos")
    return uids


def _order(request: pb.ChangeMemosRequest, principal: Principal, limit: int) -> Order:
    wire = int(request.action)
    if wire not in set(Action) - {Action.RENAME_TAG}:
        raise InvalidArgumentError("unknown action")
    action = Action(wire)
    visibility = int(request.visibility)
    if action is Action.SET_VISIBILITY and visibility not in set(Visibility):
        raise InvalidArgumentError("visibility is required")
    return Order(
        action=action,
        user_id=principal.user_id,
        now=current_second(),
        content_limit=limit,
        tag=_tag(request.tag) if action in WITH_TAG else "",
        visibility=visibility,
    )


def _tag(text: str) -> str:
    """Return a tag as it is written behind its sign."""
    tag = text.strip().removeprefix("#")
    if not is_tag(tag):
        raise InvalidArgumentError(
            "a tag has 1 to 100 letters, digits, emoji or any of _-/&"
        )
    return tag


def _item(uid: str, memo: Memo | None) -> MemoBatchItem:
    number = memo.id if memo else 0
    return MemoBatchItem(memo_id=number, uid=uid, result=Result.PENDING.value)


async def _carry_out(
    transaction: Transaction,
    memo: Memo | None,
    item: MemoBatchItem,
    order: Order,
    principal: Principal,
) -> None:
    if memo is None:
        item.settle(Result.NOT_FOUND, "There is no such note.")
    elif not can_write(principal, memo.guarded):
        item.settle(Result.DENIED, "Only its author may change it.")
    else:
        await batching.carry_out(transaction, memo, item, order)


async def _stored(
    transaction: Transaction, items: list[MemoBatchItem], order: Order
) -> MemoBatch:
    batch = MemoBatch(
        user_id=order.user_id,
        kind=BatchKind.CHANGE.value,
        action=order.action.value,
        state=BatchState.DONE.value,
        tag=order.tag,
        total=len(items),
        done=len(items),
        changed=sum(item.result == Result.CHANGED for item in items),
        create_time=order.now,
    )
    await batch.save(using_db=transaction.connection)
    for item in items:
        item.batch_id = batch.id
    await memo_batch.add_items(transaction, items)
    return batch


def _number(name: str) -> int:
    number = number_of(uid_of(name, "memo-batches", "memo batch"))
    if number is None:
        raise NotFoundError("memo batch not found")
    return number


def _own(batch: MemoBatch | None, principal: Principal) -> MemoBatch:
    """Return a batch of the caller's; others have none that they may see."""
    if batch is None or batch.user_id != principal.user_id:
        raise NotFoundError("memo batch not found")
    return batch
