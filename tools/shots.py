"""Photograph every page as every role, at the width of a desk and of a phone.

Pages are found as a person finds them: by following links from the first page. Addresses that
differ only in a number or code are one page; what everybody reads alike is photographed for whom
comes to it first. Pictures lie in shots/<role>/<page>-<width>.png.
"""

import argparse
import re
import shutil
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

from tools.places import SHOTS, TOP
from tools.served import served_demo
from tools.system_needs import CHROMIUM, CHROMIUM_OPTIONS, demand

WIDTHS = {1440: 900, 390: 844}
PUBLIC = ("社会公众", "")
PEOPLE = """() => [...document.querySelectorAll('[name=login]')].map(field => [
    (field.closest('section, details, fieldset')?.querySelector('h2, h3, summary, legend')
        ?.textContent || field.value).trim().replace(/\\s+/g, ' ').split(' ')[0],
    field.value])"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
NO_PAGE = ("Download is starting", "ERR_ABORTED")
"""How the browser calls an address that is handed over as a file."""
ALIKE = ("law/", "notices/", "projects/", "data/", "help/", "gallery", "feed/", "draws/")
PATIENCE_MS = 20_000
OVERFLOW = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def shape_of(address: str) -> str:
    """Reduce an address to the page it shows: every part that names one of many is one part.

    Such names hold a digit, or a dot or a low line, which no page's own name does.
    """
    parts = urlsplit(address).path.strip("/").split("/")
    return "/".join("…" if re.search(r"[\d._]", part) else part for part in parts)


def roles(browser: Browser, site: str) -> dict[str, str]:
    """Return role → login of its first person on the demonstration's sign-in page."""
    page = browser.new_page()
    page.goto(f"{site}/sign-in/demonstration/")
    people: dict[str, str] = {}
    for role, login in page.evaluate(PEOPLE):
        people.setdefault(role, login)
    page.close()
    return people


def enter(page: Page, site: str, login: str) -> None:
    """Sign in as a person of the demonstration."""
    page.goto(f"{site}/sign-in/demonstration/")
    field = page.locator(f'[name=login][value="{login}"]').first
    field.evaluate("field => field.form.requestSubmit(field.type === 'submit' ? field : null)")
    page.wait_for_url(lambda address: "/demonstration/" not in address)


@dataclass(slots=True)
class Round:
    """One round of photographs: what is still to be met, what was found wrong."""

    site: str
    most: int
    pictures: int = 0
    faults: list[str] = field(default_factory=list)
    met_by_all: set[str] = field(default_factory=set)

    def photograph(self, browser: Browser, role: str, login: str, until: float) -> str:
        """Photograph the pages of one role until a moment; say how far it came."""
        shutil.rmtree(SHOTS / role, ignore_errors=True)
        context = browser.new_context(locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        if login:
            enter(page, self.site, login)
        start = f"{self.site}/desk/" if login else f"{self.site}/"
        waiting, taken = deque([start]), 0
        for name in self._pages(page, waiting, role):
            self._take(page, role, name)
            taken += 1
            if taken == self.most or time.monotonic() > until:
                break
        context.close()
        left = f", {len(waiting)} links not followed: the time is over" if waiting else ""
        return f"{taken} pages{left}"

    def _pages(self, page: Page, waiting: deque[str], role: str) -> Iterator[str]:
        """Open each kind of page that links lead to, and yield its name."""
        seen = {shape_of(link) for link in waiting}
        while waiting:
            link = waiting.popleft()
            if shape_of(link) in self.met_by_all or self._open(page, link, role) is None:
                continue
            name = shape_of(page.url) or "home"
            yield name
            if name.startswith(ALIKE):
                self.met_by_all.add(name)
            for link in page.evaluate(LINKS):
                shape = shape_of(link)
                if link.startswith(f"{self.site}/") and shape not in seen:
                    seen.add(shape)
                    waiting.append(link)

    def _open(self, page: Page, address: str, role: str) -> Response | None:
        """Open an address that answers with a page; a download is none."""
        try:
            answer = page.goto(address)
        except Error as error:
            if not any(words in error.message for words in NO_PAGE):
                self.faults.append(f"{role} {shape_of(address)}: {error.message.splitlines()[0]}")
            return None
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            return None
        if answer.status >= 400:
            self.faults.append(f"{role} {address}: answered {answer.status}")
        return answer

    def _take(self, page: Page, role: str, name: str) -> None:
        try:
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=_picture(role, name, width), full_page=True)
                self.pictures += 1
                if page.evaluate(OVERFLOW):
                    self.faults.append(f"{role} {name}: wider than {width} px")
        except Error as error:
            self.faults.append(f"{role} {name}: {error.message.splitlines()[0]}")


def _picture(role: str, name: str, width: int) -> Path:
    flat = name.replace("/", "_").replace("…", "@")
    return SHOTS / role / f"{flat}-{width}.png"


def go_round(browser: Browser, site: str, options: argparse.Namespace) -> Round:
    """Photograph role by role, each with its share of the time that is left."""
    made, end = Round(site, options.most), time.monotonic() + 60 * options.minutes
    every = dict([PUBLIC, *roles(browser, site).items()])
    chosen = {r: who for r, who in every.items() if options.role is None or options.role in r}
    for n, (role, login) in enumerate(chosen.items()):
        share = (end - time.monotonic()) / (len(chosen) - n)
        print(f"dev.py: photographing {role} ({n + 1} of {len(chosen)})", flush=True)
        told = made.photograph(browser, role, login, time.monotonic() + share)
        print(f"dev.py: {role}: {told}", flush=True)
    return made


def main() -> int:
    """Serve the demonstration and photograph it; say which pages are wrong at sight."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description=__doc__)
    parser.add_argument("--role", help="only the roles whose name holds this")
    parser.add_argument("--most", type=int, default=1000, help="pages a role, default all")
    parser.add_argument("--minutes", type=float, default=45, help="for all roles, default 45")
    parser.add_argument("--data", type=Path, default=TOP / "var" / "demo", metavar="DIR")
    options = parser.parse_args()
    print("dev.py: serving the demonstration; built first, it takes a minute or two", flush=True)
    with served_demo(options.data.absolute()) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=demand(CHROMIUM), args=list(CHROMIUM_OPTIONS)
        )
        made = go_round(browser, site, options)
        browser.close()
    for fault in made.faults:
        print(f"dev.py: {fault}")
    print(f"dev.py: {made.pictures} pictures in {SHOTS}, {len(made.faults)} faults", flush=True)
    return 1 if made.faults else 0


if __name__ == "__main__":
    sys.exit(main())
