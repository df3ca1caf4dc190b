"""A selection of memos as one Markdown file."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from appliance.api.auth import require_principal
from appliance.api.codec import Form
from appliance.api.contract import RequestContext
from appliance.api.fragments import varint
from appliance.api.gen.appliance.v1 import memo_batch_service_pb as pb
from appliance.api.services.memo.batches import uids_of
from appliance.api.streams import taking_turns
from appliance.errors import FailedPreconditionError
from appliance.models import reads
from appliance.models.access import Guarded, Principal, can_read
from appliance.models.base import State, Visibility
from appliance.models.database import Database, Row

MOST_CHARACTERS = 64 << 20
LONG = 256 << 10
# Fields 1, 2 and 3 of ExportMemosResponse, all length-delimited.
_TAGS = {"filename": b"\x0a", "parts": b"\x12", "missing": b"\x1a"}


@dataclass(slots=True)
class Export:
    """An ExportMemosResponse, written in pieces if it is long."""

    filename: str
    parts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """Whether there is much text."""
        return sum(map(len, self.parts)) > LONG

    def encode(self, form: Form) -> bytes:
        """Return the whole message."""
        return b"".join(self.pieces(form))

    def stream(self, form: Form) -> AsyncIterator[bytes]:
        """Yield the message in pieces."""
        return taking_turns(self.pieces(form))

    def pieces(self, form: Form) -> Iterator[bytes]:
        """Return the message in pieces, one for each memo."""
        return self._binary() if form is Form.BINARY else self._json()

    def _binary(self) -> Iterator[bytes]:
        lists = {"filename": [self.filename], "parts": self.parts}
        for name, texts in (lists | {"missing": self.missing}).items():
            for text in texts:
                encoded = text.encode()
                yield _TAGS[name] + varint(len(encoded)) + encoded

    def _json(self) -> Iterator[bytes]:
        yield f'{{"filename":{_quoted(self.filename)},"parts":['.encode()
        for number, part in enumerate(self.parts):
            yield f"{',' if number else ''}{_quoted(part)}".encode()
        missing = ",".join(map(_quoted, self.missing))
        yield f'],"missing":[{missing}]}}'.encode()


class Exports:
    """The RPC of MemoBatchService that reads."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def export_memos(
        self, request: pb.ExportMemosRequest, _ctx: RequestContext
    ) -> Export:
        """Write what the caller may read into one text."""
        principal = require_principal()
        uids = uids_of(request.names)
        marks = ", ".join("?" * len(uids))
        where = f" FROM appliance_memo WHERE uid IN ({marks})"
        rows = await self._database.scan(
            f"SELECT SUM(LENGTH(content)) AS n{where}",
            uids,
        )
        if int(rows[0]["n"] or 0) > MOST_CHARACTERS:
            raise FailedPreconditionError("these notes are too long: select fewer")
        rows = await self._database.scan(
            "SELECT uid, creator_id, parent_id, state, visibility, create_time,"
            f" update_time, pinned, tags, content{where}",
            uids,
        )
        found = {row["uid"]: row for row in rows if await self._may(principal, row)}
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        return Export(
            f"notes-{day}.md",
            parts=[_written(found[uid]) for uid in uids if uid in found],
            missing=[f"memos/{uid}" for uid in uids if uid not in found],
        )

    async def _may(self, principal: Principal, row: Row) -> bool:
        above = await reads.ancestors(self._database, row["parent_id"])
        guarded = Guarded(row["creator_id"], row["state"], row["visibility"])
        return can_read(principal, guarded, [each.guarded for each in above])


def _written(row: Row) -> str:
    """Return one memo: a heading with its time, a line of facts, its text."""
    facts = [
        f"memos/{row['uid']}",
        Visibility(row["visibility"]).name.lower(),
        *(["archived"] if row["state"] == State.ARCHIVED else []),
        *(["pinned"] if row["pinned"] else []),
        f"updated {_time(row['update_time'])}",
    ]
    tags = ", ".join(json.loads(row["tags"]))
    content = row["content"].rstrip("\n")
    named = f"Tags: {tags}\n\n" if tags else ""
    return (
        f"## {_time(row['create_time'])}\n\n<!-- {' · '.join(facts)} -->\n\n"
        f"{named}{content}\n\n---\n\n"
    )


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
