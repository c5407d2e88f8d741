"""Claims of verification packages that do not hold, and were sealed all the same by decision. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lucai.stages.archive.packages.judging import faults_of
from lucai_trust.archive.verify import Check


@dataclass(frozen=True, slots=True)
class Excepted:
    """Claims that do not hold, who decided to seal the file all the same, and why."""

    claims: tuple[str, ...]
    reason: str
    name: str
    at: datetime
    edition: int

    def told(self) -> dict[str, object]:
        """What the journal keeps of it."""
        return {"claims": list(self.claims), "reason": self.reason, "name": self.name}


def unproven_of(proofs: Iterable[Check], exceptions: Sequence[Excepted]) -> tuple[str, ...]:
    """Name the claims that do not hold and of which nobody has decided yet."""
    decided = {claim for one in exceptions for claim in one.claims}
    return tuple(fault for fault in faults_of(proofs) if fault not in decided)


def decided_upon(proofs: Sequence[Check], exceptions: Sequence[Excepted]) -> list[Check]:
    """Return the checks of claims with what was decided: it is told, and is no alarm any more."""
    return [_told(check, exceptions) for check in proofs]


def _told(check: Check, exceptions: Sequence[Excepted]) -> Check:
    if check.holds or unproven_of([check], exceptions):
        return check
    own = set(faults_of([check]))
    who = next(one for one in exceptions if own & set(one.claims))
    said = f"不成立，归档时由{who.name}作例外（{who.reason}）：{'；'.join(check.problems)}"
    return replace(check, problems=(), note=f"{said}。{check.note}" if check.note else said)
