"""What axe finds on a page: nothing serious may remain."""

from functools import cache
from pathlib import Path

from playwright.async_api import Page

from tests.e2e.conftest import missing

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
RUN = """async () => {
  // The guards hand a focus that arrives on them on at once.
  const looked = { exclude: [["[data-base-ui-focus-guard]"]] };
  const { violations } = await axe.run(looked, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}"""

# What was just changed begins to fade with a later frame, and may begin anew.
FADED_IN = """async () => {
  const end = performance.now() + 1000;
  for (let still = 0; still < 5 && performance.now() < end; still += 1) {
    await new Promise(requestAnimationFrame);
    if (document.getAnimations().length > 0) still = 0;
  }
}"""


@cache
def _source() -> str:
    if not AXE.exists():
        missing("axe-core (npm ci in web brings it)")
    return AXE.read_text("utf-8")


async def serious_findings(page: Page) -> list[str]:
    """Return what is seriously wrong for people with aids, one line per rule."""
    # What fades in is judged when it is there; what waits may move for ever.
    await page.evaluate(FADED_IN)
    await page.evaluate(_source())
    found: list[str] = await page.evaluate(RUN)
    return found
