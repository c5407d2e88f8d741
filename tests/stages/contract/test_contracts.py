"""Contracts: drafted from tender and bid, signed by both sides in any order, public and filed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.notices import check_notice
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import clauses, selectors, services
from lucai.stages.contract.contracts.lifecycle import CONTRACT
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.contracts.schemas import ReasonIn
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.bids.selectors import SecurityLine, opened_bids, securities
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

awarded = kept(make.awarded_lot)
proposed = kept(make.proposed)
filed = kept(make.filed)


def broken(refusal: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refusal.value.verdicts}


def entry(number: str, event: str) -> JournalEntry:
    with system_access("test"):
        rows = JournalEntry.objects.filter(object_key=number, event=f"{CONTRACT.of}.{event}")
        return rows.order_by("-pk").first()


def test_a_draft_carries_parties_items_price_and_promises_from_tender_and_bid(
    awarded: make.Awarded,
) -> None:
    number = make.drafted(awarded)
    bid = next(
        bid
        for bid in opened_bids(people.buyer(), awarded.project_number, 1)
        if bid.supplier_id == people.supplier().organisation
    )
    sheet = make.sheet(number)
    assert sheet.card.amount == bid.price == sum(item.amount for item in sheet.items)
    assert [item.unit_price for item in sheet.items] == [item.unit_price for item in bid.items]
    assert sheet.items[0].specification == f"{bid.items[0].brand} A1"
    assert sheet.card.delivery_days == bid.delivery_days
    assert sheet.terms.bid_sm3 == bid.sm3
    promised = {one.number for one in sheet.terms.requirements}
    asked = {r.number for r in bid.responses if r.kind != "qualification"}
    assert promised == asked != set()
    assert [heading for heading, _ in sheet.terms.general]


def test_a_consortiums_members_all_stand_in_the_contract(awarded: make.Awarded) -> None:
    with system_access("a winner that bid for a consortium"):
        found = Bid.objects.filter(project_number=awarded.project_number)
        row = found.get(supplier_id=people.supplier().organisation)
        members = [
            {"uscc": row.supplier_uscc, "name": row.supplier_name, "organisation": row.supplier_id,
             "share": 6000, "work": "", "size": "small"},
            {"uscc": "91370000MA00000005", "name": "示例供应商5有限公司", "organisation": 5,
             "share": 4000, "work": "安装", "size": "small"},
        ]  # fmt: skip
        row.change(submission={**row.submission, "members": members})
    number = make.drafted(awarded)
    sheet = make.sheet(number)
    assert (
        "示例供应商5有限公司（统一社会信用代码 91370000MA00000005，份额 40%）" in sheet.terms.joint
    )
    assert "承担连带责任" in clauses.preamble(sheet.terms)[1]
    assert "partners" in clauses.shown(sheet.terms)


def test_drafting_moves_award_and_project_on(awarded: make.Awarded) -> None:
    make.drafted(awarded)
    assert award_seen(people.buyer(), awarded.project_number, 1).state == "contracted"
    assert project_seen(people.buyer(), awarded.project_number).state == "contracting"


def test_a_lot_gets_one_contract(awarded: make.Awarded) -> None:
    make.drafted(awarded)
    with pytest.raises(InvalidInput):
        services.draft_contract(
            make.buyer(), project_number=awarded.project_number, lot_number=awarded.lot_number
        )


def test_another_buyer_sees_no_award_to_draft_from(awarded: make.Awarded) -> None:
    with pytest.raises(NotFound):
        services.draft_contract(
            people.actor(people.buyer(2)), project_number=awarded.project_number, lot_number=1
        )


def test_a_supplier_cannot_draft(awarded: make.Awarded) -> None:
    with pytest.raises(NotAllowed):
        services.draft_contract(
            make.supplier(), project_number=awarded.project_number, lot_number=1
        )


def test_an_incomplete_draft_is_not_proposed(awarded: make.Awarded) -> None:
    with clock.at(awarded.at):
        number = services.draft_contract(
            make.buyer(), project_number=awarded.project_number, lot_number=1
        )
        with pytest.raises(RuleBroken) as refusal:
            services.propose(make.buyer(), number=number)
    assert broken(refusal) == {"GP-CTR-02"}


@pytest.mark.parametrize(("days", "holds"), [(29, True), (30, True), (31, False)])
def test_the_payment_term_is_within_the_law(days: int, holds: bool, awarded: make.Awarded) -> None:
    number = make.drafted(awarded, payment_days=days)
    with clock.at(awarded.at + timedelta(days=2)):
        if holds:
            services.propose(make.buyer(), number=number)
        else:
            with pytest.raises(RuleBroken) as refusal:
                services.propose(make.buyer(), number=number)
            assert broken(refusal) == {"GP-PAY-01"}


def test_a_performance_security_above_the_cap_is_refused(awarded: make.Awarded) -> None:
    number = make.drafted(awarded)
    amount = make.sheet(number).card.amount
    over = f"{(amount // 10 + 100) / 100:.2f}"
    with clock.at(awarded.at):
        services.edit_contract(
            make.buyer(), number=number, contract=make.terms(performance_security=over)
        )
        with pytest.raises(RuleBroken) as refusal:
            services.propose(make.buyer(), number=number)
    assert broken(refusal) == {"GP-BON-07"}


def test_the_contract_of_a_low_price_winner_says_how_it_is_watched(
    awarded: make.Awarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "lucai.stages.contract.contracts.selectors.was_asked_about_price"
    monkeypatch.setattr(asked, lambda *_: True)
    number = make.drafted(awarded, acceptance_plan="验收小组三人，逐项清点并签字。")
    with clock.at(awarded.at + timedelta(days=2)):
        with pytest.raises(RuleBroken) as error:
            services.propose(make.buyer(), number=number)
        assert [v.rule for v in error.value.verdicts] == ["GP-LOW-11"]
        watched = make.terms(acceptance_plan="逐批检验，派专人加强履约监督。")
        services.edit_contract(make.buyer(), number=number, contract=watched)
        services.propose(make.buyer(), number=number)


def test_the_supplier_sees_the_text_only_once_it_is_proposed(awarded: make.Awarded) -> None:
    number = make.drafted(awarded)
    with pytest.raises(NotFound):
        selectors.contract_seen(people.supplier(), number)
    with clock.at(awarded.at):
        services.propose(make.buyer(), number=number)
    assert selectors.contract_seen(people.supplier(), number).card.state == "signing"
    with pytest.raises(NotFound):
        selectors.contract_seen(people.supplier(2), number)


def test_the_digest_is_that_of_exactly_what_is_shown(proposed: str) -> None:
    sheet = selectors.contract_seen(people.supplier(), proposed)
    assert clauses.digests(sheet.terms).sm3 == sheet.sm3
    assert [c["heading"] for c in clauses.shown(sheet.terms)["clauses"]] == [
        clause.heading for clause in sheet.clauses
    ]


@pytest.mark.parametrize("first", ["buyer", "supplier"])
def test_both_sides_sign_in_any_order(first: str, awarded: make.Awarded) -> None:
    number = make.proposed(awarded)
    order = [make.decider(), make.supplier()]
    with clock.at(awarded.at + timedelta(days=3)):
        for actor in order if first == "buyer" else reversed(order):
            make.sign(actor, number)
    sheet = make.sheet(number)
    assert sheet.card.state == "signed"
    assert all(signature.signed_at for signature in sheet.signatures)
    assert project_seen(people.buyer(), awarded.project_number).lot(1).state == "contracted"


def test_the_signature_is_recorded_with_the_digests_of_the_text() -> None:
    number = make.signed()
    sheet = make.sheet(number)
    for event, party in (("sign_supplier", "supplier"), ("sign_last", "buyer")):
        body = entry(number, event).body
        assert (body["sha256"], body["sm3"]) == (sheet.sha256, sheet.sm3)
        assert body["party"] == party


def test_a_side_signs_once(proposed: str) -> None:
    make.sign(make.supplier(), proposed)
    with pytest.raises(WrongState):
        make.sign(make.supplier(), proposed)


def test_signing_another_text_than_shown_is_refused(proposed: str) -> None:
    with pytest.raises(InvalidInput):
        services.sign(make.decider(), number=proposed, sm3="0" * 64)
    assert make.sheet(proposed).card.state == "signing"


def test_a_text_altered_behind_the_services_cannot_be_signed(proposed: str) -> None:
    with system_access("test"):
        Contract.objects.filter(number=proposed).update(payment_days=29)
    with pytest.raises(RuleBroken) as refusal:
        make.sign(make.decider(), proposed)
    assert broken(refusal) == {"GP-SIG-02"}


def test_a_parent_unit_sees_the_contract_and_cannot_sign_it(proposed: str) -> None:
    below = people.buyer()
    parent = people.viewer(
        people.organisation(people.Side.BUYER, 1900, "示例主管部门"), "buyer.parent", "示例主管"
    )
    above = people.Viewer(
        side=parent.side, person=parent.person, organisation=parent.organisation,
        name=parent.name, organisation_name=parent.organisation_name, region=parent.region,
        unit_path=below.unit_path, grants=parent.grants,
    )  # fmt: skip
    shown = selectors.contract_seen(above, proposed)
    assert shown.offers == ()
    with pytest.raises(NotAllowed):
        services.sign(people.actor(above), number=proposed, sm3=shown.sm3)


def test_sending_back_voids_signatures_and_opens_the_draft(awarded: make.Awarded) -> None:
    number = make.proposed(awarded)
    with clock.at(awarded.at + timedelta(days=3)):
        make.sign(make.decider(), number)
        services.send_back(
            make.supplier(), number=number, reason=ReasonIn(reason="交付地点写错了楼层")
        )
    sheet = make.sheet(number)
    assert sheet.card.state == "draft"
    assert not any(signature.signed_at for signature in sheet.signatures)
    assert sheet.sent_back_reason == "交付地点写错了楼层"
    with clock.at(awarded.at + timedelta(days=4)):
        services.edit_contract(make.buyer(), number=number, contract=make.terms())
        services.propose(make.buyer(), number=number)
    assert make.sheet(number).card.state == "signing"


def test_a_proposed_text_cannot_be_edited(proposed: str) -> None:
    with pytest.raises(WrongState):
        services.edit_contract(make.buyer(), number=proposed, contract=make.terms())


def test_both_sides_have_the_signing_on_their_desk_until_the_legal_day(
    awarded: make.Awarded,
) -> None:
    make.proposed(awarded)
    last = awarded.at.astimezone(clock.BEIJING).date() + timedelta(days=30)
    for viewer in (people.buyer(), people.supplier()):
        duty = next(line for line in duty_list(viewer) if line.rule == "GP-CTR-01")
        assert duty.due_at is not None
        assert duty.due_at > clock.moment(last)


@pytest.mark.parametrize(("days", "warned"), [(30, False), (60, True)])
def test_signing_late_is_possible_and_recorded(
    days: int, warned: bool, awarded: make.Awarded
) -> None:
    number = make.proposed(awarded)
    with clock.at(awarded.at + timedelta(days=days)):
        make.sign(make.decider(), number)
    body = entry(number, "sign").body
    assert all(r["holds"] for r in body["rules"] if r["rule"] == "GP-CTR-01") is not warned
    assert ("late_reason" in body) is warned


def test_after_thirty_days_a_signature_asks_why_and_finance_is_told(awarded: make.Awarded) -> None:
    number = make.proposed(awarded)
    sm3 = make.sheet(number).sm3
    with clock.at(awarded.at + timedelta(days=31)):
        page = browse(people.supplier()).get(f"/contracts/{number}/sign/").content.decode()
        assert "逾期签订的原因" in page
        with pytest.raises(InvalidInput) as refusal:
            services.sign(make.decider(), number=number, sm3=sm3)
        assert set(refusal.value.fields) == {"late_reason"}
        services.sign(make.decider(), number=number, sm3=sm3, late_reason="预算批复延迟下达")
        services.sign(make.supplier(), number=number, sm3=sm3)
    assert make.sheet(number).late_reason == "预算批复延迟下达"
    assert people.finance().organisation in entry(number, "sign").audience


def test_the_second_signature_commits_the_money_and_gives_the_rest_back(
    awarded: make.Awarded,
) -> None:
    number = make.proposed(awarded)
    plan = make.sheet(number).card.plan_number
    before = plan_seen(people.buyer(), plan).packages[0]
    make.sign(make.supplier(), number)
    assert plan_seen(people.buyer(), plan).packages[0].held == before.held
    make.sign(make.decider(), number)
    after = plan_seen(people.buyer(), plan).packages[0]
    assert (after.held, after.committed) == (0, make.sheet(number).card.amount)


def test_publication_makes_a_complete_notice_and_an_ocds_fragment(filed: str) -> None:
    row = entry(filed, "publish")
    notice, ocds = row.body["notice"], row.body["ocds"]
    assert row.public
    assert check_notice("contract", notice["fields"]) == []
    assert notice["title"] == "示例办公设备采购合同公告"
    contract = ocds["contracts"][0]
    assert (contract["id"], contract["status"]) == (filed, "active")
    assert contract["awardID"] == make.sheet(filed).card.project_number + "-1"
    assert contract["items"]


def test_the_contract_is_secret_until_published_and_public_afterwards(
    awarded: make.Awarded,
) -> None:
    number = make.signed(awarded)
    for viewer in (people.public(), people.supplier(2), people.expert()):
        with pytest.raises(NotFound):
            selectors.contract_readable(viewer, number)
    with clock.at(awarded.at + timedelta(days=4)):
        services.publish(make.buyer(), number=number)
    read = selectors.contract_readable(people.public(), number)
    assert read.card.number == number
    assert not any(signature.signer for signature in read.signatures)
    assert selectors.contract_seen(people.buyer(), number).signatures[0].signer


def test_filing_tells_finance_which_gives_its_receipt_once(filed: str) -> None:
    row = entry(filed, "file")
    assert people.finance().organisation in row.audience
    services.acknowledge_filing(people.actor(people.finance()), number=filed)
    assert make.sheet(filed).acknowledged_at
    with pytest.raises(WrongState):
        services.acknowledge_filing(people.actor(people.finance()), number=filed)


def test_foreign_finance_and_agency_see_nothing(filed: str) -> None:
    for viewer in (people.finance("370202"), people.agency(2), people.buyer(2)):
        with pytest.raises(NotFound):
            selectors.contract_seen(viewer, filed)


def test_lists_show_each_side_its_contracts(filed: str) -> None:
    for viewer in (people.buyer(), people.supplier(), people.agency(), people.finance()):
        found = selectors.contract_page(viewer, words=filed).items
        assert [card.number for card in found] == [filed]
    assert selectors.contract_page(people.supplier(2)).items == []
    assert selectors.contract_page(people.buyer(), words="没有这样的合同").items == []


def test_the_room_shows_the_contracted_sum_once_signed(awarded: make.Awarded) -> None:
    number = make.proposed(awarded)
    assert selectors.contracted_sum(people.buyer(), awarded.project_number) is None
    make.sign(make.supplier(), number)
    make.sign(make.decider(), number)
    total = selectors.contracted_sum(people.buyer(), awarded.project_number)
    assert total == make.sheet(number).card.amount


def test_the_winners_bond_falls_due_when_both_have_signed(awarded: make.Awarded) -> None:
    number = make.proposed(awarded)
    with clock.at(awarded.at + make.SIGN_AFTER):
        make.sign(make.supplier(), number)
        assert "due" not in {b.state for b in _bonds(awarded)}
        make.sign(make.decider(), number)
        duties = [d for d in duty_list(people.agency()) if d.title == "退还投标保证金"]
    assert {b.state for b in _bonds(awarded)} == {"due"}
    assert {d.due_at for d in duties} == {clock.moment(date(2026, 4, 11))}


def _bonds(lot: make.Awarded) -> list[SecurityLine]:
    """Return the bonds of the awarded lot, after the loser's part has been skipped by the maker."""
    bonds = securities(people.agency(), lot.project_number)
    return [bond for bond in bonds if bond.lot_number == lot.lot_number]
