"""The calendar of warranties: what was accepted, until when its faults are mended for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.records.paging import SIZE, Page
from lucai.stages.acceptance.acceptances.models import Acceptance

SOON_DAYS = 60
"""How long before its end a warranty stands out."""


@dataclass(frozen=True, slots=True)
class WarrantyLine:
    """The warranty of what one acceptance accepted."""

    contract_number: str
    contract_title: str
    acceptance_number: int
    buyer_name: str
    supplier_name: str
    accepted_on: date | None
    until: date

    @property
    def href(self) -> str:
        """Where faults of it are reported."""
        return f"/contracts/{self.contract_number}/warranty/"

    @property
    def days_left(self) -> int:
        """Days until it ends; below 0: it has."""
        return (self.until - clock.today()).days

    @property
    def status(self) -> str:
        """Where it stands, in words."""
        if self.days_left < 0:
            return "已到期"
        return "即将到期" if self.days_left <= SOON_DAYS else "在保"


def warranty_page(
    viewer: Viewer, *, words: str = "", status: str = "", after: str = ""
) -> Page[WarrantyLine]:
    """List warranties, those that end soonest first; ``status``: running, soon or over."""
    rows = Acceptance.objects.seen_by(viewer).filter(warranty_until__isnull=False)
    if words:
        rows = rows.filter(
            Q(contract_title__icontains=words)
            | Q(contract_number__startswith=words)
            | Q(buyer_name__icontains=words)
            | Q(supplier_name__icontains=words)
        )
    rows = _narrowed(rows, status)
    day, _, pk = after.partition("_")
    if pk.isdigit() and _is_day(day):
        rows = rows.filter(Q(warranty_until__gt=day) | Q(warranty_until=day, pk__gt=int(pk)))
    found = list(rows.order_by("warranty_until", "pk")[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    following = f"{last.warranty_until}_{last.pk}" if last else ""
    return Page([_line(row) for row in found[:SIZE]], following, first=not after)


def warranties_of(viewer: Viewer, contract_number: str) -> list[WarrantyLine]:
    """List the warranties of a contract, acceptance by acceptance."""
    rows = Acceptance.objects.seen_by(viewer).filter(
        contract_number=contract_number, warranty_until__isnull=False
    )
    return [_line(row) for row in rows.order_by("number")]


def _narrowed(rows: Any, status: str) -> Any:
    today = clock.today()
    match status:
        case "running":
            return rows.filter(warranty_until__gte=today)
        case "soon":
            end = today + timedelta(days=SOON_DAYS)
            return rows.filter(warranty_until__gte=today, warranty_until__lte=end)
        case "over":
            return rows.filter(warranty_until__lt=today)
    return rows


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _line(row: Acceptance) -> WarrantyLine:
    return WarrantyLine(
        row.contract_number, row.contract_title, row.number, row.buyer_name, row.supplier_name,
        row.accepted_on, row.warranty_until or date.max,
    )  # fmt: skip
