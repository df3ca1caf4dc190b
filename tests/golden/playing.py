"""A scenario, from an empty server to the differences of each step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import httpx

from tests.golden import scenarios
from tests.golden.comparing import Difference, Level, compare
from tests.golden.scenarios import Json, Scenario, Step
from tests.golden.session import Session
from tests.golden.templates import BlockedError
from tests.servers import prepared_server

LOG_TAIL = 4000
# What a scenario may ask for beside an address that lets anonymous readers in.
OPTIONS = {"private-webhooks": ("--allow-private-webhooks",)}
LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Result:
    """What a step came to: differences, or why it could not run."""

    step: Step
    differences: list[Difference] = field(default_factory=list)
    blocked: str = ""

    def at(self, level: Level) -> list[Difference]:
        """Return the differences that matter this much."""
        return [found for found in self.differences if found.level is level]

    @property
    def failed(self) -> bool:
        """Whether the server is wrong; what a fault made possible may be missing."""
        return bool(self.at(Level.HARD) or (self.blocked and not self.step.quirk))

    @property
    def differs_from_quirk(self) -> bool:
        """Whether the server has not the fault that was recorded."""
        return bool(self.step.quirk and (self.blocked or self.at(Level.QUIRK)))

    def __str__(self) -> str:
        found = [_shown(difference) for difference in self.differences]
        return "\n    ".join([self.step.name, *filter(None, [self.blocked]), *found])


@dataclass(frozen=True, slots=True)
class Performance:
    """One run of a scenario."""

    results: list[Result]
    log: str


def perform(name: str) -> Performance:
    """Play a scenario on a server of its own."""
    scenario = scenarios.load(name)
    flags = [flag for option in scenario.options for flag in OPTIONS.get(option, ())]
    public = "public" in scenario.options
    with prepared_server(*flags, public=public) as server:
        server.start()
        with Session(scenario, server.base_url, str(server.data)) as session:
            results = list(_steps(session, scenario, scenarios.recorded(name)))
        server.stop()
        return Performance(results, server.log[-LOG_TAIL:])


def _steps(
    session: Session, scenario: Scenario, recorded: Mapping[str, Json]
) -> Iterator[Result]:
    try:
        session.sign_up()
    except (BlockedError, httpx.HTTPError) as error:
        yield Result(scenario.steps[0], blocked=f"before it: {error!r}")
        return
    past: list[Json] = []
    for step in scenario.steps:
        try:
            outcome = session.run(step)
        except (BlockedError, httpx.HTTPError, ValueError, LookupError) as error:
            yield Result(step, blocked=f"{type(error).__name__}: {error}")
        else:
            yield Result(step, compare(step, recorded[step.name], outcome))
        past.append(recorded[step.name])
        if step.quirk:
            # One of the two may have made here what the other refused to make.
            session.continue_after(past)


def _shown(difference: Difference) -> str:
    expected, actual = (
        str(value)[:LONGEST_SHOWN] for value in (difference.expected, difference.actual)
    )
    level = difference.level.value
    return f"{difference.where} ({level}): expected {expected}, got {actual}"
