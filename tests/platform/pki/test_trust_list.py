"""The trust list: two officers change it, everybody reads it, signatures are judged by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotAllowed, WrongState
from lucai.platform.journal.models import JournalEntry
from lucai.platform.pki import revocation, selectors, services
from lucai.platform.pki.anchors import Algorithm, Revocation
from lucai.platform.pki.certificates import to_pem
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.models import CertificateEvidence, RevocationList
from lucai.platform.pki.ports import SourceFailed
from lucai.platform.pki.schemas import TrustChangeIn, UsccSource
from lucai.platform.records import system_access
from lucai_trust.envelope import Signature, SignatureAlgorithm
from tests.makers import people
from tests.makers.authorities import NOW, Authority, key
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

MESSAGE = "登录".encode()


class Shelf:
    """A source whose lists a test lays out; ``asked`` counts."""

    def __init__(self) -> None:
        self.lists: dict[str, bytes] = {}
        self.asked = 0

    def fetch(self, address: str) -> bytes:
        self.asked += 1
        if address not in self.lists:
            raise SourceFailed(address)
        return self.lists[address]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    kept = dict(revocation._sources)
    revocation._sources["http"] = made
    revocation._failed.clear()
    yield made
    revocation._sources.clear()
    revocation._sources.update(kept)


@pytest.fixture
def ca() -> Authority:
    return Authority(Algorithm.SM2_SM3)


def sheet(ca: Authority, **more: object) -> TrustChangeIn:
    plain = {
        "code": "example",
        "name": "示例认证机构",
        "root": to_pem(ca.root.certificate),
        "intermediates": to_pem(ca.middle.certificate),
        "algorithms": [ca.algorithm],
        "crl_addresses": ["http://ca.example/root.crl", "http://ca.example/middle.crl"],
        "uscc_source": UsccSource.SUBJECT,
        "uscc_oid": "2.5.4.5",
        "revocation": Revocation.REQUIRED,
        "valid_from": NOW - timedelta(days=1),
        "ground": "示例文件〔2026〕1号",
        "reason": "首次列入",
    }
    return TrustChangeIn.model_validate({**plain, **more})


def province() -> Viewer:
    return people.finance("370000", "province")


def listed(ca: Authority, **more: object) -> None:
    pk = services.propose_change(people.actor(people.administrator()), change=sheet(ca, **more))
    services.decide_change(people.actor(province()), pk=pk, approve=True)


def lay_out(shelf: Shelf, ca: Authority, **more: object) -> None:
    root, middle = ca.lists(**more).crls  # type: ignore[arg-type]
    shelf.lists = {"http://ca.example/root.crl": root, "http://ca.example/middle.crl": middle}


def signed(ca: Authority, message: bytes = MESSAGE, **more: object) -> Signature:
    leaf, holder = ca.leaf(**more), key(ca.algorithm, f"{ca.name} leaf")
    return Signature(SignatureAlgorithm.SM2_SM3, (leaf,), holder.sign(message))


def test_a_ca_is_trusted_only_after_the_second_officer(ca: Authority) -> None:
    pk = services.propose_change(people.actor(people.administrator()), change=sheet(ca))
    assert selectors.trust_list(SYSTEM) == []
    services.decide_change(people.actor(province()), pk=pk, approve=True)
    [found] = selectors.trust_list(SYSTEM)
    assert found.name == "示例认证机构"
    with system_access("test"):
        rows = JournalEntry.objects.filter(object_type="access.trustList").order_by("pk")
        assert [(row.event, row.public) for row in rows] == [
            ("access.trustList.propose", True),
            ("access.trustList.approve", True),
        ]
        assert found.root.fingerprint in rows[1].body["certificates"]


def test_a_refused_change_changes_nothing_and_is_decided_once(ca: Authority) -> None:
    pk = services.propose_change(people.actor(people.administrator()), change=sheet(ca))
    services.decide_change(people.actor(province()), pk=pk, approve=False, note="指纹不符")
    assert selectors.trust_list(SYSTEM) == []
    with pytest.raises(WrongState):
        services.decide_change(people.actor(province()), pk=pk, approve=True)


def test_neither_the_proposer_nor_a_county_decides(ca: Authority) -> None:
    administrator = people.administrator()
    pk = services.propose_change(people.actor(administrator), change=sheet(ca))
    with pytest.raises(NotAllowed):
        services.decide_change(people.actor(administrator), pk=pk, approve=True)
    with pytest.raises(NotAllowed, match="省级"):
        services.decide_change(people.actor(people.finance()), pk=pk, approve=True)
    with pytest.raises(NotAllowed):
        services.propose_change(people.actor(province()), change=sheet(ca))


def test_everybody_reads_the_list_and_only_officers_its_changes(ca: Authority) -> None:
    listed(ca)
    assert "示例认证机构" in Client().get("/trust-list/").content.decode()
    assert "2.5.4.5" in Client().get("/trust-list/example/").content.decode()
    assert browse(people.supplier()).get("/trust-list/changes/").status_code == 404
    assert browse(province()).get("/trust-list/changes/").status_code == 200


def test_a_change_is_compared_line_by_line_on_the_page(ca: Authority) -> None:
    listed(ca)
    administrator = browse(people.administrator())
    page = administrator.get("/trust-list/changes/new/?code=example").content.decode()
    assert "BEGIN CERTIFICATE" in page
    change = sheet(ca, name="示例认证机构（更名）", reason="更名")
    pk = services.propose_change(people.actor(people.administrator()), change=change)
    page = browse(province()).get(f"/trust-list/changes/{pk}/").content.decode()
    assert page.count("有变动") == 1
    answer = browse(province()).post(f"/trust-list/changes/{pk}/", {"approve": "yes"})
    assert answer.status_code == 302
    assert selectors.trust_list(SYSTEM)[0].name == "示例认证机构（更名）"


def test_a_form_that_names_no_certificate_is_told_at_the_field(ca: Authority) -> None:
    posted = {"code": "x1", "name": "示例", "root": "nonsense", "algorithms": "SM2-SM3"}
    answer = browse(people.administrator()).post("/trust-list/changes/new/", posted)
    assert answer.status_code == 422
    assert "没有找到证书" in answer.content.decode()
    del ca


def test_a_signature_is_taken_and_its_evidence_kept(ca: Authority, shelf: Shelf) -> None:
    listed(ca)
    lay_out(shelf, ca)
    supplier, signature = people.supplier(), signed(ca)
    verified = services.check_signature(signature, MESSAGE, NOW)
    services.bind_certificate(
        people.actor(supplier), verified=verified, message=MESSAGE, signature=signature
    )
    with system_access("test"):
        kept = CertificateEvidence.objects.get()
        held = set(RevocationList.objects.values_list("sha256", flat=True))
    assert len(kept.path) == 3
    assert set(kept.lists) == held
    assert len(held) == 2
    holder = selectors.holder_of(verified.certificate.fingerprint)
    assert holder is not None
    assert holder.person == supplier.person


def test_a_signature_over_something_else_is_refused(ca: Authority, shelf: Shelf) -> None:
    listed(ca)
    lay_out(shelf, ca)
    with pytest.raises(CertificateRefused, match="不符"):
        services.check_signature(signed(ca), b"another", NOW)


def test_a_certificate_is_bound_once_and_only_to_whom_it_names(ca: Authority, shelf: Shelf) -> None:
    listed(ca)
    lay_out(shelf, ca)
    signature = signed(ca)
    verified = services.check_signature(signature, MESSAGE, NOW)
    more = {"verified": verified, "message": MESSAGE, "signature": signature}
    with pytest.raises(CertificateRefused, match="不符"):
        services.bind_certificate(people.actor(people.supplier(2)), **more)  # type: ignore[arg-type]
    pk = services.bind_certificate(people.actor(people.supplier()), **more)  # type: ignore[arg-type]
    with pytest.raises(CertificateRefused, match="已经绑定"):
        services.bind_certificate(people.actor(people.supplier()), **more)  # type: ignore[arg-type]
    services.end_binding(people.actor(people.supplier()), pk=pk)
    assert selectors.holder_of(verified.certificate.fingerprint) is None


def test_a_personal_certificate_goes_by_the_name(ca: Authority, shelf: Shelf) -> None:
    listed(ca)
    lay_out(shelf, ca)
    expert = people.expert()
    for name, taken in ((expert.name, True), ("示例别人", False)):
        signature = signed(ca, subject={"country_name": "CN", "common_name": name})
        verified = services.check_signature(signature, MESSAGE, NOW)
        more = {"verified": verified, "message": MESSAGE, "signature": signature}
        if taken:
            services.bind_certificate(people.actor(expert), **more)  # type: ignore[arg-type]
            continue
        with pytest.raises(CertificateRefused, match="姓名"):
            services.bind_certificate(people.actor(expert), **more)  # type: ignore[arg-type]


def test_lists_are_fetched_once_and_again_when_they_have_run_out(
    ca: Authority, shelf: Shelf
) -> None:
    listed(ca)
    lay_out(shelf, ca)
    services.check_signature(signed(ca), MESSAGE, NOW)
    services.check_signature(signed(ca), MESSAGE, NOW)
    assert shelf.asked == 2
    later = NOW + timedelta(days=8)
    lay_out(shelf, ca, at=later)
    with clock.at(later):
        services.check_signature(signed(ca), MESSAGE, later)
    assert shelf.asked == 4


def test_a_ca_that_does_not_answer_is_not_asked_at_every_signature(
    ca: Authority, shelf: Shelf
) -> None:
    listed(ca)
    for _ in range(3):
        with pytest.raises(CertificateRefused, match="吊销信息"):
            services.check_signature(signed(ca), MESSAGE, NOW)
    assert shelf.asked == 2


def test_what_is_no_revocation_list_is_not_kept(ca: Authority, shelf: Shelf) -> None:
    listed(ca)
    shelf.lists = {"http://ca.example/root.crl": b"<html>", "http://ca.example/middle.crl": b"0"}
    with pytest.raises(CertificateRefused, match="吊销信息"):
        services.check_signature(signed(ca), MESSAGE, NOW)
    with system_access("test"):
        assert not RevocationList.objects.exists()
