"""Batches are forgotten when they can no longer be undone."""

from appliance.models import memo_batch
from appliance.models.batching import renaming
from appliance.models.database import Database
from appliance.models.memo_batch import (
    RETENTION_SECONDS,
    BatchState,
    MemoBatch,
    MemoBatchItem,
    Result,
)
from tests.factories import make_user


async def test_old_batches_go_with_their_items(database: Database) -> None:
    ann = await make_user(database)
    kept = []
    for age, state in (
        (RETENTION_SECONDS + 1, BatchState.DONE),
        (RETENTION_SECONDS + 2, BatchState.UNDONE),
        (RETENTION_SECONDS + 3, BatchState.RUNNING),
        (RETENTION_SECONDS - 1, BatchState.DONE),
    ):
        batch = renaming(ann.id, "a", "b", 1_700_000_000 - age)
        batch.state = state.value
        await batch.save()
        await MemoBatchItem.create(
            batch_id=batch.id, memo_id=1, uid="u", result=Result.PENDING.value
        )
        kept.append(batch.id)

    await memo_batch.forget_old(database, 1_700_000_000)

    assert await MemoBatch.all().order_by("id").values_list("id", flat=True) == kept[2:]
    assert await MemoBatchItem.all().count() == 2
