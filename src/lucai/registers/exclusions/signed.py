"""The penalty that is made public or lifted."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, subject
from lucai.registers.exclusions.selectors import exclusion_seen


def penalty(viewer: Viewer, number: str, step: str) -> Subject:
    """Return a record as the first person entered it."""
    del step
    card = exclusion_seen(viewer, number).card
    lines = (
        ("当事人", f"{card.party_name}（{card.party_code}）"),
        ("处罚", card.sentence),
        ("处罚决定", f"{card.authority}　{card.decision_number}"),
        ("解除的理由", card.lift_reason),
    )
    return subject("处罚记录", card, lines, without=("standing",))
