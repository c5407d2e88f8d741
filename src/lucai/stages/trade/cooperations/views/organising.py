"""What agency and buyer do: scheme, notice, group, documents, evaluation, choice."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled
from lucai.platform.web.pages import flash
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.cooperations import selectors, services, signed
from lucai.stages.trade.cooperations.lifecycle import APPLICANT, COOPERATION, EDIT
from lucai.stages.trade.cooperations.schemas import (
    ContentIn,
    DecisionIn,
    EvaluationIn,
    ExchangeIn,
    FactorIn,
    FileIn,
    FinalIn,
    FirstIn,
    GroupIn,
    MemberIn,
    PublishIn,
    ReasonIn,
    StageIn,
)
from lucai.stages.trade.cooperations.selectors.rows import RESEARCH
from lucai.stages.trade.cooperations.selectors.sealing import rounds_to_verify
from lucai.stages.trade.cooperations.views.forms import Act, perform, show

SIDES = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER)
STEPS = {
    "submit": (services.submit, "已提交采购人确认。"),
    "confirm": (services.confirm, "已确认，代理机构可以发布公告。"),
    "open_applications": (
        services.open_applications,
        "申请文件已开启，已请谈判小组成员各自审查资格。",
    ),
    "finish_review": (services.finish_review, "资格审查已完成，结果和原因已告知每一家申请人。"),
    "open_first": (
        services.open_first,
        "首次响应文件已开启，请召集谈判小组与每一家供应商谈判，由成员各自记录。",
    ),
    "open_final": (services.open_final, "最终响应文件已开启，请谈判小组评审。"),
    "announce": (services.announce, "已公告研发供应商，采购人可以起草研发合同。"),
    "announce_product": (services.announce_product, "已公告首购产品，采购人可以起草首购合同。"),
    "review_first": (services.review_first, "已请谈判小组成员评审，全体签署后确定首购产品。"),
    "withdraw": (services.withdraw, "申请已撤回，截止前可以重新提交。"),
}
SIGNED = {
    "confirm": "确认合作创新采购方案和公告", "announce": "公告研发供应商成交结果",
    "announce_product": "公告首购产品", "finish_review": "完成资格审查",
}  # fmt: skip
ABOUT = {
    "confirm": signed.plan,
    "announce": signed.outcome,
    "announce_product": signed.outcome,
    "finish_review": signed.outcome,
}


@require_GET
@signed_in(*SIDES)
def cooperation(request: HttpRequest, number: str) -> HttpResponse:
    """Show the cooperation: to a supplier its own part, to organisers all of it."""
    rounds = rounds_to_verify(viewer_of(request), number)
    return show(request, number, "cooperation", {"rounds": rounds})


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Write scheme and notice."""
    viewer = viewer_of(request)
    demand(viewer, EDIT.permission)
    if not selectors.cooperation_seen(viewer, number).may_edit:
        raise WrongState("采购方案已经提交，不能修改。")

    def save(actor: Any, *, project_number: str, form: Any) -> None:
        services.edit(actor, project_number=project_number, content=form)

    act = Act(
        label="编制合作创新采购方案", schema=ContentIn, service=save, done="已保存。",
        template="edit",
    )  # fmt: skip
    more = {"empty_factor": filled(FactorIn), "empty_stage": filled(StageIn)}
    return perform(request, number, act, source=selectors.content_typed(viewer, number), more=more)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def return_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Send the scheme back with the reason."""
    act = Act(
        label="退回修改", schema=ReasonIn, service=services.return_draft, step="return_draft",
        done="已退回代理机构修改。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("发布合作创新采购公告", about=signed.plan)
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """Publish the notice."""
    act = Act(
        label="发布合作创新采购公告", schema=PublishIn, service=services.publish, step="publish",
        done="合作创新采购公告已发布。",
        lead="公告发布后即对社会公开。公告期限不少于 5 个工作日，提交申请文件不少于 20 个工作日。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def seat(request: HttpRequest, number: str) -> HttpResponse:
    """Form the negotiation group."""
    act = Act(
        label="组建谈判小组", schema=GroupIn, service=services.seat, step="seat", template="seat",
        done="谈判小组已组建，名单在公告成交结果时公开。",
    )  # fmt: skip
    source: dict[str, Any] = {"members": [{} for _ in range(SMALLEST_GROUP)], "reserves": []}
    return perform(request, number, act, source=source, more={"empty": filled(MemberIn)})


SMALLEST_GROUP = 5
"""How many empty rows the form begins with; how many there must be is the law's matter."""


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def exchange(request: HttpRequest, number: str) -> HttpResponse:
    """Record the exchange of concepts."""
    act = Act(
        label="记录创新概念交流", schema=ExchangeIn, service=services.exchange, step="exchange",
        done="已记录，请编制研发谈判文件。",
        lead="谈判小组集中与所有资格合格的供应商共同交流最低研发目标、应用场景和技术路线。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("发出研发谈判文件", about=signed.plan)
def issue_file(request: HttpRequest, number: str) -> HttpResponse:
    """Issue the negotiation document."""
    act = Act(
        label="发出研发谈判文件", schema=FileIn, service=services.issue_file, step="issue_file",
        done="研发谈判文件已同时发给所有资格合格的供应商。",
        lead="评审因素和分值按公告执行；首次响应不少于 10 个工作日。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("发出最终研发谈判文件", about=signed.plan)
def issue_final(request: HttpRequest, number: str) -> HttpResponse:
    """Issue the final document."""
    act = Act(
        label="发出最终研发谈判文件", schema=FinalIn, service=services.issue_final,
        step="issue_final", done="最终研发谈判文件已同时发给所有参加谈判的供应商。",
        lead="最终响应不少于 5 个工作日。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def evaluate(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the report on what the group's members found."""
    desk = selectors.opinion_desk(viewer_of(request), number, RESEARCH)
    act = Act(
        label="提交评审报告", schema=EvaluationIn, service=services.evaluate, step="evaluate",
        template="evaluate", done="评审报告已提交，等待采购人确定研发供应商。",
    )  # fmt: skip
    return perform(request, number, act, more={"desk": desk})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("确定研发供应商", about=signed.outcome)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide who researches."""
    sheet = selectors.cooperation_seen(viewer_of(request), number)
    act = Act(
        label="确定研发供应商", schema=DecisionIn, service=services.decide, step="decide",
        template="decide", done="已确定研发供应商，等待公告。",
    )  # fmt: skip
    return perform(request, number, act, source={"count": min(sheet.wanted, len(sheet.ranking))})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("确定首购产品", about=signed.outcome)
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """Choose the product that is bought first."""
    act = Act(
        label="确定首购产品", schema=FirstIn, service=services.choose, step="choose",
        template="choose", done="已确定首购产品，等待公告。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("终止合作创新采购活动")
def fail(request: HttpRequest, number: str) -> HttpResponse:
    """End the procurement."""
    act = Act(
        label="终止采购活动", schema=ReasonIn, service=services.fail, step="fail", danger=True,
        done="采购活动已终止，终止公告已发布。",
        lead="终止后没有开启的响应文件退回，冻结的预算释放。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("终止首购")
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Give the first purchase up."""
    act = Act(
        label="终止首购", schema=ReasonIn, service=services.end, step="end", danger=True,
        done="首购已终止，首购预算已释放。", lead="研发全部终止或者没有产品通过验收的，终止首购。",
    )  # fmt: skip
    return perform(request, number, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER, Side.SUPPLIER)
@signed_act(SIGNED, by="name", about=ABOUT)
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask before an act that cannot be undone; take the step."""
    if name not in STEPS:
        raise NotFound("没有这一步可以办理。")
    if request.method == "POST":
        act, says = STEPS[name]
        act(actor_of(request), project_number=number)
        flash(request, says)
        return redirect("cooperation", number)
    sheet = selectors.cooperation_seen(viewer_of(request), number)
    life = APPLICANT if name == "withdraw" else COOPERATION
    return show(request, number, "step", {
        "sheet": sheet, "step": life.step(name), "offer": sheet.offer(name),
    })  # fmt: skip
