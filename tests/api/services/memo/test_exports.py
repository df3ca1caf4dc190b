"""A selection as one Markdown file."""

import json

import pytest

from appliance.api.codec import Form, decode_binary
from appliance.api.gen.appliance.v1 import memo_batch_service_pb as pb
from appliance.api.services.memo import exports
from appliance.api.services.memo.exports import Export
from tests.api.house import House

EXPORT = "MemoBatchService/ExportMemos"


async def test_notes_are_written_in_the_order_of_the_selection(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    await ann.write("one", "first #a #b/c", createTime="2024-01-02T03:04:05Z")
    await ann.write("two", "# Second\n\n- [ ] ä", pinned=True)
    await bob.write("secret")
    await bob.write("open", "of bob", visibility="PROTECTED")
    names = ["memos/two", "memos/one", "memos/secret", "memos/open", "memos/none"]

    answer = await ann.ok(EXPORT, names=names)

    assert answer["missing"] == ["memos/secret", "memos/none"]
    assert answer["filename"].endswith(".md")
    two, one, of_bob = answer["parts"]
    assert "# Second\n\n- [ ] ä" in two
    assert one.startswith("## 2024-01-02 03:04:05 UTC\n\n<!-- memos/one · private")
    assert "Tags: a, b/c\n\nfirst #a #b/c\n\n---\n" in one
    assert "of bob" in of_bob


def test_long_answers_are_written_in_the_same_bytes() -> None:
    export = Export("é.md", ['"part"\n', "x" * 300_000], ["memos/x"])
    whole = pb.ExportMemosResponse(
        filename=export.filename, parts=export.parts, missing=export.missing
    )

    assert export.is_long
    assert decode_binary(export.encode(Form.BINARY), pb.ExportMemosResponse) == whole
    for form in (Form.REST_JSON, Form.CONNECT_JSON):
        decoded = json.loads(export.encode(form))
        assert decoded["parts"] == export.parts
        assert decoded["missing"] == export.missing


async def test_too_much_text_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await house.user("ann")
    await ann.write("one", "long enough")
    monkeypatch.setattr(exports, "MOST_CHARACTERS", 5)

    refused = await ann.refused(EXPORT, names=["memos/one"])

    assert refused[0] == "failed_precondition"
