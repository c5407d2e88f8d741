"""A seal service for demonstration and tests (模拟对接).

It makes a seal, marked as simulated, for every organisation it is asked about, and keeps the keys in
a folder of its own. It puts one on for nobody who has not signed for it: the order carries an act
that the organisation's own certificate signed, and the service checks that itself. Only the
demonstration's story, in which nobody has a certificate yet, does without (``asks=False``).
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lucai.platform.signatures.ports import OfferedSeal, SealOrder, SealRefused
from lucai_trust.envelope import Signature
from lucai_trust.errors import TrustError

if TYPE_CHECKING:
    from lucai.platform.signatures.sealing import OwnSeal

PURPOSE = "电子印章（模拟）"
KEYS = Path("seal-service")


class SimulatedSealService:
    """Keeps seals as a service would."""

    name = "统一电子印章系统（模拟对接）"

    def __init__(self, *, asks: bool = True) -> None:
        self._asks = asks

    def offer(self, order: SealOrder, at: datetime) -> OfferedSeal:
        """Look at an order."""
        del at
        self._demand(order)
        own = _seal_of(order)
        return OfferedSeal(own.name, own.appearance, own.room)

    def put(self, order: SealOrder, digest: bytes, *, over: str, at: datetime) -> bytes:
        """Stamp a digest; the order is looked at anew."""
        self._demand(order)
        return _seal_of(order).put(digest, at, over=over)

    def _demand(self, order: SealOrder) -> None:
        if not self._asks:
            return
        if order.request is None:
            raise SealRefused(f"没有收到{order.owner}用数字证书签名的用印申请")
        _demand_own_signature(order)


def _demand_own_signature(order: SealOrder) -> None:
    """Check the request as a stranger would: signature, certificate, and whose it is."""
    from lucai.platform.pki import services  # noqa: PLC0415 - the wiring loads this before the apps
    from lucai.platform.pki.errors import CertificateRefused  # noqa: PLC0415

    assert order.request
    asked = order.request
    try:
        signature = Signature.of(dict(asked.signature))
        verified = services.check_past_signature(signature, asked.statement, asked.at)
    except (TrustError, CertificateRefused) as error:
        raise SealRefused(f"用印申请的证书签名没有通过验证：{error}") from error
    stated = json.loads(asked.statement)["organisation"]
    if stated != order.owner or (verified.uscc and verified.uscc != order.code):
        raise SealRefused(f"用印申请不是{order.owner}签名的")


def _seal_of(order: SealOrder) -> OwnSeal:
    # What seals takes as long to load as all of Django; a server starts without.
    from lucai.platform.signatures.sealing import own_seal  # noqa: PLC0415

    return own_seal(order.owner, PURPOSE, folder=KEYS)
