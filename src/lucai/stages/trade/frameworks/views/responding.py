"""What suppliers do: respond to a call, apply to join."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.products.selectors import as_response, pickable
from lucai.stages.trade.frameworks import selectors, services
from lucai.stages.trade.frameworks.schemas import ApplicationIn, ResponseIn


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def respond(request: HttpRequest, number: str, package: int) -> HttpResponse:
    """Hand in a response for a package, or another in its place."""
    sheet, card, call, own = selectors.response_desk(viewer_of(request), number, package)
    picked = request.GET.get("product", "")
    known = as_response(viewer_of(request), picked) if picked else {}
    form: Form[Any] = filled(ResponseIn, {**(own.content if own else {}), **known})
    if request.method == "POST":
        form = read_form(ResponseIn, request)
        key = {"number": number, "package_number": package, "form": form.data}
        if form.attempt(services.respond, actor_of(request), **key):
            flash(request, "响应文件已密封提交，截止前可以重新提交或者撤回。")
            return redirect("framework-respond", number, package)
    context = {
        "sheet": sheet, "card": sheet.card, "package": card, "call": call, "own": own, "form": form,
        "pickable": pickable(viewer_of(request), card.catalogue_code),
    }  # fmt: skip
    return page(request, "frameworks/respond.html", context, status=form.status)


@require_POST
@signed_in(Side.SUPPLIER)
def response_step(request: HttpRequest, number: str, package: int, name: str) -> HttpResponse:
    """Withdraw one's response."""
    if name != "withdraw":
        raise NotFound("没有找到这个页面。")
    services.withdraw_response(actor_of(request), number=number, package_number=package)
    flash(request, "已撤回，截止前可以重新提交。")
    return redirect("framework-respond", number, package)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Apply to join an open framework."""
    sheet = selectors.framework_seen(viewer_of(request), number)
    form: Form[Any] = filled(ApplicationIn, {"package_number": request.GET.get("package", "")})
    made: list[int] = []

    def act(data: Any) -> None:
        made.append(services.apply(actor_of(request), number=number, form=data))

    if request.method == "POST":
        form = read_form(ApplicationIn, request)
        if form.attempt(act, form.data):
            flash(request, "申请已提交，征集人将在七个工作日内审核并书面通知。")
            return redirect("framework-application", number, made[0])
    form.choices["package_number"] = [
        (str(p.number), f"包 {p.number} {p.name}") for p in sheet.packages
    ]
    context = {"sheet": sheet, "card": sheet.card, "form": form}
    return page(request, "frameworks/apply.html", context, status=form.status)
