"""`appliance doctor`: look at everything and say what to do."""

import asyncio
import json
from pathlib import Path

import click

from appliance.config import Settings
from appliance.ops import doctor as practice
from appliance.ops.cli import output
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import load_settings, settings_options
from appliance.ops.doctor import Finding, Verdict

SURROUNDINGS = ("instance_url", "trusted_proxies")


@click.command(cls=Manual)
@click.option(
    "--deep", is_flag=True, help="Recount everything and read every file: slow."
)
@click.option(
    "--backups",
    "repository",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Also say how old the newest backup in this directory is.",
)
@settings_options(SURROUNDINGS)
@output.operators
def doctor(
    *, deep: bool, repository: Path | None, as_json: bool, **flags: str | None
) -> int:
    """Look at the data, the database and the settings, and say what to do.

    Changes nothing, and works beside a running server and without one. Give it the
    settings of the server (flags or variables). Ends with 1 if something is broken;
    what is only worth a look is no failure.
    """
    findings = asyncio.run(_examine(load_settings(flags), repository, deep=deep))
    if as_json:
        facts = [finding.facts() for finding in findings]
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        _show(findings)
    return int(any(finding.verdict is Verdict.FAIL for finding in findings))


async def _examine(
    settings: Settings, repository: Path | None, *, deep: bool
) -> list[Finding]:
    found = practice.examine(settings, deep=deep, repository=repository)
    return [finding async for finding in found]


def _show(findings: list[Finding]) -> None:
    words = [[str(each.verdict), each.check, each.fact] for each in findings]
    output.table(("", "check", "fact"), words)
    for finding in findings:
        if finding.advice:
            click.echo(f"\n{finding.check}: {finding.fact}.\n  {finding.advice}")
