"""Units buy jointly by the methods that negotiate or ask for prices, as they do by tender."""

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.projects import services
from lucai.stages.trade.projects.schemas import JoinIn
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.services import publish_policies
from tests.makers import bids, evaluation, methods, people, sealing
from tests.makers import plan as plan_makers
from tests.makers.plan import WAN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["consultation", "negotiation", "inquiry"])
def test_a_lot_of_two_units_is_called_and_answered_in_one_piece(key: str) -> None:
    at = clock.moment(bids.PUBLISHED_ON, 10)
    with clock.at(at):
        sealing.keys_enrolled()
        number = methods.drafted(key)
        before = project_seen(SYSTEM, number)
        plan = plan_makers.of_another_unit(method=key)
        place = services.ask_unit(
            people.actor(people.buyer()), project_number=number,
            join=JoinIn(plan_number=plan, lot=1),
        )  # fmt: skip
        partner = people.actor(people.buyer(2))
        services.take_unit_step(partner, project_number=number, place=place, step="consent")
        agency = people.actor(people.agency())
        documents.take(agency, project_number=number, step="submit")
        documents.take(people.actor(people.buyer_reviewer()), project_number=number, step="confirm")
        documents.publish(agency, project_number=number)
        publish_policies(Actor.system(Reason.JOURNAL_READER), project_number=number)
        card = project_seen(SYSTEM, number)
    assert card.budget == before.budget + 60 * WAN
    assert card.bid_deadline
    evaluation.opened(bids.Call(number, at, card.bid_deadline))
    [first, *_] = opened_bids(SYSTEM, number, 1)
    names = [people.buyer(n).organisation_name for n in (1, 2)]
    assert all(any(name in item.name for item in first.items) for name in names)
