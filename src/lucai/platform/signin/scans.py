"""Signing in by scanning: the computer waits, the phone signs, the same computer goes on.

Against a code that a stranger forwards the phone shows the site and asks for the number on the
computer's screen; a wrong number ends the request. What was confirmed is good once, and only in
the session that asked.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.http import HttpRequest

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import Conflict, InvalidInput, NotFound
from lucai.platform.records import system_access
from lucai.platform.signin.models import LoginScan
from lucai.platform.signin.questions import CONTEXT
from lucai.platform.signin.sites import origin_of
from lucai_trust import encoding

LIFETIME = timedelta(seconds=120)
KEPT = timedelta(days=1)
CODE_BYTES, NONCE_BYTES = 16, 32
SESSION_SCAN = "scan"
NUMBERS = range(10, 100)
OVER = "这次扫码已过期或已处理，请在电脑上重新获取二维码。"
WRONG_NUMBER = "数字与电脑屏幕上的不一致，这次登录已取消。如果不是您本人在电脑上操作，请勿再试。"


class State(StrEnum):
    """Where a scan stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    USED = "used"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan as pages show it."""

    code: str
    number: str
    state: State
    left_seconds: int

    @property
    def over(self) -> bool:
        """Whether nothing can come of it any more."""
        return self.left_seconds <= 0 or self.state in {State.USED, State.REFUSED}


def begin(request: HttpRequest) -> None:
    """Let this session wait for a phone."""
    now = clock.real()
    code = chance.token_hex(CODE_BYTES)
    message = encoding.canonical(
        {
            "context": CONTEXT,
            "expiresAt": encoding.utc(now + LIFETIME),
            "nonce": chance.token_hex(NONCE_BYTES),
            "origin": origin_of(request),
            "purpose": "用手机证书在另一台电脑上登录鲁采",
        }
    )
    with system_access("sign-in"):
        LoginScan.objects.filter(expires_at__lt=now - KEPT).delete()
        LoginScan(
            code=code,
            number=str(secrets.choice(NUMBERS)),
            message=message.decode(),
            state=State.WAITING.value,
            expires_at=now + LIFETIME,
        ).save(force_insert=True)
    request.session[SESSION_SCAN] = code


def begun(request: HttpRequest) -> Scan | None:
    """Return what this session waits for."""
    row = _row(str(request.session.get(SESSION_SCAN, "")))
    return _shown(row) if row else None


def scanned(code: str) -> Scan:
    """Return a scan by its code, for the phone.

    Raises:
        NotFound: there is none.
    """
    row = _row(code)
    if row is None:
        raise NotFound(OVER)
    return _shown(row)


def question(code: str) -> bytes:
    """Return what the phone's certificate has to sign.

    Raises:
        InvalidInput: the scan is over.
    """
    return bytes(_waiting(code).message.encode())


def choices(scan: Scan) -> list[str]:
    """Return three numbers in order, one of which stands on the computer's screen.

    The same three at every look: two different sets would betray the right one.
    """
    others = [str(each) for each in NUMBERS if str(each) != scan.number]
    seed = int(scan.code, 16)
    half = len(others) // 2
    return sorted((scan.number, others[seed % half], others[half + seed // half % half]))


def demand_number(code: str, number: str) -> None:
    """End the scan unless the number is the one on the computer's screen.

    Raises:
        InvalidInput: another number, or the scan is over.
    """
    row = _waiting(code)
    if not secrets.compare_digest(row.number.encode(), number.encode()):
        _change(row, State.REFUSED)
        raise InvalidInput({"number": WRONG_NUMBER})


def confirm(code: str, person: int) -> None:
    """Note whose certificate signed the question.

    Raises:
        InvalidInput: the scan is over.
    """
    _change(_waiting(code), State.CONFIRMED, person=person)


def finish(request: HttpRequest) -> int:
    """Return who confirmed what this session waited for; good once.

    Raises:
        InvalidInput: nobody did, or it was used before.
    """
    row = _row(str(request.session.pop(SESSION_SCAN, "")))
    if row is None or row.state != State.CONFIRMED or row.expires_at < clock.real():
        raise InvalidInput({"scan": OVER})
    _change(row, State.USED)
    return int(row.person or 0)


def _row(code: str) -> LoginScan | None:
    found: LoginScan | None = LoginScan.objects.seen_by(SYSTEM).filter(code=code).first()
    return found


def _waiting(code: str) -> LoginScan:
    row = _row(code)
    if row is None or row.state != State.WAITING or row.expires_at < clock.real():
        raise InvalidInput({"scan": OVER})
    return row


def _change(row: LoginScan, state: State, **more: object) -> None:
    try:
        row.change(state=state.value, **more)
    except Conflict as error:
        raise InvalidInput({"scan": OVER}) from error


def _shown(row: LoginScan) -> Scan:
    left = int((row.expires_at - clock.real()).total_seconds())
    return Scan(row.code, row.number, State(row.state), max(left, 0))
