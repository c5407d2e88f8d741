"""Pages of openings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side
from lucai.platform.journal.selectors import last_entry_of
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page, render
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.openings import papers, selectors, services, signed
from lucai.stages.trade.openings.schemas import EnquiryIn, ReplyIn
from lucai.stages.trade.openings.selectors import Hall
from lucai.stages.trade.sealing.services import judge_lots

IN_THE_HALL = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER)
REFRESH_SECONDS = 15
"""How often a hall asks: hundreds may watch one, and the clock in it runs by itself."""
LOOK_SECONDS = 300
"""How often it is read though nothing was done: the clock alone may have opened a button."""
RELOAD_SECONDS = 15


@require_GET
@signed_in(*IN_THE_HALL)
def hall(request: HttpRequest, number: str) -> HttpResponse:
    """Show the hall of one lot."""
    return _hall_page(request, _hall(request, number), filled(EnquiryIn))


@require_GET
@signed_in(*IN_THE_HALL)
def live(request: HttpRequest, number: str) -> HttpResponse:
    """Return the part of the hall that changes, unless nothing has.

    Hundreds may watch, each asking every few seconds: that nothing happened is found out before
    anything is read.
    """
    tag = _state_of(request, number)
    response: HttpResponse = HttpResponseNotModified()
    if request.headers.get("If-None-Match") != tag:
        shown = _hall(request, number)
        context = {"hall": shown, "frame": shown.frame}
        response = HttpResponse(render(request, "openings/live.html", context))
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@signed_in(Side.AGENCY)
@signed_act("主持开标", about=signed.opened)
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the opening."""
    opened = services.start(actor_of(request), project_number=number)
    said = "投标文件已经开启。" if opened else "请等待供应商解密，解密时段结束后一并开启。"
    flash(request, f"开标已经开始，{said}")
    return redirect("opening", number=number)


@require_POST
@signed_in(Side.AGENCY)
@signed_act("开启投标文件", about=signed.opened)
def unseal(request: HttpRequest, number: str) -> HttpResponse:
    """Open all bids once the suppliers' window is over."""
    services.unseal(actor_of(request), project_number=number)
    flash(request, "投标文件已经开启。")
    return redirect("opening", number=number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("形成开标记录", about=signed.record_of_all_lots)
def close_record(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more, then form the record."""
    if request.method == "POST":
        services.close_record(actor_of(request), project_number=number)
        flash(request, "开标记录已形成。")
        return redirect("opening", number=number)
    shown = _hall(request, number)
    claims = judge_lots(viewer_of(request), number)
    context = {"hall": shown, "frame": shown.frame, "claims": claims}
    return page(request, "openings/record.html", context)


@require_POST
@signed_in(Side.SUPPLIER)
def sign_in(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the bidder is present."""
    services.sign_in(actor_of(request), project_number=number)
    flash(request, "已签到。")
    return _back(number, request.GET.get("lot", ""))


@require_POST
@signed_in(Side.SUPPLIER)
@signed_act("确认开标记录", about=signed.record_of_lot)
def confirm(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Confirm the own line."""
    services.confirm(actor_of(request), project_number=number, lot_number=lot)
    flash(request, "已确认开标记录。")
    return _back(number, str(lot))


@require_POST
@signed_in(Side.SUPPLIER)
def ask(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Raise a question on the spot."""
    form = read_form(EnquiryIn, request)
    if not form.data:
        return _hall_page(request, selectors.hall(viewer_of(request), number, lot), form)
    actor = actor_of(request)
    services.object_to(actor, project_number=number, lot_number=lot, text=form.data.text)
    flash(request, "已提出，代理机构会当场答复。")
    return _back(number, str(lot))


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("答复开标询问", about=signed.question_answered)
def reply(request: HttpRequest, number: str, lot: int, enquiry: int) -> HttpResponse:
    """Answer a question."""
    shown = selectors.hall(viewer_of(request), number, lot)
    form = filled(ReplyIn)
    if request.method == "POST":
        form = read_form(ReplyIn, request)
        if form.data:
            actor = actor_of(request)
            services.reply(actor, project_number=number, enquiry=enquiry, text=form.data.reply)
            flash(request, "已答复。")
            return _back(number, str(lot))
    asked = next((one for one in shown.enquiries if one.pk == enquiry), None)
    context = {"hall": shown, "frame": shown.frame, "form": form, "asked": asked}
    return page(request, "openings/reply.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in(*IN_THE_HALL)
def record_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the opening record of a lot."""
    shown = _hall(request, number)
    content = papers.record_paper(selectors.demand_heard(viewer_of(request), shown))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"opening-{number}-{shown.lot.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _state_of(request: HttpRequest, number: str) -> str:
    """Name what this viewer's hall follows from: the project's last entry, and roughly the time.

    Nobody can guess the name: who has it has seen the hall.
    """
    viewer, look = viewer_of(request), int(clock.now().timestamp() // LOOK_SECONDS)
    known = (
        viewer.side, viewer.organisation, viewer.person, number, request.GET.get("lot", ""),
        last_entry_of(SYSTEM, number), look,
    )  # fmt: skip
    return f'"{salted_hmac("hall", repr(known)).hexdigest()}"'


def _hall(request: HttpRequest, number: str) -> Hall:
    asked = request.GET.get("lot", "")
    return selectors.hall(viewer_of(request), number, int(asked) if asked.isdigit() else 0)


def _hall_page(request: HttpRequest, shown: Hall, form: Form[EnquiryIn]) -> HttpResponse:
    context = {
        "hall": shown,
        "frame": shown.frame,
        "form": form,
        "refresh": REFRESH_SECONDS,
        "reload": RELOAD_SECONDS,
    }
    return page(request, "openings/hall.html", context, status=422 if form.errors else 200)


def _back(number: str, lot: str) -> HttpResponse:
    return redirect(f"/rooms/{number}/opening/?lot={lot if lot.isdigit() else ''}")
