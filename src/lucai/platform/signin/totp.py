"""One-time codes (RFC 6238): the secret lies encrypted, a code works once."""

from __future__ import annotations

import pyotp

from lucai.kernel import clock
from lucai.platform.access.models import Person
from lucai.platform.keys.sealing import IDENTITY, protect_text, reveal_text
from lucai.platform.vault.ports import VaultFailed

STEP_SECONDS = 30
ISSUER = "鲁采"


def new_secret() -> str:
    """Return a fresh secret in base32."""
    return pyotp.random_base32()


def sealed(person: Person, secret: str) -> str:
    """Seal a secret for its row of the table."""
    return protect_text(IDENTITY, _place(person), secret)


def address(person: Person, secret: str) -> str:
    """Return the otpauth address an authenticator app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name=ISSUER)


def matches(secret: str, code: str) -> bool:
    """Whether the code is right now, one step of drift allowed."""
    return pyotp.TOTP(secret).verify(code, for_time=clock.real(), valid_window=1)


def accept(person: Person, code: str) -> bool:
    """Check a code and burn it: the same step is not taken twice."""
    try:
        secret = reveal_text(IDENTITY, _place(person), person.totp_secret)
    except VaultFailed:
        return False
    step = int(clock.real().timestamp()) // STEP_SECONDS
    for candidate in (step, step - 1, step + 1):
        fits = pyotp.TOTP(secret).at(candidate * STEP_SECONDS) == code
        if fits and candidate > person.totp_last:
            person.change(totp_last=candidate)
            return True
    return False


def _place(person: Person) -> str:
    return f"person.totp_secret.{person.pk}"
