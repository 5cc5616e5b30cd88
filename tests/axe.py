"""Every page of the examples before axe-core in Chromium: `python -m tests.axe axe.min.js` prints what it finds.

It is no part of the tests, for a browser is large; `test_web_page.py` holds the main rules without one. Chromium comes
from the system's packages, axe-core (MPL-2.0) from npm: `npm pack axe-core` and unpack.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from closeout.diagnostic import UserError
from closeout.pipeline import KINDS, Settings, load, render
from tests.golden import AS_OF, EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WAYS: Final = [
    ("screen", "light", 1280),
    ("screen", "dark", 1280),
    ("screen", "light", 360),
    ("screen", "dark", 360),
    ("print", "light", 794),
]
FIND: Final = """
axe.run(document, {
  runOnly: %s, rules: {'target-size': {enabled: matchMedia('screen').matches}},
}).then(found => JSON.stringify({
  violations: found.violations.map(each => [each.id, each.nodes.length, each.nodes[0].target.join(' '),
    each.nodes[0].failureSummary]),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
}))
"""


class Browser:
    """A tab of Chromium, spoken to through the two pipes of its DevTools protocol."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out, self._rest, self._number = into, out, b"", 0
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = ""
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command, and wait for its answer."""
        self._number += 1
        session = {"sessionId": self._session} if getattr(self, "_session", "") else {}
        message = {"id": self._number, "method": method, "params": parameters, **session}
        os.write(self._into, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._out, 1 << 16)
            assert piece, "the browser ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def show(self, html: str, media: str, scheme: str, width: int) -> None:
        """Show a page on paper or on a screen so many pixels wide."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)
        frame = self.ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.ask("Page.setDocumentContent", frameId=frame, html=html)

    def run(self, script: str) -> object:
        """Run a script in the page; return what it promises."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self) -> str:
        """Return the whole page as PNG, in base64."""
        data: str = self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        return data


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the system's Chromium without a window, and end it."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, f"install one of {', '.join(BROWSERS)}"
    (reads, into), (out, writes) = os.pipe(), os.pipe()

    def pipes() -> None:
        os.dup2(reads, 103), os.dup2(writes, 104)
        os.dup2(103, 3), os.dup2(104, 4)

    options = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *options, f"--user-data-dir={profile}"],
            pass_fds=(3, 4),
            preexec_fn=pipes,  # noqa: PLW1509 - nothing else runs here
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Browser(into, out)
        finally:
            process.terminate()
            process.wait()


def pages() -> Iterator[tuple[str, str]]:
    """Yield every web page of the examples for which there is an occasion, by its name."""
    for example, as_of in AS_OF.items():
        loaded = load(EXAMPLES / example)
        for name, kind in KINDS.items():
            if "html" in kind.formats:
                with suppress(UserError):
                    content = render(loaded, kind, "html", as_of=as_of, settings=Settings()).content
                    yield f"{example} {name}", content.decode()


def main(axe: str) -> int:
    """Print what axe-core finds; return 1 where it finds anything, or a page is wider than its screen."""
    tester, found = Path(axe).read_text(encoding="utf-8"), 0
    with browser() as tab:
        for name, html in pages():
            for way in WAYS:
                tab.show(html, *way)
                tab.run(f"{tester};0")
                answer = json.loads(str(tab.run(FIND % json.dumps(TAGS))))
                for problem in answer["violations"]:
                    print(name, *way, *problem)  # noqa: T201
                if answer["wide"] and way[0] == "screen":
                    print(name, *way, f"is {answer['wide']} pixels too wide")  # noqa: T201
                found += len(answer["violations"]) + bool(answer["wide"] and way[0] == "screen")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
