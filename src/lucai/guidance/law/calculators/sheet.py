"""One calculator as a page shows it: the form as typed, the answer, the address to pass on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from lucai.guidance.law.calculators.answers import Shown, show
from lucai.guidance.law.calculators.catalogue import Calculator
from lucai.guidance.law.calculators.choices import ChoiceGroup, choices_of, groups_of
from lucai.guidance.law.calculators.pasting import read_offers
from lucai.guidance.law.calculators.questions import OfferLine
from lucai.kernel import clock
from lucai.law.ask import answer
from lucai.platform.web.fields import PATTERN_ROW, FormField
from lucai.platform.web.forms import Form, read_values
from lucai.platform.web.rows import ADD, REMOVE, len_of, with_row, without_row

FIRST_ROWS = 3
TABLE, FILL = "table", "fill"
_DATES = ("date", "from")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of what was asked, for paper."""

    label: str
    value: str


@dataclass(slots=True)
class Sheet:
    """Everything a calculator's page shows."""

    calculator: Calculator
    form: Form[Any]
    shown: Shown | None = None
    refusal: str = ""

    @property
    def fields(self) -> list[FormField]:
        """The single controls."""
        controls = [self.form.field(name) for name in _names(self.calculator)]
        for control in controls:
            # A select that has a value offers no empty choice.
            control.required = control.required or (
                control.kind == "select" and bool(control.value)
            )
        return controls

    @property
    def groups(self) -> dict[str, list[ChoiceGroup]]:
        """The choices under headings, by field."""
        return groups_of(self.calculator.ask, clock.today())

    @property
    def rows(self) -> list[list[FormField]]:
        """The controls of the repeated rows."""
        if not self.calculator.rows:
            return []
        count = max(FIRST_ROWS, len_of(self.form.values, self.calculator.rows))
        return [self.row(str(n)) for n in range(count)]

    def row(self, place: str = PATTERN_ROW) -> list[FormField]:
        """Return the controls of one row, or of the pattern for new ones."""
        return [
            self.form.field(f"{self.calculator.rows}.{place}.{name}")
            for name in OfferLine.model_fields
        ]

    @property
    def query(self) -> str:
        """The question as an address says it: only what was filled in."""
        known, rows = set(_names(self.calculator)), f"{self.calculator.rows}."
        said = ((n, v) for n, v in self.form.values.items() if n in known or n.startswith(rows))
        return urlencode({name: value for name, value in said if value})

    @property
    def asked(self) -> list[Asked]:
        """What was asked, in words; the rows stand in the answer's table."""
        return [Asked(f.label, said) for f in self.fields if (said := self._said(f))]

    def _said(self, field: FormField) -> str:
        groups = self.groups.get(field.name, [])
        labels = dict(field.choices) | {k: label for g in groups for k, label in g.choices}
        if field.kind == "checkbox":
            return "是" if field.value else ""
        return labels.get(field.value, field.value) if field.value else ""


def empty_sheet(calculator: Calculator) -> Sheet:
    """Return a calculator before anything was asked; days begin with today."""
    today = clock.today().isoformat()
    values = {name: today for name in _names(calculator) if name in _DATES}
    return Sheet(calculator, _with_choices(calculator, Form(calculator.schema, values)))


def pressed_row_button(typed: Mapping[str, str]) -> bool:
    """Tell whether a button for one row more or less was pressed."""
    return ADD in typed or REMOVE in typed


def reshaped_sheet(calculator: Calculator, typed: Mapping[str, str]) -> Sheet:
    """Return a calculator with a row more or less and everything else as typed."""
    values = {name: value for name, value in typed.items() if name not in {ADD, REMOVE}}
    if typed.get(ADD):
        values = with_row(values, typed[ADD])
    elif typed.get(REMOVE):
        values = without_row(values, typed[REMOVE])
    form = Form(calculator.schema, values, bound=True)
    return Sheet(calculator, _with_choices(calculator, form))


def answered_sheet(calculator: Calculator, typed: Mapping[str, str]) -> Sheet:
    """Return a calculator with the law's answer, or what is wrong at its field."""
    form = _with_choices(calculator, read_values(calculator.schema, typed))
    sheet = Sheet(calculator, form)
    if not form.ok:
        return sheet
    found = answer({"ask": calculator.ask, **calculator.question(form.data)})
    if "error" in found:
        sheet.refusal = str(found["error"])
    else:
        sheet.shown = show(calculator.ask, found)
    return sheet


def pasted_sheet(calculator: Calculator, typed: Mapping[str, str]) -> Sheet:
    """Return a calculator whose rows come from a pasted table, or what could not be read."""
    kept = {n: v for n, v in typed.items() if not n.startswith(f"{calculator.rows}.")}
    found = read_offers(typed[TABLE])
    if found.problems:
        form = _with_choices(calculator, Form(calculator.schema, dict(typed), bound=True))
        form.problems[TABLE] = "；".join(found.problems[:5])
        return Sheet(calculator, form)
    for button in (TABLE, FILL):
        kept.pop(button, None)
    form = Form(calculator.schema, {**kept, **found.values}, bound=True)
    return Sheet(calculator, _with_choices(calculator, form))


def _with_choices(calculator: Calculator, form: Form[Any]) -> Form[Any]:
    form.choices = choices_of(calculator.ask)
    return form


def _names(calculator: Calculator) -> list[str]:
    """Return the names of the form's single fields, as the form posts them."""
    return [
        info.alias or name
        for name, info in calculator.schema.model_fields.items()
        if name != calculator.rows
    ]
