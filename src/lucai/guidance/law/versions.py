"""One version of a local value as pages, services and the law itself read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from lucai.guidance.law import wording
from lucai.guidance.law.values import number_of
from lucai.law.parameters import Row, rule_sheet
from lucai.law.regions import regions


@dataclass(frozen=True, slots=True)
class Version:
    """A local value with the days it holds, the document it rests on, and who set it."""

    pk: int
    rule: str
    name: str
    region: str
    value: str
    unit: str
    since: date
    until: date | None
    document: str
    illustrative: bool
    withdrawn_at: datetime | None
    reason: str
    organisation: str
    at: datetime

    @classmethod
    def of(cls, row: Any) -> Self:
        """Read a row of the table."""
        return cls(
            row.pk, row.rule, row.name, row.region, row.value, row.unit, row.since, row.until,
            row.document, row.illustrative, row.withdrawn_at, row.reason,
            row.organisation_name, row.at,
        )  # fmt: skip

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return wording.value_of(number_of(self.value, self.unit), self.unit)

    @property
    def place(self) -> str:
        """The region's name."""
        known = regions().get(self.region)
        return known.name if known else self.region

    def as_law(self) -> Row:
        """Return the row as the law counts with it; it rests on the rule's articles as well."""
        return Row(
            self.since, self.until, number_of(self.value, self.unit),
            (*rule_sheet(self.rule).cites, self.document), (), self.region, self.illustrative,
        )  # fmt: skip

    def state(self, today: date) -> tuple[str, str]:
        """Say in a word, with its tone, whether it holds."""
        if self.withdrawn_at:
            return "已撤销", "red"
        if today < self.since:
            return "将生效", "blue"
        if self.until and today > self.until:
            return "已失效", ""
        return "现行", "green"
