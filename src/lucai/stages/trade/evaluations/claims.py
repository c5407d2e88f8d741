"""What a bidder states for an objective factor, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.stages.trade.bids.selectors import BidSheet
from lucai.stages.trade.evaluations.citing import Cited, cited
from lucai.stages.trade.evaluations.terms import Criterion, points


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """What a bidder states for a factor that the system scores, and what that is worth."""

    measure: str
    unit: str
    stated: str
    worth: str
    words: str
    evidence: str
    page: Cited | None


def claim_shown(criterion: Criterion, content: BidSheet) -> ClaimShown | None:
    """Return what is stated for a factor that the system scores; None where members mark it."""
    if not criterion.formula:
        return None
    told = next((one for one in content.claims if one.number == criterion.number), None)
    figure, evidence = (told.figure, told.evidence) if told else ("", "")
    return ClaimShown(
        measure=criterion.formula.measure,
        unit=criterion.formula.unit,
        stated=figure,
        worth=points(criterion.worth(figure)),
        words=criterion.formula.words,
        evidence=evidence,
        page=cited(evidence, content.files),
    )
