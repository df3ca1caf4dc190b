"""How long a key takes to show in a note of 200 kB: measured, never a verdict.

Run by `pytest -m benchmark -n0 -s tests/e2e/test_typing.py` on a machine that rests.
"""

import statistics

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import Visit
from tests.e2e.steps import set_up

pytestmark = pytest.mark.benchmark

SIZE = 200_000
KEYS = "the quick brown fox jumps over the lazy dog and then some mo"
PARAGRAPH = """## Heading {0}

Some *soft* and **bold** words, `code`, a [link](https://example.org/{0}) and #tag/{0}.

- [ ] a task for @ada
- [x] done
  1. nested

> quoted line {0}

```js
const x = {0};
```

| a | b |
| - | - |
| {0} | y |

"""
# As if the page had been left in the middle of a long draft.
KEEP = """text => new Promise(done => {
    const opening = indexedDB.open("keyval-store");
    opening.onsuccess = () => {
        const work = opening.result.transaction("keyval", "readwrite");
        const key = "draft:users/ada#" + sessionStorage.getItem("appliance.tab");
        const draft = {text, visibility: 1, uid: "long", tried: false};
        work.objectStore("keyval").put(draft, key);
        work.oncomplete = () => { opening.result.close(); done(); };
    };
})"""
# From the key's own time to the end of the frame that shows it.
WATCH = """() => {
    window.delays = [];
    document.querySelector(".cm-content").addEventListener("keydown", event => {
        requestAnimationFrame(() => {
            const after = new MessageChannel();
            after.port1.onmessage = () =>
                window.delays.push(performance.now() - event.timeStamp);
            after.port2.postMessage(0);
        });
    }, true);
}"""


def long_text() -> str:
    """Return a note with everything that is highlighted."""
    count = SIZE // len(PARAGRAPH) + 1
    return "".join(PARAGRAPH.format(number) for number in range(count))


async def measure(page: Page) -> list[float]:
    """Type at a person's pace and return the delay of each key in milliseconds."""
    await page.evaluate(WATCH)
    for key in KEYS:
        await page.keyboard.press("Space" if key == " " else key)
        await page.wait_for_timeout(80)
    await page.wait_for_timeout(300)
    delays: list[float] = await page.evaluate("window.delays")
    return delays


async def test_typing_into_a_long_note(visit: Visit) -> None:
    page = visit.page
    await set_up(visit)
    await page.evaluate(KEEP, long_text())
    await page.reload()
    await page.locator(".cm-content").wait_for()
    await page.wait_for_timeout(3000)  # until the rest of the text is parsed
    for place in ("Control+Home", "Control+End"):
        await page.get_by_role("textbox", name="New note").focus()
        await page.keyboard.press(place)
        await page.wait_for_timeout(1500)  # a glance at where the caret is now
        delays = sorted(await measure(page))
        late = delays[int(len(delays) * 0.95) - 1]
        print(f"{place}: median {statistics.median(delays):.1f} ms, p95 {late:.1f} ms")  # noqa: T201 - what it is for
        assert len(delays) == len(KEYS)
        await page.reload()
        await page.locator(".cm-content").wait_for()
        await page.wait_for_timeout(3000)
