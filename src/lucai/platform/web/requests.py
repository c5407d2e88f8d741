"""From a request to who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from lucai.kernel.actors import PUBLIC, Actor, Viewer

SESSION_POST = "post"

PREFIX = "/api/v1"
"""Before the address of a page that a program asks for."""


@dataclass(frozen=True, slots=True)
class Program:
    """A request of a program: it is answered in JSON, with what a page would say once."""

    said: list[str] = field(default_factory=list)


def program_of(request: HttpRequest) -> Program | None:
    """Return the mark of a program's request; None when a person asks."""
    return getattr(request, "program", None)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking; the public when nobody signed in."""
    viewer: Viewer = getattr(request, "viewer", PUBLIC)
    return viewer


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts, with the request's id and address, and what a certificate signed for it."""
    return Actor(
        viewer_of(request),
        request=str(getattr(request, "request_id", "")),
        address=str(request.META.get("REMOTE_ADDR", "")),
        signed=str(getattr(request, "signed", "")),
    )


def post_of(request: HttpRequest) -> Any:
    """Return the post behind the session, or None."""
    return getattr(request, "post_held", None)
