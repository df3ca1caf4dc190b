"""What a running server knows of itself and of the proxies before it."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from appliance import __version__
from appliance.config import Settings
from appliance.errors import ApplianceError
from appliance.ops import asking
from appliance.ops.doctor.finding import Finding, doubtful, good


def look_at_server(settings: Settings) -> Iterator[Finding]:
    """Ask the server that holds the data, if there is one."""
    try:
        facts = asking.ask(settings.data, "server.describe", {})
    except (ApplianceError, OSError):
        # Whether it should answer is another finding.
        return
    yield look_at_version(str(facts["version"]))
    yield look_at_proxies(facts["proxies"])


def look_at_version(running: str) -> Finding:
    """Say whether the server is the program of this command."""
    if running == __version__:
        return good("version", f"{running}, of the server and of this command")
    fact = f"the server is {running}, this command {__version__}"
    return doubtful("version", fact, "Restart the server, or use its own command.")


def look_at_proxies(seen: Mapping[str, Any]) -> Finding:
    """Say whether proxies name the clients, and are believed."""
    stranger = seen.get("last_stranger", "")
    if stranger and _is_near(stranger):
        return doubtful(
            "proxy headers",
            f"{seen['strangers']} requests were forwarded by {stranger}, "
            "which is not trusted",
            "If that is your proxy, name it with --trusted-proxies: sign-ins are told "
            "with its address instead of the client's.",
        )
    if seen.get("nameless") and not seen.get("named"):
        return doubtful(
            "proxy headers",
            f"the trusted proxy named no client in {seen['nameless']} requests",
            "Let it send X-Forwarded-For and X-Forwarded-Proto.",
        )
    if seen.get("named"):
        return good("proxy headers", f"{seen['named']} requests named their client")
    return good("proxy headers", "nothing was forwarded since the start")


def _is_near(peer: str) -> bool:
    """Whether it may be the operator's own; the internet forwards what it likes."""
    try:
        return ip_address(peer).is_private
    except ValueError:
        return False
