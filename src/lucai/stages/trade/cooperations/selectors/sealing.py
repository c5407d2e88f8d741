"""The sealed rounds of a cooperation: what a supplier's browser is given, who verifies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.cooperation_rules import RESPONSE_AT_THE_OPENING
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.cooperations.numbering import LOT, round_number
from lucai.stages.trade.cooperations.schemas import ResponseIn
from lucai.stages.trade.cooperations.selectors.facts import FINAL, FIRST, response_facts
from lucai.stages.trade.cooperations.selectors.rows import cooperation_row, own_response
from lucai.stages.trade.rounds.papers import Limit, Need, paper
from lucai.stages.trade.rounds.reasons import reasons
from lucai.stages.trade.rounds.selectors import (
    RoundCard,
    Thing,
    edition_for,
    round_card,
    round_order,
)


def responding_order(viewer: Viewer, project_number: str, round_: int) -> dict[str, Any]:
    """Return what a supplier's browser needs to seal a response of a round; money in 分.

    Raises:
        NotFound: the round was not called.
    """
    row = cooperation_row(viewer, project_number)
    own = own_response(viewer, project_number, round_)
    order = round_order(
        viewer, round_number(project_number, round_), LOT, title=row.project_title,
        ceiling=row.price_ceiling, held=own.held if own else "",
        things=[Thing("首购产品", str(row.quantity), row.unit)],
        door=f"/rooms/{project_number}/cooperation/respond/",
    )  # fmt: skip
    return {**order, "paper": paper(ResponseIn, limits=_limits(row), needs=_needs(viewer, row))}


def _limits(row: Cooperation) -> list[Limit]:
    return [
        Limit(field="cost", most=row.most_cost, why="可补偿成本超过上限", whole=True),
        Limit(field="months", most=row.months, unit="个月", why="完成研发的时间超过合同期限"),
        Limit(field="price", most=row.price_ceiling, why="首购单价超过最高限制单价"),
    ]


def _needs(viewer: Viewer, row: Cooperation) -> list[Need]:
    """Return what may not be left out, with the sentence of the rule that refuses it."""
    abroad = replace(response_facts(viewer, row), inside=False)
    return [Need(field="inside", why=reasons(RESPONSE_AT_THE_OPENING, abroad, clock.now()))]


def response_round(viewer: Viewer, project_number: str, round_: int) -> RoundCard | None:
    """Return the sealed round of first or final responses; None where it was not called."""
    return round_card(viewer, round_number(project_number, round_), LOT)


def rounds_to_verify(viewer: Viewer, project_number: str) -> dict[int, RoundCard]:
    """Return the rounds that the viewer may verify: the parties all, a supplier those it answered."""
    row = cooperation_row(viewer, project_number)
    found = {
        round_: one
        for round_ in (FIRST, FINAL)
        if (one := response_round(viewer, project_number, round_))
    }
    return {round_: one for round_, one in found.items() if _may_verify(viewer, row, round_)}


def package_edition(viewer: Viewer, project_number: str, round_: int) -> str:
    """Return the edition of the verification package that the viewer may have.

    Raises:
        NotFound: the responses are not opened, or the viewer has nothing to do with them.
    """
    found = rounds_to_verify(viewer, project_number).get(round_)
    if not found or found.opened_at is None:
        raise NotFound("没有找到这一轮响应的核验包，或者响应文件还没有开启。")
    return edition_for(viewer)


def _may_verify(viewer: Viewer, row: Cooperation, round_: int) -> bool:
    if viewer.side is Side.SUPPLIER:
        return own_response(viewer, row.project_number, round_) is not None
    own = row.parties().get(viewer.side)
    return own is not None and own == viewer.organisation
