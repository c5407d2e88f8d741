"""Random bytes to answer for: bound to a session and a purpose, good once and for two minutes."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.http import HttpRequest

from lucai.kernel import chance, clock
from lucai.kernel.errors import Conflict, InvalidInput
from lucai.platform.records import system_access
from lucai.platform.signin.models import LoginNonce

LIFETIME = timedelta(seconds=120)
KEPT = timedelta(days=1)
SIZE = 32

STALE = "等待时间过长，或这次操作已经提交过。请重新开始。"


class Purpose(StrEnum):
    """What an answer is good for; an answer for one purpose is none for another."""

    NEW_PASSKEY = "new_passkey"
    PASSKEY = "passkey"
    CERTIFICATE = "certificate"
    BINDING = "binding"
    ACT = "act"


def issue(request: HttpRequest, purpose: Purpose) -> bytes:
    """Return fresh random bytes that this session must answer for."""
    nonce, now = bytes.fromhex(chance.token_hex(SIZE)), clock.real()
    with system_access("sign-in"):
        LoginNonce.objects.filter(expires_at__lt=now - KEPT).delete()
        LoginNonce(nonce=nonce.hex(), purpose=purpose.value, expires_at=now + LIFETIME).save(
            force_insert=True
        )
    request.session[_place(purpose)] = nonce.hex()
    return nonce


def redeem(request: HttpRequest, purpose: Purpose) -> bytes:
    """Return the session's nonce and burn it, whatever becomes of the answer.

    Raises:
        InvalidInput: there is none, it is too old, or it was answered before.
    """
    nonce = str(request.session.pop(_place(purpose), ""))
    with system_access("sign-in"), transaction.atomic():
        row = LoginNonce.objects.filter(nonce=nonce, purpose=purpose.value).first()
        if row is None or row.used_at or row.expires_at < clock.real():
            raise InvalidInput({"answer": STALE})
        try:
            row.change(used_at=clock.real())
        except Conflict as error:
            raise InvalidInput({"answer": STALE}) from error
    return bytes.fromhex(nonce)


def _place(purpose: Purpose) -> str:
    return f"nonce_{purpose.value}"
