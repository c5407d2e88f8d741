"""Gates of cooperations and framework agreements: each asks, stops who is barred, and keeps the answer."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import RuleBroken
from lucai.platform.journal.models import JournalEntry
from lucai.registers.exclusions.models import ExclusionCheck
from lucai.stages.trade.calloffs import services as orders
from lucai.stages.trade.calloffs.schemas import DirectIn
from lucai.stages.trade.frameworks import services as joining
from lucai.stages.trade.frameworks.selectors import framework_seen
from tests.makers import budget, cooperating, exclusions, frameworks, people, world
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


def kept(gate: str, number: str) -> list[str]:
    found = ExclusionCheck.objects.seen_by(SYSTEM).filter(gate=gate, project_number=number)
    return sorted(check.party_name for check in found)


def names(*numbers: int) -> list[str]:
    return sorted(people.supplier(n).organisation_name for n in numbers)


def test_a_cooperation_asks_about_every_applicant_and_about_those_it_chooses() -> None:
    with clock.at(world.NOW):
        number = cooperating.awarded()
    assert kept("qualify", number) == names(1, 2, 3)
    assert kept("award", number) == names(1, 2)
    entry = JournalEntry.objects.seen_by(SYSTEM).get(
        event="trade.cooperation.decide", project_number=number
    )
    assert set(entry.body["creditChecks"]) == {str(people.supplier(n).organisation) for n in (1, 2)}


def test_a_researcher_barred_before_the_decision_is_not_chosen() -> None:
    with clock.at(world.NOW):
        number = cooperating.evaluated()
        exclusions.banned_supplier(2, clock.today())
        with pytest.raises(RuleBroken) as refused:
            cooperating.decided(number)
    assert {verdict.rule for verdict in refused.value.verdicts} == {"GP-QUA-02"}


def test_a_framework_asks_about_all_who_responded_and_an_order_about_its_supplier() -> None:
    with clock.at(clock.moment(frameworks.DECIDED + timedelta(days=3), 10)):
        budget.indicator("ZB2026-0001")
        number = frameworks.running()
        assert kept("qualify", number) == names(1, 2, 3, 4, 5)
        supplier = framework_seen(people.buyer(), number).members[0]
        form = DirectIn(
            **frameworks.order(supplier_id=supplier.supplier_id, reason="质量最好，现货")
        )
        orders.choose(people.actor(people.buyer()), framework=number, form=form)
        assert kept("award", number) == [supplier.supplier_name]
        finance = browse(people.finance())
        listed = finance.get("/exclusions/checks/").content.decode()
        assert f'href="/frameworks/{number}/"' in listed
        assert f"/rooms/{number}/" not in listed
        assert finance.get(f"/frameworks/{number}/").status_code == 200


def test_who_is_barred_since_it_applied_does_not_join_and_who_is_not_does() -> None:
    with clock.at(clock.moment(frameworks.DECIDED + timedelta(days=3), 10)):
        number = frameworks.open_running()
        centre = people.actor(frameworks.centre())
        places = {
            n: joining.apply(
                people.actor(people.supplier(n)), number=number, form=frameworks.application()
            )
            for n in (3, 4)
        }
        exclusions.banned_supplier(3, clock.today())
        with pytest.raises(RuleBroken) as refused:
            joining.admit(centre, number=number, place=places[3])
        joining.admit(centre, number=number, place=places[4])
    assert {verdict.rule for verdict in refused.value.verdicts} == {"GP-QUA-02"}
    assert kept("qualify", number) == names(4)
