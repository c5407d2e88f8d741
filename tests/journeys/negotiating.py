"""The group checks, talks with each supplier, has last quotes sealed and opened, and reports."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys import evaluating
from tests.journeys.awarding import TERMS, number_in
from tests.journeys.methods import MethodStory
from tests.journeys.story import AGENCY, BUYER, FINANCE, HEAD, USER, WATCH
from tests.journeys.walker import PUBLIC, Walker
from tests.makers.methods import CONSULTED

TALK = {"points": "请说明交货安排，能否提前到 20 日。", "response": "可以提前到 20 日。"}
NOT_HEARD = "main tr:has-text('还没有谈')"
CHANGE = "质保期由三年改为五年。"


def checks(story: MethodStory) -> None:
    """The agency hands over; every member checks qualification and compliance at once."""
    agency = story.person(AGENCY).duty("移交小组审查")
    agency.press(story.say("完成资格审查")).press(story.say("完成资格审查")).sees("符合性审查")
    for login in story.panel:
        member = story.person(login).duty("符合性审查").press_beginning("审查")
        for _ in story.told.bidders:
            member.tick_all("yes").press_beginning("保存")
        member.press("提交符合性审查意见").press("提交符合性审查意见")


def talks(story: MethodStory) -> None:
    """The chair writes down a talk with each supplier; a change waits for the buyer's word."""
    chair = story.person(story.chair)
    for _ in story.told.bidders:
        _talks(story, chair)
        chair.press_beginning(story.say("记录谈判"), within=NOT_HEARD)
        asked = CONSULTED if story.told.method == "single_source" else {}
        chair.fill({**TALK, **asked}).press("保存记录")
    chair.press("提出实质性变动").fill({"kind": "service", "text": CHANGE}).press("提出变动")
    _talks(story, chair).sees("为什么现在不能")
    representative = story.person(USER).duty("确认实质性变动的内容")
    representative.press("确认变动并通知供应商")
    first = story.person(story.told.bidders[0]).duty(story.say("核对并确认谈判记录"))
    first.press(story.say("确认谈判记录")).sees(CHANGE, "供应商已确认")


def quotes(story: MethodStory) -> None:
    """All suppliers seal their last quotes in their own browsers; the chair opens them together."""
    chair = _talks(story, story.person(story.chair)).press("通知全部供应商")
    chair.sees(f"已提交 0 / {len(story.told.bidders)} 家")
    for login, price in zip(story.told.bidders, story.told.quotes, strict=True):
        _quote(story.person(login).duty("提交最后报价"), price)
    chair.duty("开启最后报价").asks_why("开启最后报价")
    for login in (story.chair, AGENCY):
        desk = story.person(login).open(f"{story.room}negotiation/1/")
        desk.sees_not(*(f"{price:,}" for price in story.told.quotes))
    story.wait_until(story.now() + timedelta(minutes=31))
    chair.duty("开启最后报价").press("开启最后报价").press("开启最后报价")
    chair.sees(*(f"{price:,}.00" for price in story.told.quotes))


def ranking(story: MethodStory) -> None:
    """The chair concludes the checks; all mark where marks are given; the chair ranks."""
    chair = story.person(story.chair).duty("汇总符合性审查意见").press("完成符合性审查")
    if story.told.scored:
        for login in story.panel:
            member = story.person(login).duty("独立评分").press("继续评分")
            evaluating.score(member, "40")
    chair.duty("核对评分并汇总排序").press("汇总并排序").sees("签署")
    for login in story.panel:
        story.person(login).duty("签署评审报告").press("签署评审报告")
    watch = story.person(WATCH).open(f"{story.room}evaluation/1/report/")
    watch.sees(story.told.won_at).sees_no_act()
    story.person(AGENCY).duty("送交评审报告").press("送交采购人")


def result(story: MethodStory) -> None:
    """The buyer decides, the agency announces, the public and the winner read it."""
    head = story.person(HEAD).duty(story.say("确定中标人")).fill({"rank": "1"})
    head.press(story.say("确定中标人")).sees(story.told.won_at)
    agency = story.person(AGENCY).duty(story.say("公告中标结果，发出通知书"))
    agency.press(story.say("公告中标结果")).sees(story.say("中标通知书"))
    public = story.person(PUBLIC)
    public.comes_to_see(f"/projects/{story.numbers.project}/", "结果公告")
    winner = story.person(story.told.winner).open("/desk/").press(story.told.title)
    winner.press("评审结果").sees(story.say("中标通知书"))


def contract(story: MethodStory) -> None:
    """Both sides sign the text made of document, response and last quote; it is public and filed."""
    buyer = story.person(BUYER).duty("起草并签订合同").press(story.say("按中标结果起草合同"))
    story.learn(contract=number_in(buyer.page.url))
    buyer.fill(TERMS).press("保存并核对").sees(story.say("中标通知书")).press("提交双方签订")
    for login in (HEAD, story.told.winner):
        signer = story.person(login).duty("签订采购合同").sees(story.told.won_at)
        signer.press_beginning("以")
    buyer.duty("公告采购合同").press("公告合同").sees("已公告")
    buyer.duty("将合同副本报财政部门备案").press("报送备案").press("报送备案").sees("已备案")
    story.person(FINANCE).open(f"/contracts/{story.numbers.contract}/").sees(story.told.title)


def _talks(story: MethodStory, chair: Walker) -> Walker:
    return chair.duty(story.say("与供应商分别谈判，要求提交最后报价"))


def _quote(supplier: Walker, price: int) -> None:
    """Seal a quote, sign it with the 模拟 UKey, hand it in."""
    supplier.fill({"price-0": str(price // 10), "statement": "按照变动后的要求响应。"})
    supplier.click("密封并提交")
    supplier.page.get_by_role("button", name="签名并递交").click()
    supplier.page.get_by_role("heading", name="已提交").wait_for()
    supplier.look()
