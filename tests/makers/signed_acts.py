"""Posting acts that are signed: the form, what is asked to be signed, the form with its signature."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client

from lucai.kernel.actors import Viewer
from lucai.platform.pki.models import CertificateEvidence
from lucai.platform.records import system_access
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import Holder, bound

FIELD = r'name="{}" value="([^"]*)"'
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody in front of a form that is signed."""

    holder: Holder
    client: Client

    def asked(self, place: str, form: Fields | None = None) -> Any:
        """Post a form; return the page that asks for its signature, or refuses it."""
        return self.client.post(place, dict(form or {}))

    def signature(self, page: Any) -> str:
        """Sign what a page shows."""
        found = re.search(FIELD.format("act_statement"), page.content.decode())
        assert found, page.content.decode()
        answer = self.client.post(
            "/sign-act/question/", {"act_statement": unescape(found.group(1))}
        )
        return self.holder.sign(base64.b64decode(answer.json()["message"]))

    def post(self, place: str, signature: str, form: Fields | None = None) -> Any:
        """Post a form with its signature."""
        return self.client.post(place, {**(form or {}), "act_signature": signature})

    def done(self, place: str, form: Fields | None = None) -> Any:
        """Do an act: ask, sign, post."""
        return self.post(place, self.signature(self.asked(place, form)), form)


def signing(viewer: Viewer) -> Signing:
    """Return somebody with a certificate bound to the account; the CAs are trusted already."""
    return Signing(bound(viewer), browse(viewer))


def last_signed() -> tuple[dict[str, Any], str]:
    """Return the statement signed last and the content kept beside it."""
    row = _last()
    return json.loads(base64.b64decode(row.message)), row.about


def last_digest() -> str:
    """Return the digest of the statement signed last."""
    return _last().digest


def _last() -> CertificateEvidence:
    with system_access("test"):
        found: CertificateEvidence = CertificateEvidence.objects.filter(purpose="act").order_by(
            "-pk"
        )[0]
    return found
