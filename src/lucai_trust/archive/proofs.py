"""A log's inclusion proofs and Ed25519 in plain Python: what a package's verifier needs besides digests.

Every archive package carries it inside its ``verify/verify.py``.
"""

from __future__ import annotations

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


def _x_of(y: int, sign: int) -> int:
    square = (y * y - 1) * pow(CURVE * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        raise ValueError("no point")
    return P - x if x & 1 != sign else x


def _add(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, int, int, int]:
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * CURVE % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: tuple[int, ...]) -> tuple[int, int, int, int]:
    total: tuple[int, int, int, int] = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _point(spelt: bytes) -> tuple[int, int, int, int]:
    number = int.from_bytes(spelt, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _x_of(y, sign)
    return x, y, 1, x * y % P


def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Check an Ed25519 signature (RFC 8032 §5.1.7), in plain Python."""
    try:
        public, commitment = _point(key), _point(signature[:32])
    except ValueError:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    asked = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(asked, "little") % ORDER
    base_x = _x_of(BASE_Y, 0)
    left = _times(scalar, (base_x, BASE_Y, 1, base_x * BASE_Y % P))
    right = _add(commitment, _times(challenge, public))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Check an inclusion proof (RFC 9162 §2.1.3.2)."""
    number, last, digest = index, size - 1, leaf
    for node in path:
        if last == 0:
            return False
        if number & 1 or number == last:
            digest = hashlib.sha256(b"\x01" + node + digest).digest()
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            digest = hashlib.sha256(b"\x01" + digest + node).digest()
        number, last = number >> 1, last >> 1
    return index < size and last == 0 and digest == root
