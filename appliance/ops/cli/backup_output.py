"""What `appliance backup` prints: JSON for scripts, tables for people.

Answers go to stdout; progress and faults to stderr.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from appliance.errors import ApplianceError
from appliance.ops.backup import records, repository
from appliance.ops.backup.drill import Drilled
from appliance.ops.backup.manifest import Receipt
from appliance.ops.backup.parts import Progress
from appliance.ops.backup.prune import Pruned
from appliance.ops.backup.repository import Location
from appliance.ops.backup.verify import Verdict
from appliance.ops.cli.output import number

UNITS = ("B", "kB", "MB", "GB", "TB")
THOUSAND = 1000
WIDE = 400


@contextmanager
def progress(*, as_json: bool) -> Iterator[Progress]:
    """Show how far the work is, on a terminal only."""
    if as_json or not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415 - only people wait for it

    with Console(stderr=True).status("reading") as status:

        def show(what: str, done: int, total: int) -> None:
            status.update(f"{what} {done}/{total}" if total else f"{what} {done}")

        yield show


def made(rehearsed: Drilled | None, facts: Mapping[str, Any], *, as_json: bool) -> None:
    """Say what was made, and loudly what could not be read, kept or restored."""

    def say() -> None:
        stored = facts["files"]
        for place in (facts["path"], *facts["copies"]):
            click.echo(place)
        click.echo(
            f"{number(sum(facts['counts'].values()), 'row')} ({size(facts['bytes'])}), "
            f"{number(stored['count'], 'file')} ({size(stored['bytes'])}), "
            f"{stored['new']} of them new, in {facts['seconds']} s"
        )
        if rehearsed:
            click.echo(_verdict(rehearsed))

    _print(facts, say, as_json=as_json)
    for target, reason in facts["failed"].items():
        _warn(f"no backup in {target}: {reason}")
    for content, reason in facts["damaged"].items():
        _warn(f"not in the backup: file {content}: {reason}")
    for fault in rehearsed.faults if rehearsed else ():
        _warn(f"drill: {fault}")


def skipped(facts: Mapping[str, Any], *, as_json: bool) -> None:
    """Say why none was made, which is no fault."""
    _print(facts, lambda: click.echo(facts["path"] or ""), as_json=as_json)
    _warn(f"no backup made: {facts['reason']}")
    if "drill" in facts:
        _warn("nothing was rehearsed: rehearse what is there with backup drill")


def native(place: Path, *, as_json: bool) -> None:
    """Say where the copy is."""
    facts = {"path": str(place), "bytes": place.stat().st_size, "native": True}
    _print(facts, lambda: click.echo(str(place)), as_json=as_json)
    if not as_json:
        _warn("files in the data directory or a bucket are not in it")


def listed(found: Sequence[Location], *, as_json: bool) -> bool:
    """List backups; return whether each says what it is, and has what it names."""
    rows = []
    held = repository.stock(found[0].destination) if found else {}
    for location in found:
        facts: dict[str, Any] = {"id": location.id, "path": location.place}
        try:
            receipt = location.receipt()
            fault = next(repository.lacking(receipt, held), None)
            facts |= _facts(receipt) | {"fault": fault}
        except ApplianceError as error:
            facts["fault"] = str(error)
        rows.append(facts)

    def say() -> None:
        columns = ("id", "moment", "size", "files", "encrypted", "fault")
        words = [
            [
                *(facts["id"], facts.get("moment", "")[:19].replace("T", " ")),
                size(facts["bytes"]) if "bytes" in facts else "",
                f"{facts['files']}" if "files" in facts else "",
                "yes" if facts.get("encrypted") else "",
                facts["fault"] or ("" if facts["complete"] else "files missing"),
            ]
            for facts in rows
        ]
        table(columns, words)

    _print(rows, say, as_json=as_json)
    if not rows:
        _warn("no backup there")
    return not any(facts["fault"] for facts in rows)


def shown(location: Location, receipt: Receipt, *, as_json: bool) -> None:
    """Show one backup."""
    facts = {**asdict(receipt), "path": location.place}

    def say() -> None:
        pairs = {**_facts(receipt), "path": location.place}
        counts = pairs.pop("counts")
        pairs |= {f"  {name}": count for name, count in counts.items() if count}
        table(("", ""), [[name, _word(value)] for name, value in pairs.items()])

    _print(facts, say, as_json=as_json)


def _word(value: Any) -> str:
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"


def judged(verdict: Verdict, *, as_json: bool) -> None:
    """Say what the proof found."""

    def say() -> None:
        if not verdict.good:
            click.echo(f"{verdict.id}: NOT GOOD")
        elif verdict.opened:
            click.echo(f"{verdict.id}: good")
        else:
            click.echo(f"{verdict.id}: stored bytes are good; contents need the key")

    _print(verdict.facts(), say, as_json=as_json)
    for fault in verdict.faults:
        _warn(fault)
    for reason in verdict.damaged.values():
        _warn(f"not in the backup: {reason}")


def pruned(outcome: Pruned, *, as_json: bool) -> None:
    """Say what was let go, and what not."""
    facts = outcome.facts()

    def say() -> None:
        rows = [[each, "keep", ", ".join(outcome.kept[each])] for each in outcome.kept]
        rows += [[each, "remove", ""] for each in outcome.removed]
        table(("id", "", "because"), sorted(rows))
        verb = "Would remove" if outcome.dry_run else "Removed"
        click.echo(
            f"{verb} {number(len(outcome.removed), 'backup')} and "
            f"{number(facts['files'], 'file')} "
            f"({size(outcome.size)})"
        )

    _print(facts, say, as_json=as_json)
    for each in outcome.unclear:
        _warn(f"{each}: receipt not readable; no files are removed while it is kept")


def drilled(outcome: Drilled, *, as_json: bool) -> None:
    """Say whether the backup is proved to restore."""
    _print(outcome.facts(), lambda: click.echo(_verdict(outcome)), as_json=as_json)
    for fault in outcome.faults:
        _warn(fault)


def _verdict(outcome: Drilled) -> str:
    verdict = "restores" if outcome.good else "NOT GOOD"
    what = ", before encryption" if outcome.before_encryption else ""
    return (
        f"{outcome.id}: {verdict}{what} "
        f"({number(sum(outcome.counts.values()), 'row')}; "
        f"{number(outcome.memos, 'memo')} and {number(outcome.files, 'file')} read, in "
        f"{outcome.seconds:.1f} s)"
    )


def remembered(data: Path, what: str, facts: Mapping[str, Any], *, good: bool) -> None:
    """Keep an outcome for metrics; a backup is good without that."""
    try:
        records.keep(data, what, facts, good=good)
    except OSError as error:
        # A job beside the server may see the data directory read-only.
        _warn(f"{data}: the outcome could not be noted there: {error.strerror}")


def exported(snapshot_id: str, file: Path, length: int, *, as_json: bool) -> None:
    """Say what was written."""
    facts = {"id": snapshot_id, "path": str(file), "bytes": length}
    _print(facts, lambda: click.echo(f"{file} ({size(length)})"), as_json=as_json)


def restored(facts: Mapping[str, Any], *, as_json: bool) -> None:
    """Say what was brought back."""

    def say() -> None:
        click.echo(f"Restored {facts['id']}, the state of {facts['moment']}:")
        counts = {
            **facts["counts"],
            **{f"files: {k}": v for k, v in facts["files"].items()},
        }
        table(("what", "rows"), [[name, str(n)] for name, n in counts.items() if n])
        if facts.get("safety"):
            click.echo(f"What was there before is kept in {facts['safety']}")
        if not facts["secrets"]:
            click.echo("The backup has no passwords: set them anew.")

    _print(facts, say, as_json=as_json)
    for reason in facts["missing"]:
        _warn(f"was not in the backup: {reason}")
    for name in facts.get("left_out", ()):
        _warn(f"left out: {name}")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under headings, as wide as the terminal."""
    from rich.console import Console  # noqa: PLC0415 - scripts do not wait for it
    from rich.table import Table  # noqa: PLC0415 - same

    drawn = Table(*columns, box=None, pad_edge=False, show_header=any(columns))
    for row in rows:
        drawn.add_row(*row)
    # A pipe has no width at which words should be cut.
    Console(width=None if sys.stdout.isatty() else WIDE).print(drawn, markup=False)


def size(length: int) -> str:
    """Return a number of bytes for people."""
    amount = float(length)
    for unit in UNITS[:-1]:
        if amount < THOUSAND:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= THOUSAND
    return f"{amount:.1f} {UNITS[-1]}"


def _facts(receipt: Receipt) -> dict[str, Any]:
    return {
        "moment": receipt.moment,
        "version": receipt.version,
        "dialect": receipt.dialect,
        "bytes": receipt.size,
        "files": len(receipt.blobs),
        "encrypted": bool(receipt.recipients),
        "secrets": receipt.secrets,
        "complete": receipt.complete,
        "counts": dict(receipt.counts),
    }


def _print(facts: Any, say: Callable[[], None], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        say()


def _warn(sentence: str) -> None:
    click.echo(f"appliance: {sentence}", err=True)
