"""Pages of credit watches, for the finance department."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side, Viewer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.credit_watches import selectors, services
from lucai.registers.credit_watches.lifecycle import SIDES, WATCH
from lucai.registers.credit_watches.schemas import SettleIn

FILTERS = ("words", "side", "standing", "after")


@require_GET
@signed_in(Side.SUPERVISOR)
def watches(request: HttpRequest) -> HttpResponse:
    """List everybody in the libraries with what the credit source said last."""
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    choices = {"side": list(SIDES.items()), "standing": list(selectors.STANDING_LABELS.items())}
    filters = [
        FormField("words", "名称或者代码", value=asked["words"]),
        FormField("side", "主体", kind="select", value=asked["side"], choices=choices["side"]),
        FormField(
            "standing", "结果", kind="select", value=asked["standing"], choices=choices["standing"]
        ),
    ]
    query = urlencode({name: value for name, value in asked.items() if name != "after" and value})
    found = selectors.watch_page(viewer_of(request), **asked)
    context = {"found": found, "filters": filters, "query": query}
    return page(request, "credit_watches/watches.html", context)


@require_GET
@signed_in(Side.SUPERVISOR)
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one party: what the source said last and before, and every frozen answer."""
    viewer = viewer_of(request)
    sheet = selectors.watch_seen(viewer, pk)
    key = f"{sheet.line.side}-{sheet.line.party_code}"
    context = {"sheet": sheet, "entries": timeline_of(viewer, WATCH.of, key)}
    return page(request, "credit_watches/watch.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was found about a difference."""

    def taken(data: SettleIn) -> None:
        services.settle(actor_of(request), pk=pk, settle=data)

    done = "已核实，继续每周复核。"
    return perform(request, SettleIn, taken, done, lambda: _about(viewer_of(request), pk))


def _about(viewer: Viewer, pk: int) -> ActPage:
    sheet = selectors.watch_seen(viewer, pk)
    heard = [f"{list_}：{result}　{why}".strip() for list_, result, _, why in sheet.answers]
    return ActPage(
        offer=next((one for one in sheet.offers if one.step.name == "settle"), None),
        back=sheet.line.href, name=sheet.line.party_name, code=sheet.line.party_code,
        trail=(("/credit-watch/", "信用复核"),),
        closed="没有待核实的差异，或者由其他财政部门核实。",
        notes=tuple((text, "info") for text in (*heard, f"上次的结果：{sheet.before_labels}")),
        draft=f"credit-watch-{pk}",
    )  # fmt: skip
