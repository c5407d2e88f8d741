"""What the published document says about judging, as an evaluation keeps it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from lucai.law.formulas import Formula, read_figure, read_formula
from lucai.stages.trade.evaluations.ranking import (
    OBJECTIVE,
    PRICE,
    SUBJECTIVE,
    Factor,
    Terms,
)

WHOLE = 10_000
"""Ratios are kept in 万分之一."""
HUNDREDTHS = 100

GENERAL = {
    "number": "T1",
    "kind": "general",
    "name": "实质性响应",
    "text": "投标文件按要求签署，没有附加采购人不能接受的条件，没有法律、法规和招标文件规定的其他无效情形",
    "substantive": True,
    "evidence": "",
}
"""Checked in every procurement, whatever the document lists (财政部令第87号 第六十三条)."""


TECHNICAL = "technical"


class Part(StrEnum):
    """The whole of a bid, what is judged with its bidder's name, what is judged without."""

    WHOLE = "whole"
    OPEN = "open"
    DARK = "dark"

    def holds(self, *, dark: bool) -> bool:
        """Whether something dark, or not, belongs to it."""
        return self is Part.WHOLE or (self is Part.DARK) == dark


@dataclass(frozen=True, slots=True)
class Check:
    """A requirement to be checked; ``proven``: records show that it is broken, passing needs a reason."""

    number: str
    kind: str
    name: str
    text: str
    evidence: str
    proven: bool = False


AGREED = "JOI"
AGREEMENT = Check(
    AGREED, "qualification", "联合协议",
    "联合协议由联合体各方签署，载明各方承担的工作和义务；有同类资质的各方承担相同工作的，按资质等级较低的认定。",
    "联合协议",
)  # fmt: skip
"""What is checked of every consortium besides (政府采购法 art 24, 条例 art 22)."""


RELATED = "REL"


def relation(facts: Sequence[str]) -> tuple[Check, ...]:
    """Return what is checked of a bidder whom records tie to another one of the lot (条例 art 18)."""
    if not facts:
        return ()
    name = "与其他投标人的负责人、控股、管理关系"
    return (Check(RELATED, "qualification", name, "".join(facts), "", proven=True),)


def for_members(
    checks: tuple[Check, ...], members: Sequence[Mapping[str, Any]]
) -> tuple[Check, ...]:
    """Return what is checked of a bidder: of a consortium every requirement of every member.

    Each member of a consortium meets the conditions itself, and all have signed the agreement
    (政府采购法 第二十四条).
    """
    if not members:
        return checks
    each = (
        replace(check, number=f"{check.number}/{place}", name=f"{check.name}（{member['name']}）")
        for check in checks
        for place, member in enumerate(members, 1)
    )
    return (*each, AGREEMENT)


def requirement_of(number: str) -> str:
    """Return the requirement behind a check of one member."""
    return number.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a subjective factor; the range in hundredths of a point."""

    name: str
    least: int
    most: int
    standard: str

    @property
    def range(self) -> str:
        """The range in points: 8～10."""
        return f"{points(self.least)}～{points(self.most)}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A scoring factor; ``weight`` in hundredths of a point."""

    number: int
    kind: str
    kind_label: str
    name: str
    weight: int
    standard: str
    bands: tuple[Band, ...]
    formula: Formula | None = None

    @property
    def points(self) -> str:
        """The full marks."""
        return points(self.weight)

    @property
    def is_objective(self) -> bool:
        """Whether all members must give the same."""
        return self.kind == OBJECTIVE

    def worth(self, figure: str) -> int:
        """Return what the system gives for a figure, in hundredths of a point."""
        if not self.formula:
            return 0
        return int(self.formula.points(read_figure(figure)) * HUNDREDTHS)

    def band(self, name: str) -> Band | None:
        """Return a band by name."""
        return next((band for band in self.bands if band.name == name), None)


@dataclass(frozen=True, slots=True)
class Judging:
    """The terms of one evaluation, read.

    ``by_panel``: the panel checks qualification together with compliance, not the organiser;
    ``two_suppliers``: the plan's case is one in which two are enough;
    ``prequalified``: bidders were reviewed before, which is not repeated (条例 art 21);
    ``related``: bid → what the registers prove of its ties to the others (GP-QUA-03);
    ``dark``: the technical part is judged without names: its requirements, subjective factors.
    """

    qualification: tuple[Check, ...]
    compliance: tuple[Check, ...]
    criteria: tuple[Criterion, ...]
    on: date
    sme_rate: Decimal | None
    sme_joint_rate: Decimal | None
    domestic_applies: bool
    low_ratios: tuple[Decimal, ...]
    tie_rule: str
    information_system: bool
    by_panel: bool = False
    two_suppliers: bool = False
    prequalified: bool = False
    dark: bool = False
    related: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def qualified_by(self, code: str, members: Sequence[Mapping[str, Any]]) -> tuple[Check, ...]:
        """Return what the organiser checks of a bid."""
        checks = for_members(self.qualification, members)
        return checks if self.by_panel else (*checks, *relation(self.related.get(code, ())))

    def checks_of(self, part: Part, code: str = "") -> tuple[Check, ...]:
        """Return what members check in a part of a bid, by its own code."""
        checks = tuple(c for c in self.compliance if part.holds(dark=c.kind == TECHNICAL))
        named = self.by_panel and part is not Part.DARK
        return (*checks, *relation(self.related.get(code, ()))) if named else checks

    def of_panel(self, code: str) -> tuple[Check, ...]:
        """Return what the panel decides of a whole bid."""
        return self.checks_of(Part.WHOLE, code)

    def marked_of(self, part: Part) -> tuple[Criterion, ...]:
        """Return what members mark in a part of a bid."""
        return tuple(c for c in self.marked if part.holds(dark=c.kind == SUBJECTIVE))

    @property
    def marked(self) -> tuple[Criterion, ...]:
        """The factors that members mark."""
        return tuple(c for c in self.criteria if c.kind != PRICE)

    @property
    def price_weight(self) -> int:
        """The price's points in hundredths."""
        return sum(c.weight for c in self.criteria if c.kind == PRICE)

    def criterion(self, number: int) -> Criterion | None:
        """Return a factor that members mark."""
        return next((c for c in self.marked if c.number == number), None)

    def for_ranking(self, *, object_kind: str, method: str, tie_seed: str = "") -> Terms:
        """The terms as the ranking takes them."""
        return Terms(
            object_kind=object_kind,
            method=method,
            on=self.on,
            factors=tuple(
                Factor(
                    number=c.number, kind=c.kind, name=c.name, weight=c.weight, formula=c.formula
                )
                for c in self.criteria
            ),
            sme_rate=self.sme_rate,
            sme_joint_rate=self.sme_joint_rate,
            domestic_applies=self.domestic_applies,
            tie_rule=self.tie_rule,
            tie_seed=tie_seed,
            information_system=self.information_system,
        )


def judging(terms: Mapping[str, Any]) -> Judging:
    """Read kept terms."""
    prequalified = terms.get("prequalified", False)
    checks = [_check(row) for row in terms["requirements"] if _is_checked(row)]
    if prequalified:
        checks = [check for check in checks if check.kind != "qualification"]
    rate, joint = terms["smeRate"], terms.get("smeJointRate")
    by_panel = terms.get("byPanel", False)
    return Judging(
        qualification=tuple(c for c in checks if c.kind == "qualification" and not by_panel),
        compliance=tuple(c for c in checks if c.kind != "qualification" or by_panel),
        criteria=tuple(_criterion(row) for row in terms["criteria"]),
        on=date.fromisoformat(terms["on"]),
        sme_rate=None if rate is None else Decimal(rate) / WHOLE,
        sme_joint_rate=None if joint is None else Decimal(joint) / WHOLE,
        domestic_applies=terms["domesticApplies"],
        low_ratios=tuple(Decimal(ratio) / WHOLE for ratio in terms["lowPriceRatios"]),
        tie_rule=terms["tieRule"],
        information_system=terms["informationSystem"],
        by_panel=by_panel,
        two_suppliers=terms.get("twoSuppliers", False),
        prequalified=prequalified,
        dark=terms.get("dark", False),
        related=terms.get("related", {}),
    )


def points(hundredths: int) -> str:
    """Show hundredths of a point as points without idle zeros: 1250 → 12.5."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def _is_checked(row: Mapping[str, Any]) -> bool:
    return row["kind"] == "qualification" or row["substantive"]


def _check(row: Mapping[str, Any]) -> Check:
    return Check(row["number"], row["kind"], row["name"], row["text"], row["evidence"])


def _criterion(row: Mapping[str, Any]) -> Criterion:
    return Criterion(
        number=row["number"],
        kind=row["kind"],
        kind_label=row["kindLabel"],
        name=row["name"],
        weight=row["weight"],
        standard=row["standard"],
        bands=tuple(Band(**band) for band in row["bands"]),
        formula=read_formula(row.get("formula"), Decimal(row["weight"]) / HUNDREDTHS),
    )
