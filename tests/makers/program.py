"""A program that works for one person: it shows the person's key, speaks JSON and follows where it is led.

What is refused fails the test with the problem's own words. Where an act wants a signature, the
program signs with the person's certificate, as ``docs/reference/programs.md`` says.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.test import Client

from lucai.kernel.actors import Actor, Viewer
from lucai.platform.access.models import Post
from lucai.platform.records import system_access
from lucai.platform.signin import programs
from lucai.platform.signin.programs import KeyIn
from lucai.platform.web.fields import PATTERN_ROW
from lucai.platform.web.requests import PREFIX
from tests.makers.browsing import browse

DAYS = 366
ACT = "signin/act"
Answer = dict[str, Any]
Fields = Mapping[str, Any]


class Refused(AssertionError):
    """A problem that a program was answered."""

    def __init__(self, who: str, asked: str, status: int, problem: Answer) -> None:
        self.status, self.problem = status, problem
        broken = [rule["message"] for rule in problem.get("rules", ()) if not rule["holds"]]
        said = problem.get("detail") or "；".join(broken) or problem.get("title")
        super().__init__(f"{who}: {asked} → {status} {said}")


@dataclass(frozen=True, slots=True)
class Program:
    """One person's program; ``signs`` turns a message into the signature that a form carries."""

    viewer: Viewer
    key: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    signs: Callable[[bytes], str] | None = None

    def get(self, path: str, **asked: object) -> Answer:
        """Read a page's data."""
        answer = self.client.get(PREFIX + path, asked, headers=self._headers, follow=True)
        return self._read(f"GET {path}", answer)

    def post(self, path: str, body: Fields | None = None) -> str:
        """Do something; return the address where a person would be led, for ``get``."""
        return _led(self._acted(path, self._sent(path, dict(body or {})), dict(body or {})))

    def fill(self, path: str, changes: Fields | None = None, *, form: str = "form") -> str:
        """Take what a page's form holds already, change that, and post it where it stands."""
        return self.post(path, {**held(self.get(path)[form]), **(changes or {})})

    def multipart(self, path: str, body: Fields) -> str:
        """Do something with files; return where a person would be led."""
        return _led(self.hand_in(path, body))

    def hand_in(self, path: str, body: Fields) -> Answer:
        """Post a form with files; return what is answered, such as a receipt."""
        answer = self.client.post(PREFIX + path, dict(body), headers=self._headers)
        return self._read(f"POST {path}", answer)

    def hand_over(self, path: str, body: object) -> Answer:
        """Post JSON to an address that answers content instead of leading on."""
        return self._sent(path, body)

    def _acted(self, path: str, answer: Answer, body: Answer) -> Answer:
        """Sign the statement of an act that is not done without, and post the same form again."""
        if answer.get("page") != ACT:
            return answer
        assert self.signs, f"{self.viewer.name}: {path} wants a signature"
        asked = self._sent("/sign-act/question/", {"act_statement": answer["packed"]})
        signature = self.signs(base64.b64decode(asked["message"]))
        return self._sent(path, {**body, "act_signature": signature})

    def _sent(self, path: str, body: object) -> Answer:
        answer = self.client.post(
            PREFIX + path, json.dumps(body), content_type="application/json", headers=self._headers
        )
        return self._read(f"POST {path}", answer)

    def _read(self, asked: str, answer: HttpResponse) -> Answer:
        told = answer.headers.get("Content-Type", "")
        content = (
            json.loads(answer.content) if "json" in told else {"detail": answer.content.decode()}
        )
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            raise Refused(self.viewer.name, asked, answer.status_code, content)
        assert "json" in told, f"{self.viewer.name}: {asked} answers {told}"
        return dict(content)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def program_of(viewer: Viewer, signs: Callable[[bytes], str] | None = None) -> Program:
    """Return a program with a fresh key of that person."""
    browse(viewer)
    with system_access("maker"):
        post = Post.objects.filter(
            person_id=viewer.person, organisation_id=viewer.organisation, title="示例岗位"
        ).get()
    content = KeyIn(name="示例系统", days=DAYS)
    return Program(viewer, programs.make(Actor(viewer), post=post.pk, content=content), signs=signs)


def held(form: Answer) -> dict[str, str]:
    """Return what a form holds already, by the names under which it is posted."""
    return {
        one["name"]: one["value"]
        for one in form["fields"]
        if one["value"] and PATTERN_ROW not in one["name"]
    }


def chosen(form: Answer, name: str, words: str) -> str:
    """Return the value of the first choice of a field that holds these words."""
    offered = next(one["choices"] for one in form["fields"] if one["name"] == name)
    found = [value for value, label in offered if words in label]
    assert found, f"{name}: no “{words}” in {offered}"
    return str(found[0])


def offers(answer: Answer) -> dict[str, bool]:
    """Return which steps a page offers, and whether each is open; wherever they stand in it."""
    found: dict[str, bool] = {}
    for name, value in answer.items():
        if name == "offers":
            found |= {offer["step"]: offer["open"] for offer in value}
        elif isinstance(value, dict):
            found |= offers(value)
    return found


def _led(answer: Answer) -> str:
    assert answer.get("done"), answer
    return str(answer["to"]).removeprefix(PREFIX)
