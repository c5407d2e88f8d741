"""What every draw by ``lucai-draw/1`` is made of: its hash, who may give chance to it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lucai_trust.draw import nonce_commitment
from lucai_trust.draw_record import PLATFORM, Absent, Party
from lucai_trust.envelope import Signature
from lucai_trust.errors import TrustError
from lucai_trust.verifier.certificates import Certificate

HASH = "sha256"
PARTIES = {
    "agency": "代理机构", "buyer": "采购人", "supervisor": "财政监管", "platform": "平台",
}  # fmt: skip
"""Who can give chance to a draw. The platform always does; it draws for nobody else."""
NOT_ASKED = "抽取时没有等待各方提交随机数"


def fresh_party(name: str, fresh: Callable[[], str]) -> dict[str, str]:
    """Return a nonce with its blinding and commitment, in hexadecimal, as tables keep it."""
    nonce, blinding = fresh(), fresh()
    commitment = nonce_commitment(bytes.fromhex(nonce), bytes.fromhex(blinding), HASH)
    return {"id": name, "nonce": nonce, "blinding": blinding, "commitment": commitment.hex()}


def not_asked(names: Sequence[str]) -> list[dict[str, str]]:
    """Return how a draw that waits for nobody names those who could have given a nonce."""
    return [{"id": name, "why": NOT_ASKED} for name in names]


def party_of(stored: Mapping[str, Any], entry: int) -> Party:
    """Return a stored party as the record has it."""
    return Party(
        id=stored["id"],
        nonce=bytes.fromhex(stored["nonce"]),
        blinding=bytes.fromhex(stored["blinding"]),
        commitment=bytes.fromhex(stored["commitment"]),
        entry=entry,
        signed=Signature.of(stored["signed"]) if "signed" in stored else None,
    )


def absent_of(
    absent: Sequence[Mapping[str, str]], parties: Sequence[Mapping[str, Any]]
) -> tuple[Absent, ...] | None:
    """Return who gave no chance; None for draws of before that was kept."""
    told = tuple(Absent(one["id"], one["why"]) for one in absent)
    unsigned = any("signed" not in one for one in parties if one["id"] != PLATFORM)
    return None if unsigned else told


def said_of(party: Party) -> str:
    """Say who drew a nonce."""
    if party.id == PLATFORM:
        return "平台产生"
    if party.signed is None:
        return "由平台代为产生"
    try:
        return f"{Certificate.parse(party.signed.certificates[0]).name}签名提交"
    except TrustError:
        return "签名的证书读不了"
