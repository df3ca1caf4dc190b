"""How long a key waits, and takes to show, in a note of 200 kB: no verdict.

A key's input delay ends when the page hears of it; it shows at the end of a frame, of
which a screen has one every 16.7 ms.

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
# From the key's own time to the page's first listener, and to the end of the frame.
WATCH = """() => {
    window.delays = [];
    window.waits = [];
    document.querySelector(".cm-content").addEventListener("keydown", event => {
        window.waits.push(performance.now() - event.timeStamp);
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


async def measure(page: Page) -> dict[str, list[float]]:
    """Type at a person's pace and return milliseconds of each key, in order."""
    await page.evaluate(WATCH)
    for key in KEYS:
        await page.keyboard.press("Space" if key == " " else key)
        await page.wait_for_timeout(80)
    await page.wait_for_timeout(300)
    return {
        "input delay": sorted(await page.evaluate("window.waits")),
        "until it shows": sorted(await page.evaluate("window.delays")),
    }


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
        for name, delays in (await measure(page)).items():
            assert len(delays) == len(KEYS)
            late = delays[int(len(delays) * 0.95) - 1]
            middle = statistics.median(delays)
            print(f"{place}, {name}: median {middle:.1f} ms, p95 {late:.1f} ms")  # noqa: T201 - what it is for
        await page.reload()
        await page.locator(".cm-content").wait_for()
        await page.wait_for_timeout(3000)
