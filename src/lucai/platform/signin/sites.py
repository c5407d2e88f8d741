"""Which site a request came to, as browsers bind passkeys and people read signed texts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from lucai.platform.signin.passkeys import Site


def origin_of(request: HttpRequest) -> str:
    """Return scheme, host and port; the host is one of those this site answers to."""
    return f"{request.scheme}://{request.get_host()}"


def site_of(request: HttpRequest) -> Site:
    """Return the domain passkeys are bound to, and the page's origin."""
    return Site(settings.LUCAI_PASSKEY_DOMAIN, origin_of(request))
