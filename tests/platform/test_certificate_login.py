"""Signing in and confirming by a certificate: only its holder, only once, only while it is good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.journal.models import JournalEntry
from lucai.platform.pki.models import CertificateBinding, CertificateEvidence
from lucai.platform.records import system_access
from lucai.platform.signin.assurance import SESSION_CERTIFICATE, Level, assurance
from lucai.platform.signin.doors import assured
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import Holder, bound, holder, question, trusted

pytestmark = pytest.mark.django_db

PLACE = "/sign-in/certificate/"
ACCOUNT = "/account/certificates/"


@pytest.fixture(autouse=True)
def cas(settings: Any, tmp_path: Path) -> Iterator[None]:
    with trusted(settings, tmp_path):
        yield


@pytest.fixture
def supplier() -> Viewer:
    return people.supplier()


@pytest.fixture
def held(supplier: Viewer) -> Holder:
    return bound(supplier)


def sign_in(client: Client, held: Holder, **more: str) -> Any:
    return client.post(PLACE, {"signature": held.answer(client, PLACE), **more})


def level_of(client: Client, viewer: Viewer) -> Level:
    return assurance(asking(client, viewer))


def asking(client: Client, viewer: Viewer, method: str = "get", **posted: str) -> HttpRequest:
    """Return a request in the client's session, as the middleware hands it to a view."""
    request: HttpRequest = getattr(RequestFactory(), method)("/contracts/7/sign/", posted or None)
    request.session = client.session
    request.viewer = viewer  # type: ignore[attr-defined]
    return request


def events() -> list[str]:
    with system_access("test"):
        rows = JournalEntry.objects.filter(object_type="access.certificate").order_by("pk")
        return list(rows.values_list("event", flat=True))


def test_a_bound_certificate_signs_in_at_the_highest_level(supplier: Viewer, held: Holder) -> None:
    client = Client()
    answer = sign_in(client, held)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert level_of(client, supplier) is Level.CERTIFICATE
    assert events() == ["access.certificate.bind", "access.certificate.login"]
    with system_access("test"):
        kept = CertificateEvidence.objects.get(purpose="login")
    assert (len(kept.path), len(kept.lists)) == (3, 4)


def test_the_highest_level_passes_after_five_minutes_and_the_session_stays(
    supplier: Viewer, held: Holder
) -> None:
    client = Client()
    sign_in(client, held)
    session = client.session
    session[SESSION_CERTIFICATE] = (clock.real() - timedelta(minutes=5, seconds=2)).timestamp()
    session.save()
    assert level_of(client, supplier) is Level.PASSKEY
    assert client.get("/desk/").status_code == 200


def test_a_signature_is_taken_once_and_from_the_session_that_was_asked(held: Holder) -> None:
    client, other = Client(), Client()
    signature = held.answer(client, PLACE)
    question(other, PLACE)
    assert other.post(PLACE, {"signature": signature}).status_code == 401
    assert client.post(PLACE, {"signature": signature}).status_code == 302
    assert client.post(PLACE, {"signature": signature}).status_code == 401


def test_a_signature_for_another_purpose_does_not_sign_in(supplier: Viewer, held: Holder) -> None:
    client = browse(supplier)
    signature = held.answer(client, ACCOUNT)
    question(client, PLACE)
    assert client.post(PLACE, {"signature": signature}).status_code == 401


def test_a_question_names_site_and_purpose_so_that_it_cannot_be_carried_elsewhere() -> None:
    asked = json.loads(question(Client(), PLACE))
    assert asked["origin"] == "http://testserver"
    assert "登录" in asked["purpose"]


def test_a_certificate_that_is_bound_to_nobody_does_not_sign_in(supplier: Viewer) -> None:
    answer = sign_in(Client(), holder(supplier))
    assert answer.status_code == 401
    assert "还没有绑定" in answer.content.decode()


def test_anothers_key_under_a_bound_certificate_is_refused_and_journalled(
    supplier: Viewer, held: Holder
) -> None:
    forged = Holder(supplier, holder(supplier).key, held.path)
    assert sign_in(Client(), forged).status_code == 401
    assert events()[-1] == "access.certificate.refuse"


def test_a_revoked_certificate_does_not_sign_in(supplier: Viewer, held: Holder) -> None:
    with system_access("test"):
        binding = CertificateBinding.objects.get().pk
    answer = browse(supplier).post(f"{ACCOUNT}{binding}/revoke/")
    assert answer.status_code == 302
    refused = sign_in(Client(), held)
    assert refused.status_code == 401
    assert "吊销" in refused.content.decode()
    assert events()[-1] == "access.certificate.refuse"


def test_an_unbound_certificate_no_longer_signs_in(supplier: Viewer, held: Holder) -> None:
    with system_access("test"):
        binding = CertificateBinding.objects.get().pk
    assert browse(people.supplier(2)).post(f"{ACCOUNT}{binding}/remove/").status_code == 404
    browse(supplier).post(f"{ACCOUNT}{binding}/remove/")
    assert sign_in(Client(), held).status_code == 401


def test_who_is_signed_in_confirms_with_an_own_certificate_only(
    supplier: Viewer, held: Holder
) -> None:
    stranger = browse(people.buyer())
    refused = sign_in(stranger, held)
    assert refused.status_code == 401
    assert "另一个账号" in refused.content.decode()
    own = browse(supplier)
    assert level_of(own, supplier) is Level.NONE
    assert sign_in(own, held, next="/bids/")["Location"] == "/bids/"
    assert level_of(own, supplier) is Level.CERTIFICATE


def test_a_door_asks_for_the_certificate_and_keeps_what_was_posted(
    supplier: Viewer, held: Holder
) -> None:
    @assured(Level.CERTIFICATE)
    def act(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    client = browse(supplier)
    led = act(asking(client, supplier))
    assert led["Location"] == "/sign-in/certificate/?next=/contracts/7/sign/"
    asked = act(asking(client, supplier, "post", note="同意签订"))
    assert asked.status_code == 401
    resume = asked.content.decode().split('name="resume" value="')[1].split('"')[0]
    carried = sign_in(client, held, resume=resume).content.decode()
    assert 'name="note" value="同意签订"' in carried
    assert act(asking(client, supplier)).content == b"done"


def test_a_certificate_of_another_organisation_is_not_bound(supplier: Viewer) -> None:
    made, other = holder(supplier), browse(people.supplier(2))
    answer = other.post(ACCOUNT, {"signature": made.answer(other, ACCOUNT)})
    assert answer.status_code == 422
    assert "不符" in answer.content.decode()


@pytest.mark.parametrize("signature", ["", "null", "{}", '{"algorithm": 1}', "[" * 5000])
def test_a_malformed_signature_is_refused_and_not_a_fault(held: Holder, signature: str) -> None:
    del held
    client = Client()
    question(client, PLACE)
    assert client.post(PLACE, {"signature": signature}).status_code == 401


@pytest.mark.parametrize("certificates", [[], ["00"], ["3003020100"]])
def test_a_malformed_certificate_is_refused_and_not_a_fault(certificates: list[str]) -> None:
    client = Client()
    question(client, PLACE)
    posted = {"algorithm": "SM2-SM3", "certificates": certificates, "value": "00"}
    assert client.post(PLACE, {"signature": json.dumps(posted)}).status_code == 401


def test_outside_the_demonstration_no_certificate_is_issued_or_revoked(
    supplier: Viewer, settings: Any
) -> None:
    settings.LUCAI_DEMO = False
    client = browse(supplier)
    assert client.post(f"{ACCOUNT}issue/", {"ca": "demo-sm2", "key": "00"}).status_code == 404
    assert client.post(f"{ACCOUNT}1/revoke/").status_code == 404
    assert "申请演示证书" not in client.get(ACCOUNT).content.decode()
