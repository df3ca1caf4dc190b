"""Every recorded conversation, step by step, against a server of ours.

A difference is a fault of ours, unless the step records a fault of the reference: then
`better.yaml` says how our answer is better, and holds no line that nothing needs.
"""

from collections import Counter

import pytest

from tests.golden import scenarios
from tests.golden.better import better
from tests.golden.playing import perform
from tests.wire import rpcs


@pytest.mark.parametrize("scenario", scenarios.names())
def test_server_answers_as_recorded(scenario: str) -> None:
    played = perform(scenario)
    explained = better(scenario)
    faults = [str(result) for result in played.results if result.failed]
    quirks = {r.step.name: str(r) for r in played.results if r.differs_from_quirk}
    faults += [
        f"better.yaml does not explain {shown}"
        for name, shown in quirks.items()
        if name not in explained
    ]
    faults += [
        f"better.yaml explains {name}, where nothing differs"
        for name in explained.keys() - quirks.keys()
    ]
    if faults:
        print(played.log)  # noqa: T201 - pytest shows it with the failure
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.parametrize("name", scenarios.names())
def test_scenario_is_recorded_step_by_step(name: str) -> None:
    scenario = scenarios.load(name)
    steps = [step.name for step in scenario.steps]
    assert steps == list(scenarios.recorded(name))
    assert len(steps) == len(set(steps))


def test_every_method_is_called_over_rest_and_connect() -> None:
    steps = [step for name in scenarios.names() for step in scenarios.load(name).steps]
    called = Counter((step.rpc, step.path.startswith("/memos.")) for step in steps)
    methods = [
        f"{rpc.service.rpartition('.')[2]}.{rpc.method}"
        for rpc in rpcs().values()
        if rpc.service.startswith("memos.") and "MemoView" not in rpc.service
    ]
    assert len(methods) == 73
    assert [
        (method, connect)
        for method in methods
        for connect in (False, True)
        if not called[method, connect]
    ] == []
