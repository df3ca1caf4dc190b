"""The Nomad job keeps the rules that a cluster would only show when it runs.

Nomad's own parser comes in no package: this reads the file with a lax one and checks
what Nomad's checks would, and what they let pass but fails later.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import hcl2
import pytest

from appliance.config import SETTINGS

FILE = Path(__file__).parents[2] / "nomad" / "memos.nomad.hcl"
DOCKERFILE = FILE.parents[1] / "docker" / "Dockerfile"
# What a client allows at most before it kills, unless its operator raised it.
LONGEST_KILL_TIMEOUT = timedelta(seconds=30)
DRAIN = timedelta(seconds=10)
DURATION = re.compile(r"(\d+)(ms|s|m|h)")
UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours"}

Block: TypeAlias = dict[str, Any]

# Arguments and blocks that Nomad 2.0 knows, of the blocks that the job uses. The docker
# driver's own are only looked at when the task starts.
KNOWN = {
    "job": "datacenters type update group",
    "update": "max_parallel canary health_check min_healthy_time healthy_deadline "
    "progress_deadline auto_revert",
    "group": "count shutdown_delay network volume restart service task",
    "network": "port",
    "port": "static host_network to",
    "volume": "type source read_only access_mode attachment_mode",
    "restart": "attempts interval delay mode",
    "service": "name port provider tags check",
    "check": "name type path interval timeout check_restart",
    "check_restart": "limit grace ignore_warnings",
    "task": "driver user kill_timeout config env volume_mount template resources",
    "config": "image network_mode ports readonly_rootfs cap_drop security_opt "
    "pids_limit mount",
    "mount": "type target tmpfs_options",
    "tmpfs_options": "size mode",
    "volume_mount": "volume destination read_only",
    "template": "destination env perms uid gid data change_mode splay",
    "resources": "cpu memory memory_max",
}


def unquote(value: Any) -> Any:
    """Drop what the parser keeps: quotes in keys and strings, its own marks."""
    if isinstance(value, dict):
        marks = ("__is_block__", "__comments__")
        return {
            key.strip('"'): unquote(inner)
            for key, inner in value.items()
            if key not in marks
        }
    if isinstance(value, list):
        return [unquote(inner) for inner in value]
    return value.strip('"') if isinstance(value, str) else value


def duration(text: str) -> timedelta:
    """Read a duration the way that Go writes it."""
    match = DURATION.fullmatch(text)
    assert match, text
    return timedelta(**{UNITS[match[2]]: int(match[1])})


@pytest.fixture(scope="module")
def job() -> Block:
    with FILE.open(encoding="utf-8") as file:
        parsed: Block = unquote(hcl2.load(file))
    (jobs,) = parsed["job"]
    assert list(jobs) == ["memos"]
    named: Block = jobs["memos"]
    return named


@pytest.fixture(scope="module")
def group(job: Block) -> Block:
    ((_, only),) = job["group"][0].items()
    found: Block = only
    return found


@pytest.fixture(scope="module")
def task(group: Block) -> Block:
    ((_, only),) = group["task"][0].items()
    found: Block = only
    return found


def unknown_arguments(kind: str, block: Block) -> list[str]:
    """Name what Nomad would not know, in this block and those below it."""
    faults = [f"{kind}.{key}" for key in block if key not in KNOWN[kind].split()]
    for key, value in block.items():
        if key == "env" or key not in KNOWN or not isinstance(value, list):
            continue
        for inner in value:
            labelled = key in ("group", "task", "volume", "port")
            for body in inner.values() if labelled else [inner]:
                faults += unknown_arguments(key, body)
    return faults


def test_nomad_knows_every_argument(job: Block) -> None:
    assert unknown_arguments("job", job) == []


def test_unknown_argument_is_found() -> None:
    assert unknown_arguments("job", {"group": [{"a": {"task": [{"b": {"imag": 1}}]}}]})


def test_line_holds_one_argument() -> None:
    text = FILE.read_text(encoding="utf-8")
    bare = re.sub(
        r'"[^"\n]*"', '""', re.sub(r"<<-EOT.*?EOT", "0", text, flags=re.DOTALL)
    )
    lines = [line.partition("#")[0] for line in bare.splitlines()]
    assert [line for line in lines if line.count("=") > 1] == []


def test_job_takes_the_place_of_the_known_one(group: Block, task: Block) -> None:
    (service,) = group["service"]
    assert (service["name"], service["provider"]) == ("memos", "nomad")
    (volume,) = group["volume"]
    assert {block["type"] for block in volume.values()} == {"host"}
    assert [mount["destination"] for mount in task["volume_mount"]] == [
        "/var/opt/memos"
    ]


def test_one_directory_has_one_server(job: Block, group: Block) -> None:
    (update,) = job["update"]
    assert group["count"] == 1
    assert update["canary"] == 0
    assert update["auto_revert"] is True


def test_deadlines_fit_into_each_other(job: Block) -> None:
    (update,) = job["update"]
    assert update["health_check"] == "checks"
    healthy = duration(update["healthy_deadline"])
    assert duration(update["min_healthy_time"]) < healthy
    assert healthy < duration(update["progress_deadline"])


def test_restarts_fit_into_their_interval(group: Block) -> None:
    (restart,) = group["restart"]
    spent = restart["attempts"] * duration(restart["delay"])
    assert spent < duration(restart["interval"])


def test_stop_leaves_time_to_drain(group: Block, task: Block) -> None:
    assert duration(group["shutdown_delay"]) > timedelta(0)
    assert DRAIN < duration(task["kill_timeout"]) <= LONGEST_KILL_TIMEOUT


def test_checks_are_of_a_kind_that_the_provider_has(group: Block) -> None:
    (service,) = group["service"]
    labels = {label for block in group["network"] for label in block["port"][0]}
    assert service["port"] in labels
    for check in service["check"]:
        assert check["type"] in {"http", "tcp"}
        assert duration(check["interval"]) >= timedelta(seconds=1)
        assert duration(check["timeout"]) >= timedelta(seconds=1)


def test_readiness_decides_and_only_liveness_restarts(group: Block) -> None:
    (service,) = group["service"]
    paths = {check["path"]: "check_restart" in check for check in service["check"]}
    assert paths == {"/readyz": False, "/healthz": True}


def test_memory_stays_within_what_was_promised(task: Block) -> None:
    (resources,) = task["resources"]
    assert resources["memory"] <= 300
    assert resources.get("memory_max", 300) <= 300


def test_container_is_closed(task: Block) -> None:
    (config,) = task["config"]
    assert config["readonly_rootfs"] is True
    assert config["cap_drop"] == ["all"]
    assert config["security_opt"] == ["no-new-privileges"]
    # Bind mounts are off by default on a client; only a tmpfs always works.
    assert {mount["type"] for mount in config["mount"]} == {"tmpfs"}


def test_user_is_the_one_of_the_image(task: Block) -> None:
    assert f"USER {task['user']}" in DOCKERFILE.read_text(encoding="utf-8").splitlines()


def test_volumes_mounted_are_volumes_claimed(group: Block, task: Block) -> None:
    claimed = {name for block in group["volume"] for name in block}
    assert {mount["volume"] for mount in task["volume_mount"]} == claimed


def test_environment_uses_settings_that_exist(task: Block) -> None:
    (environment,) = task["env"]
    (template,) = task["template"]
    written = re.findall(r"^\s*(APPLIANCE_\w+)=", template["data"], re.MULTILINE)
    known = {setting.variable for setting in SETTINGS}
    assert written
    assert {*environment, *written} <= known


def test_secrets_come_from_the_variable_of_this_job(task: Block) -> None:
    (template,) = task["template"]
    assert set(re.findall(r'"(nomad/[^"]+)"', template["data"])) == {"nomad/jobs/memos"}
    assert template["destination"].startswith("${NOMAD_SECRETS_DIR}/")
    assert (template["perms"], template["env"]) == ("0400", True)
