"""Reading the contracts of lots that were reserved for small firms, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.stages.contract.contracts.models import Contract


@dataclass(frozen=True, slots=True)
class ReservedContract:
    """A signed contract on a reserved lot; ``amount`` in 分."""

    number: str
    title: str
    plan_number: str
    buyer_name: str
    supplier_name: str
    amount: int
    sme: bool
    small: bool
    published: bool


def reserved_contracts(viewer: Viewer, year: int, *, path: str) -> tuple[ReservedContract, ...]:
    """List the contracts that a branch of units signed in a year on reserved lots, oldest first."""
    rows = _signed_in(viewer, year).filter(buyer_path__startswith=path).order_by("signed_at", "pk")
    return tuple(map(_line, rows))


def branches_with_reserved(viewer: Viewer, year: int) -> frozenset[str]:
    """Return the paths of the units that signed contracts on reserved lots in a year."""
    rows = _signed_in(viewer, year).order_by().values_list("buyer_path", flat=True).distinct()
    return frozenset(rows)


def _signed_in(viewer: Viewer, year: int) -> Any:
    first, after = _bounds(year)
    rows = Contract.objects.seen_by(viewer).filter(sme_reserved=True, signed_at__gte=first)
    return rows.filter(signed_at__lt=after).exclude(state="rescinded")


def _bounds(year: int) -> Iterator[datetime]:
    return map(clock.moment, (date(year, 1, 1), date(year + 1, 1, 1)))


def _line(row: Contract) -> ReservedContract:
    return ReservedContract(
        row.number, row.title, row.plan_number, row.buyer_name, row.supplier_name, row.amount,
        row.payee_is_sme, row.payee_is_small, row.published_at is not None,
    )  # fmt: skip
