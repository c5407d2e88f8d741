"""The printed recovery code: 160 random bits in nine groups of four signs, with a check.

The signs are Crockford's 32 (no I, L, O, U), so the code can be read aloud and typed by hand.
"""

from __future__ import annotations

import hashlib

from lucai_trust.errors import CiphertextRefused, EncodingRefused
from lucai_trust.schedule import Schedule
from lucai_trust.suites import NONCE_SIZE

CODE_SIZE = 20
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_LENGTH, _CHECK_LENGTH, _GROUP = 32, 4, 4
_DOMAIN = b"lucai-recovery-code/1\0"


def spell(code: bytes) -> str:
    """Spell a code of 20 bytes for printing."""
    signs = _signs(int.from_bytes(code, "big"), _LENGTH) + _check(code)
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def read(typed: str) -> bytes:
    """Read a code as somebody typed it; case, spaces and look-alikes do not matter.

    Raises:
        EncodingRefused: too short, too long, a sign that no code has, or the check is wrong.
    """
    signs = typed.upper().translate(_MISREAD)
    if len(signs) != _LENGTH + _CHECK_LENGTH or not set(signs) <= set(_SIGNS):
        raise EncodingRefused("a recovery code is nine groups of four signs")
    value = 0
    for sign in signs[:_LENGTH]:
        value = value << 5 | _SIGNS.index(sign)
    code = value.to_bytes(CODE_SIZE, "big")
    if signs[_LENGTH:] != _check(code):
        raise EncodingRefused("this recovery code is mistyped")
    return code


def wrap(schedule: Schedule, code: bytes, secret: bytes) -> bytes:
    """Encrypt the bidder's secret under a code."""
    key, nonce = _key(schedule, code)
    return schedule.suite.encrypt(key, nonce, secret)


def unwrap(schedule: Schedule, code: bytes, wrapped: bytes) -> bytes:
    """Open what ``wrap`` made.

    Raises:
        CiphertextRefused: it is another envelope's code.
    """
    key, nonce = _key(schedule, code)
    try:
        return schedule.suite.decrypt(key, nonce, wrapped)
    except CiphertextRefused as error:
        raise CiphertextRefused("this recovery code belongs to another envelope") from error


def _key(schedule: Schedule, code: bytes) -> tuple[bytes, bytes]:
    size = schedule.suite.key_size
    made = schedule.suite.expand(code, schedule.label("code"), size + NONCE_SIZE)
    return made[:size], made[size:]


def _signs(value: int, count: int) -> str:
    return "".join(_SIGNS[value >> 5 * place & 31] for place in reversed(range(count)))


def _check(code: bytes) -> str:
    return _signs(int.from_bytes(hashlib.sha256(_DOMAIN + code).digest()[:3], "big") >> 4, 4)
