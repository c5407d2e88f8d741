"""Lists of revoked certificates in a package: what they say of the day, and when they say nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lucai_trust.encoding import canonical
from lucai_trust.suites import INTL1
from lucai_trust.verifier import Package, TrustFile, judge_package, open_archive
from lucai_trust.verifier.bid_claims import _revocation_words
from tests.frontend.bidding import World
from tests.frontend.engines import Engine
from tests.frontend.packages import PackageMaker
from tests.frontend.receipts import TRUST

ROOT_KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (21, 22))
SIGNER_KEY = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
SERIAL, DAY = 4711, timedelta(days=1)
DEADLINE = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
FIRST, LAST = DEADLINE - timedelta(hours=3), DEADLINE - timedelta(hours=2)
CLEAR, UNSEEN = "当时都没有被吊销", "是否被吊销须另查"


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject: str, key: Any, *, authority: bool = False, lists: bool = True) -> bytes:
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority,
        crl_sign=authority and lists, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name("根"))
        .public_key(key.public_key()).serial_number(1 if authority else SERIAL)
        .not_valid_before(DEADLINE - 90 * DAY).not_valid_after(DEADLINE + 90 * DAY)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )  # fmt: skip
    return made.sign(ROOT_KEY, None).public_bytes(Encoding.DER)


@dataclass
class Listing:
    """A list of revoked certificates, as somebody signs it."""

    revoked: datetime | None = None
    serial: int = SERIAL
    until: datetime = DEADLINE + DAY
    issuer: str = "根"
    key: Ed25519PrivateKey = ROOT_KEY
    critical: bool = False
    number: bool = True

    def encode(self) -> bytes:
        made = (
            x509.CertificateRevocationListBuilder().issuer_name(name(self.issuer))
            .last_update(self.until - 30 * DAY).next_update(self.until)
        )  # fmt: skip
        if self.number:
            made = made.add_extension(x509.CRLNumber(7), critical=False)
        if self.critical:
            part = x509.IssuingDistributionPoint(
                full_name=None, relative_name=None, only_contains_user_certs=True,
                only_contains_ca_certs=False, only_some_reasons=None, indirect_crl=False,
                only_contains_attribute_certs=False,
            )  # fmt: skip
            made = made.add_extension(part, critical=True)
        if self.revoked:
            for serial in (12, self.serial):
                entry = x509.RevokedCertificateBuilder().serial_number(serial)
                made = made.add_revoked_certificate(entry.revocation_date(self.revoked).build())
        return made.sign(self.key, None).public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def made() -> PackageMaker:
    world = World(INTL1)
    world.certificate = certificate("示例软件有限公司", SIGNER_KEY)
    return PackageMaker(world).make()


def judged(
    engine: Engine, made: PackageMaker, folder: Path, *lists: bytes, may_list: bool = True
) -> tuple[str, str]:
    """Return P4's verdict and reason, of both."""
    root = certificate("根", ROOT_KEY, authority=True, lists=may_list)
    trust = canonical({"type": "lucai-trust/1", **TRUST, "roots": [root.hex()]})
    named = {f"crl/{number}.crl": each for number, each in enumerate(lists, start=1)}
    maker = PackageMaker(made.world, files=made.files | {"trust.json": trust} | named,
                         index=dict(made.index))  # fmt: skip
    place = folder / "package.zip"
    place.write_bytes(maker.archive())
    findings = judge_package(Package(open_archive(place)), TrustFile.parse(trust))
    [python] = [(each.verdict.value, each.why) for each in findings if each.claim == "P4"]
    assert all(each.verdict.value != "failed" for each in findings if each.claim != "P4")
    given = {"archive": place.read_bytes().hex(), "receipts": []}
    [browser] = [(each["verdict"], each["why"]) for each in engine.call("judgePackage", given)
                 if each["id"] == "P4"]  # fmt: skip
    assert python[0] == browser[0], (python, browser)
    for words in (CLEAR, UNSEEN):
        assert (words in python[1]) == (words in browser[1])
    return python


@pytest.mark.parametrize(
    ("listing", "verdict", "words"),
    [
        (Listing(), "passed", CLEAR),
        (Listing(number=False), "passed", CLEAR),
        (Listing(FIRST - DAY, serial=4712), "passed", CLEAR),
        (Listing(LAST + timedelta(seconds=1)), "passed", CLEAR),
        (Listing(until=LAST), "passed", CLEAR),
        (Listing(FIRST), "failed", "当时已被吊销"),
        (Listing(FIRST - DAY), "failed", "当时已被吊销"),
        (Listing(FIRST - DAY, until=DEADLINE + 300 * DAY), "failed", "当时已被吊销"),
        (Listing(FIRST - DAY, until=FIRST - timedelta(seconds=1)), "passed", UNSEEN),
        (Listing(FIRST - DAY, key=OTHER_KEY), "passed", UNSEEN),
        (Listing(FIRST - DAY, issuer="另一家"), "passed", UNSEEN),
        (Listing(FIRST - DAY, critical=True), "passed", UNSEEN),
    ],
)
def test_a_list_tells_whether_the_certificate_was_revoked_when_the_bid_came(
    node_engine: Engine, made: PackageMaker, tmp_path: Path, listing: Listing, verdict: str,
    words: str,
) -> None:  # fmt: skip
    said = judged(node_engine, made, tmp_path, listing.encode())
    assert said[0] == verdict
    assert words in said[1]


def test_without_a_list_the_claim_says_so(
    node_engine: Engine, made: PackageMaker, tmp_path: Path
) -> None:
    verdict, why = judged(node_engine, made, tmp_path)
    assert (verdict, UNSEEN in why) == ("passed", True)


def test_one_list_that_says_it_is_enough_among_others(
    node_engine: Engine, made: PackageMaker, tmp_path: Path
) -> None:
    lists = (Listing().encode(), Listing(FIRST - DAY).encode())
    assert judged(node_engine, made, tmp_path, *lists)[0] == "failed"


def test_who_may_not_sign_lists_says_nothing(
    node_engine: Engine, made: PackageMaker, tmp_path: Path
) -> None:
    listed = Listing(FIRST - DAY).encode()
    verdict, why = judged(node_engine, made, tmp_path, listed, may_list=False)
    assert (verdict, UNSEEN in why) == ("passed", True)


def longer(encoded: bytes) -> bytes:
    return encoded + b"\0"


def of_version_one(encoded: bytes) -> bytes:
    return encoded.replace(b"\x02\x01\x01\x30\x05", b"\x02\x01\x00\x30\x05", 1)


def two_algorithms(encoded: bytes) -> bytes:
    return encoded.replace(b"\x06\x03\x2b\x65\x70", b"\x06\x03\x2b\x65\x71", 1)


@pytest.mark.parametrize("change", [longer, of_version_one, two_algorithms])
def test_a_list_that_is_none_fails_the_claim(
    node_engine: Engine, made: PackageMaker, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    encoded = Listing().encode()
    assert change(encoded) != encoded
    assert judged(node_engine, made, tmp_path, change(encoded))[0] == "failed"


def test_whose_lists_are_missing_is_named_where_others_have_theirs() -> None:
    assert _revocation_words(["甲", "乙"], []).endswith("都没有被吊销")
    assert _revocation_words(["甲", "乙"], ["乙"]).startswith("乙 的证书没有")
    assert _revocation_words(["甲", "乙"], ["甲", "乙"]).startswith("没有随附")
