"""From a request to who is asking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from lucai.kernel.actors import PUBLIC, Actor, Viewer

SESSION_POST = "post"


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
