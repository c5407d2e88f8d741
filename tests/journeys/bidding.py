"""Suppliers find the tender, obtain the document, ask, bid, withdraw and bid again."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.story import AGENCY, FIRST, SECOND, SUPPLIERS, THIRD, TITLE, Story
from tests.journeys.walker import Walker

QUESTION = "台面承重按均布荷载还是集中荷载检测？"
ANSWER = "台面承重按均布荷载检测，检测报告应当写明加载方式。"
PRICES = {FIRST: ("1380000", "138000"), SECOND: ("1420000", "142000"), THIRD: ("1450000", "145000")}


def documents_obtained(story: Story) -> None:
    """Three suppliers come by the public notice; nobody else learns who they are."""
    for login in SUPPLIERS:
        supplier = story.person(login).open("/desk/").press("找采购公告")
        supplier.press(f"{TITLE}招标公告").press("获取招标文件").press("免费获取招标文件")
        supplier.sees("主要技术参数", "已于")
    story.person(AGENCY).open(f"{story.room}downloads/").sees("截止").sees_not("示例华")


def question(story: Story) -> None:
    """One supplier asks; the answer goes to all of them by an amendment, without the asker."""
    asking = story.person(SECOND).open(story.room).press("询问与更正")
    asking.fill({"question": QUESTION}).press("提交询问").sees("待答复")
    agency = story.person(AGENCY)
    agency.duty("答复供应商的询问").sees(QUESTION).press("起草澄清与更正")
    agency.tick_first("enquiries").fill({"question": QUESTION, "text": ANSWER})
    agency.press("保存草稿").press("发布更正公告").press("发布更正公告")
    story.person(THIRD).open(f"{story.room}clarifications/").sees(ANSWER[:10])


def first_bid(story: Story) -> None:
    """A supplier prepares its response in the browser; what is wrong is refused and kept."""
    supplier = story.person(FIRST)
    supplier.open(story.room).press("投标").press("开始编制").picture("bid-desk")
    _letter(supplier)
    _answers(supplier, picture=True)
    _wrong_files(supplier, story.folder)
    _files(supplier, story.folder)
    _price_in_wan(supplier)
    _price(supplier, FIRST)
    _bond(supplier)
    supplier.press("提交投标文件").sees("可以提交").press("提交投标文件")
    supplier.sees("投标文件已收到").picture("bid-receipt")


def other_bids(story: Story) -> None:
    """The others bid too; one takes its bid back and hands it in again."""
    for login in (SECOND, THIRD):
        supplier = story.person(login).open(story.room).press("投标").press("开始编制")
        _whole_bid(supplier, login, story.folder)
    second = story.person(SECOND)
    second.press("返回投标文件").press("撤回投标文件").press("撤回投标文件").sees("已撤回")
    second.press("提交投标文件").press("提交投标文件").sees("投标文件已收到")


def lonely_bid(story: Story) -> None:
    """The second lot finds one bidder only."""
    supplier = story.person(FIRST).open(f"{story.room}bid/").press("开始编制")
    _letter(supplier)
    _answers(supplier)
    _files(supplier, story.folder)
    _fill_price(supplier, "950000", "95000")
    supplier.press("返回").press("提交投标文件").press("提交投标文件").sees("投标文件已收到")


def secrecy(story: Story) -> None:
    """Before the deadline nobody can see or count bids; a stranger finds nothing."""
    for login in (AGENCY, *SUPPLIERS):
        story.person(login).open(f"{story.room}opening/").sees_not("1,380,000.00")
    story.person(AGENCY).open(f"{story.room}bids/").sees_not("1,380,000.00", "示例企业")


def _whole_bid(supplier: Walker, login: str, folder: Path) -> None:
    _letter(supplier)
    _answers(supplier)
    _files(supplier, folder)
    _price(supplier, login)
    _bond(supplier)
    supplier.press("提交投标文件").press("提交投标文件").sees("投标文件已收到")


def _letter(supplier: Walker) -> None:
    supplier.press("投标函")
    supplier.fill({"delivery_days": "45", "validity_days": "90"}).press("保存")


def _answers(supplier: Walker, *, picture: bool = False) -> None:
    for kind, count in (("资格响应", 1), ("商务响应", 1), ("技术响应", 2)):
        supplier.press(kind)
        for n in range(count):
            supplier.fill(
                {
                    f"answers.{n}.response": "完全满足，详见所附材料。",
                    f"answers.{n}.deviation": "none",
                    f"answers.{n}.evidence": "证明材料.pdf 第 1 页",
                }
            )
        if picture and count > 1:
            supplier.picture("bid-matrix")
        supplier.press("保存")


def _wrong_files(supplier: Walker, folder: Path) -> None:
    script, empty = folder / "假报告.pdf", folder / "空.pdf"
    script.write_text("<script>alert(1)</script>", encoding="utf-8")
    empty.write_bytes(b"")
    supplier.press("投标文件")
    for file, words in ((script, "不是有效的 PDF 文件"), (empty, "空")):
        supplier.fill({"part": "technical", "upload": str(file)}).press("上传").sees(words)
    supplier.press("返回")


def _files(supplier: Walker, folder: Path) -> None:
    file = folder / "证明材料.pdf"
    file.write_bytes(PDF)
    supplier.press("投标文件")
    for part in ("qualification", "technical"):
        supplier.fill({"part": part, "upload": str(file)}).press("上传")
    supplier.press("返回")


def _price_in_wan(supplier: Walker) -> None:
    supplier.press("报价")
    supplier.fill({"items.0.unit_price": "13.8万", "price": "138万"}).press("保存并核对")
    supplier.sees("内容都已保留", "万").press("返回")


def _price(supplier: Walker, login: str) -> None:
    _fill_price(supplier, *PRICES[login])
    supplier.press("返回")


def _fill_price(supplier: Walker, total: str, each: str) -> None:
    supplier.press("报价")
    supplier.fill({"items.0.brand": "示例牌", "items.0.model": "SL-1"})
    supplier.fill({"items.0.unit_price": each, "price": total}).press("保存并核对")
    supplier.sees("一致")


def _bond(supplier: Walker) -> None:
    supplier.press("投标保证金")
    supplier.fill(
        {
            "kind": "transfer",
            "amount": "30000",
            "payer_account_name": "示例投标企业",
            "reference": "SL20260805001",
        }
    )
    supplier.press("登记").press("返回")


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
