"""`python -m tests.benchmark`: fill servers, grow them, measure them side by side.

seed URL --memos 10000 --state FILE      fill an empty server over HTTP
multiply DATABASE --factor 10            grow an SQLite file, the server stopped
run NAME=URL=STATE ... --rounds 5        measure every row, interleaved
attach DATA --megabytes 1000              put files beside an SQLite file, likewise
backups URL --data DATA --state FILE     what a backup costs, and its neighbours
page URL --state FILE                    what readers of the page wait for
start URL -- COMMAND ...                 time from start to the first good answer
floor --port N                           the bare server that ratios refer to
"""

import asyncio
import re
import sys
from pathlib import Path

import click

from tests.benchmark import backups, floor, growth, page, report, seeding, starting
from tests.benchmark.measuring import Effort, Subject, measure
from tests.benchmark.memory import resident_megabytes
from tests.benchmark.rows import rows_of
from tests.benchmark.state import State


@click.group(help=__doc__)
def main() -> None:
    """Group the commands."""


@main.command()
@click.argument("url")
@click.option("--memos", default=1000, show_default=True)
@click.option("--state", required=True, type=click.Path(path_type=Path))
def seed(url: str, memos: int, state: Path) -> None:
    """Fill an empty server and write a state file for `run`."""
    asyncio.run(seeding.seed(url.rstrip("/"), memos)).save(state)


@main.command()
@click.argument("database", type=click.Path(path_type=Path, exists=True))
@click.option("--factor", default=10, show_default=True)
def multiply(database: Path, factor: int) -> None:
    """Make an SQLite file of ours hold FACTOR times its memos."""
    click.echo(f"{growth.multiply(database, factor)} memos")


@main.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.option("--megabytes", default=1000, show_default=True)
def attach(data: Path, megabytes: int) -> None:
    """Put files of a megabyte each into a data directory."""
    backups.attach(data, megabytes)


@main.command("backups")
@click.argument("url")
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--state", required=True, type=click.Path(path_type=Path))
@click.option("--pid", required=True, type=int, help="The server's.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--seconds", default=5.0, show_default=True, help="Each load.")
def backups_(  # noqa: PLR0913 - a command has as many parameters as options
    url: str, data: Path, state: Path, pid: int, *, rounds: int, seconds: float
) -> None:
    """Measure a backup of a running server, and what the server's readers notice."""
    subject = Subject("here", url.rstrip("/"), State.load(state))
    measured = backups.measure(subject, data, pid, backups.Load(rounds, seconds))
    click.echo("\n".join(measured.lines()))


@main.command()
@click.argument("servers", nargs=-1, required=True, metavar="NAME=URL=STATE...")
@click.option("--rounds", default=5, show_default=True)
@click.option(
    "--seconds", default=2.0, show_default=True, help="Each load, each round."
)
@click.option("--latency-seconds", default=0.5, show_default=True)
@click.option("--only", default="", help="Rows whose name this expression finds.")
@click.option("--pid", multiple=True, metavar="NAME=PID", help="Show its memory.")
@click.option("--json", "output", type=click.Path(path_type=Path))
def run(  # noqa: PLR0913 - a command has as many parameters as options
    servers: tuple[str, ...],
    *,
    rounds: int,
    seconds: float,
    latency_seconds: float,
    only: str,
    pid: tuple[str, ...],
    output: Path | None,
) -> None:
    """Measure every row on every server and print a table."""
    subjects = [Subject.parse(text) for text in servers]
    rows = rows_of(subjects[0].base_url, subjects[0].state)
    names = [row.name for row in rows if re.search(only, row.name)]
    effort = Effort(rounds, seconds, latency_seconds)
    cells = []
    click.echo(report.HEAD)
    for measured in measure(subjects, names, effort):
        cells += measured
        click.echo("\n".join(report.table_lines(measured)))
    click.echo("\n".join(report.growth_lines(cells, [one.name for one in subjects])))
    memory = {
        name: resident_megabytes(int(number))
        for name, _, number in (text.partition("=") for text in pid)
    }
    for name, megabytes in memory.items():
        click.echo(f"{name}: {megabytes:.1f} MB resident")
    if output:
        output.write_text(report.report_json(cells, memory))


@main.command()
@click.argument("url")
@click.argument("command", nargs=-1, required=True)
@click.option("--rounds", default=5, show_default=True)
def start(url: str, command: tuple[str, ...], rounds: int) -> None:
    """Time COMMAND from its start until URL answers with a success."""
    seconds = starting.start_seconds(command, url, rounds)
    click.echo(f"start to ready: {starting.summary(seconds)}")


@main.command("page")
@click.argument("url")
@click.option("--state", required=True, type=click.Path(path_type=Path))
@click.option("--rounds", default=10, show_default=True)
def page_(url: str, state: Path, rounds: int) -> None:
    """Measure the page in Chromium, beside the server that serves it."""
    lines = page.measure_page(url.rstrip("/"), State.load(state), rounds)
    click.echo("\n".join(map(str, asyncio.run(lines))))


@main.command("floor")
@click.option("--port", required=True, type=int)
def floor_(port: int) -> None:
    """Serve the bare answer that ratios refer to."""
    floor.serve_floor(port)


if __name__ == "__main__":
    sys.exit(main())
