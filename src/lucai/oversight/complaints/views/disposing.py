"""What finance makes of a founded challenge whose contract binds already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.oversight.complaints import services
from lucai.oversight.complaints.schemas import DisposalIn
from lucai.oversight.complaints.selectors.reported import disposal_choices
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.challenges import signed
from lucai.stages.trade.challenges.selectors import challenge_seen


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("处理质疑报告", about=signed.letter)
def disposal(request: HttpRequest, number: str) -> HttpResponse:
    """Rescind the contract, or let it stand."""
    viewer = viewer_of(request)
    form: Form[DisposalIn] = filled(DisposalIn)
    if request.method == "POST":
        form = read_form(DisposalIn, request)
        if form.attempt(services.dispose, actor_of(request), number=number, form=form.data):
            flash(request, "已作出处理，并告知采购人、采购代理机构和质疑供应商。")
            return redirect("challenge", number=number)
    sheet = challenge_seen(viewer, number)
    form.choices["remedy"] = disposal_choices(viewer, number)
    offer = next((one for one in sheet.offers if one.step.name == "dispose"), None)
    context = {"sheet": sheet, "offer": offer, "form": form}
    return page(request, "complaints/disposal.html", context, status=form.status)
