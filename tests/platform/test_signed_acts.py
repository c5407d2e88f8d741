"""Acts with legal effect: signed by the signer's own certificate, over exactly what was shown."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.platform.journal.models import JournalEntry
from lucai.platform.pki.models import CertificateEvidence
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.selectors import contract_seen
from tests.makers import contract, people
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import Holder, bound, holder, trusted
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

FIELD = r'name="{}" value="([^"]*)"'
proposed = kept(contract.proposed)


@pytest.fixture(autouse=True)
def signing(settings: Any, tmp_path: Path, proposed: str) -> Iterator[None]:
    settings.LUCAI_SIGNED_ACTS = True
    at = contract_seen(people.buyer(), proposed).card
    with trusted(settings, tmp_path), clock.at(at.state_since + timedelta(days=1)):
        yield


@pytest.fixture
def held() -> Holder:
    return bound(contract.supplier().viewer)


@pytest.fixture
def client(held: Holder) -> Client:
    return browse(held.viewer)


def place(number: str) -> str:
    return f"/contracts/{number}/sign/"


def form(number: str) -> dict[str, str]:
    shown = contract_seen(people.buyer(), number)
    return {"sm3": shown.sm3, "late_reason": ""}


def statement(page: Any) -> str:
    """The statement that the page asks to have signed."""
    found = re.search(FIELD.format("act_statement"), page.content.decode())
    assert found, page.content.decode()
    return unescape(found.group(1))


def question(client: Client, page: Any) -> bytes:
    answer = client.post("/sign-act/question/", {"act_statement": statement(page)})
    return base64.b64decode(answer.json()["message"])


def signed_form(client: Client, held: Holder, number: str) -> dict[str, str]:
    message = question(client, client.post(place(number), form(number)))
    return {**form(number), "act_signature": held.sign(message)}


def signatures(number: str) -> int:
    shown = contract_seen(people.buyer(), number).signatures
    return sum(one.signed_at is not None for one in shown)


def test_without_a_signature_nothing_is_done_and_the_page_shows_what_is_to_be_signed(
    client: Client, proposed: str
) -> None:
    page = client.post(place(proposed), form(proposed))
    text = page.content.decode()
    assert page.status_code == 200
    assert "签名确认：签订合同" in text
    assert form(proposed)["sm3"] in text
    assert signatures(proposed) == 0


def test_what_was_signed_is_done_and_the_journal_names_the_statement(
    client: Client, held: Holder, proposed: str
) -> None:
    answer = client.post(place(proposed), signed_form(client, held, proposed))
    assert (answer.status_code, answer["Location"]) == (302, f"/contracts/{proposed}/")
    assert signatures(proposed) == 1
    with system_access("test"):
        kept_one = CertificateEvidence.objects.get(purpose="act")
        entry = JournalEntry.objects.filter(object_type="contract.contract").order_by("-pk")[0]
    assert entry.body["signed"] == kept_one.digest
    said = json.loads(base64.b64decode(kept_one.message))
    assert said["act"] == "签订合同"
    assert ["所签合同正文的 SM3", form(proposed)["sm3"]] in said["lines"]
    assert said["signer"] == held.viewer.name


def test_a_form_changed_after_the_signature_is_not_done(
    client: Client, held: Holder, proposed: str
) -> None:
    posted = signed_form(client, held, proposed) | {"late_reason": "等待上级批复"}
    answer = client.post(place(proposed), posted)
    assert "签名之后内容有变化" in answer.content.decode()
    assert signatures(proposed) == 0


def test_a_signature_is_good_once(client: Client, held: Holder, proposed: str) -> None:
    posted = signed_form(client, held, proposed)
    client.post(place(proposed), posted)
    answer = client.post(place(proposed), posted)
    assert answer.status_code != 302
    assert signatures(proposed) == 1


def test_nobody_signs_with_somebody_elses_certificate(client: Client, proposed: str) -> None:
    other = bound(people.supplier(2))
    answer = client.post(place(proposed), signed_form(client, other, proposed))
    assert "另一个账号" in answer.content.decode()
    assert signatures(proposed) == 0


def test_a_certificate_that_is_bound_to_nobody_does_not_sign(
    client: Client, held: Holder, proposed: str
) -> None:
    unbound = holder(held.viewer)
    answer = client.post(place(proposed), signed_form(client, unbound, proposed))
    assert "还没有绑定" in answer.content.decode()
    assert signatures(proposed) == 0


def test_what_would_be_refused_is_refused_before_anybody_signs(
    client: Client, proposed: str
) -> None:
    answer = client.post(place(proposed), {**form(proposed), "sm3": "0" * 64})
    assert "act_statement" not in answer.content.decode()
    assert signatures(proposed) == 0


def test_a_statement_that_we_did_not_write_is_not_asked_to_be_signed(client: Client) -> None:
    answer = client.post("/sign-act/question/", {"act_statement": "made:up"})
    assert answer.status_code in {400, 422}


def test_the_signer_reads_later_what_was_signed_and_others_do_not(
    client: Client, held: Holder, proposed: str
) -> None:
    client.post(place(proposed), signed_form(client, held, proposed))
    assert "签订合同" in client.get("/account/signed/").content.decode()
    with system_access("test"):
        digest = CertificateEvidence.objects.get(purpose="act").digest
    assert form(proposed)["sm3"] in client.get(f"/account/signed/{digest}/").content.decode()
    other = browse(people.supplier(2))
    assert other.get(f"/account/signed/{digest}/").status_code == 404
    assert "还没有用证书签过名" in other.get("/account/signed/").content.decode()
