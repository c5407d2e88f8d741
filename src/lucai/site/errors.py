"""From a kernel error to an answer: a page for people, problem+json for machines."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from lucai.kernel import errors
from lucai.law.methods import methods
from lucai.law.verdicts import Verdict
from lucai.platform.signin.wording import method_at
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of

log = logging.getLogger("lucai.errors")

Handler = Callable[[HttpRequest], HttpResponse]

STATUS = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongState: 409,
    errors.Conflict: 409,
    errors.RuleBroken: 422,
    errors.InvalidInput: 422,
}
TITLES = {
    400: "请求不完整",
    403: "没有这项权限",
    404: "没有找到",
    409: "情况已经变化",
    422: "现在还不能这样做",
    500: "系统出错了",
}


class answer_errors:  # noqa: N801 - a middleware is named like the function it stands for
    """Middleware: answer the kernel's errors; leave everything else to Django."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what the user can be told; log the rest with the request's id."""
        if isinstance(error, errors.LuCaiError) and type(error) in STATUS:
            return answer(request, STATUS[type(error)], str(error), _verdicts(error))
        if isinstance(error, Http404):
            return answer(request, 404, "没有找到这个页面。")
        if isinstance(error, PermissionDenied):
            return answer(request, 403, "没有这项权限。")
        log.error("request %s", getattr(request, "request_id", ""), exc_info=error)
        text = "您填写的内容没有丢失，请稍后重试；若仍不行，请把下面的编号告诉客服。"
        return answer(request, 500, text)


def answer(
    request: HttpRequest, status: int, message: str, verdicts: tuple[Verdict, ...] = ()
) -> HttpResponse:
    """Return one answer in the form the caller reads."""
    method = _method(request) if verdicts else ""
    if request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", ""):
        return _problem(request, status, message, verdicts, method)
    context = {
        "status": status,
        "title": TITLES.get(status, "出错了"),
        "message": message,
        "verdicts": verdicts,
        "request_id": getattr(request, "request_id", ""),
        "back": request.headers.get("Referer", "/"),
    }
    return page(request, "web/error.html", context, status=status, wording=method)


def _method(request: HttpRequest) -> str:
    """Return the method in whose words and by whose articles a refusal is told."""
    places = request.resolver_match.kwargs if request.resolver_match else {}
    found = method_at(viewer_of(request), places)
    return found if found in methods() else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    del reason
    return answer(
        request,
        403,
        "页面停留太久，安全口令已失效。请返回上一页刷新后重新提交，已填内容由浏览器保留。",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    del exception
    return answer(request, 404, "没有找到这个页面。")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when even the error page's machinery failed."""
    del request
    return HttpResponse(
        "系统出错了，请稍后重试。", status=500, content_type="text/plain; charset=utf-8"
    )


def _problem(
    request: HttpRequest, status: int, message: str, verdicts: tuple[Verdict, ...], method: str
) -> JsonResponse:
    cite = methods()[method].cite if method else tuple
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "出错了"),
        "status": status,
        "detail": message,
        "instance": getattr(request, "request_id", ""),
        "rules": [
            {"rule": v.rule, "message": v.message, "cites": list(cite(v.cites))}
            for v in verdicts
            if not v.holds
        ],
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _verdicts(error: errors.LuCaiError) -> tuple[Verdict, ...]:
    return error.verdicts if isinstance(error, errors.RuleBroken) else ()
