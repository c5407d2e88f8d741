"""From the report to the signed contract."""

from __future__ import annotations

from tests.journeys.story import (
    AGENCY,
    BUYER,
    FINANCE,
    FIRST,
    HEAD,
    SECOND,
    WATCH,
    Story,
)
from tests.journeys.walker import PUBLIC


def decision(story: Story) -> None:
    """The buyer decides in the order of the report."""
    head = story.person(HEAD).duty("确定中标人").fill({"rank": "1"})
    head.press("确定中标人").sees("1,380,000.00", "待公告结果")


def announcement(story: Story) -> None:
    """The agency announces the result; the public reads it the same moment."""
    agency = story.person(AGENCY).duty("公告中标结果，发出通知书")
    agency.press("公告中标结果").sees("中标通知书")
    public = story.person(PUBLIC)
    public.comes_to_see(f"/projects/{story.numbers.project}/", "结果公告", "138.00")


def letters(story: Story) -> None:
    """The winner finds its letter; a loser its own score and rank, and nobody else's."""
    winner = story.person(FIRST).open(f"{story.room}result/").sees("中标通知书", "83.25")
    winner.sees_not("82.40")
    loser = story.person(SECOND).open(f"{story.room}result/").sees("第 2 名", "82.40", "未中标通知")
    loser.sees_not("83.25").picture("own-result")


def contract(story: Story) -> None:
    """The buyer drafts the contract from tender and bid; both sides sign exactly that text."""
    buyer = story.person(BUYER).duty("起草并签订合同").press("按中标结果起草合同")
    story.learn(contract=number_in(buyer.page.url))
    buyer.fill(TERMS).press("保存并核对").press("提交双方签订")
    buyer.open(f"/contracts/{story.numbers.contract}/difference/").sees("0 项有变动")
    buyer.picture("difference")
    for login in (HEAD, FIRST):
        signer = story.person(login).duty("签订采购合同").sees("1,380,000.00")
        if login == FIRST:
            signer.picture("contract")
        signer.press_beginning("以")
    story.person(FIRST).sees("已签订")


def contract_published(story: Story) -> None:
    """The contract is public within two working days and filed within seven."""
    buyer = story.person(BUYER).duty("公告采购合同").press("公告合同").sees("已公告")
    buyer.duty("将合同副本报财政部门备案").press("报送备案").press("报送备案").sees("已备案")
    story.person(FINANCE).open(f"/contracts/{story.numbers.contract}/").sees(story.world.title)
    story.person(WATCH).open(f"/contracts/{story.numbers.contract}/").sees_no_act()


def number_in(url: str) -> str:
    return url.split("/contracts/")[1].split("/", maxsplit=1)[0]


TERMS = {
    "delivery_place": "示例济南市第一中学实验楼一层",
    "acceptance_days": "10",
    "payment_days": "30",
}
