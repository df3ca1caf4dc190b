"""Removes old snapshots, and files that no snapshot needs any more.

A file is removed a day after the last snapshot that needed it: a backup that is being
made may have found it there. It relies on files of living snapshots and on fresh ones
only (see `StoredBlobs`), and what loses its last snapshot is made fresh before.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from appliance.errors import ApplianceError
from appliance.ops.backup import layout, repository
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.manifest import Receipt
from appliance.ops.backup.repository import Location
from appliance.ops.backup.retention import LAST_GOOD, NEWEST, Policy, fitting
from appliance.ops.backup.verify import verify

GRACE_SECONDS = 24 * 3600

Judge = Callable[[Location], bool]


@dataclass(slots=True)
class Pruned:
    """What was removed, or would be. `kept` says by which rules each is kept.

    `unclear` are kept snapshots without a readable receipt: nobody knows their files,
    so none is removed.
    """

    dry_run: bool
    kept: dict[str, list[str]]
    removed: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    size: int = 0
    unclear: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """Return what a script wants to know."""
        return {
            "dry_run": self.dry_run,
            "kept": [{"id": each, "rules": self.kept[each]} for each in self.kept],
            "removed": self.removed,
            "files": len(self.files),
            "bytes": self.size,
            "unclear": self.unclear,
        }


def proved(location: Location) -> bool:
    """Whether a backup is good, by all bytes that can be judged without a key."""
    return verify(location).good


def complete(location: Location) -> bool:
    """Whether a backup was complete and all it needs is there, by names and sizes."""
    try:
        receipt = location.receipt()
    except ApplianceError:
        return False
    held = repository.stock(location.destination)
    return receipt.complete and not any(repository.lacking(receipt, held))


def prune(
    destination: Destination,
    policy: Policy,
    judge: Judge = proved,
    *,
    dry_run: bool = False,
    spared: str = "",
) -> Pruned:
    """Remove what the policy does not keep, but never the last good snapshot.

    Nor what is `spared`: where the clock went back the newest has not the largest id.
    """
    found = {each.id: each for each in repository.snapshots(destination)}
    receipts = {each.id: _receipt(each) for each in found.values()}
    kept = _choose(policy, found, receipts)
    if spared in found:
        kept.setdefault(spared, []).append(NEWEST)
    if len(kept) < len(found):
        kept.setdefault(_last_good(found, judge), []).append(LAST_GOOD)
    pruned = Pruned(dry_run, {each: kept[each] for each in sorted(kept)})
    needed: set[str] = set()
    for each in kept:
        receipt = receipts[each]
        if receipt is None:
            pruned.unclear.append(each)
        else:
            needed.update(receipt.blobs)
    touched: set[str] = set()
    for each in sorted(found.keys() - kept.keys()):
        let_go = set(receipt.blobs) - needed if (receipt := receipts[each]) else set()
        touched |= let_go
        _remove_snapshot(found[each], let_go, pruned)
    if not pruned.unclear:
        _remove_files(destination, needed | touched, pruned)
    _remove_receipts(destination, pruned)
    if not dry_run:
        destination.settle()
    return pruned


def remove(destination: Destination, snapshot_id: str) -> Pruned:
    """Remove one snapshot; files that only it needed go a day later, by `prune`."""
    found = {each.id: each for each in repository.snapshots(destination)}
    going = repository.find(destination, snapshot_id)
    needed: set[str] = set()
    for each in found.values():
        if each.id != going.id and (receipt := _receipt(each)):
            needed.update(receipt.blobs)
    receipt = _receipt(going)
    pruned = Pruned(dry_run=False, kept={})
    _remove_snapshot(going, set(receipt.blobs) - needed if receipt else set(), pruned)
    destination.settle()
    return pruned


def _receipt(location: Location) -> Receipt | None:
    try:
        return location.receipt()
    except ApplianceError:
        return None


def _files(receipt: Receipt) -> dict[str, int]:
    return {receipt.archive: receipt.size, **receipt.blobs}


def _choose(
    policy: Policy,
    found: Mapping[str, Location],
    receipts: Mapping[str, Receipt | None],
) -> dict[str, list[str]]:
    chosen = policy.choose(found)
    sizes = {each: _files(receipt) for each, receipt in receipts.items() if receipt}
    fits = fitting(chosen, sizes, policy.max_size)
    return {each: rules for each, rules in chosen.items() if each in fits}


def _last_good(found: Mapping[str, Location], judge: Judge) -> str:
    for each in sorted(found, reverse=True):
        if judge(found[each]):
            return each
    raise DamagedError("no backup there is good: nothing was removed")


def _remove_snapshot(location: Location, let_go: set[str], pruned: Pruned) -> None:
    destination = location.destination
    pruned.removed.append(location.id)
    pruned.size += destination.size(location.archive) or 0
    if pruned.dry_run:
        return
    for name in sorted(let_go):
        destination.touch(name)
    # The archive first: without it there is no snapshot, and the receipt is a stray.
    destination.remove(location.archive)
    destination.remove(layout.receipt_name(location.id))


def _remove_files(destination: Destination, held: set[str], pruned: Pruned) -> None:
    before = time.time() - GRACE_SECONDS
    for entry in destination.entries(layout.BLOBS):
        if entry.name in held or entry.modified > before:
            continue
        # Looked at again: a backup may have stored it anew since it was listed.
        modified = destination.modified(entry.name)
        if modified is None or modified > before:
            continue
        pruned.files.append(entry.name)
        pruned.size += entry.size
        if not pruned.dry_run:
            destination.remove(entry.name)


def _remove_receipts(destination: Destination, pruned: Pruned) -> None:
    """Remove receipts whose archive never came, or went first."""
    before = time.time() - GRACE_SECONDS
    alive = {each.id for each in repository.snapshots(destination)}
    for entry in destination.entries(layout.SNAPSHOTS):
        bare = entry.name.removeprefix(layout.SNAPSHOTS)
        snapshot_id = bare.removesuffix(layout.RECEIPT)
        stray = bare != snapshot_id and layout.ID.fullmatch(snapshot_id)
        if stray and snapshot_id not in alive and entry.modified < before:
            pruned.files.append(entry.name)
            pruned.size += entry.size
            if not pruned.dry_run:
                destination.remove(entry.name)
