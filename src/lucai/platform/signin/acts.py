"""Acts with legal effect: what exactly a certificate signs, and that it signed just that.

A form is tried first, in a transaction that is undone: only what would be done is asked to be
signed. The statement names site, act, signer and every line the page shows, with a digest of
the whole form and of the record or document that the act confirms or issues; the signature is
good once, for this form at this address, while that record says the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput
from lucai.law.methods import say
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.signin import certificates, holding, nonces, wording
from lucai.platform.signin.nonces import LIFETIME, STALE, Purpose
from lucai.platform.signin.sites import origin_of
from lucai.platform.signin.subjects import Subject
from lucai.platform.web.forms import Form
from lucai.platform.web.requests import actor_of, viewer_of
from lucai_trust import encoding
from lucai_trust.encoding import Json

CONTEXT = "lucai/act/1"
SALT = "lucai.act"
ANSWER = "act_signature"
LONGEST = 200_000
CHANGED = "签名之后内容有变化，请重新核对并签名。"
MOVED = "您签名期间，{name}有变化{where}。还没有提交，请核对下面的最新内容后重新签名。"
ANOTHER = "这张证书绑定的是另一个账号，不能为当前登录的人签名。"

PLACES = {
    "number": "编号",
    "code": "编号",
    "lot": "分包",
    "place": "序号",
    "pk": "序号",
}
"""How the parts of an address are called on the page."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is asked to be signed: an act, at an address, with lines to read.

    ``about`` names the record or document it is about by its digests; nothing where the typed
    lines are all there is.
    """

    act: str
    path: str
    lines: tuple[tuple[str, str], ...]
    form: str
    about: Json = None

    def packed(self) -> str:
        """Return it signed, to travel through the page."""
        content = {
            "act": self.act,
            "path": self.path,
            "lines": self.lines,
            "form": self.form,
            "about": self.about,
        }
        return signing.dumps(content, salt=SALT, compress=True)

    @staticmethod
    def unpacked(packed: str) -> Statement:
        """Return what travelled.

        Raises:
            InvalidInput: it is not ours, or too old.
        """
        try:
            kept: dict[str, Any] = signing.loads(packed[:LONGEST], salt=SALT, max_age=3600)
        except signing.BadSignature as error:
            raise InvalidInput({"answer": STALE}) from error
        lines = tuple((label, value) for label, value in kept["lines"])
        return Statement(kept["act"], kept["path"], lines, kept["form"], kept["about"])


def statement_of(
    request: HttpRequest,
    act: str,
    places: Mapping[str, object],
    labels: Mapping[str, str],
    about: Subject | None = None,
) -> Statement:
    """Return what a tried form says: its place, what it is about, then every field typed.

    The act and the fields' names are put into the words of the project's method, as on its pages.
    """
    method = wording.method_at(viewer_of(request), places)
    read = [*(about.shown if about else ()), *_typed(request, labels)]
    said = [(say(method, label), value) for label, value in read]
    return Statement(
        act=say(method, act),
        path=request.get_full_path(),
        lines=(*_at(places), *said, *_attached(request)),
        form=_digest(request),
        about=about.told if about else None,
    )


def ask(request: HttpRequest, statement: Statement) -> bytes:
    """Return the bytes this session must have signed for a statement."""
    viewer = viewer_of(request)
    nonce = nonces.issue(request, Purpose.ACT)
    message = encoding.canonical(
        {
            "about": statement.about,
            "act": statement.act,
            "at": encoding.utc(clock.now()),
            "context": CONTEXT,
            "expiresAt": encoding.utc(clock.real() + LIFETIME),
            "form": statement.form,
            "lines": [list(line) for line in statement.lines],
            "nonce": nonce.hex(),
            "organisation": viewer.organisation_name,
            "origin": origin_of(request),
            "path": statement.path,
            "signer": viewer.name,
        }
    )
    request.session[SESSION] = message.decode()
    return message


def take(request: HttpRequest, about: Subject | None = None) -> str:
    """Check the signature that came with a form; return the digest of what was signed.

    ``about`` is what the act is about now; it is kept beside the signature.

    Raises:
        InvalidInput: nothing was asked, too late, another form or address than was asked for, or
            what it is about has changed.
        CertificateRefused: the certificate is not good now, or not the signer's.
    """
    message = str(request.session.pop(SESSION, "")).encode()
    nonce = nonces.redeem(request, Purpose.ACT)
    _demand_the_asked(request, message, nonce, about)
    signature = certificates.read_signature(request.POST[ANSWER])
    if certificates.owner_of(signature) != viewer_of(request).person:
        raise CertificateRefused(ANOTHER)
    certificates.prove_act(
        actor_of(request),
        signature=signature,
        message=message,
        about=about.content if about else b"",
    )
    return hashlib.sha256(message).hexdigest()


SESSION = "act_asked"


def _demand_the_asked(
    request: HttpRequest, message: bytes, nonce: bytes, about: Subject | None
) -> None:
    if not message:
        raise InvalidInput({"answer": STALE})
    asked = json.loads(message)
    if asked["nonce"] != nonce.hex():
        raise InvalidInput({"answer": STALE})
    if (asked["form"], asked["path"]) != (_digest(request), request.get_full_path()):
        raise InvalidInput({"answer": CHANGED})
    if about and asked["about"] != about.told:
        raise InvalidInput({"answer": _moved(asked, about)})


def _moved(asked: Mapping[str, Any], about: Subject) -> str:
    """Say what a record says now that it did not when it was asked about."""
    before = {value for _, value in asked["lines"]}
    fresh = [label for label, value in about.lines if value not in before]
    return MOVED.format(name=about.name, where=f"（{'、'.join(fresh)}）" if fresh else "")


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was posted, without the machinery's own fields."""
    return [
        (name, str(value))
        for name in request.POST
        if name not in {"csrfmiddlewaretoken", "act_statement", ANSWER, holding.TICKET}
        for value in request.POST.getlist(name)
    ]


def _digest(request: HttpRequest) -> str:
    """Return the digest of every field and of every file by its digests."""
    files = [[one.field, one.name, one.sha256, one.sm3] for one in holding.held_by(request)]
    content = [*sorted(map(list, fields_of(request))), *sorted(files)]
    return hashlib.sha256(encoding.canonical(content)).hexdigest()


def _attached(request: HttpRequest) -> list[tuple[str, str]]:
    """Return each file with its size and both digests, so that it is signed as it is."""
    return [
        (f"附件 {number}", f"{one.name}（{one.size} 字节）\nSM3 {one.sm3}\nSHA-256 {one.sha256}")
        for number, one in enumerate(holding.held_by(request), 1)
    ]


def _at(places: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(PLACES[name], str(value)) for name, value in places.items() if name in PLACES]


def _typed(request: HttpRequest, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the fields by their labels; a hidden field without one is covered by the digest."""
    forms: list[Form[Any]] = getattr(request, "forms_read", [])
    shown = []
    for name, value in fields_of(request):
        label, text = _said(forms, name, value)
        label = labels.get(name) or label
        if label and text:
            shown.append((label, text))
    return shown


def _said(forms: list[Form[Any]], name: str, value: str) -> tuple[str, str]:
    for form in forms:
        known = form.field(name)
        if known.label != name:
            chosen = dict(known.choices).get(value, "是" if known.kind == "checkbox" else value)
            return known.label, chosen + (known.unit if value else "")
    return "", value
