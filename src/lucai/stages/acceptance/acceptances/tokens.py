"""The secret half of an invitation's address: derived, never stored."""

from __future__ import annotations

from hmac import compare_digest

from django.utils.crypto import salted_hmac

LENGTH = 32
"""Characters of the token in hexadecimal: 128 bits."""


def token_of(pk: int, salt: str) -> str:
    """Return the token of an invitation; ``salt`` is the random half that its row keeps."""
    mac = salted_hmac("acceptance.invitation", f"{pk}:{salt}", algorithm="sha256")
    return mac.hexdigest()[:LENGTH]


def fits(pk: int, salt: str, token: str) -> bool:
    """Whether a token opens an invitation, compared in constant time."""
    return compare_digest(token_of(pk, salt), token)


def masked_address(address: str) -> str:
    """Return what tells two visitors' addresses apart without keeping them."""
    return salted_hmac("acceptance.visitor", address, algorithm="sha256").hexdigest()[:LENGTH]
