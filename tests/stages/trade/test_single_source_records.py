"""What is talked about with a single source is recorded: costs, comparable prices, rights (GP-SIN-03)."""

from __future__ import annotations

import pytest

from lucai.kernel.errors import RuleBroken
from lucai.stages.trade.negotiations import services
from lucai.stages.trade.negotiations.schemas import CallIn, TalkIn
from lucai.stages.trade.negotiations.selectors import negotiation_seen
from tests.makers import evaluation, methods, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

SAID = {
    "costs": "设备成本 60 万元，安装 5 万元", "comparable": "某地同类合同 98 万元", "rights": "专利一项",
}  # fmt: skip


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
        form = TalkIn(supplier_id=supplier, points="商定价格和交货期", **SAID)
        pk = services.record_talk(people.actor(people.agency()), form=form, **rnd.key)
        shown = client.get(f"{sheet.href}records/{pk}/").content.decode()
        assert all(text in shown for text in SAID.values())
        services.call_quotes(rnd.chair(), form=CallIn(minutes=30), **rnd.key)


def test_other_methods_are_not_asked_for_it() -> None:
    rnd = methods.checked("negotiation")
    with evaluation.at(rnd):
        sheet = negotiation_seen(people.agency(), rnd.number, rnd.lot)
        shown = browse(people.agency()).get(f"{sheet.href}records/new/").content.decode()
        assert 'name="points"' in shown
        assert 'name="comparable"' not in shown
