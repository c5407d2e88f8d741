"""Somebody at a browser: signs in, fills, presses, and looks at every page on the way.

Every kind of page visited is checked once per shape: no axe finding, nothing wider than the phone,
no complaint of the browser. Pictures are taken of the pages that the user guide shows.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ElementHandle,
    Page,
    Response,
    ViewportSize,
)

from tests.journeys.by_post import ByPost
from tests.journeys.pictures import smaller
from tests.journeys.pins import PIN, QUICK_PIN
from tests.journeys.pressing import PRESSABLE
from tests.journeys.wording import foreign_words
from tests.web.axe import findings

DESK: ViewportSize = {"width": 1440, "height": 900}
PICTURE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
CLIENT: Any = {"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
SHOW = "e => e.scrollIntoView({block: 'start', behavior: 'instant'})"
WIDTH = "document.documentElement.scrollWidth"
ASKS = "e => Boolean(e.dataset.confirm || e.form?.dataset.confirm)"
PATIENCE_SECONDS, MOST_TABS, PUBLIC = 40, 60, "public"
PAGES_OF_ONES_OWN = {"/desk/", "/duties/", "/rooms/N/"}
DOOR = "/sign-in/demonstration/"
NUMBERS = re.compile(r"[A-Z]*\d[\w-]*")


@dataclass
class World:
    """The served demonstration, the browser, and what was found wrong so far."""

    browser: Browser
    address: str
    pictures: Path
    problems: list[str] = field(default_factory=list)
    title: str = ""
    small_pictures: bool = False
    look_at_pages: bool = True
    other_method: bool = False
    looked_at: set[tuple[str, str]] = field(default_factory=set)
    frames_seen: set[str] = field(default_factory=set)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    awake: Page | None = None
    sessions: dict[Page, CDPSession] = field(default_factory=dict)

    def wake(self, page: Page) -> Page:
        """Return a page that runs; the one used before stands still until it is needed.

        Twenty open windows whose clocks tick would cost more than the one that is used.
        """
        if page is not self.awake:
            if self.awake and not self.awake.is_closed():
                self._set(self.awake, "frozen")
            self._set(page, "active")
            self.awake = page
        return page

    def _set(self, page: Page, state: str) -> None:
        if page not in self.sessions:
            self.sessions[page] = page.context.new_cdp_session(page)
        self.sessions[page].send("Page.setWebLifecycleState", {"state": state})

    def person(self, login: str) -> Walker:
        """Return somebody, signed in; the same browser window each time."""
        if login not in self.contexts:
            self.contexts[login] = self.browser.new_context(**CLIENT, base_url=self.address)
            self.contexts[login].set_default_timeout(PATIENCE_SECONDS * 1000)
            self.contexts[login].add_init_script(QUICK_PIN)
            walker = Walker(self, login, self.contexts[login].new_page())
            walker.listen()
            if login != PUBLIC:
                walker.sign_in()
            return walker
        return Walker(self, login, self.contexts[login].pages[0])

    def person_without_scripts(self, login: str) -> Walker:
        """Return somebody whose browser runs no scripts, signed in."""
        name = f"{login} without scripts"
        self.contexts[name] = self.browser.new_context(
            **CLIENT, base_url=self.address, java_script_enabled=False
        )
        self.contexts[name].set_default_timeout(PATIENCE_SECONDS * 1000)
        walker = Walker(self, login, self.contexts[name].new_page(), scripts=False)
        walker.sign_in()
        return walker

    def keep_picture(self, name: str, shot: bytes) -> None:
        """Keep a picture; made small where it is to stay."""
        kept = smaller(self.browser, shot) if self.small_pictures else shot
        (self.pictures / f"{name}.png").write_bytes(kept)

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts.values():
            context.close()


@dataclass
class Walker:
    """One person's window."""

    world: World
    login: str
    window: Page
    scripts: bool = True

    @property
    def page(self) -> Page:
        """The page in the window, running."""
        return self.world.wake(self.window)

    size: ViewportSize = field(default_factory=lambda: DESK)

    @property
    def last_part(self) -> str:
        """The last part of the page's address: the number of what it shows."""
        return self.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    def listen(self) -> None:
        """Take down what the browser complains of."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._problem(f"script: {error}"))

    @property
    def kind(self) -> str:
        """What the others like this one are called too."""
        return self.login.rstrip("0123456789")

    @property
    def by_post(self) -> ByPost:
        """The same person, signed in, without a window."""
        return ByPost(self.window.context.request, self.login)

    def sign_in(self) -> None:
        """Come in through the demonstration's door; who came after others like him, by post."""
        if self.kind in self.world.frames_seen and self.scripts:
            self.by_post.open(DOOR).send("", {"login": self.login})
            return
        self.page.goto(DOOR)
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(f'button[name="login"][value="{self.login}"]').first.click()
        self.look()

    def open(self, path: str) -> Walker:
        """Go to an address; it must answer."""
        self._expect(self.page.goto(path), path)
        self.look()
        return self

    def fill(self, values: Mapping[str, str]) -> Walker:
        """Fill fields by name: text, choices, ticks and files alike."""
        for name, value in values.items():
            self._fill_one(name, value)
        return self

    def choose(self, name: str, words: str) -> Walker:
        """Choose the first entry of a list that holds these words."""
        select = self.page.locator(f'main select[name="{name}"]')
        options = select.locator("option", has_text=words)
        select.select_option(options.first.get_attribute("value") or "")
        return self

    def tick_all(self, value: str) -> Walker:
        """Choose the same answer in every question of the page."""
        for box in self.page.locator(f'main input[type="radio"][value="{value}"]').all():
            box.check()
        return self

    def tick_first(self, name: str) -> Walker:
        """Tick the first of several boxes."""
        self.page.locator(f'main [name="{name}"]').first.check()
        return self

    def press(self, label: str, *, within: str = "main") -> Walker:
        """Press a button or follow a link by its words, as they stand on the page."""
        return self._press(label, within, exact=True)

    def press_beginning(self, words: str, *, within: str = "main") -> Walker:
        """Press the first button or link whose words begin so."""
        return self._press(words, within, exact=False)

    def _press(self, words: str, within: str, *, exact: bool) -> Walker:
        target = self._pressable(words, within, exact=exact)
        assert target, f"{self.login} at {self.page.url}: no “{words}”\n{self._main()}"
        asks = self.scripts and target.evaluate(ASKS)
        with self.page.expect_navigation(wait_until="load"):
            target.click()
            if asks:
                self.page.locator("dialog[open] .btn.primary").click()
        self.look()
        return self._signed_where_asked()

    def _pressable(self, words: str, within: str, *, exact: bool) -> ElementHandle | None:
        if ":has-text(" in within:  # the driver's own word, which browsers do not know
            places = self.page.locator(within).locator("a, button", has_text=words)
            return places.first.element_handle()
        return self.page.evaluate_handle(PRESSABLE, [within, words, exact]).as_element()

    def _signed_where_asked(self) -> Walker:
        """Sign what the page asks to have signed; the first time with a certificate made for it."""
        form = self.page.locator("form[data-act]:visible")
        if not (self.scripts and self.page.locator("form[data-act]").count()):
            return self
        form.first.wait_for()
        for pin in form.locator('input[type="password"]:visible').all():
            pin.fill(PIN)
        if (asks_again := form.locator("[data-certificate-remember]:visible")).count():
            asks_again.check()
        with self.page.expect_navigation(wait_until="load"):
            form.locator(".form-end button").click()
        self.look()
        return self

    def another_window(self) -> Walker:
        """Return a second window of the same person at the same page."""
        other = Walker(self.world, self.login, self.page.context.new_page())
        other.listen()
        return other.open(self.page.url)

    def tab_to(self, selector: str) -> Walker:
        """Go on with the tabulator until something that matches has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return self
        raise AssertionError(f"{self.login} at {self.page.url}: no way to {selector} by tabulator")

    def in_large_print(self) -> Walker:
        """Switch 大字 on, if it is off."""
        if self.page.locator("html").get_attribute("data-size") != "elder":
            self.page.get_by_role("button", name="大字", exact=True).first.click()
        return self

    def on_a_phone(self) -> Walker:
        """Go on in a window as wide as a phone."""
        self.size = PHONE
        self.page.set_viewport_size(PHONE)
        return self

    def at_the_desk(self) -> Walker:
        """Go on in a wide window."""
        self.size = DESK
        self.page.set_viewport_size(DESK)
        return self

    def click(self, label: str) -> Walker:
        """Press a button that changes the page in place."""
        self.page.locator("main").get_by_role("button", name=label, exact=True).first.click()
        return self

    def asks_why(self, label: str) -> Walker:
        """Press a closed button: the page says what the law still wants."""
        closed = self.page.locator('main a[aria-disabled="true"]', has_text=label)
        assert closed.count(), f"{self.login} at {self.page.url}: “{label}” is not closed"
        # It says of itself that it is disabled and yet leads to the reasons: a person presses it.
        closed.first.click(force=True)
        return self

    def duty(self, title: str) -> Walker:
        """Follow the workbench: open the to-do of that title for the project walked through.

        How the workbench looks, the first like this one sees; the others go where it leads.
        """
        if (self.kind, "/desk/") not in self.world.looked_at:
            self.open("/desk/")
        return self.open(self.by_post.duty(f"{title}：{self.world.title}"))

    def sees(self, *texts: str) -> Walker:
        """Insist on words in the page."""
        content = self.shown
        for text in texts:
            assert text in content, f"{self.login} at {self.page.url}: no “{text}”\n{self._main()}"
        return self

    def sees_no_button(self, label: str) -> Walker:
        """Insist that nothing on the page can be pressed under these words."""
        assert not self.page.get_by_role("button", name=label, exact=True).count(), label
        return self

    def sees_no_act(self) -> Walker:
        """Insist that the page offers nothing that could be changed."""
        assert not self.page.locator('main form[method="post"]').count(), self._main()
        return self

    def refused(self, path: str, status: int) -> Walker:
        """Go to an address that must not answer with content."""
        answer = self.page.goto(path)
        got = answer.status if answer else 0
        assert got == status, f"{self.login} at {path}: {got}"
        return self

    def comes_to_see(self, path: str, *texts: str) -> Walker:
        """Reload a page until it shows what the journal's readers have yet to write."""
        end = time.monotonic() + PATIENCE_SECONDS
        self.open(path)
        while time.monotonic() < end and not all(text in self.shown for text in texts):
            time.sleep(0.3)
            self.page.reload()
        return self.sees(*texts)

    def sees_not(self, *texts: str) -> Walker:
        """Insist on words being absent."""
        found = [text for text in texts if text in self.shown]
        assert not found, f"{self.login} at {self.page.url}: unexpected {found}"
        return self

    def move_clock(self, to: str, *, times: int = 1) -> Walker:
        """Move the demonstration's clock: hour, day, workday, week, event."""
        for _ in range(times):
            self.page.locator("#demo-to").select_option(to)
            with self.page.expect_navigation(wait_until="load"):
                self.page.locator('form[action="/demo/clock/"] button').click()
        return self

    def picture(self, name: str, *, at: str = "") -> Walker:
        """Keep a picture for the user guide; ``at`` is what it should show below the frame."""
        self.page.set_viewport_size(PICTURE)
        if at:
            self.page.locator(at).first.evaluate(SHOW)
        shot = self.page.screenshot(animations="disabled")
        self.page.set_viewport_size(self.size)
        self.world.keep_picture(name, shot)
        return self

    def look(self) -> None:
        """Check every kind of page once; the frame and one's own once for every kind of person."""
        if not (self.world.look_at_pages and self.scripts):
            return
        path = NUMBERS.sub("N", self.page.url.removeprefix(self.world.address).split("?")[0])
        self._look_for_foreign_words(path)
        own = self.kind if path in PAGES_OF_ONES_OWN else ""
        if (own, path) in self.world.looked_at:
            return
        self.world.looked_at.add((own, path))
        within = "main" if self.kind in self.world.frames_seen else ""
        self.world.frames_seen.add(self.kind)
        for rule, where in findings(self.page, sizes=False, within=within):
            self._problem(f"{path}: axe {rule}: {where}")
        self.page.set_viewport_size(PHONE)
        if (wide := int(self.page.evaluate(WIDTH))) > PHONE["width"]:
            self._problem(f"{path}: {wide} px wide on the phone")
        self.page.set_viewport_size(self.size)

    def _look_for_foreign_words(self, path: str) -> None:
        if self.world.other_method and path.startswith("/rooms/"):
            for words in foreign_words(self.page.locator("main").inner_text()):
                self._problem(f"{path}: {words}")

    @property
    def shown(self) -> str:
        """What the page says."""
        return self.page.locator("body").inner_text()

    def _main(self) -> str:
        return self.page.locator("main").inner_text()[:3000]

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
        status = answer.status if answer else 200
        assert status < 400, f"{self.login} at {path}: {status}\n{self.shown[:600]}"

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self._problem(f"console: {message.text[:200]}")

    def _problem(self, text: str) -> None:
        if (problem := f"{self.login}: {text}") not in self.world.problems:
            self.world.problems.append(problem)
