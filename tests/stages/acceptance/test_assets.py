"""Asset cards: made of what was accepted, sent once, refused with a reason, corrected, tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lucai.adapters.assets.simulated import SimulatedAssetSystem
from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.stages.acceptance.assets import ports, selectors, services
from lucai.stages.acceptance.assets.models import AssetCard
from lucai.stages.acceptance.assets.schemas import CardFixIn, FixesIn, HandOverIn
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted
from tests.makers.kept import kept
from tests.makers.world import settle

pytestmark = pytest.mark.django_db

READER = Actor.system(Reason.JOURNAL_READER)
FORM = HandOverIn(department="信息中心", keeper="示例管理员", location="教学楼 301 室")


def accepted() -> str:
    """A contract whose goods were accepted; the cards are made."""
    number = make.filed()
    make.published_acceptance(number)
    with clock.at(make.after_signing(number, 12)):
        settle()
    return number


accepted_goods = kept(accepted)


def later(number: str, days: int = 13) -> Any:
    return clock.at(make.after_signing(number, days))


def sheet(number: str) -> selectors.TransferSheet:
    return selectors.transfer_seen(people.buyer(), number, 1)


def hand_over(number: str) -> None:
    services.hand_over(make.buyer(), contract_number=number, number=1, form=FORM)
    settle()


def spoil(number: str, **changes: Any) -> str:
    """Change a card behind the house's back so that the asset system minds; return its number."""
    with system_access("test"):
        card = AssetCard.objects.filter(contract_number=number).order_by("pk").first()
        card.change(**changes)
    return str(card.number)


def test_accepted_goods_become_cards_once_with_price_category_and_day(accepted_goods: str) -> None:
    number = accepted_goods
    with later(number):
        found = sheet(number)
        items = make.sheet(number).items
        assert found.value == sum(item.amount for item in items)
        first = found.cards[0]
        assert (first.category, first.state) == (items[0].catalogue_code, "ready")
        assert first.category_name
        services.make_cards(READER, contract_number=number, number=1)
        assert len(sheet(number).cards) == len(found.cards)
        duty = next(d for d in duty_list(people.buyer()) if "/assets/" in d.href)
        assert duty.title == "登记资产卡片，移交资产系统"


def test_cards_are_sent_after_the_hand_over_and_keep_their_receipts(accepted_goods: str) -> None:
    with later(accepted_goods):
        services.hand_over(make.buyer(), contract_number=accepted_goods, number=1, form=FORM)
        assert {card.state for card in sheet(accepted_goods).cards} == {"sent"}
        settle()
        done = sheet(accepted_goods)
    assert done.state == "registered"
    assert all(card.receipt.startswith("ZC") for card in done.cards)
    assert done.cards[0].keeper == FORM.keeper


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "A02"}, "E101"), ({"category": "C99"}, "E101"),
        ({"category": "A02100415", "serial": ""}, "E106"), ({"value": 1}, "E102"), ({"unit_price": 999_99, "value": 999_99, "quantity": "1"}, "E105"),
    ],
)  # fmt: skip
def test_what_the_asset_system_refuses_comes_back_with_its_reason(
    accepted_goods: str, changes: dict[str, Any], code: str
) -> None:
    with later(accepted_goods):
        number = spoil(accepted_goods, **changes)
        hand_over(accepted_goods)
        found = sheet(accepted_goods)
        assert found.state == "returned"
        assert [(card.number, card.refusal_code) for card in found.refused] == [(number, code)]
        duty = next(d for d in duty_list(people.buyer()) if "/assets/" in d.href)
        assert duty.title == "更正被退回的资产卡片"


def fix(card: selectors.CardLine, **changes: Any) -> FixesIn:
    content = {
        "number": card.number, "category": card.category, "serial": card.serial,
        "keeper": card.keeper, "location": card.location, **changes,
    }  # fmt: skip
    return FixesIn(cards=[CardFixIn.model_validate(content)])


def test_a_corrected_card_is_registered_and_the_others_are_not_sent_again(
    accepted_goods: str,
) -> None:
    with later(accepted_goods):
        right = sheet(accepted_goods).cards[0].category
        spoil(accepted_goods, category="A02")
        hand_over(accepted_goods)
        (card,) = sheet(accepted_goods).refused
        key = {"contract_number": accepted_goods, "number": 1}
        with pytest.raises(InvalidInput) as refused:
            services.correct(make.buyer(), **key, form=fix(card, category="A0Z"))
        assert "cards.0.category" in refused.value.fields
        services.correct(make.buyer(), **key, form=fix(card, category=right))
        settle()
        assert sheet(accepted_goods).state == "registered"


def test_a_thing_below_the_value_is_taken_out(accepted_goods: str) -> None:
    with later(accepted_goods):
        spoil(accepted_goods, unit_price=999_99, value=999_99, quantity="1")
        hand_over(accepted_goods)
        (card,) = sheet(accepted_goods).refused
        services.correct(
            make.buyer(), contract_number=accepted_goods, number=1, form=fix(card, excluded="yes")
        )
        settle()
        done = sheet(accepted_goods)
        assert done.state == "registered"
        assert done.cards[0].state == "excluded"
        assert done.value == sum(one.value for one in done.cards[1:])


def test_a_system_that_does_not_answer_is_asked_again_later(
    accepted_goods: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = SimulatedAssetSystem()
    monkeypatch.setattr(ports, "_system", [system])
    with later(accepted_goods):
        system.down = True
        hand_over(accepted_goods)
        waiting = sheet(accepted_goods)
        assert (waiting.state, waiting.attempts) == ("sent", 1)
        system.down = False
        assert services.try_again(READER, now=clock.now()) == 0
    moment = make.after_signing(accepted_goods, 13) + services.PAUSE
    with clock.at(moment):
        assert services.try_again(READER, now=clock.now()) == 1
        assert sheet(accepted_goods).state == "registered"


def test_a_card_sent_twice_is_entered_once() -> None:
    card = ports.CardOut(
        number="1", unit_code="X", category="A05010301", name="椅子", specification="",
        quantity="2", unit="把", unit_price=100_00, value=200_00, serial="",
        acquired_on=clock.today(), department="部门", keeper="人", location="处", contract="C",
    )  # fmt: skip
    system = SimulatedAssetSystem()
    first, again = (system.register(card, clock.today()) for _ in range(2))
    assert first == again
    assert not system.register(card, clock.today() - timedelta(days=1)).accepted


def test_others_neither_see_nor_hand_over(accepted_goods: str) -> None:
    for other in (people.buyer(2), people.supplier(), people.agency()):
        with pytest.raises(NotFound):
            selectors.transfer_seen(other, accepted_goods, 1)
    with later(accepted_goods), pytest.raises(NotAllowed):
        services.hand_over(
            people.actor(people.finance()), contract_number=accepted_goods, number=1, form=FORM
        )


def test_the_pages_hand_over_explain_and_find(accepted_goods: str) -> None:
    base = f"/contracts/{accepted_goods}/assets/1/"
    with later(accepted_goods):
        spoil(accepted_goods, category="A02")
        client = browse(people.buyer())
        refused = client.post(f"{base}hand-over/", {"department": "信息中心"})
        assert refused.status_code == 422
        client.post(f"{base}hand-over/", FORM.model_dump())
        settle()
        page = client.get(f"{base}correct/")
        assert "最末级" in page.content.decode()
        again = client.post(f"{base}correct/", {**posted(page), "cards.0.category": "A0Z"})
        assert again.status_code == 422
        answer, queries = counted(client, "/assets/?state=refused")
        assert "A02" in answer.content.decode()
        assert queries < 15
