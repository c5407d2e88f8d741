"""Sealing and supplementing a file are signed by certificate, and packed only once signed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lucai.stages.archive.packages import selectors
from lucai.stages.archive.packages.selectors.versions import versions_of
from lucai.stages.archive.packages.services import gathering
from tests.makers import archives, bids, people
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import Holder, bound, trusted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signing(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LUCAI_SIGNED_ACTS = True
    with trusted(settings, tmp_path):
        yield


def signed(client: Client, holder: Holder, place: str, typed: dict[str, Any]) -> Any:
    """Post a form, sign what the page asks for, post it again with the signature."""
    page = client.post(place, typed)
    text = page.content.decode()
    assert page.status_code == 200, text
    fields = dict(re.findall(r'name="(act_statement|act_file)" value="([^"]*)"', text))
    statement = {"act_statement": unescape(fields.pop("act_statement"))}
    message = client.post("/sign-act/question/", statement).json()["message"]
    files = {name: unescape(value) for name, value in fields.items()}
    plain = {name: value for name, value in typed.items() if isinstance(value, str)}
    signature = holder.sign(base64.b64decode(message))
    return client.post(place, {**plain, **files, "act_signature": signature})


@pytest.mark.nightly
def test_a_file_is_sealed_and_supplemented_over_a_signature(monkeypatch: Any) -> None:
    number, holder = archives.failed_project(), bound(people.agency())
    client, base = browse(holder.viewer), f"/rooms/{number}/archive/"
    packed: list[int] = []
    pack = gathering.packed
    monkeypatch.setattr(gathering, "packed", lambda *a, **k: packed.append(1) or pack(*a, **k))

    asked = client.post(f"{base}seal/", {"remark": archives.REMARK.remark})
    assert "采购档案归档" in asked.content.decode()
    assert selectors.package_seen(people.agency(), number).line.state == "collecting"
    assert not packed, "what is only tried is not packed"

    done = signed(client, holder, f"{base}seal/", {"remark": archives.REMARK.remark})
    assert done["Location"] == base
    assert packed == [1]

    late = {"reason": "示例：纸质评标报告后来取得。", "files": bids.upload("纸质评标报告.pdf")}
    done = signed(client, holder, f"{base}supplement/", late)
    assert done["Location"] == base
    assert versions_of(people.agency(), number)[1].added == ("data/13-补充归档/纸质评标报告.pdf",)
