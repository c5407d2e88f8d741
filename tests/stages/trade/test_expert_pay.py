"""What experts are owed follows from when they came and when the review ended; who pays, the law says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.stages.trade.expert_pay import selectors, services
from lucai.stages.trade.expert_pay.reckoning import reckoned
from lucai.stages.trade.expert_pay.schemas import PaidIn, WithheldIn
from lucai.stages.trade.expert_pay.selectors import PayLine
from tests.makers import evaluation, frameworks, people
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db


def settled() -> None:
    """Let the journal's readers catch up."""
    sequencer.sequence_all()
    while readers.advance_all():
        sequencer.sequence_all()


def seen(viewer: Viewer) -> list[PayLine]:
    return list(selectors.pay_page(viewer).items)


@pytest.mark.parametrize(
    ("minutes", "hours", "yuan"),
    [(1, 1, 400), (240, 4, 400), (241, 5, 500), (600, 10, 1000)],
)
def test_begun_hours_count_and_the_first_four_are_one_sum(
    minutes: int, hours: int, yuan: int
) -> None:
    began = clock.moment(date(2026, 6, 1), 9)
    found = reckoned(began, began + timedelta(minutes=minutes))
    assert (found.hours, found.amount) == (hours, yuan * 100)
    assert "示例数值" in found.calculation[-1]


def test_the_buyer_pays_each_expert_of_a_tender_and_the_expert_confirms() -> None:
    rnd = evaluation.reported()
    settled()
    mine = seen(people.buyer())
    experts = [m for m in rnd.members if m.side == "expert"]
    assert len(mine) == len(experts) == 4
    assert seen(people.agency()) == seen(people.supplier(1)) == seen(people.public()) == []
    [own] = seen(experts[0])
    assert own.payer_name == people.buyer().organisation_name
    assert "支付评审劳务报酬" in [one.title for one in duty_list(people.buyer())]
    with pytest.raises(NotFound):
        selectors.pay_row(experts[1], own.pk)
    with evaluation.at(rnd, 60):
        desk = browse(people.buyer())
        page = own.href
        typed = posted(desk.get(page))
        ahead = {**typed, "paid_on": "2099-01-01", "reference": "示例-1"}
        assert desk.post(page, ahead).status_code == 422
        today = str(clock.today())
        done = desk.post(page, {**typed, "paid_on": today, "reference": "示例-1", "travel": "0"})
        assert done.status_code == 302
        expert = browse(experts[0])
        assert expert.post(f"{page}steps/miss/").status_code == 302
        services.pay(
            people.actor(people.buyer()), pk=own.pk,
            form=PaidIn(travel="12.50", paid_on=clock.today(), reference="示例-2"),
        )  # fmt: skip
        assert "确认收到" in expert.get(page).content.decode()
        assert expert.post(f"{page}steps/receive/").status_code == 302
    last = selectors.pay_seen(SYSTEM, own.pk)
    assert (last.state, last.total) == ("received", own.amount + 1250)


def test_who_left_is_not_paid_and_a_group_of_a_central_body_is_paid_by_it() -> None:
    frameworks.decided(suppliers=3)
    settled()
    owed = seen(frameworks.centre())
    assert len(owed) == 4
    assert seen(people.buyer()) == []
    form = WithheldIn(ground="left", reason="汇总前擅自离开评审现场")
    services.withhold(people.actor(frameworks.centre()), pk=owed[0].pk, form=form)
    assert "擅自离开" in selectors.pay_seen(people.finance(), owed[0].pk).reason


def test_all_experts_of_a_review_are_paid_by_one_act_and_a_stranger_finds_nothing() -> None:
    rnd = evaluation.reported()
    settled()
    page = f"/expert-pay/reviews/{rnd.number}/"
    for stranger in (people.buyer(2), people.agency()):
        assert browse(stranger).get(page).status_code == 404
    with evaluation.at(rnd, 60):
        desk = browse(people.buyer())
        shown = desk.get(page)
        typed = posted(shown)
        assert "待支付 4 名专家，共 1,600.00 元" in shown.content.decode()
        refused = desk.post(page, {**typed, "paid_on": "2099-01-01", "reference": "示例-1"})
        assert (refused.status_code, "示例-1" in refused.content.decode()) == (422, True)
        assert {line.state for line in seen(people.buyer())} == {"owed"}
        asked = {**typed, "paid_on": str(clock.today()), "reference": "示例-1"}
        assert desk.post(page, asked).status_code == 302
        assert {(line.state, line.reference) for line in seen(people.buyer())} == {
            ("paid", "示例-1")
        }
        assert desk.get(page).status_code == 404
    assert "支付评审劳务报酬" not in [one.title for one in duty_list(people.buyer())]
