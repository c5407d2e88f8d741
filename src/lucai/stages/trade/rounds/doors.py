"""What the doors of rounds share: an envelope as a browser posts it, receipts and packages as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from lucai.kernel import errors
from lucai.stages.trade.rounds.services import HandedIn

STATUS: dict[type[errors.LuCaiError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongState: 409,
    errors.Conflict: 409,
    errors.RuleBroken: 422,
    errors.InvalidInput: 422,
}
PLAIN = "text/plain; charset=utf-8"
View = Callable[..., Any]


def hands_in(view: View) -> View:
    """Answer a posted envelope's refusal with one sentence, which the sealing page shows.

    Stands below ``@signed_in``. The certificate signs the content inside the envelope and, for
    this door, which envelope it is; there is no form that could be signed as acts are.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except errors.LuCaiError as error:
            status = STATUS.get(type(error), 400)
            return HttpResponse(str(error), status=status, content_type=PLAIN)

    return guarded


def handed_in(request: HttpRequest) -> HandedIn:
    """Read the envelope of a request.

    Raises:
        InvalidInput: it is incomplete.
    """
    sealed = request.FILES.get("sealed")
    if not sealed or not request.POST.get("core") or not request.POST.get("upload"):
        raise errors.InvalidInput({"core": "递交的内容不完整，请重新递交"})
    return HandedIn(
        upload=request.POST["upload"],
        core=request.POST["core"].encode("utf-8"),
        sealed=sealed.read(),
        signature=request.POST.get("signature", "").encode("utf-8"),
        claim=request.POST.get("claim", "").encode("utf-8"),
    )


def claimed(request: HttpRequest, name: str) -> bytes:
    """Read the claim by which a browser withdraws an envelope; ``name`` is the step asked for.

    Raises:
        NotFound: another step was asked for.
    """
    if name != "withdraw":
        raise errors.NotFound("没有找到这个页面。")
    return request.POST.get("claim", "").encode("utf-8")


def receipted(receipt: bytes, *, file_name: str = "") -> HttpResponse:
    """Answer a receipt, as a file where it has a name."""
    response = HttpResponse(receipt, content_type="application/json")
    if file_name:
        response.headers["Content-Disposition"] = content_disposition_header(True, file_name) or ""
    return response


def packed(file: IO[bytes], file_name: str) -> FileResponse:
    """Answer a verification package."""
    return FileResponse(
        file, as_attachment=True, filename=file_name, content_type="application/zip"
    )
