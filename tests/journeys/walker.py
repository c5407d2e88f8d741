"""Somebody at a browser: signs in, fills, presses, and looks at every page on the way.

Every page visited is checked once per shape: no axe finding, nothing wider than the phone,
no complaint of the browser. Pictures are taken of the pages that the user guide shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NUMBERS = re.compile(r"[A-Z]*\d[\w-]*")


@dataclass
class World:
    """The served demonstration, the browser, and what was found wrong so far."""

    browser: Browser
    address: str
    pictures: Path
    problems: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def person(self, login: str) -> Walker:
        """Return somebody, signed in; the same browser window each time."""
        if login not in self.contexts:
            self.contexts[login] = self.browser.new_context(viewport=DESK, base_url=self.address)
            walker = Walker(self, login, self.contexts[login].new_page())
            walker.listen()
            if login != PUBLIC:
                walker.sign_in()
            return walker
        return Walker(self, login, self.contexts[login].pages[0])


PUBLIC = "public"


@dataclass
class Walker:
    """One person's window."""

    world: World
    login: str
    page: Page

    def listen(self) -> None:
        """Take down what the browser complains of."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._problem(f"script: {error}"))

    def sign_in(self) -> None:
        """Come in through the demonstration's door."""
        self.page.goto("/sign-in/demonstration/")
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(f'form:has(input[value="{self.login}"]) button').first.click()
        self.look()

    def open(self, path: str) -> Walker:
        """Go to an address; it must answer."""
        answer = self.page.goto(path)
        self._expect(answer, path)
        self.look()
        return self

    def fill(self, values: Mapping[str, str]) -> Walker:
        """Fill fields by name: text, choices, ticks and files alike."""
        for name, value in values.items():
            self._fill_one(name, value)
        return self

    def press(self, label: str, *, within: str = "main") -> Walker:
        """Press a button or follow a link by its words, as they stand on the page."""
        place = self.page.locator(within)
        target = place.get_by_role("button", name=label, exact=True)
        if not target.count():
            target = place.get_by_role("link", name=label, exact=True)
        with self.page.expect_navigation(wait_until="load"):
            target.first.click()
        self.look()
        return self

    def click(self, label: str) -> Walker:
        """Press a button that changes the page in place."""
        self.page.locator("main").get_by_role("button", name=label, exact=True).first.click()
        return self

    def duty(self, title: str) -> Walker:
        """Follow the workbench: open the to-do whose title begins so."""
        self.open("/desk/")
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(".duties a", has_text=title).first.click()
        self.look()
        return self

    def sees(self, *texts: str) -> Walker:
        """Insist on words in the page."""
        content = self.page.locator("body").inner_text()
        for text in texts:
            assert text in content, f"{self.login} at {self.page.url}: no “{text}” in\n{content[:3000]}"
        return self

    def sees_not(self, *texts: str) -> Walker:
        """Insist on words being absent."""
        content = self.page.locator("body").inner_text()
        for text in texts:
            assert text not in content, f"{self.login} at {self.page.url}: unexpected “{text}”"
        return self

    def move_clock(self, to: str, *, times: int = 1) -> Walker:
        """Move the demonstration's clock: hour, day, workday, week, event."""
        for _ in range(times):
            self.page.locator("#demo-to").select_option(to)
            with self.page.expect_navigation(wait_until="load"):
                self.page.locator('form[action="/demo/clock/"] button').click()
        return self

    def picture(self, name: str) -> Walker:
        """Keep a picture for the user guide."""
        self.page.screenshot(path=self.world.pictures / f"{name}.png", animations="disabled")
        return self

    def look(self) -> None:
        """Check the page: once for every kind of page and person."""
        path = NUMBERS.sub("N", self.page.url.removeprefix(self.world.address).split("?")[0])
        if f"{self.login} {path}" in self.world.looked_at:
            return
        self.world.looked_at.add(f"{self.login} {path}")
        for finding in Axe().run(self.page).response["violations"]:
            self._problem(f"{path}: axe {finding['id']}: {finding['nodes'][0]['html'][:160]}")
        self.page.set_viewport_size(PHONE)
        if (wide := self._width()) > PHONE["width"]:
            self._problem(f"{path}: {wide} px wide on the phone")
        self.page.set_viewport_size(DESK)

    def _width(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def _fill_one(self, name: str, value: str) -> None:
        control = self.page.locator(f'main [name="{name}"]')
        kind = control.first.evaluate("e => e.tagName == 'SELECT' ? 'select' : e.type")
        if kind == "select":
            control.first.select_option(value)
        elif kind == "radio":
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            control.first.set_checked(value == "yes")
        elif kind == "file":
            control.first.set_input_files(value)
        else:
            control.first.fill(value)

    def _expect(self, answer: Response | None, path: str) -> None:
        if answer is not None and answer.status >= 400:
            text = self.page.locator("body").inner_text()[:600]
            raise AssertionError(f"{self.login} at {path}: {answer.status}\n{text}")

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self._problem(f"console: {message.text[:200]}")

    def _problem(self, text: str) -> None:
        self.world.problems.append(f"{self.login}: {text}")
