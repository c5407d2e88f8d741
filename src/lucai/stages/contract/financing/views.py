"""Pages of contract finance."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.financing import ports, selectors, services, signed
from lucai.stages.contract.financing.lifecycle import INTENT
from lucai.stages.contract.financing.schemas import ConsentIn

STEPS: dict[str, tuple[Callable[..., None], str]] = {
    "accept": (services.accept, "已接受报价，银行已放款，回款账户已锁定（模拟对接）。"),
    "decline": (services.decline, "已告知银行不接受报价，不再共享数据。"),
    "withdraw": (services.withdraw, "已撤回授权，不再向银行共享任何数据。"),
    "stop_sharing": (services.withdraw, "已撤回授权，不再向银行发送付款数据；账户锁定到结清。"),
}


@require_GET
@signed_in(Side.SUPPLIER)
def desk(request: HttpRequest, number: str) -> HttpResponse:
    """Show what banks offer for a contract."""
    viewer = viewer_of(request)
    found = selectors.finance_desk(viewer, number)
    tabs = contract_tabs(number, "financing", viewer.side)
    context = {"card": found.contract, "tabs": tabs, "desk": found}
    return page(request, "financing/desk.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("授权共享合同信息并申请融资", about=signed.shown)
def consent(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a bank and consent to what it is sent."""
    found = selectors.finance_desk(viewer_of(request), number)
    form: Form[ConsentIn] = filled(ConsentIn, {"product": request.GET.get("product", "")})
    made: list[str] = []
    if request.method == "POST":
        form = read_form(ConsentIn, request)

        def act(data: ConsentIn) -> None:
            made.append(services.consent(actor_of(request), contract_number=number, form=data))

        if form.attempt(act, form.data):
            flash(request, "已授权并提交申请，按授权范围发送给银行，答复后在这里显示。")
            return redirect("financing-one", number=made[0])
    form.choices["product"] = [
        (one.code, f"{one.bank_name}　{one.name}　年利率 {one.rate_text}") for one in found.products
    ]
    context = {"card": found.contract, "desk": found, "form": form}
    return page(request, "financing/consent.html", context, status=form.status)


@require_GET
@signed_in(Side.SUPPLIER, Side.SUPERVISOR)
def intents(request: HttpRequest) -> HttpResponse:
    """List the applications."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.intent_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(INTENT.states.items()), **asked}
    return page(request, "financing/intents.html", context)


@require_GET
@signed_in(Side.SUPPLIER, Side.SUPERVISOR)
def intent(request: HttpRequest, number: str) -> HttpResponse:
    """Show one application: consent, answer, loan, and everything that was sent."""
    viewer = viewer_of(request)
    context = {
        "intent": selectors.intent_seen(viewer, number),
        "sent": selectors.transmissions_of(viewer, number),
        "platform": ports.platform().name,
        "entries": timeline_of(viewer, INTENT.of, number),
    }
    return page(request, "financing/intent.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act({"accept": "接受贷款并锁定回款账户", "withdraw": "撤回授权"}, about=signed.loan)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step."""
    if step not in STEPS:
        raise NotFound("没有找到这个页面。")
    service, done = STEPS[step]
    if request.method == "POST":
        service(actor_of(request), number=number)
        flash(request, done)
        return redirect("financing-one", number=number)
    found = selectors.intent_seen(viewer_of(request), number)
    offer = next((one for one in found.offers if one.step.name == step), None)
    return page(request, "financing/step.html", {"intent": found, "offer": offer})
