"""Which procurements under way name a supplier."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.stages.trade.projects.models import ProcurementProject

MOST_NAMED = 50


def naming(viewer: Viewer, uscc: str) -> list[str]:
    """Return the numbers of the single-source procurements under way that name a supplier."""
    if not uscc:
        return []
    rows = ProcurementProject.objects.seen_by(viewer).filter(sole_supplier=uscc, state="announced")
    return list(rows.order_by("-pk").values_list("number", flat=True)[:MOST_NAMED])
