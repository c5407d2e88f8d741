"""Framework agreements: one finished, running ones of every way, an open one, and one at each wait."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal import sequencer
from lucai.site.demo import centre, home
from lucai.site.demo.people import HOME, Cast
from lucai.site.demo.plots import Deal, Story, Tale
from lucai.site.demo.scenes import beside, contesting, paying, performing, quotes, reviewing
from lucai.site.demo.scenes.beside import typed
from lucai.site.demo.timeline import Cue, Play, Telling, after, office
from lucai.site.demo.wares import WARES
from lucai.stages.archive.packages import services as packages
from lucai.stages.archive.packages.schemas import SealIn
from lucai.stages.budget.indicators.schemas import IndicatorIn
from lucai.stages.contract.short_contracts import services as contracts
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.schemas import BiddingIn, DirectIn, OrderIn
from lucai.stages.trade.calloffs.schemas import ReasonIn as DeclineIn
from lucai.stages.trade.calloffs.selectors import order_seen, quote_seen
from lucai.stages.trade.frameworks import selectors, services
from lucai.stages.trade.frameworks.numbering import round_number as sealed_number
from lucai.stages.trade.frameworks.schemas import (
    ApplicationIn,
    CallIn,
    OpinionIn,
    PlanIn,
    ReasonIn,
    RemovalIn,
)

SUPPLIERS = (0, 10, 20, 30, 40)
"""Who responds, by number of the cast."""
BUYERS = (home.SCHOOL, home.SECOND_SCHOOL, home.COLLEGE)
BUDGET = 300_000_000
"""What each of these buyers may order for in a year, in 分."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """What one framework is about; prices in 元."""

    title: str
    item: str
    code: str
    unit: str
    requirement: str
    ceiling: int
    planned: date
    announced: date
    deadline: date
    starts: date
    ends: date
    way: str = "direct"
    kind: str = "closed"
    object_kind: str = "goods"


PAPER = Framework(
    title="示例复印纸框架协议", item="A4 复印纸", code="A05040101", unit="箱",
    requirement="70 克，白度不低于 90，每箱 5 包，每包 500 张", ceiling=150,
    planned=date(2025, 2, 10), announced=date(2025, 2, 13), deadline=date(2025, 3, 6),
    starts=date(2025, 3, 15), ends=date(2026, 3, 14),
)  # fmt: skip
TONER = Framework(
    title="示例硒鼓框架协议", item="激光打印机硒鼓", code="A02021000", unit="支",
    requirement="适配主流国产激光打印机，打印不少于 3000 页", ceiling=420, way="bidding",
    planned=date(2026, 2, 24), announced=date(2026, 3, 2), deadline=date(2026, 3, 24),
    starts=date(2026, 4, 1), ends=date(2027, 3, 31),
)  # fmt: skip
PRINTING = Framework(
    title="示例印刷服务框架协议", item="文件资料印刷", code="C23090100", unit="千印",
    requirement="双胶纸单色印刷、装订，两个工作日内送达", ceiling=90, way="rotation",
    object_kind="services", planned=date(2026, 3, 16), announced=date(2026, 3, 20),
    deadline=date(2026, 4, 13), starts=date(2026, 5, 1), ends=date(2028, 4, 30),
)  # fmt: skip
SOFTWARE = Framework(
    title="示例国产办公软件框架协议", item="流式版式办公软件", code="A08060301", unit="套",
    requirement="适配国产操作系统，提供三年升级服务", ceiling=680, kind="open",
    planned=date(2026, 4, 7), announced=date(2026, 4, 10), deadline=date(2026, 4, 10),
    starts=date(2026, 4, 13), ends=date(2027, 4, 12),
)  # fmt: skip
CHAIRS = Framework(
    title="示例办公椅框架协议", item="职员椅", code="A05010300", unit="把",
    requirement="网布，承重不低于 120 千克，质保三年", ceiling=560,
    planned=date(2026, 6, 10), announced=date(2026, 6, 15), deadline=date(2026, 7, 6),
    starts=date(2026, 8, 1), ends=date(2027, 7, 31),
)  # fmt: skip
LAMPS = Framework(
    title="示例台灯框架协议", item="护眼台灯", code="A02061900", unit="盏",
    requirement="国 AA 级照度，无可视频闪", ceiling=180,
    planned=date(2026, 6, 29), announced=date(2026, 7, 8), deadline=date(2026, 7, 30),
    starts=date(2026, 9, 1), ends=date(2027, 8, 31),
)  # fmt: skip


def budget_lines(cast: Cast) -> Iterator[tuple[int, str, IndicatorIn]]:
    """Yield the indicators that pay for orders, with their year and region."""
    for buyer in BUYERS:
        for year in (2025, 2026):
            region = cast.region_of(buyer)
            line = IndicatorIn(
                code=indicator(cast, buyer, year), name=f"{cast.unit_of(buyer)}日常办公经费预算",
                fiscalYear=year, buyerUscc=cast.code_of(buyer), fundType="一般公共预算资金",
                amount=BUDGET,
            )  # fmt: skip
            yield year, region, line


def tellings(cast: Cast) -> Iterator[Telling]:
    """Yield the stories, each told until the demonstration begins."""
    stories: tuple[Callable[[Cast], Play], ...] = (
        paper, toner, printing, software, chairs, lamps,
    )  # fmt: skip
    for story in stories:
        yield Telling(f"framework-{story.__name__}", story(cast))


def paper(cast: Cast) -> Play:
    """A closed framework of direct choice, complained of, from the plan to the summary."""
    number = yield from _running(cast, PAPER)
    yield from contesting.contest(cast, number, SUPPLIERS[-1])
    for place, (day, buyer, quantity) in enumerate(
        ((date(2025, 4, 10), 0, 80), (date(2025, 6, 12), 1, 40), (date(2025, 11, 6), 2, 120),
         (date(2026, 1, 15), 0, 60))
    ):  # fmt: skip
        yield Cue(office(day, 10), "framework.order")
        member = _members(cast, number)[place % 2]
        form = DirectIn(
            **_order(cast, BUYERS[buyer], quantity), supplier_id=member.supplier_id,
            reason="价格低，送货快，上次评价好",
        )  # fmt: skip
        clerk = cast.actor(f"buyer{BUYERS[buyer]}")
        order = calloffs.choose(clerk, framework=number, form=form)
        yield from _contracted(cast, clerk, order, performed=True, archived=place == 0)
    yield Cue(clock.moment(PAPER.ends + timedelta(days=1), 9), "framework.expire")
    services.expire_due(Actor.system(Reason.DEADLINE_REACHED))
    yield Cue(office(PAPER.ends + timedelta(days=4), 10), "framework.summarise")
    services.summarise(cast.actor(centre.LOGIN), number=number)


def toner(cast: Cast) -> Play:
    """A closed framework of second biddings: one performed, one to be signed, one under way."""
    number = yield from _running(cast, TONER)
    clerk = cast.actor(f"buyer{home.SCHOOL}")
    for day, quantity in ((date(2026, 4, 15), 60), (date(2026, 6, 24), 30)):
        order = yield from _bid(cast, number, day, quantity)
        yield Cue(office(day + timedelta(days=3), 9, 30), "framework.reveal")
        calloffs.reveal(clerk, number=order)
        if quantity > 30:
            yield from _contracted(cast, clerk, order, performed=True)
            continue
        yield Cue(office(day + timedelta(days=5), 10), "framework.propose")
        contracts.propose(clerk, order_number=order)
    yield from _bid(cast, number, date(2026, 6, 30), 45, count=2)


def printing(cast: Cast) -> Play:
    """A closed framework that rotates: a turn refused, a member removed, the last deal to be signed."""
    number = yield from _running(cast, PRINTING)
    days = (
        date(2026, 5, 6),
        date(2026, 5, 14),
        date(2026, 5, 27),
        date(2026, 6, 10),
        date(2026, 6, 29),
    )
    for place, day in enumerate(days):
        yield Cue(office(day, 10), "framework.turn")
        buyer = BUYERS[place % len(BUYERS)]
        clerk = cast.actor(f"buyer{buyer}")
        form = OrderIn(**_order(cast, buyer, 20 + 5 * place))
        order = calloffs.next_turn(clerk, framework=number, form=form)
        if place == 1:
            yield from _refused(cast, number, order)
        elif place < len(days) - 1:
            yield from _contracted(cast, clerk, order)


def software(cast: Cast) -> Play:
    """An open framework: joined, refused, left, ordered from; an application waits."""
    number = yield from _announced(cast, SOFTWARE)
    organiser = cast.actor(centre.LOGIN)
    for place, n in enumerate((1, 11, 21, 31)):
        yield Cue(office(date(2026, 4, 14) + timedelta(days=7 * place), 10), "framework.apply")
        applied = services.apply(cast.actor(f"supplier{n}"), number=number, form=_application(n))
        yield Cue(clock.now() + timedelta(days=2, hours=1), "framework.admit")
        if n == 31:
            why = ReasonIn(reason="没有提供软件著作权人的唯一授权文件，补齐后可以再次申请")
            services.refuse(organiser, number=number, place=applied, form=why)
        else:
            services.admit(organiser, number=number, place=applied)
    yield Cue(office(date(2026, 5, 20), 10), "framework.leave")
    leaving = ReasonIn(reason="产品线调整，不再供应该版本")
    services.leave(cast.actor("supplier21"), number=number, place=3, form=leaving)
    for day, quantity in ((date(2026, 5, 25), 50), (date(2026, 6, 18), 20)):
        yield Cue(office(day, 10), "framework.order")
        clerk = cast.actor(f"buyer{home.COLLEGE}")
        form = DirectIn(
            **_order(cast, home.COLLEGE, quantity), reason="与现有系统兼容",
            supplier_id=_members(cast, number)[0].supplier_id,
        )  # fmt: skip
        order = calloffs.choose(clerk, framework=number, form=form)
        yield from _contracted(cast, clerk, order)
    yield Cue(office(date(2026, 6, 29), 15), "framework.apply")
    services.apply(cast.actor("supplier41"), number=number, form=_application(41))


def chairs(cast: Cast) -> Play:
    """A call under way, with responses that nobody can read yet."""
    number = yield from _announced(cast, CHAIRS)
    yield from _responded(cast, CHAIRS, number, SUPPLIERS[1:4])


def lamps(cast: Cast) -> Play:
    """A plan that waits for the finance department."""
    yield Cue(office(LAMPS.planned, 9, 30), "framework.draft")
    number = services.draft_framework(cast.actor(centre.LOGIN), plan=_plan(LAMPS))
    yield Cue(office(LAMPS.planned, 11), "framework.submit")
    services.submit(cast.actor(centre.LOGIN), number=number)


def _announced(cast: Cast, one: Framework) -> Any:
    organiser = cast.actor(centre.LOGIN)
    yield Cue(office(one.planned, 9, 30), "framework.draft")
    number = services.draft_framework(organiser, plan=_plan(one))
    services.submit(organiser, number=number)
    yield Cue(office(one.planned + timedelta(days=1), 15), "framework.approve")
    opinion = OpinionIn(opinion=f"采购方案审核通过（示例 {number[-4:]} 号）")
    services.approve(cast.actor(f"finance{HOME}"), number=number, form=opinion)
    yield Cue(office(one.announced, 9), "framework.call")
    closes = CallIn(response_deadline=clock.moment(one.deadline, 9, 30))
    services.announce(organiser, number=number, form=closes)
    return number


def _responded(cast: Cast, one: Framework, number: str, suppliers: tuple[int, ...]) -> Any:
    for place, n in enumerate(suppliers):
        yield Cue(office(one.announced + timedelta(days=7 + place), 11), "framework.respond")
        content = {
            "price": f"{one.ceiling * (86 + 3 * place) / 100:.2f}", "area": "济南市",
            "product": f"示例牌 {one.item} {n}", "specification": one.requirement,
            "maker": "yes", "marketed": "yes", "contact": "示例联系人 0531-00000000",
        }  # fmt: skip
        firm = cast.actor(f"supplier{n}")
        handed = quotes.sealed_form(firm, sealed_number(number, 1), 1, content)
        services.respond(firm, number=number, package_number=1, handed=handed)


def _running(cast: Cast, one: Framework) -> Any:
    organiser = cast.actor(centre.LOGIN)
    number = yield from _announced(cast, one)
    yield from _responded(cast, one, number, SUPPLIERS)
    yield from reviewing.draw(cast, number, one.deadline, one.code)
    yield Cue(clock.moment(one.deadline, 9, 30), "framework.open")
    services.open_responses(organiser, number=number, round_=1)
    yield from reviewing.sign_in(cast, number, one.deadline)
    yield from reviewing.review(cast, number, one.deadline)
    yield Cue(office(one.deadline + timedelta(days=1), 14), "framework.decide")
    services.decide_call(organiser, number=number, round_=1)
    yield Cue(office(one.deadline + timedelta(days=4), 10), "framework.sign")
    for member in selectors.framework_seen(organiser.viewer, number).members:
        key: dict[str, Any] = {"number": number, "place": member.place}
        services.sign_as_supplier(cast.actor(cast.firms[member.supplier_id]), **key)
        services.sign(organiser, **key)
    services.run(organiser, number=number)
    services.file(organiser, number=number, place=1)
    return number


def _bid(cast: Cast, number: str, day: date, quantity: int, *, count: int = 3) -> Any:
    yield Cue(office(day, 9, 30), "framework.ask")
    closes = office(day + timedelta(days=3), 9)
    form = BiddingIn(**_order(cast, home.SCHOOL, quantity), closes_at=closes)
    order = calloffs.ask(cast.actor(f"buyer{home.SCHOOL}"), framework=number, form=form)
    members = _members(cast, number)[:count]
    yield Cue(clock.now() + timedelta(minutes=90), "framework.quote")
    for place, member in enumerate(members):
        supplier = cast.actor(cast.firms[member.supplier_id])
        most = quote_seen(supplier.viewer, order).agreement_price
        price = most * (96 - 4 * place) // 100
        handed = quotes.sealed(supplier, round_number(order), LOT, ["1"], [price], "按期交货")
        calloffs.quote(supplier, number=order, handed=handed)
    return order


def _contracted(
    cast: Cast, clerk: Actor, order: str, *, performed: bool = False, archived: bool = False
) -> Any:
    """Sign; where it is told so far, deliver, accept and pay, some weeks on."""
    yield Cue(clock.now() + timedelta(days=1), "framework.propose")
    number = contracts.propose(clerk, order_number=order)
    supplier = cast.actor(cast.firms[order_seen(clerk.viewer, order).supplier_id or 0])
    yield Cue(clock.now() + timedelta(hours=3), "framework.contract")
    contracts.sign(supplier, number=number)
    if performed:
        yield from perform(cast, clerk, number, supplier)
        yield from _archived(cast, order, sealed=archived)


def _story(clerk: Actor, cast: Cast) -> Story:
    """Return a story for the scenes of performance and payment: who buys, and nothing goes wrong."""
    unit = clerk.viewer.organisation
    buyer = next(n for n in BUYERS if cast.viewer(f"buyer{n}").organisation == unit)
    return Story(
        key=ORDERED, ware=WARES[home.FURNITURE], buyer=buyer, agency=home.AGENCY, bidders=(),
        begins=clock.today(),
    )  # fmt: skip


ORDERED = "370000-996"
"""No number by which scenes let something besides happen."""


def perform(cast: Cast, clerk: Actor, number: str, supplier: Actor) -> Any:
    """Deliver, accept, invoice and pay, as every contract is."""
    deal = Deal(1, number, supplier)
    tale = Tale(_story(clerk, cast), cast, random.Random(number), deals=[deal])  # noqa: S311
    beside.lay_out(tale, quarters=False)
    yield from performing.deliver(tale)
    yield from performing.accept(tale)
    yield from paying.pay(tale)


def _archived(cast: Cast, order: str, *, sealed: bool) -> Any:
    """Open the order's file when it is paid; the organiser seals it some days later, or has yet to."""
    yield Cue(after(clock.now(), minutes=1), "archive.open")
    packages.open_order_package(Actor.system(Reason.JOURNAL_READER), order_number=order)
    if not sealed:
        return
    yield Cue(after(clock.now(), workdays=8), "archive.seal")
    # The file carries the log's head as it stands then.
    sequencer.sequence_all()
    seal = SealIn(remark="第二阶段成交和履约材料齐全。")
    packages.seal_package(cast.actor(centre.LOGIN), project_number=order, seal=seal)


def _refused(cast: Cast, number: str, order: str) -> Any:
    organiser = cast.actor(centre.LOGIN)
    seen = order_seen(organiser.viewer, order)
    yield Cue(clock.now() + timedelta(days=1), "framework.decline")
    why = DeclineIn(reason="近期业务已满，不能承接")
    calloffs.decline(cast.actor(cast.firms[seen.supplier_id or 0]), number=order, form=why)
    yield Cue(clock.now() + timedelta(days=4), "framework.remove")
    member = next(m for m in _members(cast, number) if m.supplier_id == seen.supplier_id)
    ground = RemovalIn(**typed(ground="refusal", evidence="无正当理由拒绝轮候订单，书面答复见日志"))
    services.remove(organiser, number=number, place=member.place, form=ground)


def _members(cast: Cast, number: str) -> tuple[selectors.MemberCard, ...]:
    return selectors.framework_seen(cast.viewer(centre.LOGIN), number).active


def _order(cast: Cast, buyer: int, quantity: int) -> dict[str, Any]:
    today = clock.today()
    return {
        "package_number": 1, "quantity": quantity, "place": f"{cast.unit_of(buyer)}总务处",
        "needed_by": today + timedelta(days=14), "indicator_code": indicator(cast, buyer, today.year),
    }  # fmt: skip


def indicator(cast: Cast, buyer: int, year: int) -> str:
    """Return the code of the indicator that pays for a buyer's orders of a year."""
    return f"ZB{year}-{cast.region_of(buyer)}-8{buyer:02d}"


def _application(n: int) -> ApplicationIn:
    return ApplicationIn(**typed(
        package_number=1, product=f"示例办公套件 {n}", specification="专业版，三年升级服务",
        maker="yes", area="济南市", contact="示例联系人 0531-00000000", accepts="yes",
    ))  # fmt: skip


def _plan(one: Framework) -> PlanIn:
    closed = one.kind == "closed"
    package = {
        "name": one.item, "catalogue_code": one.code, "requirement": one.requirement,
        "unit": one.unit, "ceiling": f"{one.ceiling}.00", "estimated_quantity": 1000,
    }  # fmt: skip
    return PlanIn.model_validate({
        "title": one.title, "kind": one.kind, "object_kind": one.object_kind, "surveyed_buyers": 5,
        "ground": "catalogue", "open_ground": "" if closed else "policy",
        "evaluation": "price_first" if closed else "", "rate": "20" if closed else "",
        "surveyed_suppliers": 6, "way": one.way, "quote_hours": 48 if one.way == "bidding" else 0,
        "rotation": "按入围排序依次授予，一轮内每家一次" if one.way == "rotation" else "",
        "starts_on": one.starts, "ends_on": one.ends, "packages": [package],
        "demand": f"{one.item}，{one.requirement}", "users": "济南市市级和各区县全部预算单位",
        "qualification": "具有独立承担民事责任的能力，近三年没有重大违法记录",
        "payment": "验收合格、收到发票后十个工作日内支付",
        "upkeep": "同质不加价可以升级换代；按暂行办法第十九条清退，按第三十一条补充征集",
    })  # fmt: skip
