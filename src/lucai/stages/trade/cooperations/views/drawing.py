"""Drawing reserves for the group, and the proof of it for everybody after the result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.stages.trade.cooperations import services
from lucai.stages.trade.cooperations.schemas import ReserveDrawIn
from lucai.stages.trade.cooperations.selectors import drawing
from lucai.stages.trade.cooperations.views.forms import Act, perform


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Draw reserves of one kind from the library."""
    act = Act(
        label="抽取备选成员", schema=ReserveDrawIn, service=services.draw_reserves,
        possible=lambda sheet: sheet.may_draw,
        done="备选成员已抽取，名单保密；成员不能参加的，由同一身份的备选成员按次序递补。",
        lead="候选名单和随机数的承诺先记入公开日志，再按其后的检查点算出种子抽取；结果公告后任何人可以重算。",
    )  # fmt: skip
    return perform(request, number, act)


@require_GET
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Show everybody how reserves were drawn, and repeat it (after the result)."""
    context = {
        "number": number,
        "draws": drawing.repeated_draws(viewer_of(request), number),
        "given_up": (),
        "address": request.path,
    }
    return page(request, "panels/proof.html", context)


@require_GET
def proof_export(request: HttpRequest, number: str) -> JsonResponse:
    """Answer the draws' records, enough for anybody to repeat them (after the result)."""
    records = drawing.draw_records(viewer_of(request), number)
    body = {"project": number, "draws": [record.to_json() for record in records]}
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="draw-{number}.json"'
    return answer
