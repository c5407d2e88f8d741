"""The next step: whoever has something to do is led by links from the workbench to the button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.law.challenges import Outcome, Remedy
from lucai.oversight.complaints import services as complaining
from lucai.oversight.complaints.schemas import CorrectionIn
from lucai.platform.duties.models import Duty
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.acceptance.acceptances.selectors import AcceptanceSheet, acceptance_seen
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.payment.requests.models import PaymentRequest
from lucai.stages.performance.deliveries import services as deliveries
from lucai.stages.performance.deliveries.schemas import DeliveredIn, ReceiptIn
from lucai.stages.trade.challenges import services as challenging
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.groups import services as groups
from tests.makers import (
    bids,
    budget,
    challenges,
    complaints,
    contract,
    cooperating,
    evaluation,
    frameworks,
    people,
    roles,
    treasury,
    world,
)
from tests.makers.browsing import browse
from tests.makers.crawling import Reading

pytestmark = pytest.mark.django_db

Moment = tuple[str, datetime]


@dataclass(frozen=True, slots=True)
class Led:
    """One duty as its holder found it."""

    stage: str
    who: str
    title: str
    href: str
    arrived: bool


class Holders:
    """Everybody who may have a duty, each with a browser of their own, made at need."""

    def __init__(self) -> None:
        others = {f"投标人{n}": people.supplier(n) for n in (2, 3)}
        others |= {f"联合采购单位{n}": people.buyer(n) for n in (7, 8)}
        self.viewers = roles.at_home() | others
        self._clients: dict[str, Client] = {}

    def join(self, members: tuple[Viewer, ...]) -> None:
        """Let the panel take part."""
        self.viewers |= {f"评委{place}": member for place, member in enumerate(members, start=1)}

    def client(self, who: str) -> Client:
        """Return somebody's browser."""
        if who not in self._clients:
            self._clients[who] = browse(self.viewers[who])
        return self._clients[who]

    def of(self, duty: Duty) -> str:
        """Name somebody who must see a duty; empty when nobody can."""
        for who, viewer in self.viewers.items():
            mine = viewer.organisation == duty.organisation and viewer.may(duty.permission)
            if mine and duty.person in {None, viewer.person}:
                return who
        return ""


def follow(stage: str, holders: Holders) -> Iterator[Led]:
    """Follow every duty that is open now from its holder's list to its page."""
    with system_access("test"):
        rows = list(Duty.objects.filter(done_at=None).exclude(opens_at__gt=clock.now()))
    lists: dict[str, tuple[Reading, set[str]]] = {}
    for duty in rows:
        who = holders.of(duty)
        if who and who not in lists:
            lists[who] = desk_and_duties(holders.client(who))
        arrived = bool(who) and listed(*lists[who], duty) and leads(holders.client(who), duty)
        yield Led(stage, who, duty.title, duty.href, arrived)


def desk_and_duties(client: Client) -> tuple[Reading, set[str]]:
    """Read somebody's workbench, and where the list of duties and the lists of one kind lead."""
    desk, duties = (Reading(client.get(page).content.decode()) for page in ("/desk/", "/duties/"))
    links = set(duties.links)
    for link in duties.links:
        if link.startswith("/duties/?"):
            links |= set(Reading(client.get(link).content.decode()).links)
    return desk, links


def listed(desk: Reading, links: set[str], duty: Duty) -> bool:
    """Whether the duty's list, which the workbench leads to, has a link to its page."""
    return "/duties/" in desk.links and duty.href in links


def leads(client: Client, duty: Duty) -> bool:
    """Whether the page has the step: its form, a link to it, or the reason why it is closed.

    What is sealed in the browser has no form: nothing of it may be posted as it was typed.
    """
    answer = client.get(duty.href, follow=True)
    if answer.status_code != 200:
        return False
    content = answer.content.decode()
    if " data-seal-now>" in content:
        return True
    page = Reading(content)
    itself = {"", duty.href, answer.request["PATH_INFO"]}
    doors = [door.split("?")[0] for door in [*page.links, *page.posts]]
    named = (f"{duty.step}/", f"#why-{duty.step}")
    return any(door.endswith(named) for door in doors) or bool(itself & set(page.posts))


def unled(stages: Callable[[Holders], Iterator[Moment]]) -> tuple[list[Led], list[str]]:
    """Look at every stage; return what did not arrive, and all duties by name."""
    holders, met = Holders(), []
    for stage, moment in stages(holders):
        with clock.at(moment):
            world.settle()
            met += list(follow(stage, holders))
    return [led for led in met if not led.arrived], sorted({led.title for led in met})


def tendered(holders: Holders) -> Iterator[Moment]:
    """Leave one thing in every state up to a tender under way."""
    del holders
    with clock.at(world.NOW):
        world.before_the_tender()
        world.tender_under_way()
    yield "招标", world.NOW


def called_off(holders: Holders) -> Iterator[Moment]:
    """Leave framework agreements, orders and a short contract where somebody waits."""
    with clock.at(world.NOW):
        budget.indicator()
        waiting = frameworks.under_way()
        with clock.at(frameworks.DEADLINE):  # their hour to answer is over by now
            said = CallAnswerIn(coming=Coming.YES)
            for member in frameworks.reviewers(waiting):
                groups.answer_call(people.actor(member), number=waiting, form=said)
        experts = [people.expert(n) for n in range(1, 9)]
        holders.join((*experts, evaluation.representative()))
    yield "框架协议", world.NOW


def _judged(number: str, then: datetime) -> Iterator[Moment]:
    """Let the group's members judge the final responses; the report goes to the buyer."""
    agency, services = cooperating.agency(), cooperating.services
    services.open_final(agency, project_number=number)
    yield "评审意见", then
    cooperating.judged(number)
    services.evaluate(agency, project_number=number, form=cooperating.REPORT)


def _talked(number: str, then: datetime) -> Iterator[Moment]:
    """Let the group review who applied, and talk with who responded; the agency convenes."""
    agency, services = cooperating.agency(), cooperating.services
    later = then + timedelta(days=cooperating.FIRST - cooperating.REVIEWED)
    with clock.at(then):
        yield "开启申请", then
        services.open_applications(agency, project_number=number)
        yield "资格审查", then
        cooperating.found(number, "qualify")
        services.finish_review(agency, project_number=number)
        cooperating.exchanged(number)
        yield "首次响应", then
        cooperating.responded(number, (1, 2))
    with clock.at(later):
        services.open_first(agency, project_number=number)
        yield "研发竞争谈判", later
        cooperating.talked(number)
        cooperating.finalised(number)
        cooperating.responded(number, (1, 2))


def cooperated(holders: Holders) -> Iterator[Moment]:
    """Carry a cooperation from its scheme to the first research stage, on one project."""
    agency, services, now = cooperating.agency(), cooperating.services, world.NOW
    with clock.at(now):
        number = cooperating.begun()
        holders.join(cooperating.members())
        yield "编制方案", now
        services.edit(agency, project_number=number, content=cooperating.content())
        services.submit(agency, project_number=number)
        yield "确认方案", now
        services.confirm(people.actor(people.buyer_reviewer()), project_number=number)
        yield "公告", now
        cooperating.joined(cooperating.announced(number), (1, 2))
    yield from _talked(number, now + timedelta(days=cooperating.REVIEWED))
    then = now + timedelta(days=cooperating.FINAL)
    with clock.at(then):
        yield from _judged(number, then)
        yield "确定研发供应商", then
        cooperating.decided(number)
        services.announce(agency, project_number=number)
        yield "研发合同", then
        cooperating.research_contract(number)
        yield "研发阶段", then


def evaluated(holders: Holders) -> Iterator[Moment]:
    """Carry a procurement from the bids to the award."""
    call = bids.opened_lot()
    yield "开标", call.bid_deadline
    rnd = evaluation.recorded(call)
    for maker in evaluation.CHAIN[1:]:
        rnd = maker(rnd)
        holders.join(rnd.members or evaluation.seats(rnd))
        yield maker.__name__, rnd.now


def performed(holders: Holders) -> Iterator[Moment]:
    """Carry an award to the last payment."""
    people.treasury()
    rnd = evaluation.announced_award()
    holders.join(evaluation.seats(rnd))
    number = contract.drafted(contract.Awarded(rnd.number, rnd.lot, rnd.now))
    for stage, after, act in (*SIGNING, *PERFORMING):
        moment = rnd.now + timedelta(days=after)
        with clock.at(moment):
            act(number)
        yield stage, moment


def disputed(holders: Holders) -> Iterator[Moment]:
    """Carry challenges and complaints from the draft to the decision carried out."""
    result = challenges.award()
    holders.join(evaluation.seats(evaluation.Round(result.number, result.at)))
    with clock.at(result.at):
        drafted = challenges.drafted(result.number)
        yield "起草质疑", result.at
        challenging.submit(challenges.loser(), number=drafted)
        founded = challenges.completing(
            result.number, about=About.PROCESS, phase="开标", known_on=clock.today()
        )
        yield "质疑", result.at
        challenging.answer(challenges.agency(), number=drafted, form=challenges.reply())
        restart = challenges.reply(Outcome.RESTART)
        challenging.answer(challenges.agency(), number=founded, form=restart)
        complaint = complaints.drafted(drafted)
        other = complaints.received(founded)
        complaining.ask_correction(
            complaints.finance(), number=other,
            form=CorrectionIn(reason="请补充材料", until=clock.today() + timedelta(days=3)),
        )  # fmt: skip
        yield "整改、起草投诉、补正", result.at
        complaining.submit(challenges.loser(), number=complaint)
        yield "审查投诉", result.at
        complaining.accept(complaints.finance(), number=complaint)
        yield "发副本", result.at
        complaining.serve(complaints.finance(), number=complaint)
        yield "说明、拟定决定", result.at
        decision = complaints.uphold(Remedy.VOID_RESTART)
        complaining.draft_ruling(complaints.finance(), number=complaint, form=decision)
        yield "审签决定", result.at
        complaining.decide(complaints.reviewer(), number=complaint)
        yield "公告决定", result.at
        complaining.publish(complaints.finance(), number=complaint)
    yield "落实", result.at


Act = Callable[[str], Any]

SIGNING: tuple[tuple[str, int, Act], ...] = (
    ("合同起草", 1, contract.sheet),
    ("合同待签", 2, lambda number: contracts.propose(contract.buyer(), number=number)),
    ("供应商签订", 3, lambda number: contract.sign(contract.supplier(), number)),
    ("双方签订", 3, lambda number: contract.sign(contract.decider(), number)),
    ("公告", 4, lambda number: contracts.publish(contract.buyer(), number=number)),
    ("备案", 4, lambda number: contracts.take(contract.buyer(), number=number, step="file")),
)


def _deliver(number: str) -> None:
    deliveries.deliver(
        contract.supplier(), contract_number=number, number=1,
        delivered=DeliveredIn(delivered_on=clock.today(), **contract.LATE), photos=[contract.photo()],
    )  # fmt: skip


def _receive(number: str) -> None:
    key = {"contract_number": number, "number": 1}
    deliveries.receive(contract.buyer(), **key, receipt=ReceiptIn())


def _accept(step: str) -> Act:
    def act(number: str) -> None:
        key = {"contract_number": number, "number": 1}
        who = contract.supplier() if step == "agree" else contract.acceptor()
        if step == "submit":
            acceptances.edit_acceptance(who, **key, acceptance=contract.written(number, 1))
        acceptances.take(who, **key, step=step)

    return act


def _publish(number: str) -> None:
    acceptances.publish(contract.acceptor(), contract_number=number, number=1)


def _request() -> str:
    return str(PaymentRequest.objects.seen_by(people.buyer()).get().number)


PERFORMING: tuple[tuple[str, int, Act], ...] = (
    ("通知交付", 10, contract.announced_delivery),
    ("送达", 10, _deliver),
    ("签收", 10, _receive),
    ("验收", 11, lambda number: contract.begun_acceptance(number, 1, days=8)),
    ("验收确认", 11, _accept("submit")),
    ("验收待公开", 11, _accept("agree")),
    ("验收公开", 11, _publish),
    ("开票", 12, lambda number: contract.handed_in_invoice(number, accepted(number), days=9)),
    ("请求付款", 12, lambda number: contract.claimed_invoice(number, 1, days=9)),
    ("申请支付", 13, lambda number: contract.requested_payment(number, 1, days=10)),
    ("审批", 13, lambda number: contract.sent_payment(number, _request(), days=10)),
    ("支付", 14, lambda number: contract.paid(number, _request(), days=11)),
    ("回单异常", 15, lambda _: treasury.doubtful_answer()),
    ("对账", 15, lambda _: treasury.differing_day()),
)


def accepted(number: str) -> AcceptanceSheet:
    """Return the published acceptance."""
    return acceptance_seen(people.buyer(), number, 1)


EXPECTED = {tendered: 11, called_off: 7, cooperated: 11, evaluated: 10, performed: 15, disputed: 12}
"""How many different duties a stage brings at least: a walk that met none would prove nothing."""


DAILY = {tendered}


@pytest.mark.parametrize(
    "stages",
    [pytest.param(one, marks=() if one in DAILY else pytest.mark.nightly) for one in EXPECTED],
)
def test_whoever_has_a_duty_is_led_to_the_button(
    stages: Callable[[Holders], Iterator[Moment]],
) -> None:
    astray, titles = unled(stages)
    assert astray == []
    assert len(titles) >= EXPECTED[stages], titles
