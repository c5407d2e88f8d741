"""The demonstration's CAs inside a test, and people who hold certificates of theirs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

from lucai.kernel.actors import Viewer
from lucai.platform.pki import demonstration, revocation
from lucai.platform.pki.anchors import Algorithm
from lucai.platform.pki.issuing import IssuingKey, new_key
from lucai_trust.envelope import Signature, SignatureAlgorithm
from tests.makers.browsing import browse


@contextmanager
def trusted(settings: Any, folder: Path) -> Iterator[None]:
    """Found the CAs in a folder and put them on the list."""
    settings.LUCAI_DEMO, settings.LUCAI_DATA_DIR = True, folder
    kept = dict(revocation._sources)
    revocation.use(demonstration.SCHEME, demonstration.DemonstrationSource())
    revocation._failed.clear()
    demonstration.ensure()
    yield
    revocation._sources.clear()
    revocation._sources.update(kept)


@dataclass
class Holder:
    """Somebody with a key and its certificate."""

    viewer: Viewer
    key: IssuingKey
    path: tuple[bytes, ...]

    def sign(self, message: bytes) -> str:
        """Sign as the browser does; return what it posts."""
        signature = Signature(SignatureAlgorithm.SM2_SM3, self.path, self.key.sign(message))
        return json.dumps(signature.to_json())

    def answer(self, client: Client, place: str) -> str:
        """Fetch a page's question and sign it."""
        return self.sign(question(client, place))


def holder(viewer: Viewer) -> Holder:
    """Return a viewer with a fresh certificate, not yet bound."""
    key = new_key(Algorithm.SM2_SM3)
    return Holder(viewer, key, demonstration.issue(viewer, "demo-sm2", key.spki))


def bound(viewer: Viewer) -> Holder:
    """Return a viewer with a certificate bound to the account."""
    made, client = holder(viewer), browse(viewer)
    answer = made.answer(client, "/account/certificates/")
    response = client.post("/account/certificates/", {"signature": answer})
    assert response.status_code == 302, response.content.decode()
    return made


def question(client: Client, place: str) -> bytes:
    """Return what a page asks to be signed."""
    return base64.b64decode(client.post(f"{place}question/").json()["message"])
