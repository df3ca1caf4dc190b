"""Copies a snapshot as it is stored into another repository, under the same id."""

import hashlib

from appliance.ops.backup import layout
from appliance.ops.backup.archive import PIECE
from appliance.ops.backup.blobs import reusable
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.layout import BlobName, DamagedError
from appliance.ops.backup.repository import Location


def copy_snapshot(location: Location, target: Destination) -> Location:
    """Copy files, receipt and at last the archive; needs no key."""
    receipt = location.receipt()
    there = reusable(target)
    for path, size in receipt.blobs.items():
        name = BlobName.parse(path)
        if path not in there or there[path].size != size:
            _copy(location, target, path, name.stored if name else "")
    with target.put(layout.receipt_name(location.id)) as file:
        file.write(receipt.to_bytes())
    target.settle()
    _copy(location, target, location.archive, receipt.sha256)
    return Location(target, location.id, location.encrypted)


def _copy(location: Location, target: Destination, name: str, sha256: str) -> None:
    digest = hashlib.sha256()
    with location.destination.open(name) as source, target.put(name) as file:
        while piece := source.read(PIECE):
            digest.update(piece)
            file.write(piece)
        if digest.hexdigest() != sha256:
            raise DamagedError(f"{name}: damaged, its bytes have changed")
