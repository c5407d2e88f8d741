"""兼中: where the document lets a supplier win so many lots and no more, in the lots' order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM
from lucai.stages.trade.awards.models import Award
from lucai.stages.trade.documents.selectors import document_card


@dataclass(frozen=True, slots=True)
class LotLimit:
    """What the limit means for one lot now.

    ``waits_for`` are lots that come before and are not decided yet, ``full`` the ranks of
    candidates that have won as many lots before this one as a supplier may.
    """

    most: int | None = None
    waits_for: tuple[str, ...] = ()
    full: frozenset[int] = frozenset()

    @property
    def reason(self) -> str:
        """Why candidates are passed over, as the decision says it."""
        return f"采购文件规定每家最多中标 {self.most} 个包，排名在前的候选人已中标 {self.most} 个包"


def lot_limit(row: Award) -> LotLimit:
    """Return what the document's limit means for a lot; without one nothing."""
    most = document_card(SYSTEM, row.project_number).most_lots
    if most is None:
        return LotLimit()
    rows = Award.objects.seen_by(SYSTEM).filter(project_number=row.project_number)
    before = list(rows.filter(lot_number__lt=row.lot_number).exclude(state="annulled"))
    won = Counter(one.supplier_id for one in before if one.supplier_id)
    return LotLimit(
        most,
        tuple(f"包 {one.lot_number}" for one in before if one.state == "deciding"),
        frozenset(c["rank"] for c in row.candidates if won[c["supplierId"]] >= most),
    )
