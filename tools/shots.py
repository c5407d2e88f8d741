"""Photograph every page as every role, at the width of a desk and of a phone.

Pages are found as a person finds them: by following links from the first page. Addresses that
differ only in a number or code are one page. Pictures lie in shots/<role>/<page>-<width>.png.
"""

import argparse
import re
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

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
OVERFLOW = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def shape_of(address: str) -> str:
    """Reduce an address to the page it shows: every part that holds a digit is one part."""
    parts = urlsplit(address).path.strip("/").split("/")
    return "/".join("…" if re.search(r"\d", part) else part for part in parts)


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


def pages(context: BrowserContext, site: str, start: str, most: int) -> Iterator[tuple[Page, str]]:
    """Open each kind of page that links lead to, at most ``most``."""
    seen, waiting = {shape_of(start)}, deque([start])
    page = context.new_page()
    while waiting and most:
        answer = _open(page, waiting.popleft())
        if answer is None:
            continue
        most -= 1
        yield page, shape_of(page.url) or "home"
        for link in page.evaluate(LINKS):
            if link.startswith(f"{site}/") and shape_of(link) not in seen:
                seen.add(shape_of(link))
                waiting.append(link)


def _open(page: Page, address: str) -> Response | None:
    """Open an address that answers with a page; a download is none."""
    kind = page.request.get(address, max_redirects=5).headers.get("content-type", "")
    return page.goto(address) if kind.startswith("text/html") else None


def photograph(browser: Browser, site: str, role: str, login: str, most: int) -> list[str]:
    """Photograph all pages of one role; return what went wrong."""
    faults: list[str] = []
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(20_000)
    if login:
        enter(context.new_page(), site, login)
    for page, name in pages(context, site, f"{site}/desk/" if login else f"{site}/", most):
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=_picture(role, name, width), full_page=True)
            if page.evaluate(OVERFLOW):
                faults.append(f"{role} {name}: wider than {width} px")
    context.close()
    return faults


def _picture(role: str, name: str, width: int) -> Path:
    flat = name.replace("/", "_").replace("…", "@")
    return SHOTS / role / f"{flat}-{width}.png"


def main() -> int:
    """Serve the demonstration and photograph it; say which pages are too wide."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description=__doc__)
    parser.add_argument("--role", help="only the roles whose name holds this")
    parser.add_argument("--most", type=int, default=1000, help="pages a role, default all")
    parser.add_argument("--data", type=Path, default=TOP / "var" / "demo", metavar="DIR")
    options = parser.parse_args()
    faults: list[str] = []
    with served_demo(options.data.absolute()) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=demand(CHROMIUM), args=list(CHROMIUM_OPTIONS)
        )
        for role, login in dict([PUBLIC, *roles(browser, site).items()]).items():
            if options.role is None or options.role in role:
                print(f"dev.py: photographing {role}", flush=True)
                faults += photograph(browser, site, role, login, options.most)
        browser.close()
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
