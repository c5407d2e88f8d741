"""Protecting a value of a row: sealed under its domain's data key, bound to table, column and row."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
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

IDENTITY, DISCLOSURES, MARKS = "identity", "disclosures", "marks"
"""Domains: what people sign in with; who blew a whistle; what members score before all have."""

DOMAINS = (IDENTITY, DISCLOSURES, MARKS, PLATFORM)
KEY, NONCE, NUMBER = 32, 12, 4
FORM = b"\x01"


def protect(domain: str, place: str, plain: bytes) -> bytes:
    """Seal a value for its place (``table.column.row``); nowhere else it opens."""
    return protector(domain)(place, plain)


def protector(domain: str) -> Callable[[str, bytes], bytes]:
    """Return what seals values for their places under the domain's newest key, asked for once."""
    row = _newest(domain)
    key = AESGCM(_opened(domain, row.number, row.wrapped))
    head = FORM + row.number.to_bytes(NUMBER, "big")

    def sealed(place: str, plain: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return head + nonce + key.encrypt(nonce, plain, _bound(domain, place))

    return sealed


def reveal(domain: str, place: str, sealed: bytes) -> bytes:
    """Open a value at its place.

    Raises:
        VaultFailed: tampered with, moved from another row, or its key is gone.
    """
    return reveal_all(domain, {place: sealed})[place]


def reveal_all(domain: str, sealed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Open many values, each at its place, and ask for the domain's keys once.

    Raises:
        VaultFailed: as for one.
    """
    rows = DataKey.objects.seen_by(SYSTEM).filter(domain=domain)
    keys = {row.number: AESGCM(_opened(domain, row.number, row.wrapped)) for row in rows}
    return {place: _plain(keys, domain, place, body) for place, body in sealed.items()}


def _plain(keys: Mapping[int, AESGCM], domain: str, place: str, sealed: bytes) -> bytes:
    start = len(FORM) + NUMBER
    key = keys.get(int.from_bytes(sealed[len(FORM) : start], "big"))
    if not sealed.startswith(FORM) or key is None:
        raise VaultFailed("没有打开这项内容的密钥。")
    try:
        return key.decrypt(
            sealed[start : start + NONCE], sealed[start + NONCE :], _bound(domain, place)
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
