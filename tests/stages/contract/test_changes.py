"""Signed contracts are supplemented within ten percent, changed, suspended and ended on legal grounds."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput, RuleBroken, WrongState
from lucai.law.contract_rules import ContractFacts, supplements_are_within_cap
from lucai.law.notices import check_notice
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.budget.indicators.selectors import indicator_page
from lucai.stages.contract.changes import services
from lucai.stages.contract.changes.grounds import GROUNDS
from lucai.stages.contract.changes.schemas import AnswerIn, ChangeIn
from lucai.stages.contract.changes.selectors import change_seen
from lucai.stages.contract.contracts.selectors import contract_items
from lucai.stages.performance.deliveries.selectors import undelivered
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

filed = kept(make.filed)
YES = AnswerIn(answer="同意")


def proposal(kind: str, ground: str, **more: Any) -> ChangeIn:
    content = {"kind": kind, "ground": ground, "reason": "示例情况：履行中发生了需要办理的情形。"}
    return ChangeIn(**{**content, **more})


def proposed(number: str, kind: str, ground: str, by: Any = None, **more: Any) -> int:
    return services.propose_change(
        by or make.buyer(), contract_number=number, change=proposal(kind, ground, **more)
    )


def agreed(number: str, kind: str, ground: str, **more: Any) -> int:
    place = proposed(number, kind, ground, **more)
    services.agree(make.supplier(), contract_number=number, number=place, answer=YES)
    return place


def nothing_is_left_free() -> None:
    """Bind what the sister lot gave back when it failed."""
    system = Actor.system(Reason.CONSEQUENCE)
    for line in indicator_page(people.finance()).items:
        if line.free:
            indicators.hold(system, code=line.code, amount=line.free, reference="示例其他计划")


def account(number: str) -> int:
    """What is committed of all indicators of the buyer's finance."""
    return sum(line.committed for line in indicator_page(people.finance()).items)


@pytest.mark.parametrize(("amount", "holds"), [(1_000_00, True), (1_001_00, False)])
def test_supplements_may_come_to_exactly_ten_percent(amount: int, holds: bool) -> None:
    facts = ContractFacts(
        award_amount=10_000_00, contract_amount=10_000_00, budget_held=0,
        supplements_before=400_00, supplement=amount - 400_00,
    )  # fmt: skip
    verdict = supplements_are_within_cap(facts, clock.now())
    assert (verdict.holds, verdict.cites[0]) == (holds, "政府采购法/49")


def test_a_supplement_adds_goods_at_the_same_price_and_commits_their_money(filed: str) -> None:
    line = contract_items(people.buyer(), filed)[0]
    card = make.sheet(filed).card
    most = Decimal(card.amount) / 10 // line.unit_price
    with clock.at(make.after_signing(filed, 5)):
        before = account(filed)
        too_much = [{"place": line.place, "quantity": most + 1}]
        with pytest.raises(RuleBroken) as refusal:
            proposed(filed, "supplement", "same_object", items=too_much)
        assert [v.rule for v in refusal.value.verdicts] == ["GP-CTR-05"]
        some = most / 2
        place = agreed(
            filed, "supplement", "same_object", items=[{"place": line.place, "quantity": some}]
        )
        after = make.sheet(filed)
        added = int(some * line.unit_price)
        assert after.card.supplemented == added
        assert after.card.amount == card.amount + added
        assert after.terms.amount == card.amount
        assert account(filed) - before == added
        assert sum(one.left for one in undelivered(people.supplier(), filed)) == some + sum(
            Decimal(one.quantity) for one in after.items
        )
        with pytest.raises(RuleBroken):
            proposed(
                filed, "supplement", "same_object", items=[{"place": line.place, "quantity": most}]
            )
        assert any(duty.title == "公告合同变更" for duty in duty_list(people.buyer()))
        services.publish(make.buyer(), contract_number=filed, number=place)
    with system_access("test"):
        entry = JournalEntry.objects.get(event="contract.contractChange.publish")
    fields = entry.body["notice"]["fields"]
    assert check_notice("contractChange", fields) == []
    assert fields["amountAfter"] - fields["amountBefore"] == added
    assert entry.body["ocds"]["contracts"][0]["value"]["amount"] == money.plain_yuan(
        card.amount + added
    )


def test_a_supplement_without_budget_is_refused_with_the_account(filed: str) -> None:
    line = contract_items(people.buyer(), filed)[0]
    most = Decimal(make.sheet(filed).card.amount) / 10 // line.unit_price
    with clock.at(make.after_signing(filed, 4)):
        nothing_is_left_free()
    with clock.at(make.after_signing(filed, 5)), pytest.raises(RuleBroken) as refusal:
        agreed(filed, "supplement", "same_object", items=[{"place": line.place, "quantity": most}])
    assert [v.rule for v in refusal.value.verdicts] == ["GP-BUD-01"]
    assert make.sheet(filed).card.supplemented == 0


def test_suspension_stops_the_performance_and_its_days_are_added(filed: str) -> None:
    due = make.sheet(filed).card.delivery_due_at
    assert due is not None
    with clock.at(make.after_signing(filed, 5)):
        with pytest.raises(RuleBroken):
            proposed(filed, "suspension", "agreed")
        place = proposed(filed, "suspension", "challenge")
        services.impose(make.buyer(), contract_number=filed, number=place, answer=YES)
        with pytest.raises(WrongState):
            make.announced_delivery(filed)
    with clock.at(make.after_signing(filed, 15)):
        agreed(filed, "resumption", "resolved")
        make.announced_delivery(filed)
    card = make.sheet(filed).card
    assert (card.state, card.delivery_due_at) == ("performing", due + timedelta(days=10))


def test_a_termination_settles_and_gives_the_rest_back_to_the_budget(filed: str) -> None:
    with clock.at(make.after_signing(filed, 5)):
        with pytest.raises(RuleBroken, match="补偿"):
            proposed(filed, "termination", "purchaser", settled=0)
        with pytest.raises(InvalidInput) as refusal:
            proposed(filed, "termination", "breach", settled=make.sheet(filed).card.amount + 1)
        assert set(refusal.value.fields) == {"settled"}
        place = proposed(filed, "termination", "force_majeure", settled=0)
        with pytest.raises(RuleBroken, match="不能单方办理"):
            services.impose(make.buyer(), contract_number=filed, number=place, answer=YES)
        with pytest.raises(WrongState):
            services.agree(make.buyer(), contract_number=filed, number=place, answer=YES)
        before = account(filed)
        services.agree(make.supplier(), contract_number=filed, number=place, answer=YES)
    card = make.sheet(filed).card
    assert (card.state, card.left) == ("terminated", 0)
    assert before - account(filed) == card.amount


def test_a_refused_or_withdrawn_proposal_changes_nothing(filed: str) -> None:
    with clock.at(make.after_signing(filed, 5)):
        place = proposed(filed, "change", "agreed", by=make.supplier(), days=10)
        with pytest.raises(InvalidInput):
            proposed(filed, "change", "agreed", days=5)
        services.refuse(
            make.buyer(), contract_number=filed, number=place, answer=AnswerIn(answer="不同意延期")
        )
        place = proposed(filed, "change", "agreed", by=make.supplier(), days=10)
        services.withdraw(make.supplier(), contract_number=filed, number=place, answer=YES)
        assert make.sheet(filed).card.extended_days == 0
        agreed(filed, "change", "agreed", days=3)
    assert make.sheet(filed).card.extended_days == 3
    assert change_seen(people.supplier(), filed, place).state == "withdrawn"
    for viewer in (people.buyer(), people.supplier(), people.finance(), people.treasury()):
        assert browse(viewer).get(f"/contracts/{filed}/changes/").status_code == 200
    for kind in ("supplement", "change", "suspension", "termination"):
        page = browse(people.buyer()).get(f"/contracts/{filed}/changes/new/{kind}/")
        assert "法定事由" in page.content.decode()


def test_every_ground_names_its_article() -> None:
    assert all(ground.cites and ground.kinds for ground in GROUNDS.values())
