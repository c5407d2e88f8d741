"""Pages of the treasury's answers and of daily reconciliations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.files.kinds import XML
from lucai.platform.files.tables import read_upload
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.payment.requests.selectors import instruction_of, waiting_instructions
from lucai.stages.payment.treasury import ports, selectors, services
from lucai.stages.payment.treasury.lifecycle import ANSWER, COMPARE, TAKE_IN
from lucai.stages.payment.treasury.schemas import NoteIn, SettleIn

READERS = (Side.TREASURY, Side.SUPERVISOR)
FILE = "file"


@require_http_methods(["GET", "POST"])
@signed_in(*READERS)
def answers(request: HttpRequest) -> HttpResponse:
    """List answers, and take a file of them in."""
    problem = ""
    if request.method == "POST":
        problem = _uploaded(request, _take_in)
        if not problem:
            return redirect("treasury-answers")
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    context = {
        "found": selectors.answer_page(viewer, **asked),
        "waiting": waiting_instructions(viewer),
        "file": _file_field("国库回单文件", problem),
        "may": viewer.may(TAKE_IN.permission),
        "filters": [
            FormField("words", "凭证号、支付申请或者流水号", value=asked["words"]),
            FormField(
                "state", "状态", kind="select", value=asked["state"],
                choices=list(ANSWER.states.items()),
            ),
        ],
        **asked,
    }  # fmt: skip
    return page(request, "treasury/answers.html", context, status=422 if problem else 200)


@require_GET
@signed_in(*READERS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one answer."""
    return page(
        request, "treasury/answer.html", {"line": selectors.answer_seen(viewer_of(request), pk)}
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.TREASURY)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done about a doubtful answer."""
    line = selectors.answer_seen(viewer_of(request), pk)
    form: Form[Any] = filled(SettleIn, {})
    if request.method == "POST":
        form = read_form(SettleIn, request)
        if form.attempt(services.settle, actor_of(request), pk=pk, settled=form.data):
            flash(request, "已记录处理情况。")
            return redirect("treasury-answer", pk=pk)
    return page(request, "treasury/settle.html", {"line": line, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*READERS)
def reconciliations(request: HttpRequest) -> HttpResponse:
    """List days compared, and compare another."""
    problem = ""
    if request.method == "POST":
        days: list[date] = []

        def compare(asked: HttpRequest, content: bytes) -> None:
            days.append(_compare(asked, content))

        problem = _uploaded(request, compare)
        if not problem:
            return redirect("treasury-reconciliation", day=days[0])
    viewer = viewer_of(request)
    context = {
        "found": selectors.reconciliation_page(viewer, after=request.GET.get("after", "")),
        "file": _file_field("国库对账单", problem),
        "may": viewer.may(COMPARE.permission),
    }
    return page(request, "treasury/reconciliations.html", context, status=422 if problem else 200)


@require_GET
@signed_in(*READERS)
def reconciliation(request: HttpRequest, day: date) -> HttpResponse:
    """Show a day with its differences."""
    viewer = viewer_of(request)
    context = {
        "line": selectors.reconciliation_seen(viewer, day),
        "found": selectors.differences_of(viewer, day, after=request.GET.get("after", "")),
    }
    return page(request, "treasury/reconciliation.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.TREASURY)
def explain(request: HttpRequest, day: date, pk: int) -> HttpResponse:
    """Say why a difference is there."""
    viewer = viewer_of(request)
    row = selectors.difference_seen(viewer, day, pk)
    form: Form[Any] = filled(NoteIn, {"note": row.note})
    if request.method == "POST":
        form = read_form(NoteIn, request)
        if form.attempt(services.explain, actor_of(request), day=day, pk=pk, noted=form.data):
            flash(request, "已记录说明。")
            return redirect("treasury-reconciliation", day=day)
    context = {"line": selectors.reconciliation_seen(viewer, day), "row": row, "form": form}
    return page(request, "treasury/explain.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.TREASURY)
def close(request: HttpRequest, day: date) -> HttpResponse:
    """Ask before finishing a day, then finish it."""
    viewer = viewer_of(request)
    if request.method == "POST":
        services.close(actor_of(request), day=day)
        flash(request, "对账已完成。")
        return redirect("treasury-reconciliation", day=day)
    context = {
        "line": selectors.reconciliation_seen(viewer, day),
        "left": selectors.unexplained(viewer, day),
    }
    return page(request, "treasury/close.html", context)


@require_GET
@signed_in(Side.TREASURY)
def instruction(request: HttpRequest, number: str) -> HttpResponse:
    """Hand an instruction out as the treasury's system takes it."""
    found = instruction_of(viewer_of(request), number)
    if found.sent_on is None:
        raise Http404
    spoken = ports.dialect()
    response = HttpResponse(spoken.write_instruction(found), content_type=spoken.media_type)
    name = f"{found.number}{spoken.file_ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _uploaded(request: HttpRequest, act: Callable[[HttpRequest, bytes], None]) -> str:
    """Act with an uploaded file; return what is wrong with it, empty when it was taken."""
    try:
        _, content = read_upload(request.FILES.get(FILE), field=FILE, allowed=(XML,))
        act(request, content)
    except InvalidInput as error:
        return error.fields.get(FILE, str(error))
    except ports.Unreadable as error:
        return str(error)
    return ""


def _take_in(request: HttpRequest, content: bytes) -> None:
    taken = services.take_answers(actor_of(request), answers=ports.dialect().read_answers(content))
    told = "，".join(f"{ANSWER.states[state]} {count} 笔" for state, count in taken.items())
    flash(request, f"回单已导入：{told}。")


def _compare(request: HttpRequest, content: bytes) -> date:
    statement = ports.dialect().read_statement(content)
    differences = services.compare_day(actor_of(request), statement=statement)
    flash(request, f"已对账：{differences} 笔差异。" if differences else "已对账，没有差异。")
    return statement.day


def _file_field(label: str, problem: str) -> FormField:
    return FormField(
        FILE, label, kind="file", required=True, error=problem,
        hint="国库集中支付电子化管理接口的 XML 文件（GBK 编码）", attrs={"accept": ".xml"},
    )  # fmt: skip
