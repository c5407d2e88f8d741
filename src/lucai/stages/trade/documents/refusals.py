"""What the law refuses of a draft's sections, as a sentence at each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.law import notice_rules
from lucai.law import tender_rules as law
from lucai.law.planning_rules import intention_is_published_early_enough
from lucai.law.verdicts import Verdict
from lucai.stages.trade.documents.cards import DocumentCard
from lucai.stages.trade.documents.facts import (
    notice_facts,
    qualification_scored,
)
from lucai.stages.trade.documents.schemas import CriterionIn, RequirementIn, TermsIn
from lucai.stages.trade.documents.wording import WHOLE
from lucai.stages.trade.projects.intentions import intention_facts
from lucai.stages.trade.projects.selectors import ProjectCard


def scored_qualifications(lines: Sequence[RequirementIn], scored: Sequence[str]) -> dict[str, str]:
    """Name the qualification items that are scored as well (GP-QUA-07)."""
    return {
        f"rows.{index}.name": f"“{line.name}”已列为评审因素，资格条件不得作为评审因素"
        for index, line in enumerate(lines)
        if line.kind == "qualification" and qualification_scored(line.name, scored)
    }


def wrong_criteria(
    card: DocumentCard,
    names: Sequence[str],
    lines: Sequence[CriterionIn],
    unscored: str = "",
) -> dict[str, str]:
    """Name factors that repeat qualification items, and weights that are not lawful.

    ``unscored`` says why the price is no factor here.
    """
    problems = {
        f"rows.{index}.name": f"“{line.name}”已列为资格条件，不得再作为评审因素"
        for index, line in enumerate(lines)
        if line.kind != "price" and qualification_scored(line.name, names)
    }
    return {**problems, **_wrong_weights(card, lines, unscored)}


def _wrong_weights(
    card: DocumentCard, lines: Sequence[CriterionIn], unscored: str
) -> dict[str, str]:
    weights = tuple(line.weight for line in lines)
    prices = [index for index, line in enumerate(lines) if line.kind == "price"]
    facts = law.SolicitationFacts(
        object=card.object_kind,
        method=card.method,
        budget=0,
        weights=weights,
        price_weight=sum((weights[i] for i in prices), Decimal()) if prices else None,
        information_system=card.information_system,
        price_unscored=unscored,
    )
    now, last = clock.now(), max(len(lines) - 1, 0)
    price_field = f"rows.{prices[0] if prices else last}.weight"
    found = (
        (f"rows.{last}.weight", law.weights_sum_to_full_score(facts, now)),
        (price_field, notice_rules.price_weight_is_lawful(facts, now)),
        (price_field, notice_rules.information_system_weight_is_exact(facts, now)),
    )
    return _messages(found)


def wrong_terms(
    card: DocumentCard, project: ProjectCard, content: TermsIn, ratios: list[int]
) -> dict[str, str]:
    """Name securities above their cap, and rates and ratios outside the law."""
    now = clock.now()
    found = []
    for index, bond in enumerate(content.bonds):
        facts = law.SolicitationFacts(
            object=card.object_kind, budget=project.lot(bond.lot).budget, bond=bond.amount
        )
        found.append((f"bonds.{index}.amount", law.bond_is_within_cap(facts, now)))
    open_lots = [lot for lot in project.lots if not lot.sme_reserved]
    facts = law.SolicitationFacts(
        object=card.object_kind,
        budget=project.budget,
        low_price_ratios=tuple(Decimal(share) / WHOLE for share in ratios),
        sme_rate=None if content.sme_rate is None else content.sme_rate / 100,
        sme_joint_rate=None if content.sme_joint_rate is None else content.sme_joint_rate / 100,
        reserved_for_sme=not open_lots,
    )
    found.append(("sme_rate", law.sme_rate_is_lawful(facts, now)))
    found.append(("sme_joint_rate", law.sme_joint_rate_is_lawful(facts, now)))
    found.append(("low_avg", law.low_price_ratios_are_lawful(facts, now)))
    return _messages(found)


def wrong_dates(
    card: DocumentCard, project: ProjectCard, changes: Mapping[str, Any]
) -> dict[str, str]:
    """Name dates that come too early."""
    planned = replace(card, **changes)
    at = max(clock.now(), clock.moment(changes["notice_on"]))
    facts = notice_facts(planned, changes["notice_on"])
    intention = intention_is_published_early_enough(intention_facts(project), at)
    found = [("notice_on", intention)]
    if facts:
        found += [
            ("available_until", notice_rules.documents_are_available_long_enough(facts, at)),
            ("bid_deadline", notice_rules.response_period_is_long_enough(facts, at)),
        ]
    problems = _messages(found)
    if changes["bid_deadline"] < changes["available_until"]:
        problems.setdefault("available_until", "招标文件获取截止时间不能晚于投标截止时间")
    return problems


def _messages(found: Sequence[tuple[str, Verdict]]) -> dict[str, str]:
    """Return field → sentence with the calculation, for what the law refuses."""
    return {
        name: verdict.message
        + ("计算：" + "".join(verdict.calculation) if verdict.calculation else "")
        for name, verdict in found
        if not verdict.holds
    }
