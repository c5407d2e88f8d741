"""Statements, evidence, hearings and tests."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.oversight.complaints import selectors, services
from lucai.oversight.complaints.schemas import (
    AppraisalIn,
    EvidenceIn,
    HearingIn,
    RecordIn,
    ResultIn,
    StatementIn,
)
from lucai.oversight.complaints.views.parts import ActPage, act_page
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of

PARTIES = (Side.SUPPLIER, Side.BUYER, Side.AGENCY)


@require_GET
@signed_in(*PARTIES)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the copy of a complaint that was served on the viewer."""
    viewer = viewer_of(request)
    sheet = selectors.statement_seen(viewer, pk)
    context = {"sheet": sheet, "may_hand_in": selectors.may_hand_in(viewer, sheet)}
    return page(request, "complaints/statement.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """State in writing."""
    sheet = selectors.statement_seen(viewer_of(request), pk)
    form: Form[StatementIn] = filled(StatementIn)
    if request.method == "POST":
        form = read_form(StatementIn, request)
        content = {"pk": pk, "form": form.data, "uploads": request.FILES.getlist("files")}
        if form.attempt(services.state, actor_of(request), **content):
            flash(request, "书面说明已提交财政部门。")
            return redirect("complaint-statement", pk=pk)
    offer = next((each for each in sheet.offers if each.step.name == "state"), None)
    context = {"sheet": sheet, "offer": offer, "form": form}
    return page(request, "complaints/state.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def related_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand evidence in beside a statement."""
    sheet = selectors.statement_seen(viewer_of(request), pk)
    form: Form[EvidenceIn] = filled(EvidenceIn)
    if request.method == "POST":
        form = read_form(EvidenceIn, request)
        content = {"pk": pk, "form": form.data, "uploads": request.FILES.getlist("files")}
        if form.attempt(services.submit_related_evidence, actor_of(request), **content):
            flash(request, "证据已提交。")
            return redirect("complaint-statement", pk=pk)
    context = {"sheet": sheet, "form": form}
    return page(request, "complaints/related_evidence.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Hand evidence in."""

    def act(data: Any) -> None:
        uploads = request.FILES.getlist("files")
        services.submit_evidence(actor_of(request), number=number, form=data, uploads=uploads)

    return act_page(
        request, number, EvidenceIn, act,
        ActPage(
            title="提交证据", label="提交证据", done="证据已提交。",
            fields=("text", "secret", "secret_reason"), files=True,
            text="证据向其他当事人出示；涉及商业秘密、个人隐私的写明理由，只提供给财政部门。",
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def hearing(request: HttpRequest, number: str) -> HttpResponse:
    """Call the parties to a hearing."""
    return act_page(
        request, number, HearingIn,
        lambda data: services.call_hearing(actor_of(request), number=number, form=data),
        ActPage(
            title="组织质证", label="通知当事人", done="质证通知已送达各方当事人。",
            fields=("at", "place", "matters"), cites=("政府采购法实施条例/56",),
            text="投诉处理以书面审查为主；必要时可以组织质证，通知当事人到场。",
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def hearing_record(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Keep a hearing's record."""

    def act(data: Any) -> None:
        services.record_hearing(actor_of(request), number=number, hearing=pk, form=data)

    return act_page(
        request, number, RecordIn, act,
        ActPage(
            title="质证笔录", label="保存笔录",
            done="质证笔录已保存，各方当事人可以查看。", fields=("present", "record"),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def test(request: HttpRequest, number: str) -> HttpResponse:
    """Send something out to be tested."""
    return act_page(
        request, number, AppraisalIn,
        lambda data: services.send_test(actor_of(request), number=number, form=data),
        ActPage(
            title="检验、鉴定、专家评审", label="送出", done="已送出，办理期限停止计算。",
            fields=("kind", "institution", "advanced_by"), cites=("政府采购法实施条例/58",),
            text="自发出之日至收到结果之日的时间不计入办理期限，并告知当事人。",
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def test_result(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a test's result in."""

    def act(data: Any) -> None:
        services.receive_test(actor_of(request), number=number, test=pk, form=data)

    return act_page(
        request, number, ResultIn, act,
        ActPage(
            title="收到结果", label="登记结果",
            done="结果已登记，办理期限继续计算。", fields=("result",),
        ),
    )  # fmt: skip
