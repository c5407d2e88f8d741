"""Bids: prepared in parts, handed in with a receipt, secret until the opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list, overdue_in_region, project_duties
from lucai.platform.files.models import StoredFile
from lucai.platform.journal.selectors import object_timeline, project_timeline
from lucai.platform.records.scoped import system_access
from lucai.stages.trade.bids import canonical, selectors, services
from lucai.stages.trade.bids.models import Bid, BidFile, BidItem, BidResponse, BidSecurity
from lucai.stages.trade.bids.schemas import AnswerIn, ItemIn, OfferIn
from lucai.stages.trade.bids.wording import Deviation, SmeKind
from tests.makers import bids as make
from tests.makers import people

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "public", "buyer", "other buyer", "agency", "other agency", "supplier", "other supplier",
    "expert", "finance", "other finance", "treasury", "administrator",
)  # fmt: skip
OTHERS = tuple(name for name in EVERYBODY if name != "supplier")
TABLES = (Bid, BidItem, BidResponse, BidFile, BidSecurity)


def key(call: make.Call, lot: int = 1) -> dict[str, Any]:
    return {"project_number": call.number, "lot_number": lot}


def broken(refusal: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refusal.value.verdicts}


def test_a_complete_bid_is_taken_and_gets_a_receipt_with_both_digests() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    make.submitted_bid(call, supplier)
    with clock.at(call.before):
        desk = selectors.my_bid(supplier, call.number, 1)
        content = selectors.my_submission(supplier, call.number, 1)
    assert desk.line.state == "submitted"
    assert desk.receipt is not None
    pair = canonical.digests(content)
    assert (desk.receipt.sha256, desk.receipt.sm3) == (pair.sha256, pair.sm3)
    assert len({file["sha256"] for file in content["files"]}) == 3


def test_a_bid_one_second_late_is_refused_with_its_article() -> None:
    call = make.call_for_bids()
    actor = make.filled_bid(call, people.supplier())
    with clock.at(call.bid_deadline + timedelta(seconds=1)), pytest.raises(RuleBroken) as refusal:
        services.submit(actor, **key(call))
    assert broken(refusal) == {"GP-TEN-08"}
    assert "财政部令第87号/33" in refusal.value.verdicts[0].cites


def test_a_bid_at_the_very_instant_of_the_deadline_is_late() -> None:
    call = make.call_for_bids()
    actor = make.filled_bid(call, people.supplier())
    with clock.at(call.bid_deadline), pytest.raises(RuleBroken):
        services.submit(actor, **key(call))


def test_a_bid_in_the_last_microsecond_is_taken() -> None:
    call = make.call_for_bids()
    actor = make.filled_bid(call, people.supplier())
    with clock.at(call.bid_deadline - timedelta(microseconds=1)):
        services.submit(actor, **key(call))
        assert selectors.my_bid(people.supplier(), call.number, 1).line.state == "submitted"


def test_a_price_above_the_ceiling_is_refused_with_its_article() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.filled_bid(call, supplier)
    with clock.at(call.before):
        services.edit_offer(actor, offer=make.offer(call, supplier, share=120), **key(call))
        with pytest.raises(RuleBroken) as refusal:
            services.submit(actor, **key(call))
    assert broken(refusal) == {"GP-TEN-15"}
    assert "超过最高限价" in str(refusal.value)
    assert refusal.value.verdicts[0].cites == ("财政部令第87号/63",)


def test_a_price_in_wan_is_refused_until_the_supplier_says_that_it_is_meant() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.filled_bid(call, supplier)
    things = selectors.tender_to_bid
    with clock.at(call.before):
        count = len(things(supplier, call.number, 1).lot.items)
        lines = [ItemIn(place=place, unit_price=0) for place in range(count)]
        small = OfferIn(price=0, items=lines)
        services.edit_offer(actor, offer=small, **key(call))
        with pytest.raises(RuleBroken) as refusal:
            services.submit(actor, **key(call))
        assert "万元" in str(refusal.value)
        meant = small.model_copy(update={"unit_confirmed": True})
        services.edit_offer(actor, offer=meant, **key(call))
        services.submit(actor, **key(call))


def test_a_total_that_differs_from_the_table_says_by_how_much() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.filled_bid(call, supplier)
    with clock.at(call.before):
        right = make.offer(call, supplier)
        wrong = right.model_copy(update={"price": (right.price or 0) - 100})
        services.edit_offer(actor, offer=wrong, **key(call))
        with pytest.raises(RuleBroken) as refusal:
            services.submit(actor, **key(call))
    assert broken(refusal) == {"GP-REC-01"}
    assert "相差 1.00元" in str(refusal.value)


def test_an_unanswered_requirement_is_named_and_counted() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.filled_bid(call, supplier)
    with clock.at(call.before):
        number = selectors.my_bid(supplier, call.number, 1).copy.answers[0].demand.number
        services.answer_requirements(actor, answers=[AnswerIn(number=number)], **key(call))
        desk = selectors.my_bid(supplier, call.number, 1)
        with pytest.raises(RuleBroken) as refusal:
            services.submit(actor, **key(call))
    assert desk.gaps == 1
    assert number in str(refusal.value)
    assert "财政部令第87号/32" in refusal.value.verdicts[0].cites


def test_a_broken_star_requirement_warns_but_does_not_close_the_button() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.filled_bid(call, supplier)
    with clock.at(call.before):
        starred = next(
            a
            for a in selectors.my_bid(supplier, call.number, 1).copy.answers
            if a.demand.substantive
        )
        answer = AnswerIn(
            number=starred.demand.number, response="不满足", deviation=Deviation.NEGATIVE
        )
        services.answer_requirements(actor, answers=[answer], **key(call))
        offer = selectors.my_bid(supplier, call.number, 1).offers[0]
    assert offer.open
    assert any(starred.demand.number in warning.message for warning in offer.warnings)


def test_a_missing_bond_closes_the_submission_with_its_article() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.filled_bid(call, supplier)
    with clock.at(call.before):
        held = selectors.my_bid(supplier, call.number, 1).copy.securities[0]
        services.remove_bond(actor, security=held.pk, **key(call))
        with pytest.raises(RuleBroken) as refusal:
            services.submit(actor, **key(call))
    assert broken(refusal) == {"GP-BON-03"}


def test_a_validity_shorter_than_the_document_asks_is_refused() -> None:
    call = make.call_for_bids()
    actor = make.filled_bid(call, people.supplier())
    with clock.at(call.before):
        services.edit_terms(actor, terms=make.terms(validity_days=1), **key(call))
        with pytest.raises(RuleBroken) as refusal:
            services.submit(actor, **key(call))
    assert broken(refusal) == {"GP-TEN-22"}


def test_a_bid_cannot_be_begun_without_the_document() -> None:
    call = make.call_for_bids()
    with clock.at(call.before), pytest.raises(RuleBroken) as refusal:
        services.start_bid(people.actor(people.supplier()), **key(call))
    assert broken(refusal) == {"GP-TEN-02"}


def test_what_was_handed_in_stays_valid_while_a_replacement_is_prepared() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.submitted_bid(call, supplier)
    with clock.at(call.before + timedelta(hours=1)):
        before = selectors.my_submission(supplier, call.number, 1)
        services.edit_offer(actor, offer=make.offer(call, supplier, share=80), **key(call))
        desk = selectors.my_bid(supplier, call.number, 1)
        assert desk.changed
        assert selectors.my_submission(supplier, call.number, 1) == before
        services.submit(actor, step="replace", **key(call))
        replaced = selectors.my_bid(supplier, call.number, 1)
    assert not replaced.changed
    assert replaced.receipt
    assert desk.receipt
    assert replaced.receipt.sha256 != desk.receipt.sha256


def test_the_second_press_of_the_same_button_is_told_that_somebody_was_faster() -> None:
    call = make.call_for_bids()
    actor = make.submitted_bid(call, people.supplier())
    with clock.at(call.before), pytest.raises(WrongState):
        services.submit(actor, **key(call))


def test_a_withdrawn_bid_is_not_opened_and_can_be_handed_in_again() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.submitted_bid(call, supplier)
    with clock.at(call.before):
        services.withdraw(actor, **key(call))
        assert selectors.my_submitted_lots(supplier, call.number) == []
        services.submit(actor, **key(call))
        assert selectors.my_submitted_lots(supplier, call.number) == [1]


def test_a_bid_cannot_be_withdrawn_or_changed_after_the_deadline() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.submitted_bid(call, supplier)
    with clock.at(call.bid_deadline):
        with pytest.raises(RuleBroken) as refusal:
            services.withdraw(actor, **key(call))
        with pytest.raises(RuleBroken):
            services.edit_terms(actor, terms=make.terms(), **key(call))
    assert "财政部令第87号/34" in refusal.value.verdicts[0].cites


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("方案.exe", b"MZ", "不能上传这种文件"),
        ("方案.pdf", b"", "文件是空的"),
        ("方案.pdf", b"hello", "文件内容与扩展名不符"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field(name: str, content: bytes, message: str) -> None:
    call = make.call_for_bids()
    actor = make.started_bid(call, people.supplier())
    with clock.at(call.before), pytest.raises(InvalidInput) as refusal:
        services.attach(actor, part="technical", upload=make.upload(name, content), **key(call))
    assert message in refusal.value.fields["upload"]


def test_a_huge_file_is_refused_at_its_field() -> None:
    call = make.call_for_bids()
    actor = make.started_bid(call, people.supplier())
    huge = make.upload()
    huge.size = 51 * 1024 * 1024
    with clock.at(call.before), pytest.raises(InvalidInput) as refusal:
        services.attach(actor, part="technical", upload=huge, **key(call))
    assert "50 MB" in refusal.value.fields["upload"]


def test_a_person_without_the_role_cannot_hand_in() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    make.filled_bid(call, supplier)
    found = people.organisation(Side.SUPPLIER, 3001, supplier.organisation_name)
    reader = people.viewer(found, "reader", "示例", grants=frozenset())
    with clock.at(call.before), pytest.raises(NotAllowed):
        services.submit(people.actor(reader), **key(call))


@pytest.mark.parametrize("name", OTHERS)
def test_before_the_opening_nobody_else_learns_that_a_bid_exists(
    name: str, pump: Callable[[], None]
) -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    make.submitted_bid(call, supplier)
    make.filled_bid(call, people.supplier(3))
    pump()
    other = people.everyone()[name]
    with clock.at(call.bid_deadline):
        for table in TABLES:
            assert table.objects.seen_by(other).count() == 0, table
        assert selectors.opened_bids(other, call.number, 1) == []
        assert selectors.securities(other, call.number) == []
        assert selectors.my_bids(other).items == []
        with pytest.raises(NotFound):
            selectors.my_bid(other, call.number, 1)
        with system_access("test"):
            code = Bid.objects.get(supplier_id=supplier.organisation).code
        assert object_timeline(other, "trade.bid", code) == []
        lines = project_timeline(other, call.number)
        assert not [line for line in lines if line.event.startswith("trade.bid.")]
        assert not [line for line in project_duties(other, call.number) if "投标" in line.title]
    with clock.at(call.bid_deadline + timedelta(days=9)):
        assert not [line for line in overdue_in_region(other) if "投标" in line.title]


@pytest.mark.parametrize("name", OTHERS)
def test_files_of_a_bid_are_the_suppliers_own(name: str) -> None:
    call = make.call_for_bids()
    make.submitted_bid(call, people.supplier())
    with system_access("test"):
        files = list(BidFile.objects.values_list("file_id", flat=True))
    assert StoredFile.objects.seen_by(people.everyone()[name]).filter(pk__in=files).count() == 0


def test_the_supplier_finds_its_bid_in_its_to_dos_until_it_is_handed_in() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.filled_bid(call, supplier)
    with clock.at(call.before):
        duty = next(d for d in duty_list(supplier) if d.project_number == call.number)
        assert duty.due_at == call.bid_deadline
        services.submit(actor, **key(call))
        assert not [d for d in duty_list(supplier) if d.title == duty.title]


SEES_OPENED = {"buyer": 3, "agency": 3, "finance": 3, "supplier": 1, "other supplier": 1}


@pytest.mark.parametrize("name", EVERYBODY)
def test_after_the_opening_the_parties_read_every_bid_and_a_supplier_its_own(name: str) -> None:
    call = make.opened_lot()
    sheets = selectors.opened_bids(people.everyone()[name], call.number, 1)
    assert len(sheets) == SEES_OPENED.get(name, 0)


def test_an_opened_bid_reads_as_it_was_handed_in_not_as_it_was_edited_later() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    actor = make.submitted_bid(call, supplier, share=91)
    with clock.at(call.before):
        handed_in = selectors.my_submission(supplier, call.number, 1)["price"]
        services.edit_offer(actor, offer=make.offer(call, supplier, share=70), **key(call))
    make.submitted_bid(call, people.supplier(2), share=92)
    make.submitted_bid(call, people.supplier(3), share=93)
    make.opened_lot(call, suppliers=0)
    sheets = selectors.opened_bids(people.agency(), call.number, 1)
    assert sheets[0].supplier_id == supplier.organisation
    assert sheets[0].price == handed_in
    assert sum(item.amount for item in sheets[0].items) == handed_in


def test_a_small_firm_is_marked_for_the_deduction_and_a_medium_one_is_not() -> None:
    call = make.call_for_bids()
    for n, kind in enumerate((SmeKind.MICRO, SmeKind.MEDIUM, SmeKind.LARGE), 1):
        actor = make.filled_bid(call, people.supplier(n), share=90 + n)
        with clock.at(call.before):
            services.edit_terms(actor, terms=make.terms(sme=kind), **key(call))
            services.submit(actor, **key(call))
    make.opened_lot(call, suppliers=0)
    sheets = selectors.opened_bids(people.agency(), call.number, 1)
    assert {(s.sme_kind, s.sme, s.micro) for s in sheets} == {
        ("micro", True, True),
        ("medium", True, False),
        ("large", False, False),
    }


def test_a_file_of_an_opened_bid_is_for_those_who_see_the_bid() -> None:
    call = make.opened_lot()
    sheet = selectors.opened_bids(people.agency(), call.number, 1)[0]
    file = sheet.files[0]
    card = selectors.opened_file(people.agency(), call.number, sheet.code, file.file_id)
    assert card.sha256 == file.sha256
    with pytest.raises(NotFound):
        selectors.opened_file(people.agency(2), call.number, sheet.code, file.file_id)


def test_a_bond_is_refunded_once_and_the_supplier_is_told(pump: Callable[[], None]) -> None:
    call = make.opened_lot(make.call_for_bids(1), suppliers=2)
    agency = people.actor(people.agency())
    held = selectors.securities(people.agency(), call.number)[0]
    with clock.at(call.bid_deadline + timedelta(days=1)):
        services.refund_security(agency, project_number=call.number, security=held.pk)
        with pytest.raises(WrongState):
            services.refund_security(agency, project_number=call.number, security=held.pk)
        left = [d for d in duty_list(people.agency()) if d.title == "退还投标保证金"]
    assert selectors.securities(people.agency(), call.number)[0].state == "refunded"
    assert len(left) == 1


def test_a_bid_found_invalid_keeps_the_reason() -> None:
    call = make.opened_lot()
    agency = people.actor(people.agency())
    code = selectors.opened_bids(people.agency(), call.number, 1)[0].code
    services.invalidate(agency, project_number=call.number, code=code, reason="缺少授权书")
    sheet = selectors.opened_bid(people.agency(), call.number, code)
    assert (sheet.state, sheet.invalid_reason) == ("invalid", "缺少授权书")
