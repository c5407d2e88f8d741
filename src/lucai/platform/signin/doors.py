"""Doors that ask for more than a session: a level of assurance, or a signature on an act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.pki import demonstration
from lucai.platform.pki.selectors import bindings_of
from lucai.platform.signatures.ports import said_before_signing
from lucai.platform.signin import acts, holding
from lucai.platform.signin.assurance import Level, assurance
from lucai.platform.signin.forms import certificate_form
from lucai.platform.signin.subjects import Subject
from lucai.platform.trials import trial
from lucai.platform.web import resume
from lucai.platform.web.doors import View
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of

About = Callable[..., Subject]
"""Returns what an act is about, to a viewer, by the parts of the act's address."""

WHERE = {Level.CERTIFICATE: "/sign-in/certificate/"}


def assured(level: Level) -> Callable[[View], View]:
    """Let in whoever has reached a level; ask others to confirm, and carry on afterwards.

    Stands below ``@signed_in``. A posted form is kept and offered again after the confirmation.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if assurance(request) >= level:
                return view(request, *args, **kwargs)
            return _confirm(request, level)

        return guarded

    return wrap


def _confirm(request: HttpRequest, level: Level) -> HttpResponse:
    place = WHERE.get(level, "/sign-in/")
    if request.method != "POST":
        return redirect(f"{place}?next={quote(request.get_full_path())}")
    if level is not Level.CERTIFICATE:
        return resume.keep(request)
    kept = resume.pack(request)
    return certificate_form(request, kept=kept, status=HTTPStatus.UNAUTHORIZED)


@dataclass(frozen=True, slots=True)
class SignedAct:
    """What a view has signed: its acts, the names of hidden fields, and what each is about."""

    act: str | Mapping[str, str]
    by: str
    labels: Mapping[str, str]
    about: About | Mapping[str, About] | None

    def words(self, places: Mapping[str, object]) -> str:
        """Return how the act at an address is called; nothing where none is signed."""
        act = self.act
        return act if isinstance(act, str) else act.get(str(places.get(self.by, "")), "")

    def subject(self, request: HttpRequest, places: Mapping[str, object]) -> Subject | None:
        """Read what the act is about, as its signer may see it now."""
        about = self.about
        if isinstance(about, Mapping):
            about = about.get(str(places.get(self.by, "")))
        return about(viewer_of(request), **places) if about else None


def signed_act(
    act: str | Mapping[str, str],
    *,
    by: str = "step",
    labels: Mapping[str, str] | None = None,
    about: About | Mapping[str, About] | None = None,
) -> Callable[[View], View]:
    """Have a posted act signed by certificate over exactly what the page shows.

    Stands below ``@signed_in``. ``act`` names the act, or each act of a view that does several,
    told apart by the part ``by`` of the address; an act that is not named needs no signature.
    ``labels`` name hidden fields that are to be read. ``about`` reads the record or document that
    the act confirms or issues, one for all acts or one for each: it is signed with the act. Files
    are held until the signature comes; it names each by its digests.
    """
    signed = SignedAct(act, by, labels or {}, about)

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = settings.LUCAI_SIGNED_ACTS and request.method == "POST"
            if not (asked and signed.words(kwargs)):
                return view(request, *args, **kwargs)
            if acts.ANSWER not in request.POST:
                return _tried(request, view, signed, args, kwargs)
            holding.restore(request)
            try:
                about = signed.subject(request, kwargs)
                request.signed = acts.take(request, about)  # type: ignore[attr-defined]
            except InvalidInput as error:
                return _tried(request, view, signed, args, kwargs, str(error))
            answer = view(request, *args, **kwargs)
            if answer.status_code == HTTPStatus.FOUND:
                holding.release(request)
            return answer

        guarded.signed_act = signed  # type: ignore[attr-defined]
        return guarded

    return wrap


def _tried(
    request: HttpRequest,
    view: View,
    signed: SignedAct,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    problem: str = "",
) -> HttpResponseBase:
    """Try the act and undo it: what would be refused is refused now, before anybody signs.

    Files wait beside the store while the signer reads: a refused signature loses none.
    """
    holding.hold(request)
    with transaction.atomic(), trial():
        answer = view(request, *args, **kwargs)
        transaction.set_rollback(True)
    if answer.status_code != HTTPStatus.FOUND:
        return answer
    list(get_messages(request))  # what the trial said did not happen
    about, viewer = signed.subject(request, kwargs), viewer_of(request)
    statement = acts.statement_of(request, signed.words(kwargs), kwargs, signed.labels, about)
    context = {
        "problem": problem,
        "statement": statement,
        "packed": statement.packed(),
        "fields": [*acts.fields_of(request), *holding.tickets_of(request)],
        "answer": acts.ANSWER,
        "seal": said_before_signing() if about and viewer.side is not Side.EXPERT else "",
        "own": [card.fingerprint for card in bindings_of(viewer)],
        "authority": next(iter(demonstration.PLANS.values())) if settings.LUCAI_DEMO else None,
        "back": request.META.get("HTTP_REFERER", ""),
    }
    status = HTTPStatus.UNAUTHORIZED if problem else HTTPStatus.OK
    return page(request, "signin/act.html", context, status=status)
