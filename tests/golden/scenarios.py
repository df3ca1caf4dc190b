"""Scenarios: named steps, written in YAML, and what the reference answered to each."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from tests.conftest import DRIVER

Json: TypeAlias = Any

FOLDER = Path(__file__).parent
FILES = FOLDER / "files"
# What a key of the file is called here, where its own word is taken in Python.
FIELDS = {"as": "caller"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request with what to make of its answer; the fields are the file's keys."""

    name: str
    caller: str = "anon"
    rpc: str = ""
    # Only if an earlier step saved a variable of this name.
    when: str = ""
    # Seconds to let pass before.
    wait: float = 0

    # An HTTP request ...
    method: str = ""
    path: str = ""
    query: Mapping[str, Json] | Sequence[Sequence[Json]] = ()
    # None takes a header away.
    headers: Mapping[str, str | None] = field(default_factory=dict)
    # ... with at most one of these as its body ...
    json: Json = ...
    body: str | None = None
    body_base64: str | None = None
    body_file: str | None = None
    proto: Mapping[str, Json] | None = None
    chunked: bool = False
    # ... and what shows who sends it: token, cookies, both, none.
    send: str = "token"
    # Binary bodies: in gRPC-Web frames of this type, answered by this message.
    frame: str = ""
    decode: str = ""

    # Or an order to a stream of events, or to the receiver of deliveries.
    stream: Mapping[str, Json] | None = None
    receive: Mapping[str, Json] | None = None

    # Keep for later: the tokens as those of this caller, variable: where it stands.
    login: str = ""
    save: Mapping[str, str] = field(default_factory=dict)

    # Places in the answer: not compared, shown by a label, sorted, related.
    ignore: Sequence[str] = ()
    normalise: Mapping[str, str] = field(default_factory=dict)
    unordered: Sequence[str] = ()
    relate: Sequence[str] = ()

    # The reference's fault that was recorded, and where in the answer; None: anywhere.
    quirk: str = ""
    quirk_at: Sequence[str] | None = None


@dataclass(frozen=True)
class Scenario:
    """Steps that begin with an empty server."""

    name: str
    title: str
    # Names of ways to start the server: see `playing.py`.
    options: Sequence[str]
    # Who is signed up in this order, the administrator first.
    users: Sequence[str]
    steps: Sequence[Step]
    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        """All that the file names itself, and that is compared as it stands."""
        parts = (r"[A-Za-z0-9_+:./-]+", r"[A-Za-z0-9-]+")
        return frozenset(word for part in parts for word in re.findall(part, self.text))


def names() -> list[str]:
    """Name all scenarios."""
    return sorted(file.stem for file in (FOLDER / "scenarios").glob("*.yaml"))


def load(name: str) -> Scenario:
    """Read a scenario; TypeError for a key that nobody knows."""
    file = FOLDER / "scenarios" / f"{name}.yaml"
    text = file.read_text(encoding="utf-8")
    head = yaml.load(text, Loader=yaml.CSafeLoader)
    return Scenario(
        name=name,
        title=head["title"],
        options=head.get("options", ()),
        users=head.get("users", ()),
        steps=[read_step(spec) for spec in head["steps"]],
        text=text,
    )


def read_step(spec: Mapping[str, Json]) -> Step:
    """Read one step."""
    return Step(**{FIELDS.get(key, key): value for key, value in spec.items()})


def recorded(name: str) -> dict[str, Json]:
    """Return what the reference answered, by the names of the steps.

    It ran on SQLite; of the product that is tested it would have named that.
    """
    file = FOLDER / "recorded" / f"{name}.json"
    text = file.read_text(encoding="utf-8")
    named = text.replace('"driver": "sqlite"', f'"driver": "{DRIVER}"')
    answers: dict[str, Json] = json.loads(named)
    return answers
