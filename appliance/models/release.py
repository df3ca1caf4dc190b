"""Letting go of bytes that nothing names any more."""

from collections.abc import Iterable

from appliance.models.database import Transaction
from appliance.models.memo import IN_BATCH

HOLDERS = ("appliance_attachment", "appliance_attachment_trash", "appliance_upload")
# A condition on `appliance_blob`: no row of a file, of a deleted file or of an upload
# names it. Indexes answer it.
UNNAMED = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} o WHERE o.blob_id = appliance_blob.id)"  # noqa: S608 - names of ours
    for table in HOLDERS
)


async def release_blobs(
    transaction: Transaction, blob_ids: Iterable[int], now: int
) -> None:
    """Start the grace period of those blobs that no row names.

    Deleted memos keep their files as text, each of which has bytes of its own. No
    index finds them there, so no request looks: the sweep does before bytes go.
    """
    wanted = sorted(set(blob_ids))
    for start in range(0, len(wanted), IN_BATCH):
        batch = wanted[start : start + IN_BATCH]
        marks = ", ".join("?" * len(batch))
        await transaction.execute(
            "UPDATE appliance_blob SET release_time = ?"  # noqa: S608 - names of ours
            f" WHERE release_time IS NULL AND id IN ({marks}) AND {UNNAMED}",
            (now, *batch),
        )
