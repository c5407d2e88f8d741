"""客观分 by formula: what a figure is worth, and a replay that takes no mark on trust."""

from decimal import Decimal
from typing import Any

import pytest

from lucai.law.formulas import read_figure, read_formula
from lucai.law.replay import score_file
from lucai.law.status import LawRefuses

CERTS = {"measure": "证书", "unit": "项", "kind": "each", "step": "1", "points": "2", "over": "0"}
YEARS = {"measure": "质保期", "unit": "年", "kind": "each", "step": "1", "points": "1", "over": "3"}
SPEED = {
    "measure": "响应时间", "unit": "小时", "kind": "within",
    "tiers": [{"at": "2", "points": "5"}, {"at": "4", "points": "3"}],
}  # fmt: skip
UPTIME = {
    "measure": "可用率", "unit": "%", "kind": "reach",
    "tiers": [{"at": "99.9", "points": "6"}, {"at": "99", "points": "2.5"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "figure", "points"),
    [
        (CERTS, "", "0"), (CERTS, "0", "0"), (CERTS, "2.9", "4"), (CERTS, "3", "6"), (CERTS, "99", "6"),
        (YEARS, "3", "0"), (YEARS, "3.99", "0"), (YEARS, "5", "2"),
        (SPEED, "", "0"), (SPEED, "2", "5"), (SPEED, "2.01", "3"), (SPEED, "4.01", "0"),
        (UPTIME, "99.9", "6"), (UPTIME, "99.8999", "2.5"), (UPTIME, "98", "0"),
    ],
)  # fmt: skip
def test_a_figure_is_worth_what_the_formula_says_and_never_more_than_the_factor(
    formula: dict[str, Any], figure: str, points: str
) -> None:
    found = read_formula(formula, Decimal(6))
    assert found is not None
    assert found.points(read_figure(figure)) == Decimal(points)


def file_of(found: list[str], marks: list[str] | None) -> dict[str, Any]:
    """An evaluation with one factor that the system scores."""
    criteria = [{"key": "2", "name": "证书", "weight": "6", "objective": True, "formula": CERTS},
                {"key": "3", "name": "方案", "weight": "54", "objective": False}]  # fmt: skip
    offers = [
        {
            "bidder": "TB1", "name": "示例1", "price": "100.00", "micro": False, "smeRate": None,
            "domestic": None, "domesticCostShare": None,
            "scores": {"3": ["50", "50"], **({"2": marks} if marks else {})},
            "figures": {"2": {"stated": "4", "found": found}},
        }
    ]  # fmt: skip
    return {"date": "2026-03-02", "object": "goods", "method": "open", "weight": "40",
            "criteria": criteria, "offers": offers}  # fmt: skip


@pytest.mark.parametrize("marks", [None, ["4", "4"]])
def test_the_command_line_computes_objective_marks_from_the_published_figures(
    marks: list[str] | None,
) -> None:
    assert score_file(file_of(["2", "2"], marks))["totals"] == {"TB1": "94.00"}


def test_a_mark_that_does_not_follow_from_its_figure_is_refused() -> None:
    assert "不是按算法" in score_file(file_of(["2", "2"], ["6", "6"]))["error"]


def test_figures_on_which_members_differ_are_refused_as_objective_marks_that_differ() -> None:
    assert "应当一致" in score_file(file_of(["2", "3"], None))["error"]


@pytest.mark.parametrize("change", [{"kind": "other"}, {"step": "0"}, {"points": "两"}])
def test_what_is_no_formula_is_refused_in_words(change: dict[str, str]) -> None:
    with pytest.raises(LawRefuses, match="算法"):
        read_formula({**CERTS, **change}, Decimal(6))
