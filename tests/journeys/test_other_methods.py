"""竞争性磋商, 竞争性谈判, 询价, 单一来源: each from the plan to the contract, by all its people.

Everybody follows the workbench. Every page is looked at, and where a project's pages speak,
they speak no word of the open tender. The walks share one demonstration; its time goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys import evaluating, methods, negotiating, responding, single
from tests.journeys.methods import MethodStory, Told
from tests.journeys.story import SUPPLIERS

if TYPE_CHECKING:
    from tests.journeys.walker import World

pytestmark = [pytest.mark.journey, pytest.mark.nightly]

Chapter = Callable[[MethodStory], None]

PLANNED = (methods.plan, methods.submission, methods.filing)
WAITED = (methods.budget, methods.intention, *PLANNED, methods.thirty_days)
CALLED = (methods.document, methods.timing, methods.publication)
RESPONDED = (responding.documents_obtained, responding.responses)
OPENED = (responding.draw, responding.opening, evaluating.members_sign_in, negotiating.checks)
NEGOTIATED = (negotiating.talks, negotiating.quotes)
AWARDED = (negotiating.ranking, negotiating.result, negotiating.contract)
TALKED = (*CALLED, *RESPONDED, *OPENED, *NEGOTIATED, *AWARDED)

CONSULTATION = Told(
    method="consultation",
    case="consultation.complex",
    title="示例智慧教室建设项目",
    indicator="2026-370100-J101",
    yuan=1_500_000,
    bidders=SUPPLIERS,
    quotes=(1_280_000, 1_260_000, 1_300_000),
)
LOWEST = {"evaluation_method": "lowestPrice"}
NEGOTIATION = Told(
    method="negotiation",
    case="negotiation.urgent",
    title="示例应急供电设备谈判采购",
    indicator="2026-370100-J102",
    yuan=1_200_000,
    bidders=SUPPLIERS,
    prices=(1_100_000, 1_120_000, 1_150_000),
    quotes=(1_050_000, 1_040_000, 1_060_000),
    plan={**LOWEST, "intention_exempt_reason": "不可预见的紧急采购，来不及公开采购意向。"},
)
INQUIRY = Told(
    method="inquiry",
    case="inquiry.uniform",
    title="示例教室空调询价采购",
    indicator="2026-370100-J103",
    yuan=900_000,
    bidders=SUPPLIERS,
    prices=(850_000, 820_000, 880_000),
    plan=LOWEST,
)

SINGLE = Told(
    method="single_source",
    case="single_source.only_supplier",
    title="示例专利配套设备单一来源采购",
    indicator="2026-370100-J104",
    yuan=5_200_000,
    bidders=SUPPLIERS[:1],
    prices=(5_100_000,),
    quotes=(4_900_000,),
    plan={
        **LOWEST,
        "sme_reason": "只有唯一供应商",
        "method_consent": "示例市教育局同意，济教采〔2026〕12号",
    },
)


def test_a_consultation_goes_from_plan_to_contract(world: World, tmp_path: Path) -> None:
    walk(world, tmp_path, CONSULTATION, (*WAITED, *TALKED))


def test_an_urgent_negotiation_needs_no_intention_before_it(world: World, tmp_path: Path) -> None:
    walk(world, tmp_path, NEGOTIATION, (methods.budget, *PLANNED, *TALKED))


def test_an_inquiry_goes_to_the_lowest_of_its_only_prices(world: World, tmp_path: Path) -> None:
    walk(
        world, tmp_path, INQUIRY, (*WAITED, *CALLED, *RESPONDED, *OPENED, *AWARDED),
    )  # fmt: skip


def test_a_single_source_is_made_public_approved_and_negotiated(
    world: World, tmp_path: Path
) -> None:
    before = (methods.budget, methods.intention, single.publicity, single.conclusion)
    planned = (methods.thirty_days, single.sole_supplier, methods.plan, single.approval)
    responded = (single.document_obtained, responding.responses)
    talked = (*CALLED, *responded, *OPENED, *NEGOTIATED, *AWARDED)
    walk(world, tmp_path, SINGLE, (*before, *planned, methods.filing, *talked))


def walk(world: World, folder: Path, told: Told, chapters: Sequence[Chapter]) -> None:
    """Tell one story; what was found wrong on the way is told at its end."""
    world.title, world.other_method = told.title, True
    world.looked_at.clear()
    story = MethodStory(world, folder, told=told)
    for chapter in chapters:
        chapter(story)
    assert world.problems == []
