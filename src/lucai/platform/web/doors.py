"""Decorators of views: who may come in, and what becomes of a form without a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound, NotSignedIn
from lucai.platform.web.requests import program_of, viewer_of

View = Callable[..., HttpResponseBase]


def signed_in(*sides: Side, elsewhere: Mapping[Side, str] | None = None) -> Callable[[View], View]:
    """Let signed-in people of these sides in (all sides when none is named).

    A side that reads the same matter on a page of its own is led there (``elsewhere``: its
    address, filled from the view's own). Others see a page that is not there. Without a session a page asks to sign in first; a
    posted form is kept and offered again afterwards.
    """
    others = elsewhere or {}

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = viewer_of(request)
            if viewer.side is Side.PUBLIC:
                return _ask_to_sign_in(request)
            if viewer.side in others:
                return redirect(others[viewer.side].format(**kwargs))
            if sides and viewer.side not in sides:
                raise NotFound("没有找到这个页面。")
            return view(request, *args, **kwargs)

        guarded.sides = sides  # type: ignore[attr-defined]
        return guarded

    return wrap


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if program_of(request):
        raise NotSignedIn("请先登录，或随请求出示接口钥匙。")
    if request.method == "POST":
        from lucai.platform.web.resume import keep  # noqa: PLC0415 - only on this path

        return keep(request)
    return redirect(f"/sign-in/?next={quote(request.get_full_path())}")
