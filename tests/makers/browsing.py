"""A browser without scripts: Django's test client, signed in as a viewer's person."""

from __future__ import annotations

from html.parser import HTMLParser

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpResponse
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.access.models import Person, Post, PostRole, Role, RoleGrant
from lucai.platform.records import system_access
from lucai.platform.web.middleware import BEGAN, SEEN
from lucai.platform.web.requests import SESSION_POST

BACKEND = "lucai.platform.signin.backend.PasswordBackend"


def browse(viewer: Viewer) -> Client:
    """Return a client signed in with the viewer's rights."""
    with system_access("maker"):
        person = Person.objects.get(pk=viewer.person)
        post, _ = Post.objects.get_or_create(
            person=person, organisation_id=viewer.organisation, title="示例岗位"
        )
        role, _ = Role.objects.get_or_create(
            code=f"browsing-{post.pk}", defaults={"name": "示例角色", "side": viewer.side.value}
        )
        PostRole.objects.get_or_create(post=post, role=role)
        grants = [RoleGrant(role=role, permission=permission) for permission in viewer.grants]
        RoleGrant.objects.bulk_create(grants, ignore_conflicts=True)
    client = Client()
    session = client.session
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[SESSION_POST] = post.pk
    session[BEGAN] = session[SEEN] = clock.real().timestamp()
    session.save()
    return client


class _Fields(HTMLParser):
    """Collects what the controls of a page would post, buttons left out."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open = ""
        self._select = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "template":
            self._hidden += 1
        if self._hidden or tag == "button":
            return
        if tag == "textarea":
            self._open, self.values[name] = name, ""
        elif tag == "select":
            self._select, self.values[name] = name, ""
        elif tag == "option" and "selected" in said:
            self.values[self._select] = said.get("value", "")
        elif tag == "input" and name:
            ticks = said.get("type") in {"checkbox", "radio"}
            if not ticks or "checked" in said:
                self.values[name] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._hidden -= 1
        if tag == "textarea":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.values[self._open] += data


def posted(page: HttpResponse) -> dict[str, str]:
    """Return what the page's forms would post, as a browser reads them."""
    reader = _Fields()
    reader.feed(page.content.decode())
    return {name: value for name, value in reader.values.items() if name != TOKEN}


TOKEN = "csrfmiddlewaretoken"
