"""Batches of memos and what became of each memo."""

from collections.abc import Iterable

from appliance.api.converters.times import time
from appliance.api.gen.appliance.v1 import memo_batch_service_pb as pb
from appliance.models.memo_batch import MemoBatch, MemoBatchItem


def memo_batch(
    batch: MemoBatch, problems: Iterable[MemoBatchItem] = ()
) -> pb.MemoBatch:
    """Convert a batch, with the memos of which something is to be said."""
    return pb.MemoBatch(
        name=f"memo-batches/{batch.id}",
        kind=pb.MemoBatch.Kind(batch.kind),
        state=pb.MemoBatch.State(batch.state),
        action=pb.ChangeMemosRequest.Action(batch.action),
        tag=batch.tag,
        new_tag=batch.new_tag,
        total_count=batch.total,
        done_count=batch.done,
        changed_count=batch.changed,
        undone_count=batch.undone,
        create_time=time(batch.create_time),
        expire_time=time(batch.expire_time),
        problems=[memo_outcome(item) for item in problems],
    )


def memo_outcome(item: MemoBatchItem) -> pb.MemoOutcome:
    """Convert what became of one memo."""
    return pb.MemoOutcome(
        memo=f"memos/{item.uid}",
        result=pb.MemoOutcome.Result(item.result),
        reason=item.reason,
    )
