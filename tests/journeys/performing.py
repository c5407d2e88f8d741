"""From the signed contract to the archive."""

from __future__ import annotations

from tests.journeys.bidding import PDF
from tests.journeys.story import (
    AGENCY,
    BUYER,
    FINANCE,
    FIRST,
    HEAD,
    INDICATOR,
    TREASURY,
    USER,
    WATCH,
    Story,
)
from tests.journeys.walker import PUBLIC

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)

GROUP = (
    ("示例验收员", "示例济南市第一中学", "buyer"),
    ("示例任课教师", "示例济南市第一中学", "user"),
)


def delivery(story: Story) -> None:
    """The supplier delivers with its phone in hand, the buyer's user counts and signs for it."""
    supplier = story.person(FIRST).duty("按合同备货并通知交付")
    supplier.fill({"expected_on": "2026-08-27", "items.0.quantity": "10"}).press("通知采购人")
    supplier.move_clock("week")
    supplier.on_a_phone().duty("送达并登记交付")
    photo = story.folder / "现场.png"
    photo.write_bytes(PNG)
    supplier.fill({"photos": str(photo)}).page.get_by_text("已保存 1 张照片").wait_for()
    supplier.fill({"delivered_on": "2026-08-27"}).press("登记送达").sees("现场.png")
    supplier.at_the_desk()
    user = story.person(USER).duty("清点并签收")
    user.fill({"note": "十套，外包装完好。"}).press("签收").sees("已签收")


def acceptance(story: Story) -> None:
    """Somebody who did not sign accepts item by item; the supplier agrees; it is public."""
    user = story.person(USER).duty("组织逐项验收").press("开始逐项验收")
    address = user.page.url.replace("/edit/", "/invitations/")
    user.open(address).press("生成二维码").picture("invitation")
    link = user.page.locator("main p.mono").first.inner_text()
    visitor = story.person(PUBLIC).open(link).fill({"satisfaction": "good", "text": "实验台好用"})
    visitor.press("提交意见").sees("谢谢您参加验收")
    user.open(address.replace("/invitations/", "/edit/"))
    user.tick_all("passed").fill({"lines.0.accepted": "10"})
    user.fill(
        {"accepted_on": "2026-08-27", "place": "实验楼一层", "opinion": "逐项合格，同意验收。"}
    )
    for n, (name, organisation, kind) in enumerate(GROUP):
        if n:
            user.click("增加一名成员")
        row = {"name": name, "organisation": organisation, "kind": kind, "signed": "yes"}
        user.fill({f"members.{n}.{key}": value for key, value in row.items()})
    user.press("保存").picture("acceptance")
    user.duty("完成逐项验收").press("提交供应商确认").press("提交供应商确认")
    supplier = story.person(FIRST).duty("确认验收结果或者提出异议")
    supplier.press("确认验收结果").press("确认验收结果")
    user.duty("公开验收结果").press("公开验收结果").sees("已公开")


def invoice(story: Story) -> None:
    """The supplier's invoice starts the clock; one tap asks the buyer to pay."""
    supplier = story.person(FIRST).duty("开具发票，申请付款")
    supplier.fill({"invoice_number": "26370000000012345678", "issued_on": "2026-08-27"})
    file = story.folder / "发票.pdf"
    file.write_bytes(PDF)
    supplier.fill({"amount": "1380000.00", "file": str(file)}).press("提交发票")
    supplier.open("/receivables/").sees("按哪条规定").press("请求付款").sees("等待采购人答复")


def payment(story: Story) -> None:
    """One person requests, another approves, the treasury pays, the supplier sees it."""
    buyer = story.person(BUYER).duty("答复供应商的付款请求")
    buyer.fill({"purpose": "理化实验室设备货款"}).press("提交")
    story.learn(payment=buyer.last_part)
    head = story.person(HEAD).duty("审批支付申请")
    head.press("审批通过，发往国库").press("审批通过，发往国库")
    treasury = story.person(TREASURY).duty("核对并支付")
    treasury.fill({"number": "GK20260827001", "paid_on": "2026-08-27"}).picture("treasury")
    treasury.press("登记支付").sees("按期支付")
    story.person(FIRST).open(f"/payments/{story.numbers.payment}/").sees("GK20260827001", "已支付")
    story.person(FINANCE).open(f"/budget/{INDICATOR}/").sees("1,380,000.00").picture("budget")


def archive(story: Story) -> None:
    """The agency checks the file and seals it; everybody keeps what belongs to them."""
    agency = story.person(AGENCY).duty("核对采购档案并归档")
    agency.fill({"remark": "各项材料齐全；包 2 因投标人不足三家废标，没有评审材料。"})
    agency.press("归档").sees("已归档").picture("archive")
    watch = story.person(WATCH).open(f"{story.room}archive/").sees("SM3").sees_no_act()
    watch.page.get_by_text("文件清单与摘要").click()
    file = watch.page.locator("details[open] .files a", has_text=".pdf").first
    name = file.inner_text().rpartition("/")[2]
    answer = watch.page.request.get(file.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    watch.open(f"{story.room}archive/readings/").sees(name.strip())
    public = story.person(PUBLIC)
    public.comes_to_see(f"/projects/{story.numbers.project}/", "验收", "138.00").picture(
        "portal-project"
    )
