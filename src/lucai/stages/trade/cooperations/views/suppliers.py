"""What suppliers hand in, and what the group writes about them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.requests import viewer_of
from lucai.stages.trade.cooperations import selectors, services
from lucai.stages.trade.cooperations.schemas import (
    ApplicationIn,
    FindingIn,
    ResponseIn,
    TalkIn,
)
from lucai.stages.trade.cooperations.selectors.facts import FINAL, FIRST
from lucai.stages.trade.cooperations.views.forms import Act, perform


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("提交合作创新采购申请文件")
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in an application, or another in its place."""
    sheet = selectors.cooperation_seen(viewer_of(request), number)
    own = sheet.own
    act = Act(
        label="提交申请文件", schema=ApplicationIn, service=services.apply, template="apply",
        done="申请文件已提交，截止前其他任何人都看不到；截止前可以修改或者撤回。",
    )  # fmt: skip
    source = {
        "statement": own.statement, "experience": own.experience, "contact": own.contact,
    } if own else {}  # fmt: skip
    return perform(request, number, act, source=source)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("密封提交研发响应文件")
def respond(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in a response of the round under way, or another in its place."""
    sheet = selectors.cooperation_seen(viewer_of(request), number)
    if not sheet.own or not sheet.own.due_at:
        raise NotFound("本单位没有参加这次研发竞争谈判。")
    round_ = FINAL if sheet.state == "finalising" else FIRST
    kept = {one.round: one.content for one in sheet.own_responses}
    act = Act(
        label="密封提交响应文件", schema=ResponseIn, service=services.respond, template="respond",
        done="响应文件已密封提交，截止前可以重新提交。",
    )  # fmt: skip
    source = dict(kept.get(round_) or kept.get(FIRST) or {})
    source["inside"] = "yes" if source.get("inside") else ""
    return perform(request, number, act, source=source, more={"round": round_})


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER, Side.SUPERVISOR)
def applicant(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one applicant with its responses and negotiations; keep the group's finding."""
    found = selectors.applicant_seen(viewer_of(request), number, pk)
    act = Act(
        label="保存审查结论", schema=FindingIn, service=services.judge, template="applicant",
        done=f"已保存：{found.supplier_name}。",
    )  # fmt: skip
    source = {"passed": found.finding, "reason": found.reason}
    return perform(request, number, act, source=source, more={"applicant": found}, pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def talk(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record one negotiation."""
    found = selectors.applicant_seen(viewer_of(request), number, pk)
    act = Act(
        label=f"记录谈判：{found.supplier_name}", schema=TalkIn, service=services.talk,
        done="谈判记录已保存。", lead="谈判小组集中与单一供应商分别谈判，给予每一家相同的机会。",
    )  # fmt: skip
    return perform(request, number, act, back=found.href, pk=pk)
