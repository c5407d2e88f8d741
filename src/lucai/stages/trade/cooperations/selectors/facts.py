"""What the rules are told about a cooperation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.calendar import beijing_day
from lucai.law.cooperation_rules import CandidateFacts, CooperationFacts
from lucai.law.innovation_rules import ChoiceFacts, FirstPurchaseFacts
from lucai.stages.trade.cooperations.models import Cooperation, Response, research_amount
from lucai.stages.trade.cooperations.ports import research_of
from lucai.stages.trade.cooperations.schemas import ResponseIn
from lucai.stages.trade.cooperations.selectors.rows import (
    JUDGED_IN,
    RESEARCH,
    applicants_of,
    opinions_of,
    responses_of,
)

REQUIRED = {
    "goal": "最低研发目标", "scene": "应用场景", "qualification": "供应商资格要求",
    "rights": "知识产权权属、利益分配和使用", "acceptance": "验收方法和验收标准",
    "upgrade": "迭代升级服务要求", "risk": "研发风险和管控措施",
}  # fmt: skip
FIRST, FINAL = 1, 2


def _unsigned(row: Cooperation) -> tuple[str, ...]:
    """Name by their places who has not signed what the group is about, or found last."""
    stage = next((name for name, state in JUDGED_IN.items() if state == row.state), RESEARCH)
    found = opinions_of(SYSTEM, row.number_of_project, stage)
    return tuple(f"{one.place} 号" for one in found if one.state != "signed")


def facts_of(viewer: Viewer, row: Cooperation, **times: Any) -> CooperationFacts:
    """Return a cooperation as its rules read it; before a deadline nobody is counted.

    ``times`` are deadlines about to be set.
    """
    del viewer
    over = row.apply_until is not None and clock.now() >= row.apply_until
    found = applicants_of(SYSTEM, row.project_number) if over else []
    by_state = {state: [o for o in found if o.state == state] for state in
                ("applied", "qualified", "responded")}  # fmt: skip
    found_facts = CooperationFacts(
        missing=tuple(_missing(row)),
        weights=tuple((one["name"], one["points"], one["research"]) for one in row.factors),
        wanted=row.wanted,
        inside=row.inside,
        months=row.months,
        major=row.major,
        most_cost=row.most_cost,
        ratio=row.part,
        incentive=row.incentive,
        research_budget=row.research_budget,
        announced_on=row.published_at and beijing_day(row.published_at),
        notice_until=row.notice_until,
        apply_until=row.apply_until,
        unsigned=_unsigned(row),
        group=tuple(one["role"] for one in row.group),
        applicants=sum(one.state != "withdrawn" for one in found),
        unjudged=tuple(one.supplier_name for one in by_state["applied"] if not one.finding),
        qualified=sum(one.finding == "yes" for one in by_state["applied"]),
        first_on=row.file_at and beijing_day(row.file_at),
        first_until=row.first_until,
        unheard=tuple(one.supplier_name for one in by_state["responded"]),
        final_on=row.final_at and beijing_day(row.final_at),
        final_until=row.final_until,
        responses=_handed_in(row),
    )
    return replace(found_facts, **times)


def _handed_in(row: Cooperation) -> int:
    """Count what was handed in for the round whose deadline is over."""
    round_ = FINAL if row.final_at else FIRST
    until = row.final_until if row.final_at else row.first_until
    if until is None or clock.now() < until:
        return 0
    found = responses_of(SYSTEM, row.project_number, round_)
    return sum(one.state != "withdrawn" for one in found)


def _missing(row: Cooperation) -> list[str]:
    found = [label for name, label in REQUIRED.items() if not row.terms.get(name)]
    numbers = {
        "合同期限": row.months, "研发阶段": row.stages, "首购数量": row.quantity,
        "首购最高限制单价": row.price_ceiling, "评审因素": row.factors,
    }  # fmt: skip
    return [*found, *(label for label, value in numbers.items() if not value)]


def response_facts(
    viewer: Viewer, row: Cooperation, form: ResponseIn | None = None
) -> CandidateFacts:
    """Return a response as its rules read it; without a form what can be said before."""
    del viewer
    closes = row.final_until if row.final_at else row.first_until
    return CandidateFacts(
        most_cost=row.most_cost,
        cost=form.cost if form else row.most_cost,
        months=form.months if form else row.months,
        most_months=row.months,
        price=form.price if form else row.price_ceiling,
        ceiling=row.price_ceiling,
        inside=form.inside if form else True,
        closes_at=closes,
    )


def choice_facts(viewer: Viewer, row: Cooperation, count: int | None = None) -> ChoiceFacts:
    """Return who would be chosen: the first so many of the ranking."""
    del viewer
    taken = row.ranking[: min(row.wanted, len(row.ranking)) if count is None else count]
    return ChoiceFacts(
        wanted=row.wanted,
        candidates=len(row.ranking),
        chosen=tuple(range(1, (len(taken) if count is None else count) + 1)),
        amounts=sum(research_amount(row, one["cost"]) for one in taken),
        budget=row.research_budget,
    )


def first_facts(
    viewer: Viewer, row: Cooperation, unscored: tuple[str, ...] | None = None, amount: int = 0
) -> FirstPurchaseFacts:
    """Return the products that may be bought first, as the research contracts tell."""
    del viewer
    found = {one.supplier_id: one for one in research_of(row.project_number)}
    chosen = [
        o for o in applicants_of(SYSTEM, row.project_number)
        if o.state in {"selected", "contracted"}
    ]  # fmt: skip
    passed = [
        one.supplier_name for one in chosen
        if (known := found.get(one.supplier_id)) and known.passed
    ]  # fmt: skip
    return FirstPurchaseFacts(
        under_way=tuple(
            one.supplier_name
            for one in chosen
            if not (known := found.get(one.supplier_id)) or not known.over
        ),
        passed=tuple(passed),
        unscored=() if unscored is None else unscored,
        amount=amount,
        budget=row.purchase_budget,
    )


def final_responses(viewer: Viewer, row: Cooperation) -> list[Response]:
    """Return the opened final responses that count."""
    found = responses_of(viewer, row.project_number, FINAL)
    return [one for one in found if one.state == "opened"]
