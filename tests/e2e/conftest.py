"""A browser, a real server on an empty store, and a page that may not complain."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    async_playwright,
    expect,
)

import appliance
from tests.servers import Server, running_server

PATH = "/notes"
# Two cores run the browser, the server and another test: what is slow is not wrong.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
BUILT_PAGE = Path(appliance.__file__).parent / "static" / "index.html"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Screen:
    """What the page is looked at with."""

    width: int
    height: int
    scheme: Literal["light", "dark"]

    @property
    def is_phone(self) -> bool:
        """Whether the page shows its bar at the foot and is touched."""
        return self.width < 700

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


DESK = Screen(1280, 800, "light")
SCREENS = (
    DESK,
    Screen(1280, 800, "dark"),
    Screen(390, 844, "light"),
    Screen(390, 844, "dark"),
)
# The first and the last differ in everything; those between take minutes more.
EVERY = [
    pytest.param(screen, marks=[pytest.mark.slow] * (0 < place < len(SCREENS) - 1))
    for place, screen in enumerate(SCREENS)
]


@dataclass
class Visit:
    """One person's page and everything that it must not do."""

    page: Page
    screen: Screen
    base_url: str
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors of the console, faults, and calls to anybody else."""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_fault)
        self.page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            place = message.location["url"]
            # What was deleted meanwhile is not found: browsers write that down.
            if not (place.endswith("/GetMemo") and "404" in message.text):
                self.complaints.append(f"{message.type}: {message.text} {place}")

    def _on_fault(self, error: Error) -> None:
        self.complaints.append(f"fault: {error}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.base_url, "data:", "blob:")):
            self.complaints.append(f"request to a stranger: {request.url}")


def missing(what: str) -> NoReturn:
    """Skip loudly on a laptop, fail in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing", pytrace=False)
    pytest.skip(f"{what} is missing")


@pytest.fixture
def chromium() -> str:
    """Return where Chromium is."""
    if not BUILT_PAGE.exists():
        missing("the built page")
    return shutil.which("chromium") or missing("Chromium")


class ServerBelow(Server):
    """A server that lives below a path, and tells nobody else."""

    @property
    def base_url(self) -> str:
        """Where the server answers, without a slash at the end."""
        return f"{super().base_url}{PATH}"


@pytest.fixture
def server_process() -> Iterator[Server]:
    """Run a server on an empty store."""
    with running_server() as server:
        yield server


@pytest.fixture
def server_below(server_process: Server) -> Server:
    """Run the same server below a path instead."""
    server_process.stop()
    below = ServerBelow(
        server_process.directory,
        server_process.port,
        [*server_process.flags, "--base-path", PATH],
    )
    server_process.process = below.start().process
    return below


@pytest.fixture
def screen() -> Screen:
    """Return the screen where a test does not choose."""
    return DESK


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Run a browser without a profile."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=chromium, args=list(CHROMIUM_FLAGS)
        )
        yield running
        await running.close()


async def looked_at(
    browser: Browser,
    screen: Screen,
    service_workers: Literal["allow", "block"] = "allow",
) -> BrowserContext:
    """Open a profile without pages that looks at them with a screen."""
    context = await browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme=screen.scheme,
        has_touch=screen.is_phone,
        is_mobile=screen.is_phone,
        locale="en-GB",
        service_workers=service_workers,
    )
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
async def visit(
    browser: Browser, server_process: Server, screen: Screen
) -> AsyncIterator[Visit]:
    """Open a blank page; it fails the test when the console had to complain."""
    context = await looked_at(browser, screen)
    visit = Visit(await context.new_page(), screen, server_process.base_url)
    visit.watch()
    yield visit
    await context.close()
    assert visit.complaints == []
