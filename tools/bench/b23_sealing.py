"""B23: sealing a bid in a worker of Chromium, from a Blob to chunks with their digests.

GM1's floor is a clock that runs at 30 MB/s, INTL1's is the browser's own AES-GCM over the same
number of bytes. A figure is blocks of 16 MiB a second.
"""

import json
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tools.bench.measure import Comparison, compare
from tools.places import TOP, node_home, plain_environment
from tools.system_needs import CHROMIUM, CHROMIUM_OPTIONS, demand

if TYPE_CHECKING:
    from playwright.sync_api import Page

BLOCK = 16 << 20
SLOWEST = 30e6  # bytes a second
SECONDS = 1.5
ORIGIN = "http://localhost"
START = """source => {
    const worker = new Worker(URL.createObjectURL(new Blob([source])));
    window.ask = line => new Promise(done => {
        worker.onmessage = event => done(event.data);
        worker.postMessage(line);
    });
}"""


def run(folder: Path) -> Iterator[Comparison]:
    """Compare sealing with the clock and with the bare cipher."""
    source = _bundle(folder / "tests.js")
    with sync_playwright() as playwright:
        program = demand(CHROMIUM)
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_OPTIONS))
        page = browser.new_page()
        page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        page.goto(ORIGIN)
        page.evaluate(START, source)
        clock = partial(time.sleep, BLOCK / SLOWEST)
        cipher = partial(_ask, page, "encryptMany", {"size": BLOCK})
        national = partial(_ask, page, "sealMany", {"suite": "GM1", "size": BLOCK})
        other = partial(_ask, page, "sealMany", {"suite": "INTL1", "size": BLOCK})
        yield compare("B23 GM1 / 30 MB/s", national, clock, gate=1, seconds=SECONDS)
        yield compare("B23 INTL1 / AES-GCM", other, cipher, gate=0.25, seconds=SECONDS)
        browser.close()


def _bundle(target: Path) -> str:
    home = node_home()
    assert home
    node = home / "node.exe" if (home / "node.exe").exists() else home / "bin" / "node"
    command = [node, TOP / "frontend" / "tests" / "build.mjs", target]
    subprocess.run(command, check=True, cwd=TOP, env=plain_environment())
    return target.read_text(encoding="utf-8")


def _ask(page: "Page", name: str, given: dict[str, object]) -> None:
    answer = page.evaluate("line => window.ask(line)", json.dumps({"name": name, "given": given}))
    if "error" in answer:
        raise RuntimeError(answer["error"])
