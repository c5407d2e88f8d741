"""询问、质疑、投诉 about a framework: asked, challenged, complained of, paused, decided, published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.lives.api.frameworks import FrameworkStory
from tests.makers.program import Program, Refused, offers

POINT = {
    "matter": "评审没有考虑本单位的环保认证", "facts": "响应文件附有认证证书", "law": "财政部令第94号",
}  # fmt: skip
CONTACT = {"contact": "示例联系人", "phone": "0531-00000000", "address": "示例路 5 号"}


def enquiry(story: FrameworkStory) -> None:
    """A supplier asks; the organiser answers, and reads nowhere who asked."""
    asker = story.suppliers[-1]
    asker.post(f"{story.page}enquiries/ask/", {"question": "每箱是否可以按十包供货？"})
    (asked,) = story.agency.get(f"{story.page}enquiries/")["enquiries"]
    assert asker.viewer.organisation_name not in str(asked)
    story.agency.post(f"{story.page}enquiries/{asked['pk']}/", {"answer": "可以，总量不变。"})
    (answered,) = asker.get(f"{story.page}enquiries/")["enquiries"]
    assert answered["answer"] == "可以，总量不变。"
    assert story.suppliers[0].get(f"{story.page}enquiries/")["enquiries"] == []


def challenge(story: FrameworkStory) -> None:
    """The one that was eliminated challenges the result; nobody signs before it is answered."""
    loser = story.suppliers[-1]
    content = {
        "about": "result",
        "lots": [1],
        "points": [POINT],
        "request": "请求重新评审",
        **CONTACT,
    }
    made = loser.post(f"{story.page}challenges/new/", content)
    loser.post(f"{made}steps/submit/")
    with pytest.raises(Refused, match="暂停签订合同"):
        story.suppliers[0].post(f"{story.page}members/1/steps/sign_supplier/")
    with pytest.raises(Refused, match="404"):
        story.suppliers[1].get(made)
    reply = {
        "answers": [{"text": "价格优先法不评环保认证", "facts": "征集文件", "law": "财政部令第110号"}],
        "outcome": "unfounded", "panel_asked": True, "no_secrets": True,
    }  # fmt: skip
    story.agency.post(f"{made}reply/", reply)
    assert loser.get(made)["sheet"]["line"]["state"] == "answered"
    story.challenge = made


def complaint(story: FrameworkStory) -> None:
    """It complains; 财政 accepts, sends copies and pauses the framework; the organiser states."""
    loser, number = story.suppliers[-1], story.challenge.strip("/").rpartition("/")[2]
    content = {"points": [{**POINT, "origin": "1"}], "request": "请求认定入围结果无效", **CONTACT}
    made = loser.post(f"/complaints/new/?challenge={number}", content)
    loser.post(f"{made}steps/submit/")
    story.wait(days=1)
    for step in ("accept", "serve"):
        story.finance.post(f"{made}steps/{step}/")
    until = (story.now + timedelta(days=10)).date().isoformat()
    story.finance.post(f"{made}pause/", {"until": until, "reason": "防止损害扩大"})
    assert _signing(story, story.suppliers[0]) is False
    with pytest.raises(Refused, match="暂停采购活动"):
        story.suppliers[0].post(f"{story.page}members/1/steps/sign_supplier/")
    (copy,) = story.agency.get("/complaints/")["statements"]
    story.agency.post(f"/complaints/statements/{copy['pk']}/state/", {"text": "评审依法进行"})
    story.complaint = made


def decision(story: FrameworkStory) -> None:
    """One person drafts, another approves; the pause ends, the decision is public, signing goes on."""
    draft: dict[str, Any] = {
        "ruling": "rejected", "ground": "unfounded", "findings": "征集文件规定按价格优先法评审",
        "basis": "财政部令第94号第二十九条", "decision": "投诉事项不成立，驳回投诉",
    }  # fmt: skip
    story.finance.post(f"{story.complaint}decision/", draft)
    with pytest.raises(Refused):
        story.finance.post(f"{story.complaint}approval/")
    story.ruling.post(f"{story.complaint}approval/")
    assert _signing(story, story.suppliers[0]) is True
    story.finance.post(f"{story.complaint}notice/")
    story.work()
    told = story.anybody.get("/notices/?q=投诉处理结果公告")["found"]["items"]
    assert any(story.told.title in one["title"] for one in told)


def _signing(story: FrameworkStory, supplier: Program) -> bool:
    return offers(supplier.get(f"{story.page}members/1/"))["sign_supplier"]
