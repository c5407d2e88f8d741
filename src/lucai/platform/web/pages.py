"""Rendering a page inside the shell: navigation, clock, messages, flash."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages as flashes
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from lucai.kernel import clock
from lucai.kernel.actors import SIDE_NAMES, Side, Viewer
from lucai.platform.web import navigation
from lucai.platform.web.jinja import WORDED
from lucai.platform.web.programs import told
from lucai.platform.web.requests import post_of, program_of, viewer_of


@dataclass(frozen=True, slots=True)
class Who:
    """The person in the corner of the shell."""

    name: str
    organisation: str
    side: str
    title: str
    initial: str


@dataclass(slots=True)
class Shell:
    """What every page shows around its content."""

    signed_in: bool
    who: Who | None
    nav: list[Any]
    duty_count: int
    unread: int
    demo: bool
    size: str
    now_ms: int
    path: str
    flashes: list[Any] = field(default_factory=list)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    wording: str = "",
) -> HttpResponse:
    """Return a page in the shell that suits the viewer; for a program what it shows, as JSON.

    ``wording`` as for ``render``.
    """
    if program := program_of(request):
        return told(request, program, template, context or {}, status)
    content = render(request, template, context, wording=wording)
    response = HttpResponse(content, status=status)
    if viewer_of(request).side is not Side.PUBLIC:
        response["Cache-Control"] = "private, no-store"
    return response


SPEAKERS = ("frame", "card", "desk", "life", "group")
"""What a page's context may hold that names the method in whose words it speaks."""


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    wording: str = "",
) -> str:
    """Return a page's HTML, in the words of the method that is given or that the page names."""
    full = {"shell": shell_of(request), "viewer": viewer_of(request), **(context or {})}
    spoken = (getattr(full.get(name), "wording", "") for name in SPEAKERS)
    wording = wording or next(filter(None, spoken), "")
    return render_to_string(f"{wording}{WORDED}{template}" if wording else template, full, request)


def shell_of(request: HttpRequest) -> Shell:
    """Gather the shell: at most two queries, none for the public."""
    viewer, post = viewer_of(request), post_of(request)
    count = navigation.badge("/duties/", viewer)
    return Shell(
        signed_in=viewer.side is not Side.PUBLIC,
        who=_who(viewer, post.title) if post else None,
        nav=navigation.menu(viewer, request.path, count),
        duty_count=count,
        unread=navigation.badge("/inbox/", viewer),
        demo=settings.LUCAI_DEMO,
        size="elder" if request.COOKIES.get("lucai_size") == "elder" else "normal",
        now_ms=int(clock.now().timestamp() * 1000),
        path=request.path,
        flashes=_flashes(request),
    )


NAMED = "named"


def flash(request: HttpRequest, text: str, *, named: bool = False) -> None:
    """Say on the next page what happened; a program is told at once.

    ``named``: a name stands in it, so it stays as it is.
    """
    if program := program_of(request):
        program.said.append(text)
    else:
        flashes.success(request, text, extra_tags=NAMED if named else "")


def _flashes(request: HttpRequest) -> list[Any]:
    """Return what is to be said; untouched without its cookie, so that public pages set none."""
    waiting = flashes.get_messages(request)
    kept = MESSAGE_COOKIE in request.COOKIES or bool(getattr(waiting, "_queued_messages", ()))
    return list(waiting) if kept else []


MESSAGE_COOKIE = "messages"


def _who(viewer: Viewer, title: str) -> Who:
    return Who(
        viewer.name, viewer.organisation_name, SIDE_NAMES[viewer.side], title, viewer.name[:1]
    )
