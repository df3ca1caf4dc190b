"""What a snapshot says about itself survives the way to disk and back."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from appliance.ops.backup import layout
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.manifest import EntityFacts, Manifest, Part, Receipt

MANIFEST = Manifest(
    id="x",
    moment="2026-11-23T00:00:00.000+00:00",
    version="1",
    dialect="sqlite",
    migrations=["0"],
    secrets=True,
    sequence=4,
    last_ids={"memo": 9},
    entities={
        "user": EntityFacts(key="id", references={}, rows=1),
        "memo": EntityFacts(
            key="id",
            references={"creator_id": "user"},
            rows=2,
            parts=[Part(name="p", rows=2, size=3, sha256="d")],
        ),
    },
    blobs={"d": 3},
    damaged={"e": "gone"},
)
RECEIPT = Receipt(
    id="x",
    moment="m",
    version="1",
    dialect="sqlite",
    archive="a",
    size=1,
    sha256="d",
    recipients=[],
    secrets=True,
    complete=True,
    counts={"memo": 2},
    blobs={f"blobs/{'b' * 64}": 3},
)


def test_a_manifest_is_read_as_it_was_written() -> None:
    again = Manifest.from_bytes(MANIFEST.to_bytes())
    assert again == MANIFEST
    assert list(again.entities) == ["user", "memo"]
    assert again.counts == {"user": 1, "memo": 2}


def test_a_receipt_is_read_as_it_was_written() -> None:
    assert Receipt.from_bytes(RECEIPT.to_bytes(), "r") == RECEIPT


def test_what_is_sealed_but_not_understood_is_named() -> None:
    sealed = layout.seal({"format": layout.FORMAT, "more": 1})
    with pytest.raises(DamagedError, match="r: not understood"):
        Receipt.from_bytes(sealed, "r")
    with pytest.raises(DamagedError, match=r"manifest\.json: not understood"):
        Manifest.from_bytes(sealed)
    assert replace(RECEIPT, id="y") != RECEIPT


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"size": "1"}, "not understood"),
        ({"size": True}, "not understood"),
        ({"complete": 1}, "not understood"),
        ({"recipients": ["a", 1]}, "not understood"),
        ({"blobs": {"blobs/x": "3"}}, "not understood"),
        ({"blobs": {"blobs/../../etc/passwd": 3}}, "names what is no blob"),
        ({"blobs": {"b" * 64: 3}}, "names what is no blob"),
    ],
)
def test_a_receipt_of_another_shape_is_refused(changed: Any, why: str) -> None:
    sealed = layout.seal({**asdict(RECEIPT), **changed})
    with pytest.raises(DamagedError, match=f"r: {why}"):
        Receipt.from_bytes(sealed, "r")


@pytest.mark.parametrize(
    "changed",
    [
        {"order": [["user"]]},
        {"order": ["user", "other"]},
        {"entities": {"user": "text", "memo": []}},
        {"entities": {"user": {"key": "id", "references": {}, "parts": [3]}}},
        {"last_ids": {"memo": None}},
        {"blobs": {"d": 3.5}},
        {"migrations": "0"},
    ],
)
def test_a_manifest_of_another_shape_is_refused(changed: Any) -> None:
    good = {**asdict(MANIFEST), "order": list(MANIFEST.entities)}
    with pytest.raises(DamagedError, match="not understood"):
        Manifest.from_bytes(layout.seal({**good, **changed}))
