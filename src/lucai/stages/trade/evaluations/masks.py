"""Codes under which dark parts of bids are judged: drawn, so that they point to nobody."""

from __future__ import annotations

from lucai.kernel import chance

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 4


def drawn_masks(count: int) -> list[str]:
    """Draw so many different codes."""
    found: list[str] = []
    while len(found) < count:
        mask = _drawn()
        if mask not in found:
            found.append(mask)
    return found


def _drawn() -> str:
    """Draw a code; with two bytes a sign none of them is noticeably likelier than another."""
    bits = bytes.fromhex(chance.token_hex(2 * LENGTH))
    numbers = (int.from_bytes(bits[at : at + 2]) for at in range(0, len(bits), 2))
    return "".join(SIGNS[number % len(SIGNS)] for number in numbers)
