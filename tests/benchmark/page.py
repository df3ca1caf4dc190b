"""What a reader of the page waits for, in Chromium, beside a filled server.

Blocking is counted as Lighthouse counts it: of each task, the part that comes after the
first contentful paint, and of that what exceeds 50 ms, until five seconds have passed
without a long task. What runs before anything is painted delays the first note instead.
"""

import shutil
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.benchmark.state import PASSWORD, READER, State

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SCREEN: ViewportSize = {"width": 1280, "height": 800}
SETTLED_MS = 3000
QUIET_MS = 5000
THROTTLE = 4
WHEELS, WHEEL_PIXELS = 120, 1200
JANK_MS = 50.0

# Runs before the page's own script: when the first note is painted, which tasks hold
# the thread for longer than 50 ms, and what moves.
WATCH = """
localStorage.setItem("appliance.signed-in", "1");
const seen = (window.seen = { tasks: [], shift: 0 });
window.first_note = new Promise((done) => {
  const look = () => {
    if (document.querySelector("article") === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => done(performance.now()));
  };
  requestAnimationFrame(look);
});
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries())
    seen.tasks.push([startTime, startTime + duration]);
}).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value } of list.getEntries())
    if (!hadRecentInput) seen.shift += value;
}).observe({ type: "layout-shift", buffered: true });
"""
BLOCKED = """() => {
  const [painted] = performance.getEntriesByName("first-contentful-paint");
  const after = ([begin, end]) => end - Math.max(begin, painted.startTime);
  const blocking = (task) => Math.max(0, after(task) - 50);
  return window.seen.tasks.map(blocking).reduce((one, other) => one + other, 0);
}"""
IS_QUIET = """(quiet) => {
  const last = window.seen.tasks.at(-1)?.[1] ?? 0;
  return performance.now() - last > quiet;
}"""
GO_BACK = """() => new Promise((done) => {
  const begin = performance.now();
  history.back();
  const look = () => {
    const isThere = location.pathname === "/" && document.querySelector("article");
    if (!isThere) return requestAnimationFrame(look);
    requestAnimationFrame(() => done(performance.now() - begin));
  };
  look();
})"""
COUNT_FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const frame = (now) => {
    window.frames_ms.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured, `unit` being ms where a person waits."""

    name: str
    values: Sequence[float]
    unit: str = "ms"

    def __str__(self) -> str:
        """Say the middle and the worst."""
        middle, worst = statistics.median(self.values), max(self.values)
        return f"{self.name}: median {middle:.3g}, worst {worst:.3g} {self.unit}"


async def measure_page(base_url: str, state: State, rounds: int) -> list[Line]:
    """Look at the timeline and at one note, each round with an empty cache."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        lines = await _waits(browser, base_url, rounds)
        paths = {"timeline": "/", "note": f"/{state.commented or state.sample[0]}"}
        for name, path in paths.items():
            lines += await _burden(browser, f"{base_url}{path}", name, rounds)
        lines += await _scrolling(browser, base_url)
        await browser.close()
    return lines


@asynccontextmanager
async def _visit(browser: Browser, base_url: str) -> AsyncIterator[Page]:
    """Open a page that is signed in and has nothing in its cache."""
    context = await browser.new_context(viewport=SCREEN)
    credentials = {"username": READER, "password": PASSWORD}
    signed_in = await context.request.post(
        f"{base_url}/memos.api.v1.AuthService/SignIn",
        data={"passwordCredentials": credentials},
    )
    assert signed_in.ok
    await context.add_init_script(WATCH)
    yield await context.new_page()
    await context.close()


async def _first_note(page: Page) -> float:
    return float(await page.evaluate("window.first_note"))


async def _waits(browser: Browser, base_url: str, rounds: int) -> list[Line]:
    cold, again, back = [], [], []
    for _ in range(rounds):
        async with _visit(browser, base_url) as page:
            await page.goto(f"{base_url}/")
            cold.append(await _first_note(page))
            await page.wait_for_timeout(SETTLED_MS)
            await page.reload()
            again.append(await _first_note(page))
            await page.wait_for_timeout(SETTLED_MS)
            await page.locator("article a[href*='/memos/']").first.click()
            await page.wait_for_url("**/memos/*")
            await page.wait_for_timeout(SETTLED_MS)
            back.append(await page.evaluate(GO_BACK))
    return [
        Line("first note, empty cache", cold),
        Line("first note, reload", again),
        Line("back to the timeline", back),
    ]


async def _burden(browser: Browser, url: str, name: str, rounds: int) -> list[Line]:
    """Measure blocking and shifting on a processor that is slowed down."""
    blocked, shifted = [], []
    base_url = "/".join(url.split("/")[:3])
    for _ in range(rounds):
        async with _visit(browser, base_url) as page:
            devtools = await page.context.new_cdp_session(page)
            await devtools.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
            await page.goto(url)
            await _first_note(page)
            await page.wait_for_function(IS_QUIET, arg=QUIET_MS, polling=500)
            blocked.append(await page.evaluate(BLOCKED))
            shifted.append(await page.evaluate("window.seen.shift"))
    return [
        Line(f"{name}, blocked at {THROTTLE}x throttle", blocked),
        Line(f"{name}, layout shift at {THROTTLE}x throttle", shifted, ""),
    ]


async def _scrolling(browser: Browser, base_url: str) -> list[Line]:
    """Roll through the timeline and time each frame."""
    async with _visit(browser, base_url) as page:
        await page.goto(f"{base_url}/")
        await _first_note(page)
        await page.mouse.move(SCREEN["width"] / 2, SCREEN["height"] / 2)
        await page.evaluate(COUNT_FRAMES)
        for _ in range(WHEELS):
            await page.mouse.wheel(0, WHEEL_PIXELS)
            await page.wait_for_timeout(50)
        frames = await page.evaluate("window.frames_ms")
        late = 100 * sum(frame > JANK_MS for frame in frames) / len(frames)
        drawn = await page.locator("article").count()
    return [
        Line("frame while scrolling", frames),
        Line(f"frames over {JANK_MS:.0f} ms", [late], "%"),
        Line("notes drawn after scrolling", [drawn], ""),
    ]
