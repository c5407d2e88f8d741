"""Protecting a value of a row: sealed under its domain's data key, bound to table, column and row."""

from __future__ import annotations

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, transaction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.keys.models import DataKey
from lucai.platform.records import system_access
from lucai.platform.vault.keeping import PLATFORM, unwrap, wrap
from lucai.platform.vault.ports import VaultFailed

IDENTITY, DISCLOSURES = "identity", "disclosures"
"""Domains: what people sign in with; who blew a whistle."""

DOMAINS = (IDENTITY, DISCLOSURES, PLATFORM)
KEY, NONCE, NUMBER = 32, 12, 4
FORM = b"\x01"


def protect(domain: str, place: str, plain: bytes) -> bytes:
    """Seal a value for its place (``table.column.row``); nowhere else it opens."""
    row = _newest(domain)
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_opened(domain, row.number, row.wrapped)).encrypt(
        nonce, plain, _bound(domain, place)
    )
    return FORM + row.number.to_bytes(NUMBER, "big") + nonce + sealed


def reveal(domain: str, place: str, sealed: bytes) -> bytes:
    """Open a value at its place.

    Raises:
        VaultFailed: tampered with, moved from another row, or its key is gone.
    """
    start = len(FORM) + NUMBER
    number = int.from_bytes(sealed[len(FORM) : start], "big")
    row = DataKey.objects.seen_by(SYSTEM).filter(domain=domain, number=number).first()
    if not sealed.startswith(FORM) or row is None:
        raise VaultFailed("没有打开这项内容的密钥。")
    nonce, body = sealed[start : start + NONCE], sealed[start + NONCE :]
    try:
        return AESGCM(_opened(domain, number, row.wrapped)).decrypt(
            nonce, body, _bound(domain, place)
        )
    except InvalidTag as error:
        raise VaultFailed("这项内容被改动过，或者不属于这一行。") from error


def protect_text(domain: str, place: str, plain: str) -> str:
    """Seal a text for a text column."""
    return base64.b64encode(protect(domain, place, plain.encode())).decode("ascii")


def reveal_text(domain: str, place: str, sealed: str) -> str:
    """Open a text; as :func:`reveal`."""
    try:
        octets = base64.b64decode(sealed, validate=True)
    except ValueError as error:
        raise VaultFailed("这不是受保护的内容。") from error
    return reveal(domain, place, octets).decode()


def _newest(domain: str) -> DataKey:
    rows = DataKey.objects.seen_by(SYSTEM).filter(domain=domain)
    return rows.order_by("-number").first() or _first(domain)


def _first(domain: str) -> DataKey:
    """Make a domain's first key, unless another process was faster."""
    wrapped = wrap(domain, secrets.token_bytes(KEY), place_of(domain, 1))
    row = DataKey(
        domain=domain, number=1, made_at=clock.now(), wrapped=base64.b64encode(wrapped).decode()
    )
    try:
        with transaction.atomic(), system_access("data keys"):
            row.save(force_insert=True)
    except IntegrityError:
        return _newest(domain)
    return row


def place_of(domain: str, number: int) -> str:
    """Return the place a data key is bound to."""
    return f"data_key.wrapped.{domain}.{number}"


@lru_cache(maxsize=64)
def _opened(domain: str, number: int, wrapped: str) -> bytes:
    """Open a data key once a process; the device need not be asked for every value."""
    return unwrap(base64.b64decode(wrapped), place_of(domain, number))


def _bound(domain: str, place: str) -> bytes:
    return f"{domain}|{place}".encode()
