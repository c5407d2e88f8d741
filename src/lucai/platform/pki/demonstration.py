"""The demonstration's own CAs (模拟对接): made in the data folder, trusted by nobody else.

Two of them, of different algorithms, which write the 统一社会信用代码 in different places, as
real ones do. They issue to keys that browsers made; no holder's private key is ever here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import ocsp
from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.models import Organisation, Person
from lucai.platform.pki import revocation
from lucai.platform.pki.anchors import Algorithm, Revocation
from lucai.platform.pki.certificates import to_pem
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.issuing import (
    AUTHORITY,
    Answer,
    Issuer,
    IssuingKey,
    Order,
    key_of,
    new_key,
    new_root,
)
from lucai.platform.pki.models import CertificateBinding, TrustAnchor
from lucai.platform.pki.ports import SourceFailed
from lucai.platform.pki.schemas import TrustAnchorIn, UsccSource
from lucai.platform.pki.services import install_anchor
from lucai_trust.errors import KeyRefused
from lucai_trust.gm import PublicKey

SCHEME = "lucai-demo"
FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)
CLOSES = datetime(2049, 12, 31, tzinfo=UTC)
TERM = timedelta(days=3 * 365)
LIST_TERM = timedelta(days=7)
SLACK = timedelta(days=1)
ROOT, MIDDLE = "root", "middle"
P256_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")


@dataclass(frozen=True, slots=True)
class Plan:
    """What distinguishes one of the CAs."""

    code: str
    name: str
    algorithm: Algorithm
    source: UsccSource
    oid: str


PLANS = {
    plan.code: plan
    for plan in (
        Plan("demo-sm2", "示例数字证书认证中心", Algorithm.SM2_SM3, UsccSource.SUBJECT, "2.5.4.5"),
        Plan(
            "demo-ecdsa",
            "示例电子认证服务公司",
            Algorithm.ECDSA_SHA256,
            UsccSource.EXTENSION,
            "1.2.156.10260.4.1.4",
        ),
    )
}


class DemonstrationSource:
    """Signs a fresh revocation list whenever it is asked, at the demonstration's hour."""

    def fetch(self, address: str) -> bytes:
        """Return the list of one floor of one CA."""
        code, _, floor = address.removeprefix(f"{SCHEME}://").partition("/")
        if code not in PLANS or floor not in {ROOT, MIDDLE}:
            raise SourceFailed(address)
        kept, at = _kept(PLANS[code]), clock.now()
        rows = kept["revoked"] if floor == MIDDLE else []
        revoked = [(int(serial, 16), datetime.fromisoformat(moment)) for serial, moment in rows]
        past = [(serial, moment) for serial, moment in revoked if moment <= at]
        return _issuer(PLANS[code], kept, floor).revocation_list(
            past, at=at - timedelta(minutes=1), until=at + LIST_TERM
        )

    def ask(self, address: str, request: bytes) -> bytes:
        """Answer how a certificate of one CA stands, at the demonstration's hour."""
        code = address.removeprefix(f"{SCHEME}://").partition("/")[0]
        if code not in PLANS:
            raise SourceFailed(address)
        kept, at = _kept(PLANS[code]), clock.now()
        asked = ocsp.OCSPRequest.load(request)["tbs_request"]["request_list"][0]["req_cert"]
        serials = {
            int(serial, 16): datetime.fromisoformat(when) for serial, when in kept["revoked"]
        }
        revoked_at = serials.get(asked["serial_number"].native)
        began = at - timedelta(minutes=1)
        past = revoked_at if revoked_at and revoked_at <= at else None
        return Answer(asked, began, at + LIST_TERM, past).signed_by(
            _issuer(PLANS[code], kept, MIDDLE)
        )


def ensure() -> None:
    """Put the demonstration's CAs on the trust list, if they are not there."""
    known = set(TrustAnchor.objects.seen_by(SYSTEM).values_list("code", flat=True))
    for plan in PLANS.values():
        if plan.code not in known:
            install_anchor(Actor.system(Reason.DEMONSTRATION), sheet=_sheet(plan))


def issue(viewer: Viewer, code: str, spki: bytes) -> tuple[bytes, ...]:
    """Return a certificate for a key of the viewer's, and the intermediate above it.

    That the viewer has the private key is shown when the certificate is bound.

    Raises:
        NotFound: there is no such CA, or this is no demonstration.
        CertificateRefused: not a public key of the CA's algorithm.
    """
    plan = PLANS.get(code)
    if plan is None or not settings.LUCAI_DEMO:
        raise NotFound("没有这家演示机构。")
    _demand_key(plan, spki)
    subject, extensions = _subject(viewer, plan)
    moments = (clock.now(), clock.real())
    order = Order(
        subject=subject,
        spki=spki,
        not_before=min(moments) - SLACK,
        not_after=max(moments) + TERM,
        extensions=extensions,
        ocsp_address=f"{SCHEME}://{plan.code}/ocsp",
    )
    middle = _issuer(plan, _kept(plan), MIDDLE)
    return (middle.issue(order), middle.certificate)


def revoke(viewer: Viewer, binding: int) -> None:
    """Have the issuing CA revoke one of the viewer's own certificates, to see what follows.

    Raises:
        NotFound: it is not the viewer's, or no CA of the demonstration issued it.
    """
    rows = CertificateBinding.objects.seen_by(viewer).filter(pk=binding, anchor__in=PLANS)
    row = rows.first()
    if row is None or not settings.LUCAI_DEMO:
        raise NotFound("没有找到这张演示证书。")
    plan = PLANS[row.anchor]
    kept = _kept(plan)
    moment = clock.now() - timedelta(minutes=1)
    _keep(plan, {**kept, "revoked": [*kept["revoked"], [row.serial, moment.isoformat()]]})
    revocation.refresh(plan.code, clock.now())


def _subject(viewer: Viewer, plan: Plan) -> tuple[dict[str, str], dict[str, str]]:
    """An organisation's certificate carries its code; an expert's only the name."""
    person = Person.objects.seen_by(viewer).get(pk=viewer.person)
    if viewer.side is Side.EXPERT:
        return {"country_name": "CN", "common_name": person.name}, {}
    unit = Organisation.objects.seen_by(viewer).get(pk=viewer.organisation)
    subject = {"country_name": "CN", "organization_name": unit.name, "common_name": unit.name}
    if plan.source is UsccSource.SUBJECT:
        return {**subject, "serial_number": unit.uscc}, {}
    return subject, {plan.oid: unit.uscc}


def _demand_key(plan: Plan, spki: bytes) -> None:
    try:
        if plan.algorithm is Algorithm.SM2_SM3:
            PublicKey.from_spki(spki)
            return
    except KeyRefused as error:
        raise CertificateRefused("这不是 SM2 公钥。") from error
    if not (spki.startswith(P256_SPKI) and len(spki) == len(P256_SPKI) + 65):
        raise CertificateRefused("这不是 P-256 公钥。")


def _sheet(plan: Plan) -> TrustAnchorIn:
    kept = _kept(plan)
    return TrustAnchorIn(
        code=plan.code,
        name=f"{plan.name}（模拟）",
        root=to_pem(base64.b64decode(kept[ROOT]["certificate"])),
        intermediates=to_pem(base64.b64decode(kept[MIDDLE]["certificate"])),
        algorithms=[plan.algorithm],
        crl_addresses=[f"{SCHEME}://{plan.code}/{floor}" for floor in (ROOT, MIDDLE)],
        ocsp_addresses=[f"{SCHEME}://{plan.code}/ocsp"],
        uscc_source=plan.source,
        uscc_oid=plan.oid,
        revocation=Revocation.REQUIRED,
        valid_from=FOUNDED,
        ground="演示环境自建，没有法律效力",
        recognition="模拟对接：只在演示环境使用",
        simulated=True,
    )


def _issuer(plan: Plan, kept: Mapping[str, Any], floor: str) -> Issuer:
    secret = bytes.fromhex(kept[floor]["secret"])
    return Issuer(key_of(plan.algorithm, secret), base64.b64decode(kept[floor]["certificate"]))


def _kept(plan: Plan) -> dict[str, Any]:
    path = _path(plan)
    if not path.exists():
        _keep(plan, _founded(plan))
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _founded(plan: Plan) -> dict[str, Any]:
    keys = {floor: new_key(plan.algorithm) for floor in (ROOT, MIDDLE)}
    root = new_root(keys[ROOT], _authority(plan, "根", keys[ROOT]))
    middle = root.issue(_authority(plan, "运营", keys[MIDDLE]))
    made = {ROOT: root.certificate, MIDDLE: middle}
    floors = {
        floor: {
            "secret": keys[floor].secret.hex(),
            "certificate": base64.b64encode(made[floor]).decode(),
        }
        for floor in made
    }
    return {**floors, "revoked": []}


def _authority(plan: Plan, word: str, key: IssuingKey) -> Order:
    name = f"{plan.name}{word} CA（模拟）"
    subject = {"country_name": "CN", "organization_name": plan.name, "common_name": name}
    return Order(subject, key.spki, FOUNDED, CLOSES, AUTHORITY, authority=True)


def _keep(plan: Plan, content: Mapping[str, Any]) -> None:
    path = _path(plan)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(content, indent=1), encoding="utf-8")
    fresh.replace(path)


def _path(plan: Plan) -> Path:
    return Path(settings.LUCAI_DATA_DIR) / "keys" / "demonstration-ca" / f"{plan.code}.json"
