"""Keys of programs on the account page."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lucai.platform.signin import programs
from lucai.platform.signin.assurance import Level
from lucai.platform.signin.doors import assured
from lucai.platform.signin.programs import KeyIn
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import PREFIX, actor_of, post_of, viewer_of


@require_http_methods(["GET", "POST"])
@signed_in()
def keys(request: HttpRequest) -> HttpResponseBase:
    """List the keys of the account; make one."""
    return _make(request) if request.method == "POST" else _shown(request, filled(KeyIn))


@assured(Level.CERTIFICATE)
def _make(request: HttpRequest) -> HttpResponse:
    """Make a key and show it this once: it is kept nowhere."""
    form, made = read_form(KeyIn, request), []
    actor, post = actor_of(request), post_of(request).pk
    form.attempt(lambda data: made.append(programs.make(actor, post=post, content=data)), form.data)
    return _shown(request, filled(KeyIn) if made else form, "".join(made))


@require_POST
@signed_in()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop taking a key."""
    programs.end(actor_of(request), pk=pk)
    flash(request, "接口钥匙已停用，用它的程序从现在起不能再办理。")
    return redirect("program-keys")


def _shown(request: HttpRequest, form: Form[KeyIn], key: str = "") -> HttpResponse:
    context = {
        "form": form,
        "fields": [form.field("name"), form.field("days")],
        "keys": programs.keys_of(viewer_of(request)),
        "key": key,
        "prefix": PREFIX,
    }
    status = HTTPStatus.CREATED if key else form.status
    return page(request, "signin/program_keys.html", context, status=status)
