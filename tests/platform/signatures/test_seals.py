"""Electronic seals in PDF: made, stamped, judged; forged in every way that comes to mind."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import core, x509

from lucai.platform.pki.issuing import Issuer, Order, new_key
from lucai.platform.pki.validation import RevocationData
from lucai.platform.signatures import pades, ses
from lucai.platform.signatures.files import keep_secret, read_secret
from lucai.platform.signatures.identity import Holder, Identity, Role, Suite, identity
from lucai.platform.signatures.judging import Finding, Kind, State
from lucai.platform.signatures.judging.files import judge
from lucai.platform.signatures.judging.seals import UNREADABLE, Context, judge_seal
from lucai.platform.signatures.sealing import FOR_FILES, OwnSeal, own_seal, stamp, stamped
from tests.makers.signing import AT, trust, unsigned

NAME = "示例采购代理有限公司"
DIGEST = hashlib.new("sm3", b"document").digest()
DAY = timedelta(days=1)


@cache
def sealed() -> bytes:
    return stamp(unsigned(), own_seal(NAME, FOR_FILES), place=0, at=AT)


def judged(content: bytes, digest: bytes = DIGEST) -> Finding:
    return judge_seal(content, Context("", "", digest, (), RevocationData()), trust(AT))


def bad(finding: Finding) -> set[str]:
    return {check.label for check in finding.checks if check.holds is False}


def made(**changes: Any) -> OwnSeal:
    """Return a seal by the platform's maker, but for what is changed."""
    own, house = own_seal(NAME, FOR_FILES), identity(Suite.NATIONAL)
    maker: Holder = changes.get("maker", house.holders[Role.MAKER])
    info = ses.SealInfo.load(own.seal["info"].dump())
    for field, value in changes.get("properties", {}).items():
        info["property"][field] = value
    spelt = ses.SealInfo.load(info.dump(force=True))
    seal = ses.Seal(
        {
            "info": spelt,
            "cert": maker.certificate.dump(),
            "algorithm": ses.SM2_SM3,
            "signature": ses.bit_string(maker.key.sign(spelt.dump())),
        }
    )
    return OwnSeal(NAME, seal, changes.get("holder", own.holder), own.appearance)


def test_a_sealed_paper_is_good_and_says_whose_seal_it_is() -> None:
    [finding] = judge(sealed(), trust(AT)).findings
    assert (finding.kind, finding.state) == (Kind.SEAL, State.GOOD)
    assert (finding.signer, finding.at, finding.time_is_proved) == (NAME, AT, False)
    assert finding.picture.startswith("data:image/png;base64,")


def test_signatures_over_a_seal_prove_its_hour_and_leave_it_good() -> None:
    content = pades.sign_pdf(sealed(), at=AT + DAY, reason="测试")
    found = judge(content, trust(AT + 300 * DAY)).findings
    assert [each.state for each in found] == [State.GOOD] * 4
    assert (found[0].kind, found[0].time_is_proved) == (Kind.SEAL, True)


def test_two_seals_stand_beside_each_other() -> None:
    both = stamp(sealed(), own_seal("示例市第一中学", FOR_FILES), place=1, at=AT)
    found = judge(both, trust(AT)).findings
    assert [(each.signer, each.state) for each in found] == [
        (NAME, State.GOOD),
        ("示例市第一中学", State.GOOD),
    ]


def test_a_changed_byte_of_the_paper_shows() -> None:
    content = bytearray(sealed())
    content[len(unsigned()) // 3] ^= 1
    found = judge(bytes(content), trust(AT))
    assert found.refused or "文件内容" in bad(found.findings[0])


def test_the_digest_and_both_signatures_are_looked_at() -> None:
    content = stamped(made(), DIGEST, AT)
    assert judged(content).state is State.GOOD
    assert bad(judged(content, hashlib.new("sm3", b"another").digest())) == {"文件内容"}
    parsed = ses.Stamped.load(content)
    parsed["signature"] = ses.bit_string(made().holder.key.sign(b"something else"))
    assert bad(judged(parsed.dump(force=True))) == {"签章签名"}


def test_a_seal_changed_after_it_was_made_shows() -> None:
    own = made()
    info = ses.SealInfo.load(own.seal["info"].dump())
    info["property"]["name"] = "另一家单位电子印章"
    own.seal["info"] = ses.SealInfo.load(info.dump(force=True))
    assert bad(judged(stamped(own, DIGEST, AT))) == {"印章"}


def test_somebody_else_cannot_use_a_seal() -> None:
    thief = own_seal("示例盗用者", FOR_FILES).holder
    assert bad(judged(stamped(made(holder=thief), DIGEST, AT))) == {"用章权限"}


def test_nobody_backdates_a_seal_with_a_certificate_that_has_run_out() -> None:
    root, key = identity(Suite.NATIONAL).holders[Role.ROOT], new_key(Suite.NATIONAL.algorithm)
    subject = {"country_name": "CN", "common_name": NAME}
    order = Order(subject, key.spki, AT - 9 * DAY, AT - 5 * DAY)
    leaf = Issuer(root.key, root.certificate.dump()).issue(order)
    holder = Holder(key, x509.Certificate.load(leaf))
    allowed = core.Any(ses.Certificates([leaf]))
    own = made(holder=holder, properties={"cert_list": allowed})
    assert bad(judged(stamped(own, DIGEST, AT - 7 * DAY))) == {"证书"}


def test_a_seal_that_has_run_out_cannot_be_used() -> None:
    own = made(properties={"valid_end": AT - DAY})
    assert bad(judged(stamped(own, DIGEST, AT))) == {"印章有效期"}


@pytest.mark.parametrize("digest_name", ["sm3", "sha256"])
def test_a_seal_may_name_its_users_by_digest(digest_name: str) -> None:
    user = own_seal(NAME, FOR_FILES).holder.certificate.dump()
    listed = ses.CertificateDigests(
        [{"type": "SM3", "value": hashlib.new(digest_name, user).digest()}]
    )
    properties = {"cert_list_type": ses.BY_DIGEST, "cert_list": core.Any(listed)}
    assert judged(stamped(made(properties=properties), DIGEST, AT)).state is State.GOOD


def test_a_maker_nobody_lists_is_unknown_not_good() -> None:
    key = new_key(Suite.NATIONAL.algorithm)
    subject = {"country_name": "CN", "common_name": "示例自制印章"}
    order = Order(subject, key.spki, AT - DAY, AT + DAY)
    root = identity(Suite.NATIONAL).holders[Role.ROOT]
    # Issued by a key that only says it is the root.
    forged = Issuer(key, root.certificate.dump()).issue(order)
    maker = Holder(key, x509.Certificate.load(forged))
    assert judged(stamped(made(maker=maker), DIGEST, AT)).state is not State.GOOD


def test_extensions_of_later_versions_are_kept_and_do_not_harm() -> None:
    own = made()
    parsed = ses.Stamped.load(stamped(own, DIGEST, AT))
    to_sign = ses.ToSign.load(parsed["to_sign"].dump())
    to_sign["extensions"] = [{"extn_id": "1.2.3.4", "critical": False, "extn_value": b"\x05\x00"}]
    to_sign = ses.ToSign.load(to_sign.dump(force=True))
    signed = {
        "to_sign": to_sign,
        "cert": own.holder.certificate.dump(),
        "algorithm": ses.SM2_SM3,
        "signature": ses.bit_string(own.holder.key.sign(to_sign.dump())),
    }
    assert judged(ses.Stamped(signed).dump()).state is State.GOOD


@pytest.mark.parametrize("content", [b"", b"\x30\x03\x02\x01\x04", b"\xff" * 60])
def test_what_is_no_seal_is_said_to_be_none(content: bytes) -> None:
    [check] = judged(content).checks
    assert (check.holds, check.text) == (False, UNREADABLE)


def test_nothing_may_hide_behind_a_seal() -> None:
    assert judged(stamped(made(), DIGEST, AT) + b"\0\0more").state is State.BAD


def test_keys_once_kept_are_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.json"
    keep_secret(path, {"secret": "first"})
    keep_secret(path, {"secret": "second"})
    assert read_secret(path) == {"secret": "first"}
    assert list(path.parent.iterdir()) == [path]


def test_keys_are_files_for_the_process_alone(settings: Any, tmp_path: Path) -> None:
    settings.LUCAI_DATA_DIR = tmp_path
    own_seal(NAME, FOR_FILES)
    kept = list((tmp_path / "keys").rglob("*.json"))
    assert kept
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    assert isinstance(identity(Suite.NATIONAL), Identity)
    assert "secret" not in repr(own_seal(NAME, FOR_FILES).holder.key)
