"""A read table as a form: what can be taken, what the clerk has to complete, what to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lucai.kernel import money
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form
from lucai.platform.web.rows import len_of, without_row
from lucai.stages.plan.intentions.reading import ImportReport
from lucai.stages.plan.intentions.schemas import IntentionTable

KEPT = ("number", "unit", "title", "demand", "amount", "expected_month", "sme_reserved", "remark")
TYPED = KEPT[2:]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One project of the table; ``amount`` in 分, None while it cannot be read.

    ``fields`` are those to be completed, the rest travels hidden.
    """

    index: int
    number: str
    unit: str
    title: str
    demand: str
    amount: int | None
    expected_month: str
    sme_reserved: bool
    hidden: list[FormField]
    fields: list[FormField]
    faulty: bool


@dataclass(frozen=True, slots=True)
class ImportTable:
    """The page between reading and taking in."""

    ready: list[TableRow]
    faulty: list[TableRow]
    notes: list[FormField]
    units: list[tuple[str, int]]
    foreign: bool
    total: int
    refusal: str

    @property
    def count(self) -> int:
        """How many projects there are."""
        return len(self.ready) + len(self.faulty)


def values_of(report: ImportReport) -> dict[str, str]:
    """Return what was read under the names of the form."""
    values = {f"notes.{place}": note for place, note in enumerate(report.notes)}
    for place, row in enumerate(report.rows):
        values |= {f"rows.{place}.{name}": str(getattr(row, name)) for name in KEPT}
    return values


def only_unit(values: Mapping[str, str], unit: str) -> dict[str, str]:
    """Keep the projects of one unit."""
    kept = {name: value for name, value in values.items() if name not in {"only", "own"}}
    for place in reversed(range(len_of(values, "rows"))):
        if values.get(f"rows.{place}.unit") != unit:
            kept = without_row(kept, f"rows.{place}")
    return kept


def shown(form: Form[IntentionTable], own_name: str) -> ImportTable:
    """Return the table as its page shows it: faulty lines to complete, the others at a glance."""
    rows = [_row(form, place) for place in range(len_of(form.values, "rows"))]
    ready = [row for row in rows if not row.faulty]
    units: dict[str, int] = {}
    for row in rows:
        if row.unit:
            units[row.unit] = units.get(row.unit, 0) + 1
    return ImportTable(
        ready=ready,
        faulty=[row for row in rows if row.faulty],
        notes=[form.field(f"notes.{place}") for place in range(len_of(form.values, "notes"))],
        units=sorted(units.items()),
        foreign=bool(set(units) - {own_name}),
        total=sum(row.amount or 0 for row in ready),
        refusal=form.problems.get("own") or form.problems.get("rows") or "",
    )


def _row(form: Form[IntentionTable], place: int) -> TableRow:
    start = f"rows.{place}."
    said = {name: form.values.get(start + name, "") for name in KEPT}
    typed = [name for name in TYPED if start + name in form.problems]
    return TableRow(
        index=place,
        number=said["number"],
        unit=said["unit"],
        title=said["title"],
        demand=said["demand"],
        amount=_fen(said["amount"]),
        expected_month=said["expected_month"],
        sme_reserved=said["sme_reserved"] == "yes",
        hidden=[form.field(start + name, kind="hidden") for name in KEPT if name not in typed],
        fields=[form.field(start + name) for name in typed],
        faulty=bool(typed),
    )


def _fen(text: str) -> int | None:
    try:
        return money.parse_yuan(text)
    except ValueError:
        return None
