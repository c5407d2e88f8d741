"""The demonstration's CAs: they issue to the right name, are trusted, and revoke."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.models import Organisation
from lucai.platform.pki import demonstration, selectors, services
from lucai.platform.pki.anchors import Algorithm
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.issuing import IssuingKey, new_key
from lucai_trust.envelope import Signature, SignatureAlgorithm
from tests.makers import people
from tests.makers.authorities import NOW
from tests.makers.demonstration_cas import trusted

pytestmark = pytest.mark.django_db

MESSAGE = b"question"
KINDS = [
    ("demo-sm2", Algorithm.SM2_SM3, SignatureAlgorithm.SM2_SM3),
    ("demo-ecdsa", Algorithm.ECDSA_SHA256, SignatureAlgorithm.ECDSA_SHA256),
]


@pytest.fixture(autouse=True)
def demonstration_world(settings: Any, tmp_path: Path) -> Iterator[None]:
    with clock.at(NOW), trusted(settings, tmp_path):
        yield


def signed(viewer: Viewer, code: str, key: IssuingKey, kind: SignatureAlgorithm) -> Signature:
    return Signature(kind, demonstration.issue(viewer, code, key.spki), key.sign(MESSAGE))


@pytest.mark.parametrize(("code", "algorithm", "kind"), KINDS)
def test_an_issued_certificate_names_its_organisation_and_is_trusted_at_any_hour(
    code: str, algorithm: Algorithm, kind: SignatureAlgorithm
) -> None:
    supplier, key = people.supplier(), new_key(algorithm)
    signature = signed(supplier, code, key, kind)
    [own] = Organisation.objects.seen_by(SYSTEM).filter(pk=supplier.organisation)
    for moment in (NOW, NOW + timedelta(days=200)):
        with clock.at(moment):
            assert services.check_signature(signature, MESSAGE, moment).uscc == own.uscc


@pytest.mark.parametrize(("code", "algorithm", "kind"), KINDS)
def test_a_revoked_certificate_is_refused_at_once(
    code: str, algorithm: Algorithm, kind: SignatureAlgorithm
) -> None:
    supplier, key = people.supplier(), new_key(algorithm)
    signature = signed(supplier, code, key, kind)
    verified = services.check_signature(signature, MESSAGE, NOW)
    binding = services.bind_certificate(
        people.actor(supplier), verified=verified, message=MESSAGE, signature=signature
    )
    demonstration.revoke(supplier, binding)
    with pytest.raises(CertificateRefused, match="吊销"):
        services.check_signature(signature, MESSAGE, NOW)


def test_an_expert_gets_a_personal_certificate() -> None:
    key, expert = new_key(Algorithm.SM2_SM3), people.expert()
    signature = signed(expert, "demo-sm2", key, SignatureAlgorithm.SM2_SM3)
    verified = services.check_signature(signature, MESSAGE, NOW)
    assert (verified.uscc, verified.certificate.name) == ("", expert.name)


def test_only_a_key_of_the_cas_kind_is_certified() -> None:
    sm2, p256 = new_key(Algorithm.SM2_SM3), new_key(Algorithm.ECDSA_SHA256)
    for code, key in (("demo-sm2", p256), ("demo-ecdsa", sm2)):
        with pytest.raises(CertificateRefused):
            demonstration.issue(people.supplier(), code, key.spki)


def test_outside_the_demonstration_nobody_gets_a_certificate(settings: Any) -> None:
    settings.LUCAI_DEMO = False
    with pytest.raises(NotFound):
        demonstration.issue(people.supplier(), "demo-sm2", new_key(Algorithm.SM2_SM3).spki)


def test_the_list_is_laid_out_once_and_marked_as_simulated() -> None:
    demonstration.ensure()
    cards = selectors.trust_list(people.public())
    assert sorted(card.code for card in cards) == ["demo-ecdsa", "demo-sm2"]
    assert all(card.simulated for card in cards)


def test_the_cas_keys_lie_in_the_data_folder_and_no_holders_key_does(tmp_path: Path) -> None:
    key = new_key(Algorithm.SM2_SM3)
    demonstration.issue(people.supplier(), "demo-sm2", key.spki)
    files = sorted((tmp_path / "keys" / "demonstration-ca").iterdir())
    assert [file.name for file in files] == ["demo-ecdsa.json", "demo-sm2.json"]
    assert not any(key.secret.hex() in file.read_text() for file in files)
