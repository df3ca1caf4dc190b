"""The periodic job calls a command that exists, where the image and volumes have it."""

import click
import hcl2
import pytest

from appliance.ops.cli.backup import create
from tests.packaging.test_nomad import DOCKERFILE, FILE, Block, unquote

BACKUP = FILE.with_name("backup.nomad.hcl")


@pytest.fixture(scope="module")
def job() -> Block:
    with BACKUP.open(encoding="utf-8") as file:
        parsed: Block = unquote(hcl2.load(file))
    named: Block = parsed["job"][0]["memos-backup"]
    return named


def test_it_comes_round_and_never_twice_at_once(job: Block) -> None:
    (periodic,) = job["periodic"]
    assert job["type"] == "batch"
    assert periodic["prohibit_overlap"] is True
    assert [len(cron.strip('"').split()) for cron in periodic["crons"]] == [5]


def test_it_calls_what_there_is(job: Block) -> None:
    task = job["group"][0]["backup"]["task"][0]["create"]
    (config,) = task["config"]
    words = [word.strip('"') for word in config["args"]]
    # The image's entry point is the command itself.
    assert 'ENTRYPOINT ["appliance"]' in DOCKERFILE.read_text()
    assert "command" not in config
    assert words[:2] == ["backup", "create"]
    context = click.Context(create)
    given, left, _ = create.make_parser(context).parse_args(words[2:])
    assert left == []
    mounts = {mount["destination"] for mount in task["volume_mount"]}
    assert given["targets"] == ["/backups"]
    assert mounts == {"/var/opt/memos", "/backups"}
