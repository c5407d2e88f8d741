"""Letting somebody in who has proven who they are, and telling the journal."""

from __future__ import annotations

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side, Viewer
from lucai.platform.access.models import Person
from lucai.platform.access.viewers import load_viewer
from lucai.platform.signin import selectors
from lucai.platform.signin.assurance import Level, reached
from lucai.platform.web import resume
from lucai.platform.web.middleware import began
from lucai.platform.web.pages import page
from lucai.platform.web.requests import SESSION_POST, viewer_of

PENDING = "pending_person"


def enter(request: HttpRequest, person: Person, level: Level) -> HttpResponse:
    """Begin the person's session and lead on to where they wanted to go."""
    auth.login(request, person, backend="lucai.platform.signin.backend.PasswordBackend")
    request.session.pop(PENDING, None)
    began(request, clock.real())
    reached(request, level)
    posts = selectors.posts_of(viewer_of(request), person)
    if posts:
        request.session[SESSION_POST] = posts[0].pk
    if carried := carry_on(request):
        return carried
    if len(posts) != 1:
        return redirect("/sign-in/post/")
    return redirect(wanted(request) or "/desk/")


def carry_on(request: HttpRequest) -> HttpResponse | None:
    """Return the page that offers a kept form again, if one was kept."""
    kept = resume.unpack(request.POST.get("resume", ""))
    if not kept:
        return None
    path, fields = kept
    return page(request, "signin/resume.html", {"path": path, "fields": fields})


def wanted(request: HttpRequest) -> str:
    """Return the page of this site that was asked for before signing in."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else ""


def entering_actor(request: HttpRequest, person: Person) -> Actor:
    """Return as whom a person acts while signing in: in the first post, if there is one."""
    posts = selectors.posts_of(viewer_of(request), person)
    held = load_viewer(posts[0].pk) if posts else None
    viewer = held[1] if held else Viewer(Side.PUBLIC, person=person.pk, name=person.name)
    return Actor(
        viewer,
        request=str(getattr(request, "request_id", "")),
        address=str(request.META.get("REMOTE_ADDR", "")),
    )
