"""Any stretch of an export, as the whole file has it."""

from pathlib import Path

import pytest

from appliance.models.database import Database
from appliance.ops.backup import bundle, layout, repository
from appliance.ops.backup.streaming import Export
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import back_up


@pytest.mark.parametrize("cut", [0, 1, 511, 512, 513, 5000])
async def test_it_is_the_export_from_anywhere_on(
    full: Database, data: Path, cut: int
) -> None:
    made = await back_up(full, data, data / "backups")
    location = repository.locate(made.place)
    names = [layout.receipt_name(location.id), location.archive]
    names += location.receipt().blobs
    bundle.export(location.destination, names, data / "whole.tar")
    whole = (data / "whole.tar").read_bytes()
    export = Export.of(location)
    assert export.size == len(whole)
    for start, stop in ((0, len(whole)), (cut, len(whole) - cut), (cut, cut + 700)):
        assert b"".join(export.stretch(start, stop)) == whole[start:stop]
    assert verify(repository.locate(data / "whole.tar")).good
