"""`appliance metrics` as an operator calls it."""

from tests.ops.cli.calling import Console
from tests.peers import free_port
from tests.servers import running_server


def test_what_the_server_measures_is_printed(console: Console) -> None:
    place = f"127.0.0.1:{free_port()}"
    assert "No answer" in console.refusal("metrics", "--ops-addr", place, code=1)
    with running_server("--ops-addr", place):
        shown = console.call("metrics", "--ops-addr", place)
        assert shown.returncode == 0
        assert "\nappliance_build_info{" in shown.stdout


def test_a_place_must_be_named(console: Console) -> None:
    assert "--ops-addr" in console.refusal("metrics", code=2)
