"""The certificates behind a sealed bid are judged at the opening, as of the moment of receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Viewer
from lucai.platform.access.models import Organisation
from lucai.platform.pki import demonstration, revocation
from lucai.platform.pki.models import CertificateEvidence, TrustAnchor
from lucai.platform.pki.selectors import bindings_of
from lucai.platform.records import system_access
from lucai.site.demo import ukeys
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.sealing.services.signers import Signed, problem_of
from lucai_trust.envelope import Bidder, CertificateSigner, Header, Signature, SignatureAlgorithm
from tests.makers import bids, people, sealing
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import Holder, bound, trusted
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

MESSAGE = b'{"bid":"example"}'
opened = kept(bids.opened_lot)


@pytest.fixture
def cas(settings: Any, tmp_path: Path) -> Iterator[None]:
    with trusted(settings, tmp_path):
        yield


def signed(signer: CertificateSigner, *codes: str) -> Signed:
    """An opened header of bidders with these codes, received now."""
    inner = SimpleNamespace(bidders=tuple(Bidder(f"示例供应商{code}", code) for code in codes))
    return Signed(
        Header(
            cast(Any, inner),
            MESSAGE,
            (Signature(signer.algorithm, signer.certificates, signer.sign(MESSAGE)),),
        ),
        clock.now(),
    )


def code_of(viewer: Viewer) -> str:
    with system_access("test"):
        return Organisation.objects.get(pk=viewer.organisation).uscc


def of(held: Holder) -> CertificateSigner:
    return CertificateSigner(SignatureAlgorithm.SM2_SM3, held.path, held.key.sign)


def agency() -> Actor:
    return people.actor(people.agency())


def test_a_good_certificate_leaves_no_finding_and_its_evidence_is_kept(opened: bids.Call) -> None:
    sheets = opened_bids(people.agency(), opened.number, 1)
    assert len(sheets) == 3
    assert "GP-SIG-01" not in str([sheet.findings for sheet in sheets])
    with system_access("test"):
        assert CertificateEvidence.objects.filter(purpose="bid").count() == 3


def test_a_certificate_of_no_listed_ca_is_named_beside_the_bid() -> None:
    viewer = people.supplier()
    with system_access("test"):
        TrustAnchor.objects.filter(code=ukeys.ANCHOR).delete()
    problem = problem_of(agency(), signed(sealing.certificate(viewer), code_of(viewer)))
    assert "互认名单" in problem


def test_another_organisations_certificate_is_named_beside_the_bid() -> None:
    ukeys.ensure()
    signer = sealing.certificate(people.supplier(2))
    problem = problem_of(agency(), signed(signer, code_of(people.supplier())))
    assert "与投标人不符" in problem


def test_a_consortium_needs_every_members_signature() -> None:
    ukeys.ensure()
    first, second = people.supplier(), people.supplier(2)
    alone = signed(sealing.certificate(first), code_of(first), code_of(second))
    assert code_of(second) in problem_of(agency(), alone)


@pytest.mark.usefixtures("cas")
def test_a_certificate_revoked_after_the_bid_was_good_for_it() -> None:
    viewer = people.supplier()
    held = bound(viewer)
    handed_in = signed(of(held), code_of(viewer))
    with clock.at(clock.now() + timedelta(days=3)):
        revoke(viewer)
        assert problem_of(agency(), handed_in) == ""
        assert "吊销" in problem_of(agency(), signed(of(held), code_of(viewer)))


@pytest.mark.usefixtures("cas")
def test_a_bid_opens_whose_certificate_was_revoked_and_renewed_after_the_sealing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call, viewer, usual = bids.call_for_bids(1), people.supplier(), sealing.certificate
    with clock.at(call.before):
        held = bound(viewer)
    own = viewer.organisation
    monkeypatch.setattr(
        sealing, "certificate", lambda one: of(held) if one.organisation == own else usual(one)
    )
    for n in (1, 2, 3):
        bids.submitted_bid(call, people.supplier(n), share=90 + n)
    with clock.at(call.bid_deadline - timedelta(minutes=1)):
        revoke(viewer)
        assert bound(viewer).path != held.path
    with clock.at(call.bid_deadline):
        bids.held_opening(call.number)
    sheets = opened_bids(people.agency(), call.number, 1)
    assert len(sheets) == 3
    assert "GP-SIG-01" not in str([sheet.findings for sheet in sheets])


def revoke(viewer: Viewer) -> None:
    browse(viewer)
    [binding] = bindings_of(viewer)
    demonstration.revoke(viewer, binding.pk)
    revocation.refresh("demo-sm2", clock.now())
