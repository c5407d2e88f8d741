"""What a certificate signs to show that its holder is here: a text with purpose, site and nonce.

The browser refuses to sign a question that names another site than its own; the server takes an
answer once, from the session it asked.
"""

from __future__ import annotations

from django.http import HttpRequest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput
from lucai.platform.signin import nonces
from lucai.platform.signin.nonces import LIFETIME, STALE, Purpose
from lucai.platform.signin.sites import origin_of
from lucai_trust import encoding

CONTEXT = "lucai/login/1"

WORDS = {
    Purpose.CERTIFICATE: "用数字证书登录鲁采，确认是本人操作",
    Purpose.BINDING: "把这张数字证书绑定到当前登录的鲁采账号",
}


def ask(request: HttpRequest, purpose: Purpose) -> bytes:
    """Return the question this session must have signed."""
    nonce = nonces.issue(request, purpose)
    message = encoding.canonical(
        {
            "context": CONTEXT,
            "expiresAt": encoding.utc(clock.real() + LIFETIME),
            "nonce": nonce.hex(),
            "origin": origin_of(request),
            "purpose": WORDS[purpose],
        }
    )
    request.session[_place(purpose)] = message.decode()
    return message


def asked(request: HttpRequest, purpose: Purpose) -> bytes:
    """Return the question this session was asked, and burn it.

    Raises:
        InvalidInput: there is none, it is too old, or it was answered before.
    """
    message = str(request.session.pop(_place(purpose), ""))
    nonce = nonces.redeem(request, purpose)
    if nonce.hex() not in message:
        raise InvalidInput({"answer": STALE})
    return message.encode()


def _place(purpose: Purpose) -> str:
    return f"question_{purpose.value}"
