"""Somebody whose pages nobody looks at: they are read and their forms are sent without a window.

What a page looks like and how its buttons are pressed is tried with the first who comes there;
whoever does the same after him posts what his page would post. Scripts are not needed for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from playwright.sync_api import APIRequestContext, APIResponse

MARKS = {'id="error-summary"': "refused", " data-act ": "this is signed at a window"}
"""What of a page says that nothing came of what was sent."""
CONFIRMED = {"confirmed": "yes"}
"""What a browser without scripts is asked for on a page of its own."""


@dataclass
class Button:
    """What can be pressed, and what it adds to the form."""

    text: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Form:
    """A form with what it would post as it stands."""

    action: str
    marks: set[str]
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


@dataclass
class Link:
    """An address with its words."""

    address: str
    text: str = ""


class Reading(HTMLParser):
    """A page's forms and links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self._in: Form | None = None
        self._told: Button | Link | None = None
        self._area = ""
        self._list = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in = Form(said.get("action", ""), set(said.get("class", "").split()))
            self.forms.append(self._in)
        elif tag == "a" and "href" in said:
            self._told = Link(said["href"])
            self.links.append(self._told)
        elif self._in:
            self._control(self._in, tag, said)

    def _control(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "button":
            self._told = Button(values={name: value} if name else {})
            form.buttons.append(self._told)
        elif tag == "textarea":
            self._area, form.values[name] = name, ""
        elif tag == "select":
            self._list, form.values[name] = name, ""
        elif tag == "option" and "selected" in said:
            form.values[self._list] = value
        elif tag == "input" and name:
            self._input(form, name, value, said)

    def _input(self, form: Form, name: str, value: str, said: dict[str, str]) -> None:
        if said.get("type") in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(value)
            if "checked" not in said:
                return
        form.values[name] = value

    def handle_data(self, data: str) -> None:
        if self._told:
            self._told.text += data.strip()
        if self._in and self._area:
            self._in.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"a", "button"}:
            self._told = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._in = None


class ByPost:
    """Somebody signed in who reads pages and sends forms."""

    def __init__(self, ask: APIRequestContext, login: str) -> None:
        self._ask, self._login = ask, login
        self._read("")

    def _read(self, page: str, url: str = "") -> None:
        self.page, self.url, self.reading = page, url, Reading(page)

    def open(self, path: str) -> ByPost:
        """Read a page."""
        self._take(self._ask.get(urljoin(self.url, path)))
        return self

    def follow(self, words: str) -> ByPost:
        """Go where the first link leads whose words begin so."""
        found = self.address(words)
        assert found, f"{self._login} at {self.url}: no link “{words}”"
        return self.open(found)

    def address(self, words: str) -> str:
        """Return where the first link leads whose words begin so; empty: there is none."""
        links = (one.address for one in self.reading.links if one.text.startswith(words))
        return next(links, "")

    def send(self, words: str, values: Mapping[str, str] | None = None) -> ByPost:
        """Press the first button whose words begin so, with these values in its form."""
        pairs = [(form, one) for form in self.reading.forms for one in form.buttons]
        found = [(form, one) for form, one in pairs if one.text.startswith(words)]
        assert found, f"{self._login} at {self.url}: no button “{words}”"
        form, button = found[0]
        whole = {**form.values, **button.values, **CONFIRMED, **(values or {})}
        address = urljoin(self.url, form.action)
        self._take(self._ask.post(address, form=dict(whole), headers={"referer": self.url}))
        return self

    def duty(self, words: str) -> str:
        """Return where a to-do leads that stands on the workbench, or in the whole list."""
        found = self.has_duty(words)
        assert found, f"{self._login}: no duty “{words}”"
        return found

    def has_duty(self, words: str) -> str:
        """Return the same, or nothing."""
        pages = (self.open(page).address(words) for page in ("/desk/", "/duties/"))
        return next(filter(None, pages), "")

    def knows(self, name: str, value: str) -> bool:
        """Whether a question of the page knows this answer."""
        return any(value in form.choices.get(name, ()) for form in self.reading.forms)

    def has_form(self, mark: str) -> bool:
        """Whether a form of this kind is on the page."""
        return any(mark in form.marks for form in self.reading.forms)

    def _take(self, answer: APIResponse) -> None:
        assert answer.ok, f"{self._login} at {answer.url}: {answer.status}"
        self._read(answer.text(), answer.url)
        for mark, why in MARKS.items():
            assert mark not in self.page, f"{self._login} at {self.url}: {why}\n{self.page}"
