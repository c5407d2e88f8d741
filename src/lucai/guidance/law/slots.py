"""A slot: a number that the law leaves to a region, with the words pages use for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.guidance.law import wording
from lucai.guidance.law.values import number_of
from lucai.law.parameters import (
    Parameter,
    ParameterSheet,
    RuleSheet,
    local_slots,
    parameter,
)
from lucai.law.regions import regions
from lucai.law.status import NoSuchRule, NotInForce

_LEVELS = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter that the law leaves to a region."""

    sheet: RuleSheet
    spec: ParameterSheet

    @property
    def key(self) -> tuple[str, str]:
        """Rule and name."""
        return self.sheet.id, self.spec.name

    @property
    def title(self) -> str:
        """What it is called."""
        return wording.name_of(self.sheet, self.spec)

    @property
    def href(self) -> str:
        """Its page."""
        return f"/law/local/{self.sheet.id}/{self.spec.name}/"

    def shown(self, value: str) -> str:
        """Write a kept value with its unit."""
        return wording.value_of(number_of(value, self.spec.unit), self.spec.unit)

    def concerns(self, region: str) -> bool:
        """Tell whether a region has units of the slot's level: a county has no provincial ones."""
        level = next((level for level in _LEVELS if self.spec.name.endswith(level)), "")
        return not level or _LEVELS.index(level) >= _LEVELS.index(regions()[region].level)

    def in_force(self, region: str, on: date) -> Parameter | None:
        """Return what the law says in a region on a day."""
        try:
            return parameter(*self.key, on=on, region=region)
        except (NotInForce, NoSuchRule):
            return None


def all_slots() -> tuple[Slot, ...]:
    """Return every slot in the order of the rule book."""
    return tuple(Slot(sheet, spec) for sheet, spec in local_slots())
