"""The browser ranks as the platform does: the same inputs, another program, the same result."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lucai.law import replay
from lucai.stages.trade.evaluations.computing import for_replay, ranking_from, read_inputs
from tests.frontend.engines import Engine

CERTS = {
    "measure": "证书",
    "unit": "项",
    "kind": "each",
    "step": "2",
    "points": "3.25",
    "over": "1",
}
SPEED = {"measure": "时间", "unit": "小时", "kind": "within",
         "tiers": [{"at": "2.5", "points": "20"}, {"at": "4", "points": "7.5"}]}  # fmt: skip
CRITERIA = [
    {"key": "2", "name": "方案", "weight": "10", "objective": False},
    {"key": "3", "name": "参数", "weight": "30", "objective": True},
    {"key": "4", "name": "证书", "weight": "10", "objective": True, "formula": CERTS},
    {"key": "5", "name": "时间", "weight": "20", "objective": True, "formula": SPEED},
]
SERVICE = {"key": "6", "name": "服务", "weight": "30", "objective": False}
"""In the price's place where the law takes it out of the scores."""
MARKS = st.lists(st.integers(0, 1000), min_size=3, max_size=3)

FIGURES = st.sampled_from(["", "0", "1", "2.5", "2.5001", "3", "4", "4.1", "8.9", "99"])


def shown(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@st.composite
def evaluations(draw: st.DrawFn) -> dict[str, Any]:
    """Inputs of every kind: scored with or without the price or by it alone, shares, brands, ties."""
    scored = draw(st.booleans())
    priced = not scored or draw(st.booleans())
    prices = st.integers(5_000, 5_010) if draw(st.booleans()) else st.integers(1, 9_999_999)
    offers = [
        {
            "bidder": f"TB{n}", "name": f"示例{n}", "price": shown(draw(prices)),
            **draw(st.sampled_from([
                {"micro": True, "smeRate": "0.15", "consortiumShare": None},
                {"micro": False, "smeRate": None, "consortiumShare": None},
                {"micro": False, "smeRate": "0.05", "consortiumShare": "0.35"},
                {"micro": False, "smeRate": "0.05", "consortiumShare": "0.2999"},
            ])),
            **draw(st.sampled_from([
                {"domestic": True, "domesticCostShare": None},
                {"domestic": False, "domesticCostShare": None},
                {"domestic": True, "domesticCostShare": "0.79"},
            ])),
            "brand": draw(st.sampled_from(["", "", "x", "y"])),
            "scores": {
                "2": [shown(mark) for mark in draw(MARKS)],
                "3": [shown(draw(st.integers(0, 3000)))] * 3,
                **({} if priced else {"6": [shown(mark) for mark in draw(MARKS)]}),
            } if scored else {},
            "figures": {
                "4": {"stated": "3", "found": [draw(FIGURES)] * 3},
                "5": {"stated": "", "found": [draw(FIGURES)] * 3},
            } if scored else {},
        }
        for n in range(draw(st.integers(2, 6)))
    ]  # fmt: skip
    return {
        "date": str(draw(st.sampled_from([date(2025, 12, 31), date(2026, 3, 2)]))),
        "object": "goods", "method": "open", "weight": "30" if scored and priced else "0" if scored else None,
        "informationSystem": False, "domesticApplies": True,
        "tieRule": draw(st.sampled_from(["draw", "technical"])), "tieSeed": "seed",
        "criteria": [*CRITERIA, *([] if priced else [SERVICE])] if scored else [],
        "offers": offers,
    }  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(inputs=evaluations())
def test_browser_and_command_line_give_every_bid_the_same_scores_and_rank(
    node_engine: Engine, inputs: dict[str, Any]
) -> None:
    found = ranking_from(read_inputs(inputs))
    told = {one["bidder"]: one for one in node_engine.call("replayEvaluation", for_replay(inputs))}
    for bid in found.bids:
        line = told[bid.code]
        assert line["rank"] == bid.rank
        assert line["priceScore"] == ("" if bid.price_score is None else str(bid.price_score))
        assert line["total"] == ("" if bid.total is None else str(bid.total))
    assert {code for code, one in told.items() if one["rank"] is None} == set(found.passed_over)
    told_by_law = replay.score_file(inputs)
    assert told_by_law["ranks"] == {bid.code: bid.rank for bid in found.bids if bid.rank}


def test_what_is_no_evaluation_is_refused_in_words(node_engine: Engine) -> None:
    with pytest.raises(Exception, match=r"."):
        node_engine.call("replayEvaluation", {"offers": [{"price": "abc"}]})
