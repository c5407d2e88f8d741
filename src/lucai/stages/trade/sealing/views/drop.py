"""The drop: chunks, envelopes and claims come in without a session, with a pass that names nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel import errors
from lucai.stages.trade.sealing import passes, services, vault

JSON = "application/json"
INCOMPLETE = "递交的内容不完整，请重新递交"
PASS_HEADER = "X-Drop-Pass"  # noqa: S105 - the name of a header
STATUS: dict[type[errors.LuCaiError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongState: 409,
    errors.Conflict: 409,
    errors.RuleBroken: 422,
    errors.InvalidInput: 422,
}
View = Callable[..., HttpResponse]


def anonymous(view: View) -> View:
    """Let whoever has the pass of a lot in; refusals are one sentence, for the page to show."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, number: str, lot: int, **more: Any) -> HttpResponse:
        try:
            passes.check(request.headers.get(PASS_HEADER, ""), number, lot)
            return view(request, number=number, lot=lot, **more)
        except errors.LuCaiError as error:
            return _say(STATUS.get(type(error), 400), str(error))

    return guarded


@require_http_methods(["PUT"])
@anonymous
def chunk(
    request: HttpRequest, number: str, lot: int, upload: str, part: int, chunk: int
) -> HttpResponse:
    """Keep one chunk; the same again is harmless."""
    del number, lot
    vault.keep_chunk(upload, part, chunk, request.read(vault.LONGEST_CHUNK + 1))
    return HttpResponse(status=204)


@require_POST
@anonymous
def hand_in(request: HttpRequest, number: str, lot: int, upload: str) -> HttpResponse:
    """Take the envelope in and answer its receipt."""
    handed = _of_json(request) if request.content_type == JSON else _of_form(request)
    receipt = services.hand_in(
        services.ANYBODY,
        project_number=number,
        lot_number=lot,
        upload=upload,
        core=handed.core,
        sealed=handed.sealed,
        claim=handed.claim,
    )
    return HttpResponse(receipt, content_type=JSON)


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody hands in: the core's bytes, the sealed header's, and perhaps a claim."""

    core: bytes
    sealed: bytes
    claim: bytes


def _of_json(request: HttpRequest) -> Handed:
    """Read it as our own pages send it: in the rush a form with a file costs four times as much."""
    try:
        given = json.loads(request.body)
        core, sealed, claim = (given[name] for name in ("core", "sealed", "claim"))
        return Handed(core.encode("utf-8"), bytes.fromhex(sealed), claim.encode("utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise errors.InvalidInput({"core": INCOMPLETE}) from error


def _of_form(request: HttpRequest) -> Handed:
    sealed, core = request.FILES.get("sealed"), request.POST.get("core")
    if not sealed or not core:
        raise errors.InvalidInput({"core": INCOMPLETE})
    claim = request.POST.get("claim", "")
    return Handed(core.encode("utf-8"), sealed.read(), claim.encode("utf-8"))


@require_POST
@anonymous
def claim(request: HttpRequest, number: str, lot: int, upload: str) -> HttpResponse:
    """Take a withdrawal."""
    del number, lot, upload
    signed = request.POST.get("claim", "").encode("utf-8")
    services.withdraw(services.ANYBODY, claim=signed)
    return HttpResponse(status=204)


@require_GET
@anonymous
def receipt(request: HttpRequest, number: str, lot: int, envelope_hash: str) -> HttpResponse:
    """Answer a receipt once more, with what the log and its witnesses have said since."""
    del request, number, lot
    found = services.receipt_of(services.ANYBODY, envelope_hash=envelope_hash)
    return HttpResponse(found, content_type=JSON)


def _say(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
