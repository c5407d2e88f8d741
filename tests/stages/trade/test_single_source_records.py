"""What is talked about with a single source is recorded: costs, comparable prices, rights (GP-SIN-03)."""

from __future__ import annotations

import pytest

from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.records import system_access
from lucai.stages.trade.negotiations import services
from lucai.stages.trade.negotiations.models import NegotiationRecord
from lucai.stages.trade.negotiations.rules import SAID
from lucai.stages.trade.negotiations.schemas import CallIn, TalkIn
from lucai.stages.trade.negotiations.selectors import negotiation_seen
from tests.makers import evaluation, methods, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


def test_quotes_wait_for_the_record_and_its_page_asks_for_what_the_law_asks() -> None:
    rnd = methods.checked("single_source", suppliers=1)
    with evaluation.at(rnd):
        with pytest.raises(RuleBroken) as refused:
            services.call_quotes(rnd.chair(), form=CallIn(minutes=30), **rnd.key)
        assert "GP-SIN-03" in {verdict.rule for verdict in refused.value.verdicts}
        sheet = negotiation_seen(people.agency(), rnd.number, rnd.lot)
        client = browse(people.agency())
        assert 'name="comparable"' in client.get(f"{sheet.href}records/new/").content.decode()
        supplier = sheet.participants[0].supplier_id
        form = TalkIn(supplier_id=supplier, points="商定价格和交货期", **methods.CONSULTED)
        pk = services.record_talk(people.actor(people.agency()), form=form, **rnd.key)
        shown = client.get(f"{sheet.href}records/{pk}/").content.decode()
        assert all(text in shown for text in methods.CONSULTED.values())
        services.call_quotes(rnd.chair(), form=CallIn(minutes=30), **rnd.key)


def test_other_methods_are_not_asked_for_it() -> None:
    rnd = methods.checked("negotiation")
    with evaluation.at(rnd):
        sheet = negotiation_seen(people.agency(), rnd.number, rnd.lot)
        shown = browse(people.agency()).get(f"{sheet.href}records/new/").content.decode()
        assert 'name="points"' in shown
        assert 'name="comparable"' not in shown


@pytest.mark.parametrize("name", SAID)
def test_a_record_without_what_the_law_asks_is_refused_at_the_field(name: str) -> None:
    rnd = methods.checked("single_source", suppliers=1)
    with evaluation.at(rnd):
        supplier = negotiation_seen(people.agency(), rnd.number, rnd.lot).participants[0]
        said = {**methods.CONSULTED, name: ""}
        form = TalkIn(supplier_id=supplier.supplier_id, points="商定价格和交货期", **said)
        with pytest.raises(InvalidInput) as refused:
            services.record_talk(people.actor(people.agency()), form=form, **rnd.key)
        assert list(refused.value.fields) == [name]
        page = f"/rooms/{rnd.number}/negotiation/{rnd.lot}/records/new/"
        sent = {"supplier_id": supplier.supplier_id, "points": "商定价格和交货期", **said}
        answer = browse(people.agency()).post(page, sent)
        assert answer.status_code == 422
        assert f"协商情况记录应当写明{SAID[name]}" in answer.content.decode()


def test_what_an_earlier_record_says_is_not_asked_for_again() -> None:
    rnd = methods.checked("single_source", suppliers=1)
    with evaluation.at(rnd):
        methods.talk(rnd, 1)
        services.next_round(rnd.chair(), **rnd.key)
        supplier = people.supplier(1).organisation or 0
        form = TalkIn(supplier_id=supplier, points="再商定质保期")
        services.record_talk(people.actor(people.agency()), form=form, **rnd.key)
        services.call_quotes(rnd.chair(), form=CallIn(minutes=30), **rnd.key)


def test_a_record_that_says_too_little_closes_the_call_for_quotes() -> None:
    rnd = methods.checked("single_source", suppliers=1)
    with evaluation.at(rnd):
        pk = methods.talk(rnd, 1)
        with system_access("a record of older days"):
            NegotiationRecord.objects.get(pk=pk).change(costs="", place="")
        with pytest.raises(RuleBroken, match="协商地点、成本构成") as refused:
            services.call_quotes(rnd.chair(), form=CallIn(minutes=30), **rnd.key)
        assert {verdict.rule for verdict in refused.value.verdicts} == {"GP-SIN-03"}


def test_the_page_of_a_single_source_speaks_of_one_supplier_and_of_no_others() -> None:
    rnd = methods.checked("single_source", suppliers=1)
    with evaluation.at(rnd):
        sheet = negotiation_seen(people.agency(), rnd.number, rnd.lot)
        for page in (sheet.href, f"{sheet.href}records/new/"):
            shown = browse(people.agency()).get(page).content.decode()
            assert "平等" not in shown
            assert "其他供应商" not in shown
            assert "分别" not in shown
        assert "商定合理的价格" in browse(people.agency()).get(sheet.href).content.decode()


def test_the_page_of_several_suppliers_speaks_of_equal_chances() -> None:
    rnd = methods.checked("negotiation")
    with evaluation.at(rnd):
        sheet = negotiation_seen(people.agency(), rnd.number, rnd.lot)
        assert "给予平等机会" in browse(people.agency()).get(sheet.href).content.decode()
