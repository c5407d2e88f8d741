"""Acceptances: line by line, by others than the signer, agreed by the supplier, made public."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.law.notices import check_notice
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances import selectors, services
from lucai.stages.acceptance.acceptances.rules import accepted_amount
from lucai.stages.acceptance.acceptances.schemas import AcceptanceIn, LineIn, ObjectionIn
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.performance.deliveries.selectors import undelivered
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

filed = kept(make.filed)


def broken(refusal: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refusal.value.verdicts}


def key(number: str, place: int = 1) -> dict[str, Any]:
    return {"contract_number": number, "number": place}


def edited(number: str, **changes: Any) -> int:
    place = make.begun_acceptance(number)
    with clock.at(make.after_signing(number, 11)):
        content = make.written(number, place).model_copy(update=changes)
        services.edit_acceptance(make.acceptor(), **key(number, place), acceptance=content)
    return place


def test_the_lines_are_what_came_and_every_promise_of_the_bid(filed: str) -> None:
    place = make.begun_acceptance(filed)
    sheet = selectors.acceptance_seen(people.buyer(), filed, place)
    promised = [r.number for r in make.sheet(filed).terms.requirements]
    assert [line.name for line in sheet.items] == ["台式计算机"]
    assert sheet.items[0].delivered == 10
    assert [line.reference for line in sheet.requirements] == promised


def test_who_signed_the_contract_cannot_accept_it(filed: str) -> None:
    came = make.received_delivery(filed)
    with pytest.raises(RuleBroken) as refusal:
        services.begin_acceptance(make.decider(), contract_number=filed, delivery_number=came)
    assert broken(refusal) == {"ROL-03"}


def test_who_signed_the_contract_cannot_submit_what_another_began(filed: str) -> None:
    place = edited(filed)
    with pytest.raises(RuleBroken) as refusal:
        services.take(make.decider(), **key(filed, place), step="submit")
    assert "ROL-03" in broken(refusal)


def test_nothing_is_accepted_before_it_is_received(filed: str) -> None:
    made = make.announced_delivery(filed)
    with pytest.raises(WrongState):
        services.begin_acceptance(make.acceptor(), contract_number=filed, delivery_number=made)


def test_an_unchecked_line_and_an_unsigned_member_keep_it_open(filed: str) -> None:
    place = make.begun_acceptance(filed)
    with clock.at(make.after_signing(filed, 11)):
        content = make.written(filed, place, signed=False)
        content.lines[0] = LineIn(number=1)
        services.edit_acceptance(make.acceptor(), **key(filed, place), acceptance=content)
        with pytest.raises(RuleBroken) as refusal:
            services.take(make.acceptor(), **key(filed, place), step="submit")
    messages = " ".join(verdict.message for verdict in refusal.value.verdicts)
    assert "1 台式计算机" in messages
    assert "示例成员一" in messages


def test_half_done_work_is_kept(filed: str) -> None:
    place = make.begun_acceptance(filed)
    with clock.at(make.after_signing(filed, 11)):
        content = AcceptanceIn(
            accepted_on=clock.today(), place="库房", opinion="验收进行中",
            lines=[LineIn(number=1, found="已清点，未试用")],
        )  # fmt: skip
        services.edit_acceptance(make.acceptor(), **key(filed, place), acceptance=content)
    sheet = selectors.acceptance_seen(people.buyer(), filed, place)
    assert sheet.items[0].found == "已清点，未试用"
    assert (sheet.done, sheet.amount, sheet.conclusion) == (0, 0, "验收中")


@pytest.mark.parametrize(
    ("accepted", "verdict"), [("11", "passed"), ("9", "passed"), ("10", "failed")]
)
def test_quantity_and_verdict_have_to_fit(accepted: str, verdict: str, filed: str) -> None:
    place = make.begun_acceptance(filed)
    with clock.at(make.after_signing(filed, 11)):
        content = make.written(filed, place)
        content.lines[0] = LineIn(number=1, accepted=accepted, verdict=verdict)
        with pytest.raises(InvalidInput) as refusal:
            services.edit_acceptance(make.acceptor(), **key(filed, place), acceptance=content)
    assert set(refusal.value.fields) == {"lines.0.accepted"}


def test_a_failed_requirement_has_to_turn_items_down(filed: str) -> None:
    place = make.begun_acceptance(filed)
    with clock.at(make.after_signing(filed, 11)):
        content = make.written(filed, place)
        content.lines[1] = LineIn(number=2, found="不符合", verdict="failed")
        services.edit_acceptance(make.acceptor(), **key(filed, place), acceptance=content)
        with pytest.raises(RuleBroken) as refusal:
            services.take(make.acceptor(), **key(filed, place), step="submit")
    assert broken(refusal) == {"GP-ACC-01"}


def test_a_public_service_needs_its_users(filed: str) -> None:
    place = edited(filed, public_service=True)
    with pytest.raises(RuleBroken) as refusal:
        services.take(make.acceptor(), **key(filed, place), step="submit")
    assert broken(refusal) == {"GP-ACC-02"}


def test_the_supplier_sees_it_when_asked_and_its_objection_opens_it_again(filed: str) -> None:
    place = edited(filed)
    with pytest.raises(NotFound):
        selectors.acceptance_seen(people.supplier(), filed, place)
    services.take(make.acceptor(), **key(filed, place), step="submit")
    services.object_to(
        make.supplier(), **key(filed, place), objection=ObjectionIn(objection="第一项记录有误")
    )
    sheet = selectors.acceptance_seen(people.buyer(), filed, place)
    assert (sheet.state, sheet.objection) == ("drafting", "第一项记录有误")


def test_publication_makes_a_complete_notice_with_a_milestone(filed: str) -> None:
    sheet = make.published_acceptance(filed)
    with system_access("test"):
        row = JournalEntry.objects.get(event="acceptance.acceptance.publish")
    notice = row.body["notice"]
    assert row.public
    assert notice["kind"] == "performanceAcceptance"
    assert check_notice(notice["kind"], notice["fields"]) == []
    milestone = row.body["ocds"]["contracts"][0]["implementation"]["milestones"][0]
    assert (milestone["status"], sheet.conclusion) == ("met", "合格")
    assert sheet.amount == contract_card(people.buyer(), filed).amount


def test_a_partial_acceptance_is_paid_in_part_and_the_rest_comes_again(filed: str) -> None:
    sheet = make.published_acceptance(filed, refused={1: 3})
    card = contract_card(people.buyer(), filed)
    assert (sheet.state, sheet.conclusion) == ("published", "部分合格")
    assert sheet.amount == card.amount * 7 // 10
    assert undelivered(people.supplier(), filed)[0].left == 3
    assert card.state == "owing"


def test_a_failed_acceptance_is_public_too_and_gives_nothing_to_invoice(filed: str) -> None:
    sheet = make.published_acceptance(filed, refused={1: 10})
    assert (sheet.state, sheet.conclusion, sheet.amount) == ("failed", "不合格", 0)
    assert undelivered(people.supplier(), filed)[0].left == 10


def test_parts_of_an_item_sum_to_its_amount() -> None:
    from decimal import Decimal

    total, first = 1001, Decimal("0.3")
    shared: dict[str, Any] = {"agreed": Decimal(1), "unit_price": 1001, "total": total}
    one = accepted_amount(Decimal(), first, **shared)
    two = accepted_amount(first, Decimal("0.7"), **shared)
    assert one + two == total


def test_the_paper_of_a_published_acceptance_is_everybodys(filed: str) -> None:
    place = make.begun_acceptance(filed)
    paper = f"/contracts/{filed}/acceptance/{place}/report.pdf"
    readers = (Client(), browse(people.expert()), browse(people.supplier(2)))
    assert [reader.get(paper).status_code for reader in readers] == [404, 404, 404]
    make.publish_begun(filed, place)
    assert [reader.get(paper).status_code for reader in readers] == [200, 200, 200]
    assert readers[2].get(f"/contracts/{filed}/acceptance/{place}/").status_code == 404
