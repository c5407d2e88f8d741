"""Which certificates are taken: path, use, time, revocation; for SM2, ECDSA and RSA alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asn1crypto import x509
from cryptography import x509 as other_x509
from OpenSSL import crypto

from lucai.platform.pki.anchors import Algorithm, Revocation
from lucai.platform.pki.certificates import EXTENSION, UsccRule, read_certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.issuing import ENCRYPTION
from lucai.platform.pki.validation import RevocationData, Verified, verify
from tests.makers.authorities import BEGAN, CODE, NOW, Authority, key
from tests.makers.people import uscc

ALGORITHMS = list(Algorithm)
IN_EXTENSION = UsccRule(EXTENSION, "1.2.156.10260.4.1.4", "(?:JJ|)([0-9A-Z]{18})")


@pytest.fixture(params=ALGORITHMS)
def ca(request: pytest.FixtureRequest) -> Authority:
    return Authority(request.param)


def judged(ca: Authority, leaf: bytes, **more: object) -> Verified:
    asked = {"anchors": [ca.anchor()], "revocation": ca.lists(), "at": NOW, **more}
    return verify(leaf, **asked)  # type: ignore[arg-type]


def flipped(octets: bytes, place: int) -> bytes:
    return octets[:place] + bytes([octets[place] ^ 1]) + octets[place + 1 :]


def test_a_good_path_is_taken_and_kept_as_evidence(ca: Authority) -> None:
    leaf = ca.leaf()
    found = judged(ca, leaf)
    assert found.uscc == CODE
    assert found.certificate.name == "示例供应商1有限公司"
    assert found.path == (leaf, ca.middle.certificate, ca.root.certificate)
    assert len(found.revocation.crls) == 2


def test_a_changed_certificate_is_refused_wherever_it_was_changed(ca: Authority) -> None:
    leaf = ca.leaf()
    body = x509.Certificate.load(leaf)["tbs_certificate"].dump()
    start = leaf.index(body)
    places = [start + len(body) // 3, start + len(body) // 2, start + len(body) - 3, len(leaf) - 2]
    for place in places:
        with pytest.raises(CertificateRefused):
            judged(ca, flipped(leaf, place))


def test_a_ca_that_is_not_on_the_list_is_refused(ca: Authority) -> None:
    stranger = Authority(ca.algorithm, "陌生")
    with pytest.raises(CertificateRefused, match="不是互认名单"):
        judged(ca, stranger.leaf())


def test_a_forged_ca_under_a_listed_name_is_refused(ca: Authority) -> None:
    forged = Authority(ca.algorithm)
    forged.middle = type(forged.middle)(key(ca.algorithm, "forger"), forged.middle.certificate)
    with pytest.raises(CertificateRefused):
        judged(ca, forged.leaf())


def test_a_certificate_before_and_after_its_time_is_refused(ca: Authority) -> None:
    leaf = ca.leaf()
    late, early = NOW + timedelta(days=336), NOW - timedelta(days=31)
    with pytest.raises(CertificateRefused, match="已过期"):
        judged(ca, leaf, at=late, revocation=ca.lists(late))
    with pytest.raises(CertificateRefused, match="尚未生效"):
        judged(ca, leaf, at=early, revocation=ca.lists(early))


def test_an_encryption_certificate_cannot_sign(ca: Authority) -> None:
    with pytest.raises(CertificateRefused, match="不是签名证书"):
        judged(ca, ca.leaf(usage=ENCRYPTION))


def test_a_certificate_of_a_ca_is_nobodys_signature(ca: Authority) -> None:
    with pytest.raises(CertificateRefused, match="机构证书"):
        judged(ca, ca.middle.certificate)


def test_a_holder_of_a_certificate_cannot_issue_another(ca: Authority) -> None:
    holder = type(ca.middle)(key(ca.algorithm, f"{ca.name} leaf"), ca.leaf())
    below = holder.issue(ca.order(spki=key(ca.algorithm, "below").spki))
    with pytest.raises(CertificateRefused):
        judged(ca, below, helpers=[holder.certificate])


def test_a_revoked_certificate_is_refused(ca: Authority) -> None:
    leaf = ca.leaf()
    serial = x509.Certificate.load(leaf).serial_number
    lists = ca.lists(revoked=((serial, NOW - timedelta(days=1)),))
    with pytest.raises(CertificateRefused, match="吊销"):
        judged(ca, leaf, revocation=lists)


def test_no_list_or_an_old_or_a_forged_list_is_not_enough(ca: Authority) -> None:
    leaf = ca.leaf()
    old = ca.lists(NOW - timedelta(days=30))
    fresh = ca.lists()
    forged = RevocationData(tuple(flipped(each, len(each) - 4) for each in fresh.crls))
    for lists in (RevocationData(), old, forged):
        with pytest.raises(CertificateRefused):
            judged(ca, leaf, revocation=lists)


def test_where_the_trust_list_says_so_a_missing_list_does_not_stop_the_work(ca: Authority) -> None:
    anchors = [ca.anchor(revocation=Revocation.ADVISORY)]
    leaf = ca.leaf()
    assert judged(ca, leaf, anchors=anchors, revocation=RevocationData()).uscc == CODE
    serial = x509.Certificate.load(leaf).serial_number
    lists = ca.lists(revoked=((serial, NOW - timedelta(days=1)),))
    with pytest.raises(CertificateRefused, match="吊销"):
        judged(ca, leaf, anchors=anchors, revocation=lists)


def test_an_algorithm_the_list_does_not_name_is_refused(ca: Authority) -> None:
    others = frozenset(ALGORITHMS) - {ca.algorithm}
    with pytest.raises(CertificateRefused):
        judged(ca, ca.leaf(), anchors=[ca.anchor(algorithms=others)])


def test_a_ca_outside_its_time_on_the_list_is_refused(ca: Authority) -> None:
    ended = ca.anchor(valid_to=NOW - timedelta(days=1))
    with pytest.raises(CertificateRefused, match="有效期"):
        judged(ca, ca.leaf(), anchors=[ended])


def test_intermediates_may_come_with_the_signature(ca: Authority) -> None:
    bare = ca.anchor(intermediates=())
    with pytest.raises(CertificateRefused):
        judged(ca, ca.leaf(), anchors=[bare])
    helped = judged(ca, ca.leaf(), anchors=[bare], helpers=[ca.middle.certificate])
    assert helped.uscc == CODE


def test_two_cas_keep_the_code_in_different_places() -> None:
    one = Authority(Algorithm.SM2_SM3, "甲")
    two = Authority(Algorithm.ECDSA_SHA256, "乙", IN_EXTENSION)
    anchors = [one.anchor(code="one"), two.anchor(code="two")]
    lists = RevocationData((*one.lists().crls, *two.lists().crls))
    code = uscc(3002)
    subject = {"common_name": "示例供应商2有限公司"}
    other = two.leaf(subject=subject, extensions={IN_EXTENSION.oid: f"JJ{code}"})
    first = verify(one.leaf(), anchors=anchors, revocation=lists, at=NOW)
    second = verify(other, anchors=anchors, revocation=lists, at=NOW)
    assert (first.anchor.code, first.uscc) == ("one", CODE)
    assert (second.anchor.code, second.uscc) == ("two", code)


def test_a_code_with_a_wrong_check_character_is_refused() -> None:
    ca = Authority()
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    subject = {"common_name": "示例", "serial_number": wrong}
    with pytest.raises(CertificateRefused, match="校验位"):
        judged(ca, ca.leaf(subject=subject))


def test_a_second_spelling_of_a_certificate_is_refused(ca: Authority) -> None:
    leaf = ca.leaf()
    assert leaf[:2] == b"\x30\x82"
    longer = b"\x30\x83\x00" + leaf[2:]
    for spelling in (longer, leaf + b"\x00", b"\x30\x80" + leaf[4:] + b"\x00\x00", b"", b"\x05"):
        with pytest.raises(CertificateRefused):
            read_certificate(spelling)


def test_openssl_agrees_about_paths_and_signatures(ca: Authority) -> None:
    """Another implementation's word on the same certificates."""
    leaf = ca.leaf()
    store = crypto.X509Store()
    for each in (ca.root.certificate,):
        store.add_cert(crypto.load_certificate(crypto.FILETYPE_ASN1, each))
    store.set_time(NOW)
    chain = [crypto.load_certificate(crypto.FILETYPE_ASN1, ca.middle.certificate)]
    good = crypto.load_certificate(crypto.FILETYPE_ASN1, leaf)
    crypto.X509StoreContext(store, good, chain).verify_certificate()
    bad = crypto.load_certificate(crypto.FILETYPE_ASN1, flipped(leaf, len(leaf) - 2))
    with pytest.raises(crypto.X509StoreContextError):
        crypto.X509StoreContext(store, bad, chain).verify_certificate()
    crl = other_x509.load_der_x509_crl(ca.lists().crls[1])
    assert crl.next_update_utc is not None


def test_the_trust_began_before_the_certificate() -> None:
    assert BEGAN < NOW
