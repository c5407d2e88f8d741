"""How sure the platform is of who sits there: what a session has proven, and how lately.

An act that wants more asks by ``@assured(Level.CERTIFICATE)`` on its view, or compares
``assurance(request)`` itself.
"""

from __future__ import annotations

from enum import IntEnum

from django.conf import settings
from django.http import HttpRequest

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.platform.web.requests import viewer_of

SESSION_LEVEL = "assurance"
SESSION_CERTIFICATE = "certificate_at"


class Level(IntEnum):
    """The levels of assurance; a higher one includes the lower."""

    NONE = 0
    """Nobody signed in, or by a password alone."""
    PASSWORD = 1
    """Password and one-time code."""
    PASSKEY = 2
    """A passkey with user verification; the daily work of offices, agencies, experts."""
    CERTIFICATE = 3
    """A certificate's signature of the last minutes; acts with legal effect."""

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return LABELS[self]


LABELS = {
    Level.NONE: "仅密码",
    Level.PASSWORD: "密码和动态口令",
    Level.PASSKEY: "通行密钥",
    Level.CERTIFICATE: "数字证书",
}


def assurance(request: HttpRequest) -> Level:
    """Return what the session of this request has proven by now."""
    if viewer_of(request).side is Side.PUBLIC:
        return Level.NONE
    age = clock.real().timestamp() - request.session.get(SESSION_CERTIFICATE, 0)
    if 0 <= age <= settings.LUCAI_CERTIFICATE_FRESH_SECONDS:
        return Level.CERTIFICATE
    return Level(request.session.get(SESSION_LEVEL, Level.NONE))


def reached(request: HttpRequest, level: Level) -> None:
    """Note what the session has just proven; the certificate's level passes, the rest stays."""
    lasting = min(level, Level.PASSKEY)
    before = request.session.get(SESSION_LEVEL, Level.NONE)
    request.session[SESSION_LEVEL] = int(max(lasting, before))
    if level is Level.CERTIFICATE:
        request.session[SESSION_CERTIFICATE] = clock.real().timestamp()
