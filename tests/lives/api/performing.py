"""From the filed contract to the payment."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.lives.api.bidding import PDF
from tests.lives.api.story import Story
from tests.makers.contract import photo
from tests.makers.program import held

MEMBERS = ("示例成员一", "示例成员二", "示例成员三")


def delivery(story: Story) -> None:
    """The winner brings everything; 采购人 counts it and signs for it."""
    story.wait(days=10)
    contract, today = f"/contracts/{story.contract}/", f"{story.now.date()}"
    new = f"{contract}deliveries/new/"
    came = story.winner.fill(new, {"expected_on": today})
    delivered = {"delivered_on": today, "photos": photo()}
    story.winner.multipart(f"{came}deliver/", delivered)
    story.buyer.post(f"{came}receive/")


def acceptance(story: Story) -> None:
    """采购人 looks at every line; the winner agrees with the result, which is public then."""
    story.wait(days=1)
    contract = f"/contracts/{story.contract}/"
    edit = story.user.post(f"{contract}deliveries/1/accept/")
    story.user.post(edit, {**held(story.user.get(edit)["form"]), **_looked_at(story, edit)})
    accepted = edit.removesuffix("edit/")
    story.user.post(f"{accepted}steps/submit/")
    story.winner.post(f"{accepted}steps/agree/")
    story.user.post(f"{accepted}publish/")
    story.work()


def _looked_at(story: Story, edit: str) -> dict[str, str]:
    lines = story.user.get(edit)["sheet"]["lines"]
    found = {
        "accepted_on": f"{story.now.date()}", "place": "示例路 1 号", "opinion": "逐项核对，结果如表。",
    }  # fmt: skip
    for place, line in enumerate(lines):
        given = {"found": "开箱检查、通电试用", "verdict": "passed"}
        if line["delivered"] is not None:
            given["accepted"] = str(line["delivered"])
        found |= {f"lines.{place}.{name}": value for name, value in given.items()}
    for place, name in enumerate(MEMBERS):
        member = {"name": name, "organisation": "示例采购单位", "kind": "buyer", "signed": "on"}
        found |= {f"members.{place}.{key}": value for key, value in member.items()}
    return found


def payment(story: Story) -> None:
    """The winner hands in its invoice; 采购人 asks, another approves, the treasury pays all."""
    story.wait(days=1)
    contract = f"/contracts/{story.contract}/"
    story.winner.multipart(
        f"{contract}acceptance/1/invoice/",
        {
            "invoice_number": "26370000000000000001",
            "issued_on": f"{story.now.date()}",
            "amount": f"{story.told.won_at // 100}.00",
            "payee_name": story.winner.viewer.organisation_name,
            "payee_bank": "示例银行济南示例支行",
            "payee_account": "1602 0000 0000 0001",
            "file": SimpleUploadedFile("发票.pdf", PDF),
        },
    )
    request = story.buyer.post(f"{contract}invoices/1/request/", {"purpose": "示例货款"})
    story.head.post(f"{request}steps/approve/")
    paid = {"number": "PZ000001", "paid_on": f"{story.now.date()}"}
    story.treasury.post(f"{request}pay/", paid)
    story.work()
    shown = story.buyer.get(request)["sheet"]
    assert (shown["line"]["state"], shown["line"]["amount"]) == ("paid", story.told.won_at)
