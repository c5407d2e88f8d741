"""A package carries the revocation lists by which the signatures of its bids were judged."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.conf import settings as configured

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.platform.pki.models import CertificateEvidence
from lucai.platform.pki.revocation import keep_list
from lucai.platform.pki.selectors import lists_behind
from lucai.platform.records import system_access
from lucai.site.demo import ukeys
from lucai.stages.trade.sealing.services.signers import problem_of
from lucai_trust.verifier.certificates import Certificate, check_path
from lucai_trust.verifier.revocation import RevocationList, check_revocation
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.makers import bids, people
from tests.makers.bids import Call
from tests.makers.demonstration_cas import bound, trusted
from tests.makers.kept import kept
from tests.stages.trade.test_bid_signers import MESSAGE, agency, code_of, of, signed
from tests.stages.trade.test_decrypted_packages import trust_the_witness
from tests.stages.trade.test_sealed_packages import judged, package

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db

opened = kept(bids.opened_lot)


@pytest.fixture(autouse=True)
def _believed() -> Iterator[None]:
    """The installation believes the CA of the bidders' certificates, and a witness."""
    place = trust_the_witness()
    root = Path(configured.LUCAI_DATA_DIR) / "trust" / "roots" / "ukeys.der"
    root.parent.mkdir(parents=True, exist_ok=True)
    root.write_bytes(ukeys._root().public_bytes(serialization.Encoding.DER))
    yield
    place.unlink(missing_ok=True)
    root.unlink()


def listed(*serials: int) -> bytes:
    """Return a list of the bidders' CA that takes these certificates back, long ago."""
    since, now = clock.now() - timedelta(days=300), clock.now()
    made = (
        x509.CertificateRevocationListBuilder().issuer_name(ukeys._issuer())
        .last_update(now - timedelta(days=1)).next_update(now + timedelta(days=30))
    )  # fmt: skip
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        made = made.add_revoked_certificate(entry.build())
    signed_list = made.sign(ukeys._key("authority"), hashes.SHA256())
    return signed_list.public_bytes(serialization.Encoding.DER)


def judged_by(*lists: bytes) -> None:
    """Say that every bid's signature was judged by these lists at the opening."""
    for one in lists:
        keep_list(ukeys.ANCHOR, "demo://list", one)
    with system_access("evidence"):
        names = [hashlib.sha256(one).hexdigest() for one in lists]
        CertificateEvidence.objects.filter(purpose="bid").update(lists=names)


def p4(call: Call, folder: Path, engine: Engine) -> tuple[str, str]:
    place = package(people.agency(), call, folder)
    given = {"archive": place.read_bytes().hex(), "receipts": []}
    [browser] = [one for one in engine.call("judgePackage", given) if one["id"] == "P4"]
    found = judged(place)["P4"]
    assert found.verdict.value == browser["verdict"], (found.why, browser)
    return found.verdict.value, found.why


def test_lists_by_which_bids_were_judged_come_along_and_speak_of_them(
    opened: Call, tmp_path: Path, node_engine: Engine
) -> None:
    assert p4(opened, tmp_path, node_engine)[1].endswith("须另查")
    judged_by(listed(), listed(5))
    verdict, why = p4(opened, tmp_path, node_engine)
    assert (verdict, "当时都没有被吊销" in why) == ("passed", True)


def test_a_list_that_names_a_bidders_certificate_is_heard_by_outsiders(
    opened: Call, tmp_path: Path, node_engine: Engine
) -> None:
    with system_access("evidence"):
        row = CertificateEvidence.objects.filter(purpose="bid").first()
    assert row
    certificate = x509.load_der_x509_certificate(bytes.fromhex(row.signature["certificates"][0]))
    judged_by(listed(certificate.serial_number))
    verdict, why = p4(opened, tmp_path, node_engine)
    assert (verdict, "当时已被吊销" in why) == ("failed", True)


@pytest.fixture
def cas(settings: Any, tmp_path: Path) -> Iterator[None]:
    with trusted(settings, tmp_path):
        yield


@pytest.mark.usefixtures("cas")
def test_the_lists_of_a_path_of_national_algorithms_are_read_and_speak_of_all_of_it() -> None:
    viewer = people.supplier()
    held = bound(viewer)
    assert problem_of(agency(), signed(of(held), code_of(viewer))) == ""
    encoded = lists_behind(SYSTEM, [hashlib.sha256(MESSAGE).hexdigest()])
    lists = [RevocationList.parse(one) for one in encoded]
    with system_access("evidence"):
        row = CertificateEvidence.objects.get(purpose="bid")
    whole = [Certificate.parse(base64.b64decode(one)) for one in row.path]
    root = next(one for one in whole if one.issuer == one.subject)
    leaf, *helpers = (Certificate.parse(one) for one in held.path)
    path = check_path((root,), leaf, helpers, clock.now())
    assert len(lists) == len(path) - 1 == 2
    assert check_revocation(path, lists, clock.now())
    assert not check_revocation(path, lists[:1], clock.now())
    assert lists_behind(PUBLIC, []) == []
