"""Padding that hides how long a thing is: Padmé's sizes, and not less than 4 KiB.

Padmé (Nikitin and others, 2019) lets at most log log n bits of a size through and costs at most
12 per cent.
"""

from __future__ import annotations

SMALLEST = 4096


def padded_size(size: int) -> int:
    """Return the size that a content of this size is padded to."""
    if size <= SMALLEST:
        return SMALLEST
    exponent = size.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (size + mask) & ~mask


def is_padded_size(size: int) -> bool:
    """Say whether a size is one that padding gives."""
    return size == padded_size(size)
