"""Framework agreements at every point of their life, made through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from lucai.stages.contract.short_contracts import services as short_contracts
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.schemas import BiddingIn, DirectIn
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.frameworks import selectors, services
from lucai.stages.trade.frameworks.numbering import round_number
from lucai.stages.trade.frameworks.schemas import (
    ApplicationIn,
    CallIn,
    OpinionIn,
    PlanIn,
)
from lucai.stages.trade.groups import services as groups
from lucai.stages.trade.groups.schemas import FindingsIn, GroupDrawIn, SignatureIn
from lucai.stages.trade.groups.selectors import seats_of
from lucai_trust import envelope as trust
from tests.makers import evaluation, people, rounds, sealing
from tests.makers.remembered import remembered

PLANNED = date(2026, 3, 2)
ANNOUNCED = date(2026, 3, 5)
DEADLINE = clock.moment(date(2026, 3, 26), 9)
DECIDED = date(2026, 3, 30)
STARTS, ENDS = date(2026, 4, 1), date(2027, 3, 31)
PRICES = ("88.00", "90.00", "95.00", "99.00", "100.00")
"""What five suppliers ask for one unit whose highest price is 100 元."""


def centre() -> Viewer:
    """Return the clerk of a 集中采购机构."""
    with system_access("maker"):
        row = Organisation.objects.get(pk=people.agency().organisation)
        row.change(attributes={**row.attributes, "centralised": True})
    return people.agency()


def plan(**changes: Any) -> PlanIn:
    """A plan that breaks no rule: closed, price first, direct."""
    content: dict[str, Any] = {
        "title": "示例复印纸框架协议",
        "kind": "closed",
        "object_kind": "goods",
        "ground": "catalogue",
        "surveyed_buyers": 3,
        "surveyed_suppliers": 3,
        "evaluation": "price_first",
        "rate": "20",
        "way": "direct",
        "starts_on": STARTS,
        "ends_on": ENDS,
        "demand": "A4 复印纸，满足日常办公",
        "users": "本区全部预算单位",
        "qualification": "具有独立承担民事责任的能力",
        "payment": "验收合格、收到发票后十个工作日内支付",
        "upkeep": "同质不加价可以升级换代；按暂行办法第十九条清退，按第三十一条补充",
        "packages": [
            {
                "name": "A4 复印纸", "catalogue_code": "A05040101", "requirement": "70 克，每箱 5 包",
                "unit": "箱", "ceiling": "100.00", "estimated_quantity": 500,
            }
        ],
    }  # fmt: skip
    return PlanIn(**{**content, **changes})


def open_plan(**changes: Any) -> PlanIn:
    """A plan of an open framework."""
    given = {
        "title": "示例办公软件框架协议", "kind": "open", "open_ground": "policy",
        "evaluation": None, "rate": None,
    }  # fmt: skip
    return plan(**{**given, **changes})


@remembered
def drafted(content: PlanIn | None = None, *, by: Viewer | None = None) -> str:
    """Return a plan in the hands of its organiser."""
    with clock.at(clock.moment(PLANNED, 10)):
        people.finance()
        organiser = people.actor(by or centre())
        return services.draft_framework(organiser, plan=content or plan())


@remembered
def approved(content: PlanIn | None = None, *, by: Viewer | None = None) -> str:
    """Return a plan that the finance department let pass."""
    number = drafted(content, by=by)
    with clock.at(clock.moment(PLANNED, 11)):
        services.submit(people.actor(by or centre()), number=number)
        form = OpinionIn(opinion="鲁财采审〔2026〕示例 1 号")
        services.approve(people.actor(people.finance()), number=number, form=form)
    return number


@remembered
def calling(content: PlanIn | None = None, *, by: Viewer | None = None) -> str:
    """Return a framework whose call takes responses."""
    number = approved(content, by=by)
    with clock.at(clock.moment(ANNOUNCED, 9)):
        sealing.keys_enrolled()
        services.announce(
            people.actor(by or centre()), number=number, form=CallIn(response_deadline=DEADLINE)
        )
    return number


def response(**changes: Any) -> dict[str, Any]:
    """Return a response that breaks no rule, as the page spells it."""
    content: dict[str, Any] = {
        "price": "88.00", "product": "示例牌 A4", "specification": "70 克，白度 92",
        "maker": "yes", "marketed": "yes", "area": "本区", "contact": "示例联系人 0531-00000000",
    }  # fmt: skip
    return {**content, **changes}


def hand_in(
    number: str, n: int = 1, *, round_: int = 1, package: int = 1,
    instead_of: trust.SealedBid | None = None, **changes: Any,
) -> trust.SealedBid:  # fmt: skip
    """Seal a response of supplier ``n`` and hand it in; return its envelope."""
    supplier = people.supplier(n)
    made, handed = rounds.sealed(
        round_number(number, round_), package, supplier, response(**changes), instead_of
    )
    services.respond(people.actor(supplier), number=number, package_number=package, handed=handed)
    return made


@remembered
def responded(content: PlanIn | None = None, *, suppliers: int = 5) -> str:
    """Return a framework to whose call so many suppliers responded."""
    number = calling(content)
    with clock.at(clock.moment(ANNOUNCED + timedelta(days=1), 10)):
        for n in range(1, suppliers + 1):
            hand_in(number, n, price=PRICES[n - 1])
    return number


@remembered
def opened(content: PlanIn | None = None, *, suppliers: int = 5) -> str:
    """Return a framework whose responses are open."""
    number = responded(content, suppliers=suppliers)
    with clock.at(DEADLINE):
        services.open_responses(people.actor(centre()), number=number, round_=1)
        seated(number)
    return number


def findings(
    number: str, round_: int = 1, *, leader: int = 1, bad: dict[str, str] | None = None,
    marks: dict[str, str] | None = None,
) -> FindingsIn:  # fmt: skip
    """Every response found good but those named with a reason, each with its mark or 90."""
    rows = selectors.responses_seen(centre(), number, round_)
    found = [
        {"key": row.key, "valid": "no" if row.key in (bad or {}) else "yes",
         "reason": (bad or {}).get(row.key, ""), "mark": (marks or {}).get(row.key, "90")}
        for row in rows if row.state != "refused"
    ]  # fmt: skip
    return FindingsIn(leader=leader, findings=found)


def review(number: str, round_: int = 1, *, form: FindingsIn | None = None) -> None:
    """Let every member find alone and sign the report."""
    key = hand_in_findings(number, round_, form=form)
    for member in members(key):
        groups.sign_report(people.actor(member), number=key, form=SignatureIn())


def hand_in_findings(number: str, round_: int = 1, *, form: FindingsIn | None = None) -> str:
    """Let every member find alone; return the group's number."""
    key, found = f"{number}-Z{round_}", form or findings(number, round_)
    for member in members(key):
        groups.submit_findings(people.actor(member), number=key, form=found)
    return key


def decide(number: str, round_: int = 1, *, form: FindingsIn | None = None) -> int:
    """Let the group review and the organiser announce; return how many are admitted."""
    review(number, round_, form=form)
    return services.decide_call(people.actor(centre()), number=number, round_=round_)


def draw_form(at: datetime = DEADLINE, **changes: Any) -> GroupDrawIn:
    """Four experts to be drawn and one representative with a letter."""
    evaluation.representative()
    own = {"name": "示例代表", "unit": "示例采购单位1", "authority": "示例办函〔2026〕1号"}
    content: dict[str, Any] = {
        "review_at": at, "place": "示例评审室", "experts": 4, "specialties": "A05", "own": [own],
        "answer_minutes": 60,
    }  # fmt: skip
    return GroupDrawIn(**{**content, **changes})


def drawn(number: str, round_: int = 1, *, at: datetime = DEADLINE, **changes: Any) -> str:
    """Draw the experts of a call's group; return the group's number."""
    evaluation.library()
    key = f"{number}-Z{round_}"
    groups.draw(people.actor(centre()), number=key, form=draw_form(at, **changes))
    return key


def reviewers(key: str) -> list[Viewer]:
    """Return the experts who sit in a group, by place."""
    representative = evaluation.representative().person
    return [member for member in members(key) if member.person != representative]


def members(key: str) -> list[Viewer]:
    """Return who sits in a group, by place."""
    by_person = {people.expert(n).person: people.expert(n) for n in range(1, 13)}
    by_person[evaluation.representative().person] = evaluation.representative()
    return [by_person[seat.person_id] for seat in seats_of(SYSTEM, key, *SEATED)]


def seated(number: str, round_: int = 1, *, at: datetime = DEADLINE) -> str:
    """Draw the experts of an opened call and let all members sign in; return the group's number."""
    key = drawn(number, round_, at=at)
    for member in members(key):
        groups.sign_in(people.actor(member), number=key, form=evaluation.DECLARED)
    return key


@remembered
def decided(content: PlanIn | None = None, *, suppliers: int = 5) -> str:
    """Return a framework whose admission is announced."""
    number = opened(content, suppliers=suppliers)
    with clock.at(clock.moment(DECIDED, 9)):
        decide(number)
    return number


def signed(number: str, *, but: int = 0) -> None:
    """Let everybody sign who is admitted, but the member of one place."""
    sheet = selectors.framework_seen(centre(), number)
    for member in sheet.members:
        if member.state == "awaiting" and member.place != but:
            supplier = next(v for v in map(people.supplier, range(1, 10))
                            if v.organisation == member.supplier_id)  # fmt: skip
            key: dict[str, Any] = {"number": number, "place": member.place}
            services.sign_as_supplier(people.actor(supplier), **key)
            services.sign(people.actor(centre()), **key)


@remembered
def running(content: PlanIn | None = None, *, suppliers: int = 5) -> str:
    """Return a closed framework that runs, with four of five suppliers."""
    number = decided(content, suppliers=suppliers)
    with clock.at(clock.moment(DECIDED, 10)):
        signed(number)
        services.run(people.actor(centre()), number=number)
    return number


@remembered
def open_running(content: PlanIn | None = None) -> str:
    """Return an open framework that takes applications."""
    return calling(content or open_plan())


def application(**changes: Any) -> ApplicationIn:
    """An application that breaks no rule."""
    content: dict[str, Any] = {
        "package_number": 1, "product": "示例软件", "specification": "国产操作系统适配版",
        "maker": "yes", "area": "本区", "contact": "示例联系人 0531-00000000", "accepts": "yes",
    }  # fmt: skip
    return ApplicationIn(**{**content, **changes})


def bidding_plan(**changes: Any) -> PlanIn:
    """A plan whose second stage is a second bidding of at least 24 hours."""
    return plan(**{"title": "示例墨盒框架协议", "way": "bidding", "quote_hours": 24, **changes})


def rotation_plan(**changes: Any) -> PlanIn:
    """A plan whose second stage takes turns."""
    given = {
        "title": "示例法律服务框架协议", "object_kind": "services", "ground": "catalogue",
        "way": "rotation", "rotation": "按入围排序依次授予，一轮内每家一次",
    }  # fmt: skip
    return plan(**{**given, **changes})


def order(**changes: Any) -> dict[str, Any]:
    """What every order says."""
    content = {
        "package_number": 1, "quantity": 10, "place": "示例路 1 号", "indicator_code": "ZB2026-0001",
        "needed_by": clock.today() + timedelta(days=10),
    }  # fmt: skip
    return {**content, **changes}


def under_way() -> str:
    """Leave a framework of every kind where somebody waits, with orders and a short contract.

    Returns the number of the review group whose experts have not signed in yet. The budget indicator ``ZB2026-0001`` pays for the orders.
    """
    now = clock.now()
    drafted(plan(title="示例文件柜框架协议"))
    calling(plan(title="示例笔记本框架协议"))
    envelopes = responded(plan(title="示例信封框架协议"), suppliers=3)
    with clock.at(DEADLINE):
        waiting = drawn(envelopes)
    opened(plan(title="示例打印机框架协议"), suppliers=2)
    found = opened(plan(title="示例投影仪框架协议"), suppliers=2)
    with clock.at(DEADLINE):
        hand_in_findings(found)
    decided(plan(title="示例印章框架协议"), suppliers=3)
    running_one, buyer = running(suppliers=3), people.actor(people.buyer())
    bidding, joined = running(bidding_plan(), suppliers=3), open_running()
    with clock.at(now):
        chosen = {"supplier_id": people.supplier(1).organisation, "reason": "价格最低，响应最快"}
        orders = [
            calloffs.choose(buyer, framework=running_one, form=DirectIn(**order(**chosen)))
            for _ in range(2)
        ]
        short_contracts.propose(buyer, order_number=orders[0])
        closes = now + timedelta(days=2)
        sealing.keys_enrolled()
        calloffs.ask(buyer, framework=bidding, form=BiddingIn(**order(closes_at=closes)))
        services.apply(people.actor(people.supplier(1)), number=joined, form=application())
    return waiting
