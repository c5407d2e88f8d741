"""What a mark has to say, and what it is worth. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from lucai.law.formulas import read_figure
from lucai.law.wording import plain
from lucai.stages.trade.evaluations.schemas import CONFIRMED, CORRECTED, CorrectionIn, ScoreIn
from lucai.stages.trade.evaluations.terms import HUNDREDTHS, Criterion


class Claiming(Protocol):
    """A bid with the figures it states, by the number of the factor."""

    claims: dict[str, str]


def problems_of(form: ScoreIn, factor: Criterion, bid: Claiming) -> dict[str, str]:
    """Say what is wrong with a mark: outside its range, or without the reason it needs."""
    if factor.formula:
        return _figure_problems(form, factor, bid)
    if form.points is None:
        return {"points": "请填写得分"}
    problems: dict[str, str] = {}
    given, band = _hundredths(form.points), factor.band(form.band)
    if given > factor.weight:
        problems["points"] = f"不能超过满分 {factor.points} 分"
    if factor.bands and not band:
        problems["band"] = "请先选择评分档"
    elif band and not band.least <= given <= band.most:
        problems["points"] = f"“{band.name}”档的得分应当在 {band.range} 之间"
    if not factor.is_objective and not form.reason:
        problems["reason"] = "请写明评分理由"
    return problems


def correction_problems(form: CorrectionIn, factor: Criterion) -> dict[str, str]:
    """Say what is wrong with a correction of a mark."""
    if factor.formula:
        return (
            {} if form.figure is not None else {"figure": "请填写核实后的数据，没有有效数据的填 0"}
        )
    if form.points is None:
        return {"points": "请填写更正后的得分"}
    over = _hundredths(form.points) > factor.weight
    return {"points": f"不能超过满分 {factor.points} 分"} if over else {}


def figure_of(form: ScoreIn, factor: Criterion, bid: Claiming) -> str:
    """Return the figure a member verified: the stated one where it was confirmed."""
    if not factor.formula:
        return ""
    return stated(bid, factor) if form.band == CONFIRMED else spelt(form.figure)


def mark_of(factor: Criterion, points: Decimal | None, figure: str) -> int:
    """Return a mark in hundredths of a point: as it was given, or as the formula has it."""
    return factor.worth(figure) if factor.formula else _hundredths(points or Decimal(0))


def stated(bid: Claiming, factor: Criterion) -> str:
    """Return what the bidder stated; empty: nothing."""
    return bid.claims.get(str(factor.number), "")


def spelt(figure: Decimal | None) -> str:
    """Return a figure as the published inputs have it."""
    return "" if figure is None else plain(figure)


def _figure_problems(form: ScoreIn, factor: Criterion, bid: Claiming) -> dict[str, str]:
    if form.band == CONFIRMED:
        return {}
    if form.band != CORRECTED:
        return {"band": "请选择“确认”或者“更正”"}
    problems: dict[str, str] = {}
    if form.figure is None:
        problems["figure"] = "请填写核实后的数据，没有有效数据的填 0"
    elif form.figure == read_figure(stated(bid, factor)):
        problems["figure"] = "与投标人填报的数据相同，请选择“确认”"
    if not form.reason:
        problems["reason"] = "更正投标人填报的数据，请写明理由"
    return problems


def _hundredths(points: Decimal) -> int:
    return int(points * HUNDREDTHS)
