"""Reading corrections of a framework's documents, and what a correction may change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.documents.leads import PlacedText
from lucai.stages.trade.documents.parts import PartDifference
from lucai.stages.trade.documents.timing import deadline_after_change
from lucai.stages.trade.frameworks.amending import amendable
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkMember,
    FrameworkPackage,
)
from lucai.stages.trade.frameworks.scope import REVIEWED_AS
from lucai.stages.trade.frameworks.selectors.rows import framework_row, open_call
from lucai.stages.trade.frameworks.selectors.shapes import Correction


def corrections_of(viewer: Viewer, row: FrameworkAgreement) -> tuple[Correction, ...]:
    """Return the published corrections of a framework in hand, newest first."""
    del viewer
    return tuple(_correction(one) for one in reversed(row.corrections))


def amendable_texts(viewer: Viewer, number: str) -> list[PlacedText]:
    """List the texts that a correction may replace: none once anybody is admitted.

    Raises:
        NotFound: there is no such framework, or the viewer may not see it.
    """
    row = framework_row(viewer, number)
    if FrameworkMember.objects.seen_by(SYSTEM).filter(framework=row).exists():
        return []
    packages = FrameworkPackage.objects.seen_by(viewer).filter(framework=row).order_by("number")
    return amendable(row.terms, packages.values_list("number", "name", "requirement"))


def needed_deadline(viewer: Viewer, number: str) -> datetime | None:
    """Return to when a correction made today puts the deadline off; None: time is enough, or none.

    Raises:
        NotFound: there is no such framework, or the viewer may not see it.
    """
    try:
        call = open_call(viewer, framework_row(viewer, number))
    except NotFound:
        return None
    return deadline_after_change(REVIEWED_AS, call.response_deadline)


def _correction(one: dict[str, Any]) -> Correction:
    changes = tuple(PartDifference(*change) for change in one.get("changes", ()))
    old, until = (_moment(one.get(name, "")) for name in ("old", "until"))
    at = datetime.fromisoformat(one["at"])
    return Correction(one["round"], one["text"], at, changes, old, until)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
