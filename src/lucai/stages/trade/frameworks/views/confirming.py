"""Steps that are asked for once more before they are taken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.stages.trade.frameworks import selectors


def confirm(
    request: HttpRequest, number: str, life: Lifecycle, name: str, back: str
) -> HttpResponse:
    """Ask once more before a step.

    Raises:
        NotFound: the life has no such step, or the viewer sees no such framework.
    """
    step = next((one for one in life.steps if one.name == name), None)
    if step is None:
        raise NotFound("没有找到这个页面。")
    card = selectors.framework_card(viewer_of(request), number)
    context = {"card": card, "step": step, "back": back}
    return page(request, "frameworks/step.html", context)
