"""Shamir's sharing over GF(256) with the polynomial 0x11b, byte by byte.

The coefficients are the caller's: a sealed bid derives them from the secret itself, so that
whoever has the secret can compute every share again (``schedule``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lucai_trust.errors import ShareRefused

MOST_SHARES = 255
_REDUCTION = 0x11B


def _tables() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Tabulate powers of the generator 3 and their logarithms."""
    powers, logarithms, value = [0] * 510, [0] * 256, 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logarithms[value] = exponent
        value ^= value << 1
        value ^= _REDUCTION if value > 0xFF else 0
    return tuple(powers), tuple(logarithms)


_POWERS, _LOGARITHMS = _tables()


def multiply(left: int, right: int) -> int:
    """Multiply in GF(256)."""
    if left == 0 or right == 0:
        return 0
    return _POWERS[_LOGARITHMS[left] + _LOGARITHMS[right]]


def divide(left: int, right: int) -> int:
    """Divide in GF(256); the divisor is not zero."""
    if left == 0:
        return 0
    return _POWERS[_LOGARITHMS[left] + 255 - _LOGARITHMS[right]]


def share(secret: bytes, coefficients: Sequence[bytes], index: int) -> bytes:
    """Return ``secret + Σ coefficient_j · index^j``, each byte by itself.

    Raises:
        ShareRefused: the index is not 1 to 255, or a coefficient is of another length.
    """
    if not 1 <= index <= MOST_SHARES:
        raise ShareRefused(f"a share has an index from 1 to {MOST_SHARES}")
    if any(len(each) != len(secret) for each in coefficients):
        raise ShareRefused("coefficients are as long as the secret")
    value = bytes(len(secret))
    # Horner's scheme, from the highest coefficient down to the secret.
    for each in (*reversed(coefficients), secret):
        value = bytes(multiply(old, index) ^ new for old, new in zip(value, each, strict=True))
    return value


def combine(shares: Mapping[int, bytes]) -> bytes:
    """Return the secret that these shares, by index, were made from.

    With fewer shares than the threshold the answer is a secret, but not the one.

    Raises:
        ShareRefused: none, of different lengths, or with an index out of range.
    """
    lengths = {len(value) for value in shares.values()}
    if len(lengths) != 1 or not all(1 <= index <= MOST_SHARES for index in shares):
        raise ShareRefused("shares have indices from 1 to 255 and one length")
    secret = bytes(lengths.pop())
    for index, value in shares.items():
        weight = _weight_at_zero(index, shares)
        secret = bytes(
            old ^ multiply(byte, weight) for old, byte in zip(secret, value, strict=True)
        )
    return secret


def _weight_at_zero(index: int, among: Mapping[int, bytes]) -> int:
    """Return Lagrange's weight: Π x / (x - index) over the other indices x."""
    weight = 1
    for other in among:
        if other != index:
            weight = multiply(weight, divide(other, other ^ index))
    return weight
