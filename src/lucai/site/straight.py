"""The short way to the drop: nobody is signed in there and no page is made, so nothing of both is asked.

In the minute before a deadline most of what a request costs is what stands before its view.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from lucai.guidance.law.edition import up_to_date

DROP = "/drop/"
Handler = Callable[[HttpRequest], HttpResponseBase]


def straight_to_the_drop(get_response: Handler) -> Handler:
    """Middleware, behind the one for TLS: call the drop's views at once, under the law as it stands.

    They read no session, no cookie and no form of ours, and answer refusals by themselves.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        view = _view_of(request)
        if view is None:
            return get_response(request)
        with up_to_date():
            return view(request)

    return middleware


def _view_of(request: HttpRequest) -> Callable[[HttpRequest], HttpResponse] | None:
    if not request.path_info.startswith(DROP):
        return None
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    request.resolver_match = match
    return lambda asked: match.func(asked, *match.args, **match.kwargs)
