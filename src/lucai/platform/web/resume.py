"""A form posted after the session ended: its content survives the sign-in.

The fields travel signed through the sign-in form, never through the server's memory;
files cannot travel and the page says so.
"""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lucai.platform.web.pages import page

SALT = "lucai.resume"
LONGEST = 500_000


def keep(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page carrying what was posted."""
    packed = pack(request)
    if not packed:
        return redirect("/sign-in/")
    context = {"resume": packed, "next": request.get_full_path(), "problem": "", "login": ""}
    return page(request, "signin/sign_in.html", context, status=401)


def pack(request: HttpRequest) -> str:
    """Return what was posted, signed, to travel through a form; empty if it is too long."""
    fields = [
        (name, value)
        for name in request.POST
        for value in request.POST.getlist(name)
        if name != "csrfmiddlewaretoken"
    ]
    packed = signing.dumps(
        {"path": request.get_full_path(), "fields": fields}, salt=SALT, compress=True
    )
    return packed if len(packed) <= LONGEST else ""


def unpack(packed: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Return path and fields of a kept form; None when it was tampered with or is too old."""
    try:
        kept = signing.loads(packed, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    return kept["path"], [(name, value) for name, value in kept["fields"]]
