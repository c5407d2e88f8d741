"""Who is asking, in which request; and what happens to a form when the session has ended."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.platform.access.keys import post_of_key
from lucai.platform.access.viewers import load_viewer
from lucai.platform.records import one_reading
from lucai.platform.web.requests import SESSION_POST, program_of

Handler = Callable[[HttpRequest], HttpResponse]

SEEN = "seen_at"
BEGAN = "began_at"


def identify(get_response: Handler) -> Handler:
    """Set ``request.viewer`` from the session; end sessions that are idle or too old."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        request.viewer = PUBLIC  # type: ignore[attr-defined]
        request.post_held = None  # type: ignore[attr-defined]
        _identify(request)
        response = get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response

    return middleware


def read_once_a_page(get_response: Handler) -> Handler:
    """Let a page that is only read ask the database once for the same thing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with one_reading():
            return get_response(request)

    return middleware


def _identify(request: HttpRequest) -> None:
    if program_of(request) and (key := _key_shown(request)):
        _identify_by_key(request, key)
        return
    post_id = request.session.get(SESSION_POST)
    if not post_id:
        return
    held = load_viewer(post_id)
    if not held or _expired(request) or not _fresh_password(request, held[0].person):
        request.session.flush()
        return
    request.post_held, request.viewer = held  # type: ignore[attr-defined]


ACCOUNT = "/account/"


def _key_shown(request: HttpRequest) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _identify_by_key(request: HttpRequest, key: str) -> None:
    """Let a program act in the post its key is for; a key that is not good makes it the public.

    No browser sends a key by itself, so nobody can be made to: the token of forms is not asked.
    The account stays the person's: who finds a key must not make a passkey of it, which would last.
    """
    post_id = None if request.path.startswith(ACCOUNT) else post_of_key(key)
    held = load_viewer(post_id) if post_id else None
    if held:
        request.post_held, request.viewer = held  # type: ignore[attr-defined]
        request.csrf_processing_done = True  # type: ignore[attr-defined]


def _expired(request: HttpRequest) -> bool:
    now = clock.real().timestamp()
    session = request.session
    idle = now - session.get(SEEN, now) > settings.LUCAI_SESSION_IDLE_SECONDS
    old = now - session.get(BEGAN, now) > settings.LUCAI_SESSION_SECONDS
    if now - session.get(SEEN, 0) > settings.LUCAI_SESSION_TOUCH_SECONDS:
        session[SEEN] = now
    return idle or old


def _fresh_password(request: HttpRequest, person: AbstractBaseUser) -> bool:
    """A changed password ends every session begun under the old one."""
    known = request.session.get(HASH_SESSION_KEY, "")
    return constant_time_compare(known, person.get_session_auth_hash())


def began(request: HttpRequest, moment: datetime) -> None:
    """Note when the session began."""
    request.session[BEGAN] = request.session[SEEN] = moment.timestamp()


def renewed(request: HttpRequest, person: AbstractBaseUser) -> None:
    """Keep this session after the person changed the password; all others end."""
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
