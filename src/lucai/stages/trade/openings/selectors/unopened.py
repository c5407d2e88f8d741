"""The envelopes of a lot that stayed closed at its opening, and whose fault that is."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.decryptions.selectors import suppliers_withdrawn
from lucai.stages.trade.sealing.selectors.faults import ShutEnvelope, shut_envelopes

CULPRITS = {
    "platform": "平台",
    "holder": "密钥份额持有方",
    "bidder": "投标人",
    "absent-holder": "没有释放份额的持有方",
}
REASONS = {
    "platform": "平台保存的内容与回执不一致，打不开",
    "holder": "持有方释放的份额与封标时的承诺不符，打不开",
    "bidder": "投标文件与封标时的承诺不符，打不开",
    "absent-holder": "释放的份额不够，打不开",
}


@dataclass(frozen=True, slots=True)
class Unopened:
    """One of them, by its fingerprint; ``name`` where its header opened: else that is inside."""

    sm3: str
    name: str
    culprit: str
    why: str


def unopened_in(viewer: Viewer, project_number: str, lot_number: int) -> tuple[Unopened, ...]:
    """List them for everybody who hears what was read out."""
    shut = shut_envelopes(SYSTEM, project_number, lot_number)
    names = suppliers_withdrawn(viewer, project_number) if shut else {}
    return tuple(
        Unopened(one.sm3, names.get(one.code, ""), _culprit(one), _said(one)) for one in shut
    )


def _culprit(one: ShutEnvelope) -> str:
    """Name whose fault it is; holders by their organisations."""
    kind = CULPRITS[one.culprit]
    return f"{kind}（{'、'.join(one.holders)}）" if one.holders else kind


def _said(one: ShutEnvelope) -> str:
    """Say what the trust core says in English; its own words are in the verification package."""
    return REASONS[one.culprit] if one.what.isascii() else one.what
