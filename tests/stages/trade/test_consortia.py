"""联合体 as data: who its members are, what each takes on, and what of it counts for whom."""

from decimal import Decimal

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import RuleBroken
from lucai.platform.records import system_access
from lucai.registers.exclusions.models import ExclusionCheck
from lucai.registers.suppliers.schemas import SizeClass
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.documents.models import TenderDocument
from lucai.stages.trade.evaluations import selectors, services
from lucai.stages.trade.evaluations.models import EvaluationSessionBid
from tests.makers import bids, evaluation, exclusions, people, registers
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


def code_of(n: int) -> str:
    """The code of the n-th supplier."""
    people.supplier(n)
    return people.uscc(3000 + n)


def joint() -> Round:
    """Four bids: 1 leads with 5 and 6, 2 and 4 bid alone, 3 leads with 2 all the same."""
    call = bids.call_for_bids()
    for n, size in ((2, SizeClass.SMALL), (5, SizeClass.SMALL), (6, SizeClass.LARGE)):
        registers.registered_supplier(n, size=size)
    with system_access("a document that accepts consortia"):
        TenderDocument.objects.get(project_number=call.number).change(
            consortium=True, sme_joint_rate=500
        )
    members = {
        1: [{"uscc": code_of(5), "share": "30", "work": "安装"},
            {"uscc": code_of(6), "share": "20.5", "work": "培训"}],
        3: [{"uscc": code_of(2), "share": "50", "work": "安装"}],
    }  # fmt: skip
    for n in (1, 2, 3, 4):
        told = {"response": {"members": members[n]}, "agreement": True} if n in members else {}
        bids.submitted_bid(call, people.supplier(n), share=90 + n, **told)  # type: ignore[arg-type]
    bids.opened_lot(call, suppliers=0)
    rnd = evaluation.recorded(call)
    return evaluation.started(evaluation.formed(evaluation.drawn(rnd)))


rnd = kept(joint)


def rows(rnd: Round) -> dict[int, EvaluationSessionBid]:
    """The bids under evaluation by the supplier's place among the makers."""
    with system_access("bids of a maker"):
        found = EvaluationSessionBid.objects.filter(session__project_number=rnd.number)
        by = {row.supplier_id: row for row in found}
    return {n: by[people.supplier(n).organisation or 0] for n in (1, 2, 3, 4)}


def check_all(rnd: Round, *, alone: bool = False) -> None:
    """Find everybody qualified; ``alone``: of consortia the leader only."""
    agency = people.actor(people.agency())
    for line in rnd.sheet(people.agency()).bids:
        desk = selectors.qualification_desk(people.agency(), rnd.number, 1, line.code)
        numbers = [one.number for one in desk.checks if not (alone and one.number.endswith("/2"))]
        form = evaluation.findings(numbers)
        services.record_qualification(agency, bid_code=line.code, form=form, **rnd.key)


def test_members_are_the_registers_firms_and_their_shares_make_a_whole(rnd: Round) -> None:
    first = opened_bids(SYSTEM, rnd.number, 1)[0]
    assert [(one.share, one.leads, one.size) for one in first.members] == [
        (Decimal("0.495"), True, "small"), (Decimal("0.3"), False, "small"),
        (Decimal("0.205"), False, "large"),
    ]  # fmt: skip
    assert first.party == (
        f"{first.supplier_name}（联合体牵头方；成员：示例供应商5有限公司、示例供应商6有限公司）"
    )


def test_small_firms_shares_come_from_their_own_standing(rnd: Round) -> None:
    found = rows(rnd)
    assert (found[1].small, found[1].small_share) == (False, 7950)
    assert (found[3].small, found[3].small_share) == (True, 10_000)
    assert (found[4].small, found[4].small_share) == (True, None)


def test_who_takes_part_twice_is_found_at_both_bids_and_shown_to_who_reviews(rnd: Round) -> None:
    found = opened_bids(SYSTEM, rnd.number, 1)
    told = [[one.rule for one in bid.findings if one.rule == "GP-JOI-02"] for bid in found]
    assert told == [[], ["GP-JOI-02"], ["GP-JOI-02"], []]
    with at(rnd):
        desk = selectors.qualification_desk(people.agency(), rnd.number, 1, found[2].code)
    assert any("不得另行参加" in lead.text for lead in desk.leads)


def test_who_takes_part_twice_by_a_signed_agreement_costs_both_bids(rnd: Round) -> None:
    with at(rnd):
        check_all(rnd)
        services.finish_qualification(people.actor(people.agency()), **rnd.key)
    found = rows(rnd)
    assert {n for n in found if not found[n].qualified} == {2, 3}
    for n in (2, 3):
        assert "示例供应商2有限公司另行参加了本包的投标" in found[n].reason


def test_who_was_named_without_having_signed_keeps_its_own_bid(rnd: Round) -> None:
    with at(rnd):
        check_all(rnd)
        agency = people.actor(people.agency())
        form = evaluation.findings(["JOI"], against={"JOI": "示例供应商2没有在协议上签署"})
        code = rows(rnd)[3].bid_code
        services.record_qualification(agency, bid_code=code, form=form, **rnd.key)
        services.finish_qualification(agency, **rnd.key)
    found = rows(rnd)
    assert {n for n in found if not found[n].qualified} == {3}
    assert "没有在协议上签署" in found[3].reason


def test_every_member_meets_every_condition_itself(rnd: Round) -> None:
    with at(rnd):
        desk = selectors.qualification_desk(people.agency(), rnd.number, 1, rows(rnd)[1].bid_code)
        assert [one.name for one in desk.checks] == [
            *(f"营业执照（示例供应商{n}有限公司）" for n in (1, 5, 6)), "联合协议",
        ]  # fmt: skip
        check_all(rnd, alone=True)
        with pytest.raises(RuleBroken):
            services.finish_qualification(people.actor(people.agency()), **rnd.key)
        check_all(rnd)
        services.finish_qualification(people.actor(people.agency()), **rnd.key)
    assert {n for n, row in rows(rnd).items() if row.qualified} == {1, 4}


def test_a_member_that_is_barred_costs_the_consortium_its_bid(rnd: Round) -> None:
    with at(rnd):
        exclusions.banned_supplier(6, rnd.now.astimezone(clock.BEIJING).date())
        check_all(rnd)
        services.finish_qualification(people.actor(people.agency()), **rnd.key)
        with system_access("answers that were frozen"):
            asked = ExclusionCheck.objects.filter(gate="qualify", project_number=rnd.number)
            codes = set(asked.values_list("party_code", flat=True))
    assert not rows(rnd)[1].qualified
    assert rows(rnd)[1].reason.startswith("示例供应商6有限公司处于禁止")
    assert {code_of(n) for n in range(1, 7)} <= codes
