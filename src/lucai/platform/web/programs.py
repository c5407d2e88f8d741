"""The same doors for programs: every page of people under ``/api/v1``, spoken in JSON.

``GET /api/v1/rooms/N/`` answers what the page ``/rooms/N/`` shows; ``POST`` takes what its form
would send, as JSON (nested, or under the form's dotted names) or as a form with files. Views,
services, rights, law and signatures are the same; only the tongue differs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseRedirectBase

from lucai.platform.web.data import Data, as_data
from lucai.platform.web.forms import Form
from lucai.platform.web.requests import PREFIX, Program

Handler = Callable[[HttpRequest], HttpResponse]

OWN = ("/law/ask", "/openapi.json")
"""What under the prefix is no page of people."""

TITLES = {
    400: "请求不完整",
    401: "请先登录",
    403: "没有这项权限",
    404: "没有找到",
    405: "这个地址不接受这种请求",
    409: "情况已经变化",
    422: "现在还不能这样做",
    500: "系统出错了",
}
NO_JSON = "请求正文不是可以读取的 JSON 对象。"
TOO_MANY = "请求正文的内容太多。"


def for_programs(get_response: Handler) -> Handler:
    """Let a program use the address of every page; stands before whatever reads the path."""

    def middleware(request: HttpRequest) -> HttpResponse:
        place = request.path_info.removeprefix(PREFIX)
        if place == request.path_info or place.startswith(OWN):
            return get_response(request)
        program = Program()
        request.program = program  # type: ignore[attr-defined]
        request.path = request.path_info = place
        if problem := _read_body(request):
            return told_problem(request, HTTPStatus.BAD_REQUEST, problem)
        return _answered(request, program, get_response(request))

    return middleware


def _read_body(request: HttpRequest) -> str:
    """Put a JSON body where the fields of a form would be; return what is wrong with it."""
    if request.content_type != "application/json":
        return ""
    try:
        body = json.loads(request.body or b"{}")
        pairs = list(_flat(body, "")) if isinstance(body, dict) else None
    except (ValueError, RecursionError):
        pairs = None
    if pairs is None:
        return NO_JSON
    if len(pairs) > (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or len(pairs)):
        return TOO_MANY
    # Whoever asks for files makes Django read the body once more, and forget the fields.
    if not request.FILES:
        request.POST = QueryDict(urlencode(pairs))
    return ""


def _flat(content: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield the fields a form would send: rows are numbered, several plain values share a name."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _flat(value, f"{name}.{key}" if name else str(key))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            row = isinstance(value, dict | list)
            yield from _flat(value, f"{name}.{place}" if row else name)
    elif content is not None:
        yield name, _said(content)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


def _answered(request: HttpRequest, program: Program, response: HttpResponse) -> HttpResponse:
    """Say in JSON where a page would lead the browser elsewhere, or says nothing at all."""
    answer = response
    if isinstance(response, HttpResponseRedirectBase):
        if request.method in {"GET", "HEAD"}:
            response["Location"] = _beside(response.url)
        else:
            body = {"done": True, "said": program.said, "to": _beside(response.url)}
            answer = JsonResponse(body, json_dumps_params=SPELLING)
    elif response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer = told_problem(request, HTTPStatus.METHOD_NOT_ALLOWED, TITLES[405])
    answer.cookies = response.cookies
    answer["Cache-Control"] = "private, no-store"
    return answer


def _beside(address: str) -> str:
    return f"{PREFIX}{address}" if address.startswith("/") else address


SPELLING = {"ensure_ascii": False}


def told(
    request: HttpRequest, program: Program, template: str, context: dict[str, Any], status: int
) -> JsonResponse:
    """Answer what a page shows; what it refuses is a problem with the page beside it."""
    content = as_data(context)
    if status >= HTTPStatus.BAD_REQUEST:
        rules = [as_data(verdict) for form in _forms(context) for verdict in form.broken]
        return told_problem(request, status, _reason(context), rules=rules, content=content)
    body = {"page": template.removesuffix(".html"), "said": program.said, **content}
    return JsonResponse(body, status=status, json_dumps_params=SPELLING)


def _reason(context: dict[str, Any]) -> str:
    """Return what a refused page says: of its own, or of its forms and their rules."""
    forms = _forms(context)
    typed = [f"{line.label}：{line.message}" for form in forms for line in form.errors]
    rules = [verdict.message for form in forms for verdict in form.broken if not verdict.holds]
    own = str(context.get("problem") or context.get("message") or "")
    return "；".join(filter(None, [own, *typed, *rules]))


def _forms(context: dict[str, Any]) -> list[Form[Any]]:
    return [form for form in context.values() if isinstance(form, Form)]


def told_problem(
    request: HttpRequest, status: int, detail: str, *, rules: Data = (), content: Data = None
) -> JsonResponse:
    """Answer a refusal as RFC 9457 has it: ``application/problem+json``."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "出错了"),
        "status": int(status),
        "detail": detail,
        "instance": getattr(request, "request_id", ""),
        "rules": rules,
    } | ({"content": content} if content else {})
    kind = "application/problem+json"
    return JsonResponse(body, status=status, content_type=kind, json_dumps_params=SPELLING)
