"""暗标: who judges a technical part sees a code, and no name, price or file's name, until it is done."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound, RuleBroken
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.records import system_access
from lucai.stages.trade.bid_clarifications import services as clarifications
from lucai.stages.trade.bid_clarifications.schemas import QuestionIn
from lucai.stages.trade.bid_clarifications.selectors import clarifications_of as clarification_list
from lucai.stages.trade.bid_clarifications.selectors import report_lines
from lucai.stages.trade.bids.selectors import opened_bid
from lucai.stages.trade.documents.models import TenderDocument
from lucai.stages.trade.evaluations import selectors, services
from lucai.stages.trade.evaluations.models import EvaluationSessionBid
from lucai.stages.trade.evaluations.schemas import ScoreIn
from tests.makers import bids, evaluation, people
from tests.makers.browsing import browse
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept
from tests.makers.remembered import remembered

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
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


@remembered
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


@pytest.mark.parametrize("side", [Side.EXPERT, pytest.param(Side.BUYER, marks=pytest.mark.nightly)])
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
    assert "投标报价（元）" not in pages[-1]
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


def asked_in_the_dark(rnd: Round) -> tuple[int, str, int]:
    """The chair asks about a dark part; return the question, the code and whose bid it is."""
    with system_access("what only the record knows"):
        rows = EvaluationSessionBid.objects.filter(session__project_number=rnd.number)
        row = rows.order_by("place")[0]
    form = QuestionIn(question="施工方案第三节与第五节的工期不一致，请澄清。")
    pk = clarifications.ask(rnd.chair(), bid_code=row.mask, form=form, **rnd.key)
    return pk, row.mask, row.supplier_id


def test_who_is_asked_about_a_dark_part_stands_under_its_code_for_everybody_else(
    rnd: Round,
) -> None:
    room = f"/rooms/{rnd.number}/bid-clarifications/"
    with at(rnd):
        pk, mask, supplier = asked_in_the_dark(rnd)
        firm = people.supplier(1)
        assert firm.organisation == supplier
        asking = browse(rnd.chair().viewer).get(f"{room}1/{mask}/ask/").content.decode()
        assert browse(firm).post(f"{room}{pk}/", {
            "reply": f"{NAMES[0]}以第三节为准。", "file_1": SimpleUploadedFile("示例供应商1.pdf", PDF),
        }).status_code == 302  # fmt: skip
        readers = (*rnd.members, people.agency(), people.finance())
        pages = [browse(one).get(f"{room}{pk}/").content.decode() for one in readers]
        assert all(mask in page and NAMES[0] not in page for page in [asking, *pages])
        lines = [clarification_list(one, rnd.number) for one in readers]
        assert {(line.supplier_name, line.bid_code) for [line] in lines} == {(f"暗标 {mask}", mask)}
        file = lines[0][0].file_ids[0]
        sent = browse(rnd.members[0]).get(f"{room}{pk}/files/{file}/")
        assert "%E7%A4%BA%E4%BE%8B" not in sent["Content-Disposition"]
        entries = project_timeline(people.finance(), rnd.number)
        told = [one for one in entries if one.event == "trade.bidClarification.answer"]
        assert [one.who for one in told] == [f"暗标 {mask}"]
        assert mask not in told[0].key


def test_an_open_question_to_a_bidder_says_nothing_of_its_dark_part(rnd: Round) -> None:
    with at(rnd):
        _, mask, _ = asked_in_the_dark(rnd)
        form = QuestionIn(question="报价明细第二页的合计有误，请澄清。")
        clarifications.ask(rnd.chair(), bid_code=rnd.codes()[0], form=form, **rnd.key)
        names = {line.supplier_name for line in clarification_list(rnd.members[0], rnd.number)}
        assert names == {NAMES[0], f"暗标 {mask}"}


def test_names_of_questions_come_back_when_the_dark_parts_are_judged(rnd: Round) -> None:
    with at(rnd):
        _, mask, _ = asked_in_the_dark(rnd)
    complied(rnd)
    with at(rnd):
        score(rnd, rnd.members[0])
        assert clarification_list(rnd.members[0], rnd.number)[0].supplier_name == NAMES[0]
        assert clarification_list(rnd.members[1], rnd.number)[0].supplier_name == f"暗标 {mask}"
        for member in rnd.members[1:]:
            score(rnd, member)
        assert clarification_list(people.finance(), rnd.number)[0].supplier_name == NAMES[0]
        [said] = report_lines(people.agency(), rnd.number, 1)
    assert f"{NAMES[0]}（暗标 {mask}）" in said
