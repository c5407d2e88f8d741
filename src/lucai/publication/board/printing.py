"""The answer that carries a notice's paper."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from lucai.platform.signatures.papers import official
from lucai.publication.board.papers import paper_of
from lucai.publication.board.selectors import NoticeSheet

LAYOUT = 2
"""Counts the layouts of the paper: a browser's copy of an older one is no longer the answer."""


def notice_answer(request: HttpRequest, notice: NoticeSheet) -> HttpResponse:
    """Return the PDF; the same bytes each time, so that a browser may keep it."""
    etag = quote_etag(f"{notice.code}-{LAYOUT}-{'data' if notice.release else 'plain'}")
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(notice_pdf(notice), content_type="application/pdf")
        answer["ETag"] = etag
        name = quote(f"{notice.title}.pdf")
        plain = f'inline; filename="{notice.code}.pdf"'
        answer["Content-Disposition"] = f"{plain}; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "no-cache"
    return answer


def notice_pdf(notice: NoticeSheet) -> bytes:
    """Return the paper of a notice, with its OCDS release inside when there is one."""
    paper = paper_of(
        notice.parts,
        title=notice.title,
        project_number=notice.project_number or notice.code,
        project_name=notice.project_name,
        issuer=notice.issuer,
        at=notice.at,
    )
    if not notice.release:
        return official("notice", paper, moment=notice.at)
    release = json.dumps(notice.release, ensure_ascii=False, sort_keys=True).encode()
    return official(
        "notice", paper, moment=notice.at, attachment=release, attachment_name="release.json"
    )
