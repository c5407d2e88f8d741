"""SM2 in Python alone: works on every platform, and is the measure of the others.

Its run time depends on the secret, so it is for verifying, tests and development keys;
``hardened`` says so to whoever must refuse it.
"""

from __future__ import annotations

import functools
import hmac
import secrets
from collections.abc import Iterator

from lucai_trust.digest import Algorithm, digest
from lucai_trust.errors import CiphertextRefused, DerRefused, KeyRefused
from lucai_trust.gm.curve import (
    GX,
    GY,
    SIZE,
    Ciphertext,
    N,
    P,
    encode_point,
    encode_signature,
    parse_point,
    parse_scalar,
    parse_signature,
)

# Jacobian coordinates: x = X / Z², y = Y / Z³; Z = 0 is the point at infinity.
_Jacobian = tuple[int, int, int]
_Affine = tuple[int, int]
_INFINITY: _Jacobian = (1, 1, 0)
_WINDOW = 5
_COMB_BITS = 4


class PureBackend:
    """SM2 on Python's own whole numbers."""

    name = "pure"
    hardened = False

    def generate(self) -> bytes:
        """Draw a private key."""
        return (secrets.randbelow(N - 2) + 1).to_bytes(SIZE, "big")

    def public_point(self, private: bytes) -> bytes:
        """Return the public point of a private key."""
        return encode_point(*_affine(_times_base(parse_scalar(private))))

    def sign_digest(self, private: bytes, signed: bytes) -> bytes:
        """Sign the digest of Z ‖ message; return DER."""
        key = parse_scalar(private)
        while True:
            try:
                return encode_signature(*sign_with_nonce(key, signed, _fresh_nonce()))
            except KeyRefused:
                continue

    def verify_digest(self, public: bytes, signed: bytes, signature: bytes) -> bool:
        """Say whether a DER signature over a digest is this key's."""
        try:
            r, s = parse_signature(signature)
            point = parse_point(public)
        except (DerRefused, KeyRefused):
            return False
        t = (r + s) % N
        if t == 0:
            return False
        total = _add(_times_base(s), _times(point, t))
        if total[2] == 0:
            return False
        return (int.from_bytes(signed, "big") + _affine(total)[0]) % N == r

    def encrypt(self, public: bytes, plaintext: bytes) -> bytes:
        """Encrypt to a public key; return C1 ‖ C3 ‖ C2 in DER."""
        point = parse_point(public)
        while True:
            try:
                return encrypt_with_nonce(point, plaintext, _fresh_nonce()).encode()
            except KeyRefused:
                continue

    def decrypt(self, private: bytes, ciphertext: bytes) -> bytes:
        """Open a ciphertext made by ``encrypt``."""
        parsed = Ciphertext.parse(ciphertext)
        shared = _affine(_times(parsed.point, parse_scalar(private)))
        plaintext = _masked(shared, parsed.masked)
        if not hmac.compare_digest(_check(shared, plaintext), parsed.check):
            raise CiphertextRefused("this SM2 ciphertext is altered or meant for another key")
        return plaintext


def sign_with_nonce(private: int, signed: bytes, nonce: int) -> tuple[int, int]:
    """Sign a digest with a given nonce (GB/T 32918.2 §6.1); for vectors, and for ``sign_digest``.

    Raises:
        KeyRefused: this nonce gives no signature; the next one will.
    """
    x, _ = _affine(_times_base(nonce))
    r = (int.from_bytes(signed, "big") + x) % N
    s = pow(1 + private, -1, N) * (nonce - r * private) % N
    if 0 in (r, s, (r + nonce) % N):
        raise KeyRefused("a nonce that gives no signature")
    return r, s


def encrypt_with_nonce(public: _Affine, plaintext: bytes, nonce: int) -> Ciphertext:
    """Encrypt with a given nonce (GB/T 32918.4 §6.1); for vectors, and for ``encrypt``.

    Raises:
        KeyRefused: the mask is all zero; the next nonce will do.
    """
    shared = _affine(_times(public, nonce))
    if not any(_mask(shared, len(plaintext))):
        raise KeyRefused("a nonce whose mask is all zero")
    masked = _masked(shared, plaintext)
    return Ciphertext(_affine(_times_base(nonce)), _check(shared, plaintext), masked)


def _fresh_nonce() -> int:
    return secrets.randbelow(N - 1) + 1


def _mask(shared: _Affine, size: int) -> bytes:
    seed = encode_point(*shared)[1:]
    blocks = (
        digest(seed + counter.to_bytes(4, "big"), algorithm=Algorithm.SM3)
        for counter in range(1, size // SIZE + 2)
    )
    return b"".join(blocks)[:size]


def _masked(shared: _Affine, text: bytes) -> bytes:
    mask = int.from_bytes(_mask(shared, len(text)), "big")
    return (int.from_bytes(text, "big") ^ mask).to_bytes(len(text), "big")


def _check(shared: _Affine, plaintext: bytes) -> bytes:
    encoded = encode_point(*shared)
    return digest(encoded[1:33] + plaintext + encoded[33:], algorithm=Algorithm.SM3)


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    delta, gamma = z * z % P, y * y % P
    beta = x * gamma % P
    alpha = 3 * (x - delta) * (x + delta) % P
    doubled_x = (alpha * alpha - 8 * beta) % P
    doubled_y = (alpha * (4 * beta - doubled_x) - 8 * gamma * gamma) % P
    return doubled_x, doubled_y, 2 * y * z % P


def _add(left: _Jacobian, right: _Jacobian) -> _Jacobian:
    if left[2] == 0:
        return right
    if right[2] == 0:
        return left
    x1, y1, z1 = left
    x2, y2, z2 = right
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * zz2 % P, x2 * zz1 % P
    s1, s2 = y1 * z2 * zz2 % P, y2 * z1 * zz1 % P
    h, slope = (u2 - u1) % P, (s2 - s1) % P
    if h == 0:
        return _INFINITY if slope else _double(left)
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (slope * slope - hhh - 2 * v) % P
    return x3, (slope * (v - x3) - s1 * hhh) % P, z1 * z2 * h % P


def _affine(point: _Jacobian) -> _Affine:
    x, y, z = point
    inverse = pow(z, -1, P)
    square = inverse * inverse % P
    return x * square % P, y * square * inverse % P


@functools.cache
def _base_table() -> tuple[tuple[_Jacobian, ...], ...]:
    """Tabulate digit · 16^place · G, so that a multiple of G is 64 additions."""
    rows: list[tuple[_Jacobian, ...]] = []
    step: _Jacobian = (GX, GY, 1)
    for _ in range(SIZE * 8 // _COMB_BITS):
        row: list[_Jacobian] = [_INFINITY]
        for _ in range(15):
            row.append(_add(row[-1], step))
        rows.append(tuple(_flat(point) for point in row))
        step = _add(row[-1], step)
    return tuple(rows)


def _flat(point: _Jacobian) -> _Jacobian:
    return point if point[2] == 0 else (*_affine(point), 1)


def _times_base(scalar: int) -> _Jacobian:
    total = _INFINITY
    for row in _base_table():
        total = _add(total, row[scalar & 15])
        scalar >>= _COMB_BITS
    return total


def _times(point: _Affine, scalar: int) -> _Jacobian:
    once: _Jacobian = (*point, 1)
    twice = _double(once)
    odd = [once]
    for _ in range(2 ** (_WINDOW - 2) - 1):
        odd.append(_add(odd[-1], twice))
    total = _INFINITY
    for digit in reversed(list(_signed_digits(scalar))):
        total = _double(total) if total[2] else total
        if digit > 0:
            total = _add(total, odd[digit // 2])
        elif digit < 0:
            x, y, z = odd[-digit // 2]
            total = _add(total, (x, P - y, z))
    return total


def _signed_digits(scalar: int) -> Iterator[int]:
    """Spell a scalar in width-5 non-adjacent form, lowest digit first."""
    full, half = 2**_WINDOW, 2 ** (_WINDOW - 1)
    while scalar:
        digit = 0
        if scalar & 1:
            digit = scalar % full
            digit -= full if digit >= half else 0
            scalar -= digit
        yield digit
        scalar >>= 1
