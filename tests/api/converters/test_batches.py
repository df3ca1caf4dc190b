"""Batches as messages."""

from appliance.api import converters
from appliance.api.gen.appliance.v1 import memo_batch_service_pb as pb
from appliance.models import batching, memo_batch
from appliance.models.memo_batch import MemoBatchItem, Result


def test_batch_says_until_when_it_can_be_undone() -> None:
    batch = batching.renaming(1, "a", "b", 10)
    batch.id = 7
    item = MemoBatchItem(uid="x", memo_id=1, result=Result.KEPT.value, reason="why")

    message = converters.memo_batch(batch, [item])

    assert (message.name, message.tag, message.new_tag) == ("memo-batches/7", "a", "b")
    assert message.expire_time
    assert message.expire_time.seconds == 10 + memo_batch.RETENTION_SECONDS
    assert message.problems[0] == pb.MemoOutcome(
        memo="memos/x", result=pb.MemoOutcome.Result.KEPT, reason="why"
    )


def test_numbers_are_those_of_the_wire() -> None:
    wire = {each.name: each.value for each in pb.ChangeMemosRequest.Action}
    assert {each.name: each.value for each in batching.Action if each.value < 100} == {
        name: value for name, value in wire.items() if value
    }
    for ours, theirs in (
        (memo_batch.Result, pb.MemoOutcome.Result),
        (memo_batch.BatchState, pb.MemoBatch.State),
        (memo_batch.BatchKind, pb.MemoBatch.Kind),
    ):
        assert {each.name: each.value for each in ours} == {
            each.name: each.value for each in theirs if each.value
        }
