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
    first, *others = (story.person(login) for login in SUPPLIERS)
    first.open("/desk/").press("找采购公告")
    first.press(f"{TITLE}招标公告").press("获取招标文件").press("免费获取招标文件")
    first.sees("主要技术参数", "已于")
    for supplier in others:
        one = supplier.by_post.open("/desk/").follow("找采购公告").follow(f"{TITLE}招标公告")
        assert "已于" in one.follow("获取招标文件").send("免费获取招标文件").page
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
    """A supplier writes and seals its bid in its own browser; what is wrong is said and kept."""
    supplier = story.person(FIRST).open("/desk/").press("编制并递交投标文件")
    supplier.sees("没有人能打开").press("编制并封标")
    supplier.page.get_by_text("证书持有人").wait_for()
    supplier.picture("bid-desk")
    _letter(supplier)
    _answers(supplier)
    supplier.picture("bid-matrix", at="#answers")
    _wrong_files(supplier, story.folder)
    _files(supplier, story.folder)
    _price_in_wan(supplier)
    _price(supplier, *PRICES[FIRST])
    bond(supplier)
    seal(supplier)
    supplier.picture("bid-receipt")


def other_bids(story: Story) -> None:
    """The others bid too; one takes its bid back and hands it in again."""
    for login in (SECOND, THIRD):
        supplier = story.person(login).open(f"{story.room}bid/").press("编制并封标")
        whole_bid(supplier, PRICES[login], story.folder)
        bond(supplier)
        seal(supplier)
    second = story.person(SECOND).page
    second.get_by_role("button", name="撤回投标文件").click()
    second.get_by_role("dialog").get_by_role("button", name="撤回投标文件").click()
    second.get_by_text("投标文件已撤回").first.wait_for()
    seal(story.person(SECOND))


def lonely_bid(story: Story) -> None:
    """The second lot finds one bidder only."""
    supplier = story.person(FIRST).open(f"{story.room}bid/2/seal/")
    whole_bid(supplier, ("950000", "95000"), story.folder)
    seal(supplier)


def secrecy(story: Story) -> None:
    """Before the deadline nobody can see or count bids; a stranger finds nothing."""
    for login in (AGENCY, *SUPPLIERS):
        story.person(login).open(f"{story.room}opening/").sees_not("1,380,000.00")
    story.person(AGENCY).open(f"{story.room}bids/").sees_not("1,380,000.00", "示例企业")


def whole_bid(supplier: Walker, price: tuple[str, str], folder: Path) -> None:
    _letter(supplier)
    _answers(supplier)
    _files(supplier, folder)
    _price(supplier, *price)


def _letter(supplier: Walker) -> None:
    supplier.fill({"terms.delivery_days": "45", "terms.validity_days": "90"})


def _answers(supplier: Walker) -> None:
    for n in range(supplier.page.locator('main select[name$=".deviation"]').count()):
        supplier.fill(
            {
                f"answers.{n}.response": "完全满足，详见所附材料。",
                f"answers.{n}.deviation": "none",
                f"answers.{n}.evidence": "证明材料.pdf 第 1 页",
            }
        )


def _wrong_files(supplier: Walker, folder: Path) -> None:
    script, empty = folder / "假报告.pdf", folder / "空.pdf"
    script.write_text("<script>alert(1)</script>", encoding="utf-8")
    empty.write_bytes(b"")
    for file, words in ((script, "内容与扩展名不符"), (empty, "空")):
        supplier.page.set_input_files("[data-part=technical] input", file)
        supplier.page.locator("[data-part=technical] [data-refused]").get_by_text(words).wait_for()


def _files(supplier: Walker, folder: Path) -> None:
    file = folder / "证明材料.pdf"
    if not file.exists():  # a file that is changed after it was chosen cannot be read any more
        file.write_bytes(PDF)
    for part in ("qualification", "technical"):
        supplier.page.set_input_files(f"[data-part={part}] input", file)


def _price_in_wan(supplier: Walker) -> None:
    _price(supplier, "138", "13.8")
    said = supplier.page.locator("[data-checks]")
    said.get_by_text("像是按“万元”填写的").wait_for()


def _price(supplier: Walker, total: str, each: str) -> None:
    supplier.fill({"offer.items.0.brand": f"{supplier.login}牌", "offer.items.0.model": "SL-1"})
    supplier.fill({"offer.items.0.unit_price": each, "offer.price": total})


def bond(supplier: Walker) -> None:
    supplier.click("登记一笔").fill(
        {
            "bonds.0.kind": "transfer",
            "bonds.0.amount": "30000",
            "bonds.0.payer_account_name": "示例投标企业",
            "bonds.0.reference": "SL20260805001",
        }
    )


def seal(supplier: Walker) -> None:
    """Seal, sign with the 模拟 UKey, hand in; the page has checked the receipt before it says so."""
    supplier.click("封标并递交")
    supplier.page.get_by_role("button", name="签名并递交").click()
    supplier.page.get_by_role("heading", name="已提交").wait_for()
    supplier.look()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
