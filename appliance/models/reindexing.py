"""Makes again what is derived from the texts of memos: tags, properties, counters."""

from collections import Counter as Tally

from appliance.models.change import Change, ChangeKind
from appliance.models.counter import Counter
from appliance.models.database import Database, Transaction
from appliance.models.memo import Memo

# Memos of one transaction: others write in between.
PAGE = 100
COLUMNS = ("creator_id", "state", "visibility", "kind", "name")
CounterKey = tuple[int, int, int, int, str]


async def reindex(database: Database) -> int:
    """Read every memo's text again and recount; return how many memos there are."""
    last, seen = 0, 0
    while True:
        async with database.write() as transaction:
            memos = await (
                Memo.filter(id__gt=last)
                .using_db(transaction.connection)
                .order_by("id")
                .limit(PAGE)
            )
            for memo in memos:
                before = memo.counted()
                await memo.write(memo.content).replace(transaction, before)
        if not memos:
            break
        last, seen = memos[-1].id, seen + len(memos)
    for row in await database.scan("SELECT id, username FROM appliance_user"):
        async with database.write() as transaction:
            await _recount(transaction, row["id"])
            # What was remembered of whole answers is forgotten with any change.
            transaction.record(
                Change(
                    kind=ChangeKind.USER_UPDATED,
                    name=f"users/{row['username']}",
                    owner_id=row["id"],
                )
            )
    return seen


async def _recount(transaction: Transaction, creator_id: int) -> None:
    """Replace the counters of one account by a count of its memos."""
    connection = transaction.connection
    truth: Tally[CounterKey] = Tally()
    last = 0
    while (
        memos := await Memo.filter(id__gt=last, creator_id=creator_id, parent_id=None)
        .using_db(connection)
        .order_by("id")
        .limit(PAGE)
    ):
        for memo in memos:
            if counted := memo.counted():
                truth.update(counted.keys())
        last = memos[-1].id
    await Counter.filter(creator_id=creator_id).using_db(connection).delete()
    rows = [
        Counter(**dict(zip(COLUMNS, key, strict=True)), value=value)
        for key, value in sorted(truth.items())
    ]
    await Counter.bulk_create(rows, batch_size=PAGE, using_db=connection)
