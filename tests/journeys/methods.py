"""From the budget to the published document, by any method but the open tender."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lucai.kernel import clock
from lucai.law.methods import Method, method
from tests.journeys import tendering
from tests.journeys.planning import DEMAND, code_of_the_buyer, hand_in, lot_fields
from tests.journeys.story import (
    AGENCY,
    AGENCY_NAME,
    BUYER,
    FINANCE,
    HEAD,
    PROJECT_NUMBER,
    Story,
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is bought and how: ``yuan`` the budget of its one lot, ``case`` the law's situation."""

    method: str
    case: str
    title: str
    indicator: str
    yuan: int
    bidders: tuple[str, ...]
    plan: dict[str, str] = field(default_factory=dict)
    lot: str = "示例实验台"
    prices: tuple[int, ...] = (1_380_000, 1_420_000, 1_450_000)
    quotes: tuple[int, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether factors are marked."""
        return self.plan.get("evaluation_method") != "lowestPrice"

    @property
    def won_at(self) -> str:
        """The price of the winner, who is the cheapest, as pages show it."""
        return f"{min(self.quotes or self.prices):,}.00"

    @property
    def winner(self) -> str:
        """The cheapest bidder."""
        prices = self.quotes or self.prices
        return self.bidders[prices.index(min(prices))]

    @property
    def sheet(self) -> Method:
        """What the law says of the method."""
        return method(self.method)


@dataclass
class MethodStory(Story):
    """One walk by another method; ``deadline`` is known once the document has its dates."""

    told: Told = field(kw_only=True)
    deadline: datetime = field(default=clock.moment(date.max), kw_only=True)

    def say(self, words: str) -> str:
        """Put words of the open tender into those of the method."""
        return self.told.sheet.say(words)

    def now(self) -> datetime:
        """What the clock at the head of every page shows."""
        page = self.person(AGENCY).page
        shown = page.locator("[data-server-time]").first.get_attribute("data-server-time") or "0"
        return datetime.fromtimestamp(int(shown) / 1000, tz=clock.BEIJING)

    def soon(self) -> datetime:
        """The day after tomorrow at half past nine."""
        return clock.moment(self.now().date() + timedelta(days=2), 9, 30).replace(tzinfo=None)

    def wait_until(self, moment: datetime) -> None:
        """Let time pass in steps that the demonstration offers, to the first one not before a moment."""
        agency = self.person(AGENCY).open("/desk/")
        for name, step in STEPS:
            while moment - self.now() >= step or (name == "hour" and self.now() < moment):
                agency.move_clock(name)


STEPS = (("week", timedelta(days=7)), ("day", timedelta(days=1)), ("hour", timedelta(hours=1)))


def budget(story: MethodStory) -> None:
    """财政 receives the indicator that pays."""
    told = story.told
    good = {
        "code": told.indicator,
        "name": told.title,
        "fiscalYear": 2026,
        "buyerUscc": code_of_the_buyer(story),
        "fundType": "一般公共预算",
        "amount": f"{told.yuan}.00",
    }
    hand_in(story, "indicator.json", [good])


def intention(story: MethodStory) -> None:
    """采购人 publishes the intention and lets its thirty days pass."""
    buyer = story.person(BUYER).open("/desk/").press("公开采购意向")
    month = story.now() + timedelta(days=50)
    buyer.fill({"title": story.told.title, "demand": "采购示例设备，含安装调试。"})
    buyer.fill({"amount": str(story.told.yuan), "expected_month": f"{month:%Y-%m}"})
    buyer.press("保存草稿").duty("公开采购意向").press("公开意向").press("公开意向")
    story.learn(intention=buyer.sees("已公开").last_part)


def plan(story: MethodStory) -> None:
    """采购人 drafts the plan with the method and its reason; another reviews it."""
    buyer, told = story.person(BUYER), story.told
    if story.numbers.intention:
        buyer.open(f"/intentions/{story.numbers.intention}/").press("用这条意向编制采购计划")
    else:
        buyer.open("/desk/").press("采购计划", within="nav").press("编制采购计划")
    buyer.fill(
        {
            "title": told.title,
            "amount": str(told.yuan),
            "object_kind": "goods",
            "planned_start": f"{story.now().date() + timedelta(days=31)}",
            "fundings.0.indicator_code": told.indicator,
            "fundings.0.amount": str(told.yuan),
            "demand": DEMAND,
            "sme_reason": "标的包含大型设备，中小企业供应不足",
            "method": told.method,
            "method_case": told.case,
            "method_reason": "技术复杂，不能事先确定详细规格和具体要求，符合法定情形。",
            **told.plan,
        }
    )
    if "sole_supplier" in told.plan:
        buyer.choose("justification", told.title)
    buyer.fill(lot_fields(0, told.lot, str(told.yuan), "A02102100"))
    buyer.press("保存计划")
    story.learn(plan=buyer.last_part)
    buyer.duty("完成采购计划并提交审查").press("提交审查").sees("待审查")
    head = story.person(HEAD).duty("审查采购需求和实施计划")
    head.fill({"conclusion": "passed", "opinion": "需求合理，采购方式符合法定情形。"})
    head.press("记录审查结论")


def submission(story: MethodStory) -> None:
    """The reviewed plan goes to 财政."""
    story.person(BUYER).duty("报送采购计划备案").press("报送备案").sees("待备案")


def filing(story: MethodStory) -> None:
    """The plan is filed, an agency chosen; it accepts and the project has its room."""
    story.person(FINANCE).duty("办理采购计划备案").press("备案").sees("已备案")
    buyer = story.person(BUYER)
    buyer.duty("委托采购代理机构").choose("agency_id", AGENCY_NAME)
    buyer.fill(
        {
            "reason": "熟悉教育装备采购，近三年服务评价良好。",
            "scope_text": "编制采购文件、发布公告、组织评审、送达成交通知书。",
            "term_until": "2026-12-31",
            "fee_payer": "winner",
            "fee_standard": "按成交金额的 0.8% 收取",
        }
    )
    buyer.press("发起委托")
    found = PROJECT_NUMBER.search(buyer.page.url)
    assert found, buyer.page.url
    story.learn(project=found[0])
    story.person(AGENCY).duty("确认委托代理协议").press("接受委托").sees("已接受委托")


def document(story: MethodStory) -> None:
    """代理机构 fills the template in the method's words; the buyer confirms in writing."""
    agency, name = story.person(AGENCY), story.told.lot
    agency.duty(story.say("选择范本，开始编制采购文件")).fill({"blank": "goods"})
    agency.press("从范本开始编制")
    tendering.lines(agency, "共同要求（各包适用）", "增加一条要求", COMMON)
    tendering.lines(agency, "包 1 采购要求", "增加一条要求", TECHNICAL)
    if story.told.scored:
        agency.press("包 1 评分标准").sees(name)
        tendering.lines(agency, "", "增加一项评审因素", CRITERIA)
    agency.press("商务与政策条件")
    terms = {"performance_period": "合同签订后四十五日", "validity_days": "90"}
    agency.fill({**terms, "bonds.0.amount": "0", "sme_rate": "15"}).press("保存")


def timing(story: MethodStory) -> None:
    """The page proposes the earliest lawful dates of the method; where it has none, it asks for them."""
    agency = story.person(AGENCY)
    agency.duty(story.say("编制采购文件并提交确认")).press("时间安排")
    proposed = agency.page.locator('main [name="bid_deadline"]').input_value()
    deadline = datetime.fromisoformat(proposed) if proposed else story.soon()
    if not proposed:
        eve = deadline - timedelta(minutes=30)
        agency.fill({"bid_deadline": f"{deadline:%Y-%m-%dT%H:%M}"})
        agency.fill({"available_until": f"{eve:%Y-%m-%dT%H:%M}"})
    story.deadline = deadline.replace(tzinfo=clock.BEIJING)
    agency.fill({"opening_place": "示例开启一室（线上）"}).press("保存")


def publication(story: MethodStory) -> None:
    """The buyer confirms, and the document goes out."""
    agency = story.person(AGENCY).duty(story.say("编制采购文件并提交确认"))
    agency.press("提交采购人确认")
    head = story.person(HEAD).duty("书面确认采购文件").press("确认采购文件").press("确认采购文件")
    head.sees("已确认")
    agency.duty(story.say("发布招标公告和招标文件"))
    agency.press(story.say("发布招标公告")).press(story.say("发布招标公告")).sees("已发布")


COMMON = tendering.requirements(tendering.COMMON)
TECHNICAL = tendering.requirements(tendering.TECHNICAL)
CRITERIA = [{"weight": "30"}, *tendering.criteria(tendering.CRITERIA)[1:]]
"""The price's factor stands there already, in the method's words: its weight alone is missing."""


def thirty_days(story: MethodStory) -> None:
    """The intention has to be public for thirty days first."""
    story.wait_until(story.now() + timedelta(days=30))
