"""From a kernel error to an answer: a page for people, problem+json for machines."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse

from lucai.kernel import errors
from lucai.law.methods import methods
from lucai.law.verdicts import Verdict
from lucai.platform.signin.wording import method_at
from lucai.platform.web.data import as_data
from lucai.platform.web.pages import page
from lucai.platform.web.programs import TITLES, told_problem
from lucai.platform.web.requests import program_of, viewer_of

log = logging.getLogger("lucai.errors")

Handler = Callable[[HttpRequest], HttpResponse]

STATUS = {
    errors.NotSignedIn: 401,
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongState: 409,
    errors.Conflict: 409,
    errors.RuleBroken: 422,
    errors.InvalidInput: 422,
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
    if _is_program(request):
        return told_problem(request, status, message, rules=_rules(verdicts, method))
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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not even be read: too much of it, or nothing a browser sends."""
    for kind, message in UNREADABLE.items():
        if isinstance(exception, kind):
            return answer(request, 400, message)
    return answer(request, 400, "提交的内容不完整，请返回上一页刷新后重新提交。")


UNREADABLE: dict[type[Exception], str] = {
    TooManyFieldsSent: f"一次最多提交 {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} 个填写项，这次超过了。"
    "请返回上一页，减少行数或者分几次保存；已填内容由浏览器保留，系统里原来的内容没有变。",
    RequestDataTooBig: f"一次最多提交 {settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20} MB 的文字，这次超过了。"
    "请返回上一页，分几次保存；已填内容由浏览器保留，系统里原来的内容没有变。",
    TooManyFilesSent: "一次上传的文件太多，请返回上一页分几次上传；已填内容由浏览器保留。",
}


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


def _is_program(request: HttpRequest) -> bool:
    asked = "application/json" in request.headers.get("Accept", "")
    return asked or program_of(request) is not None or request.path.startswith("/api/")


def _rules(verdicts: tuple[Verdict, ...], method: str) -> list[dict[str, Any]]:
    """Return the broken rules, by the articles of the method."""
    cite = methods()[method].cite if method else tuple
    broken = (verdict for verdict in verdicts if not verdict.holds)
    return [as_data(verdict) | {"cites": list(cite(verdict.cites))} for verdict in broken]


def _verdicts(error: errors.LuCaiError) -> tuple[Verdict, ...]:
    return error.verdicts if isinstance(error, errors.RuleBroken) else ()
