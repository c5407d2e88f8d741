"""暗标: who judges a technical part sees a code, and no name, price or file's name, until it is done."""

import re
from decimal import Decimal
from typing import Any

import pytest

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound, RuleBroken
from lucai.platform.records import system_access
from lucai.stages.trade.bids.selectors import opened_bid
from lucai.stages.trade.documents.models import TenderDocument
from lucai.stages.trade.evaluations import selectors, services
from lucai.stages.trade.evaluations.models import EvaluationSessionBid
from lucai.stages.trade.evaluations.schemas import ScoreIn
from tests.makers import bids, evaluation, people
from tests.makers.browsing import browse
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

NAMES = [f"示例供应商{n}有限公司" for n in (1, 2, 3)]


def dark() -> Round:
    """An evaluation whose technical files are dark; the organiser's review is done."""
    call = bids.call_for_bids()
    with system_access("a document with the clause of dark parts"):
        row = TenderDocument.objects.get(project_number=call.number)
        row.change(composition={**row.composition, "added": ["opt-blind"]})
    ready = evaluation.formed(evaluation.drawn(evaluation.opened(call)))
    return evaluation.qualified(evaluation.started(ready))


rnd = kept(dark)


def masks(rnd: Round) -> dict[str, str]:
    """The code of every dark part by the bid's: what members may not know."""
    with system_access("what only the record knows"):
        rows = EvaluationSessionBid.objects.filter(session__project_number=rnd.number)
        return {row.bid_code: row.mask for row in rows}


def told(rnd: Round, who: Any, path: str) -> str:
    """A page of the evaluation as somebody reads it."""
    answer = browse(who).get(f"/rooms/{rnd.number}/evaluation/1/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode().split("<main", 1)[-1]


def check(rnd: Round, member: Any) -> None:
    """Let a member find everything in order, under names and under codes."""
    for line in rnd.sheet(member).lines:
        desk = selectors.compliance_desk(member, rnd.number, 1, line.code)
        form = evaluation.findings([one.number for one in desk.checks])
        services.save_checks(people.actor(member), bid_code=line.code, form=form, **rnd.key)
    services.submit_checks(people.actor(member), **rnd.key)


def complied(rnd: Round) -> Round:
    """Let all find everything in order."""
    with at(rnd):
        for member in rnd.members:
            check(rnd, member)
        services.finish_compliance(rnd.chair(), **rnd.key)
    return rnd


def score(rnd: Round, member: Any) -> None:
    """Let a member mark everything and hand in."""
    sheet, actor = rnd.sheet(member), people.actor(member)
    for line in sheet.bids:
        form = ScoreIn(points=Decimal(40))
        services.save_score(actor, bid_code=line.code, criterion=2, form=form, **rnd.key)
    for line in sheet.dark_bids:
        form = evaluation.subjective_mark("25")
        services.save_score(actor, bid_code=line.code, criterion=3, form=form, **rnd.key)
    services.submit_scores(actor, **rnd.key)


def test_codes_are_drawn_and_are_no_part_of_the_bid_s_number(rnd: Round) -> None:
    drawn = masks(rnd)
    assert len(set(drawn.values())) == 3
    assert all(re.fullmatch(r"[2-9A-HJKMNP-Z]{4}", mask) for mask in drawn.values())
    assert not any(mask in code for code, mask in drawn.items())


@pytest.mark.parametrize("side", [Side.EXPERT, Side.BUYER])
def test_no_page_of_a_dark_part_says_whose_it_is(rnd: Round, side: Side) -> None:
    """An expert's pages, and those of the purchaser's representative."""
    drawn = masks(rnd)
    member = next(one for one in rnd.members if one.side is side)
    with at(rnd):
        pages = [told(rnd, member, f"compliance/{mask}/") for mask in drawn.values()]
    complied(rnd)
    with at(rnd):
        mask = next(iter(drawn.values()))
        pages += [told(rnd, member, f"scores/{mask}/3/"), told(rnd, member, "compare/3/")]
        file = browse(member).get(f"/rooms/{rnd.number}/evaluation/1/bids/{mask}/files/1/")
    for page in pages:
        secrets = [*NAMES, *drawn, "technical.pdf", "示例1牌"]
        assert [one for one in secrets if one in page] == []
    assert file.status_code == 200
    assert "technical" not in file["Content-Disposition"]


def test_the_technical_part_is_not_read_beside_a_name(rnd: Round) -> None:
    drawn, member = masks(rnd), rnd.members[0]
    code = next(iter(drawn))
    with at(rnd):
        desk = selectors.compliance_desk(member, rnd.number, 1, code)
        assert {one.kind for one in desk.content.responses} == {"qualification", "commercial"}
        parts = {one.part for one in desk.content.files}
        whole = opened_bid(people.agency(), rnd.number, code)
        technical = next(f for f in whole.files if f.part == "technical")
        with pytest.raises(NotFound):
            selectors.bid_paper(member, rnd.number, 1, code, technical.file_id)
    assert "technical" not in parts
    complied(rnd)
    with at(rnd):
        with pytest.raises(NotFound):
            selectors.score_desk(member, rnd.number, 1, code, 3)
        form = evaluation.subjective_mark("25")
        with pytest.raises(NotFound):
            services.save_score(
                people.actor(member), bid_code=code, criterion=3, form=form, **rnd.key
            )


def test_what_is_left_to_do_is_named_by_code(rnd: Round) -> None:
    drawn, member = masks(rnd), rnd.members[0]
    complied(rnd)
    with at(rnd):
        for line in rnd.sheet(member).bids:
            services.save_score(
                people.actor(member), bid_code=line.code, criterion=2,
                form=ScoreIn(points=Decimal(40)), **rnd.key,
            )  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            services.submit_scores(people.actor(member), **rnd.key)
    said = str(refused.value)
    assert not any(name in said for name in NAMES)
    assert any(mask in said for mask in drawn.values())


def test_the_buyer_reads_no_technical_part_until_it_is_judged(rnd: Round) -> None:
    code = rnd.codes()[0]

    def parts() -> set[str]:
        found = opened_bid(people.buyer(), rnd.number, code)
        return {file.part for file in found.files}

    assert "technical" not in parts()
    complied(rnd)
    with at(rnd):
        for member in rnd.members:
            score(rnd, member)
    assert "technical" in parts()


def test_names_come_back_with_the_own_scores_and_the_record_maps_them(rnd: Round) -> None:
    drawn = masks(rnd)
    complied(rnd)
    first, second = rnd.members[:2]
    with at(rnd):
        score(rnd, first)
        assert {line.code: line.mask for line in rnd.sheet(first).bids} == drawn
        assert not any(line.mask for line in rnd.sheet(second).bids)
        assert not any(line.mask for line in rnd.sheet(people.finance()).bids)
        for member in rnd.members[1:]:
            score(rnd, member)
        assert {line.code: line.mask for line in rnd.sheet(people.finance()).bids} == drawn
        services.consolidate(rnd.chair(), **rnd.key)
        found = selectors.calculation_of(first, rnd.number, 1)
    assert {one["bidder"]: one["mask"] for one in found.inputs["offers"]} == drawn
    assert found.repeated
