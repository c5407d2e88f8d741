"""The envelopes of a lot that stayed closed at its opening, and whose fault that is."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.decryptions.selectors import suppliers_withdrawn
from lucai.stages.trade.sealing.selectors import live_envelopes

CULPRITS = {
    "platform": "平台",
    "holder": "密钥份额持有方",
    "bidder": "投标人",
    "absent-holder": "没有释放份额的持有方",
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
    rows = live_envelopes(SYSTEM, project_number, lot_number)
    shut = [row for row in rows if row.state == "shut" and row.fault]
    names = suppliers_withdrawn(viewer, project_number) if shut else {}
    return tuple(
        Unopened(
            row.sm3,
            names.get(row.code, ""),
            CULPRITS[row.fault["culprit"]],
            _said(str(row.fault["what"])),
        )
        for row in shut
    )


def _said(what: str) -> str:
    """Say what the trust core says in English; its own words are in the verification package."""
    return "投标文件与封标时的承诺不符，打不开" if what.isascii() else what
