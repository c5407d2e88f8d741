"""客观分: a formula as data gives the points for a figure that a bidder states and a panel verifies. Pure.

As JSON: ``measure`` (what is counted), ``unit``, ``kind``, and for ``each`` ``step``, ``points``
and ``over``; for ``reach`` and ``within`` ``tiers`` of ``at`` and ``points``, the best first.
Numbers are decimal texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lucai.law.status import LawRefuses
from lucai.law.wording import plain

EACH, REACH, WITHIN = "each", "reach", "within"
NONE = Decimal(0)
SIGNS = {REACH: "≥", WITHIN: "≤"}


@dataclass(frozen=True, slots=True)
class Tier:
    """So many points for a figure that reaches ``at``, or stays within it."""

    at: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """How a figure becomes points; never more than ``most``, nothing where no figure is given.

    ``each``: ``per`` points for every whole ``step`` above ``over``. ``reach`` and ``within``:
    the points of the best tier that the figure reaches, or stays within.
    """

    measure: str
    unit: str
    kind: str
    most: Decimal
    step: Decimal = Decimal(1)
    per: Decimal = NONE
    over: Decimal = NONE
    tiers: tuple[Tier, ...] = ()

    def points(self, figure: Decimal | None) -> Decimal:
        """Return the points for a figure."""
        if figure is None:
            return NONE
        if self.kind == EACH:
            return min(self._steps(figure) * self.per, self.most)
        reached = (tier.points for tier in self.tiers if self._holds(tier, figure))
        return min(max(reached, default=NONE), self.most)

    @property
    def words(self) -> str:
        """The formula as a sentence says it."""
        if self.kind != EACH:
            parts = [
                f"{SIGNS[self.kind]} {self.shown(t.at)}得 {plain(t.points)} 分" for t in self.tiers
            ]
            return f"{self.measure}{'，'.join(parts)}，其余不得分"
        above = f"超过 {self.shown(self.over)}的部分，" if self.over else ""
        return (
            f"{self.measure}{above}每 {self.shown(self.step)}得 {plain(self.per)} 分，"
            f"最高 {plain(self.most)} 分"
        )

    def shown(self, figure: Decimal | None) -> str:
        """Return a figure with its unit."""
        return "未填报" if figure is None else f"{plain(figure)} {self.unit}"

    def _steps(self, figure: Decimal) -> Decimal:
        return max(figure - self.over, NONE) // self.step

    def _holds(self, tier: Tier, figure: Decimal) -> bool:
        return figure >= tier.at if self.kind == REACH else figure <= tier.at


def read_formula(data: Mapping[str, object] | None, most: Decimal) -> Formula | None:
    """Read a formula that was kept; None where the members mark the factor themselves.

    Raises:
        LawRefuses: it is no formula.
    """
    if not data:
        return None
    try:
        return _read(data, most)
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise LawRefuses("客观分的算法（formula）无法识别。") from error


def read_figure(text: object) -> Decimal | None:
    """Read a stated or verified figure; an empty one is none.

    Raises:
        LawRefuses: it is no number.
    """
    if text in (None, ""):
        return None
    try:
        figure = Decimal(str(text))
    except InvalidOperation as error:
        raise LawRefuses(f"“{text}”不是数字。") from error
    if not figure.is_finite():
        raise LawRefuses(f"“{text}”不是数字。")
    return figure


def marks_by_formula(
    scores: Mapping[str, object],
    figures: Mapping[str, Mapping[str, object]],
    criteria: Sequence[Mapping[str, object]],
    who: str,
) -> dict[str, list[str]]:
    """Return every factor's marks, those of a formula computed from the verified figures.

    Raises:
        LawRefuses: a mark that was kept is not what the formula gives.
    """
    marks = {str(key): _texts(given) for key, given in scores.items()}
    for criterion in criteria:
        key, most = str(criterion["key"]), Decimal(str(criterion["weight"]))
        formula = read_formula(_mapping(criterion.get("formula")), most)
        if formula is None or key not in figures:
            continue
        found = [formula.points(read_figure(one)) for one in _texts(figures[key].get("found", []))]
        if key in marks and [Decimal(mark) for mark in marks[key]] != found:
            raise LawRefuses(f"{who}的“{criterion.get('name', key)}”的评分不是按算法从数据算出的。")
        marks[key] = [plain(one) for one in found]
    return marks


def _texts(given: object) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list | tuple) else [str(given)]


def _mapping(value: object) -> Mapping[str, object] | None:
    return value if isinstance(value, Mapping) else None


def _read(data: Mapping[str, object], most: Decimal) -> Formula:
    measure, unit, kind = str(data["measure"]), str(data["unit"]), str(data["kind"])
    if kind == EACH:
        step = Decimal(str(data["step"]))
        if step <= 0:
            raise LawRefuses("客观分的算法（formula）中，每一级应当大于零。")
        per, over = Decimal(str(data["points"])), Decimal(str(data["over"]))
        return Formula(measure, unit, kind, most, step, per, over)
    if kind not in SIGNS:
        raise LawRefuses("客观分的算法（formula）无法识别。")
    rows = data["tiers"]
    if not isinstance(rows, list | tuple):
        raise LawRefuses("客观分的算法（formula）无法识别。")
    tiers = tuple(Tier(Decimal(str(row["at"])), Decimal(str(row["points"]))) for row in rows)
    return Formula(measure, unit, kind, most, tiers=tiers)
