"""Revocation lists: fetched while they are needed, kept for good."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from asn1crypto import crl

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.models import RevocationList, TrustAnchor
from lucai.platform.pki.ports import RevocationSource, SourceFailed
from lucai.platform.pki.strictness import demand_strict_der
from lucai.platform.pki.validation import RevocationData
from lucai.platform.records import system_access

KEPT_FRESH = timedelta(hours=1)
"""How long a list that has not run out is taken without asking for a newer one."""

AGAIN = timedelta(minutes=1)
"""How soon an address that did not answer is asked again."""

_sources: dict[str, RevocationSource] = {}
_failed: dict[str, datetime] = {}


def use(scheme: str, source: RevocationSource) -> None:
    """Let a source answer for addresses of a scheme (wiring only)."""
    _sources[scheme] = source


def current_lists(at: datetime) -> RevocationData:
    """Return the newest list of every issuer that speaks of that moment; fetch what ran out."""
    refresh_stale(at)
    rows = RevocationList.objects.seen_by(SYSTEM).filter(this_update__lte=at, next_update__gte=at)
    newest = {(row.anchor, row.issuer): row.content for row in rows.order_by("this_update", "pk")}
    return RevocationData(tuple(base64.b64decode(each) for each in newest.values()))


def refresh_stale(at: datetime) -> int:
    """Fetch the lists that have run out or were not asked for lately; return how many came."""
    return sum(
        _refresh(anchor, address)
        for anchor, address in _addresses(at)
        if not _is_fresh(anchor, address, at)
    )


def refresh(anchor: str, at: datetime) -> int:
    """Fetch the lists of one CA at once, whatever is kept."""
    return sum(_refresh(code, address) for code, address in _addresses(at) if code == anchor)


def keep_list(anchor: str, address: str, content: bytes) -> None:
    """Keep a list; whether its signature holds is asked whenever it is used.

    Raises:
        CertificateRefused: no revocation list, or one that does not say how long it holds.
    """
    demand_strict_der(content)
    try:
        parsed = crl.CertificateList.load(content, strict=True)
        body = parsed["tbs_cert_list"]
        this_update, next_update = body["this_update"].native, body["next_update"].native
        issuer = hashlib.sha256(body["issuer"].dump()).hexdigest()
        len(body["revoked_certificates"])
    except (ValueError, TypeError, KeyError) as error:
        raise CertificateRefused("这不是一份吊销列表。") from error
    if next_update is None:
        raise CertificateRefused("吊销列表没有写明下次更新时间。")
    with system_access("revocation"):
        RevocationList.objects.update_or_create(
            sha256=hashlib.sha256(content).hexdigest(),
            defaults={
                "anchor": anchor,
                "issuer": issuer,
                "address": address,
                "content": base64.b64encode(content).decode(),
                "this_update": this_update,
                "next_update": next_update,
                "fetched_at": clock.real(),
            },
        )


def _addresses(at: datetime) -> list[tuple[str, str]]:
    rows = TrustAnchor.objects.seen_by(SYSTEM).filter(valid_from__lte=at).order_by("code")
    in_force = (row for row in rows if row.valid_to is None or at < row.valid_to)
    return [(row.code, address) for row in in_force for address in row.crl_addresses]


def _is_fresh(anchor: str, address: str, at: datetime) -> bool:
    now = clock.real()
    if now - _failed.get(address, now - AGAIN) < AGAIN:
        return True
    rows = RevocationList.objects.seen_by(SYSTEM).filter(anchor=anchor, address=address)
    return bool(
        rows.filter(
            this_update__lte=at, next_update__gte=at, fetched_at__gt=now - KEPT_FRESH
        ).exists()
    )


def _refresh(anchor: str, address: str) -> int:
    try:
        keep_list(anchor, address, source_of(address).fetch(address))
    except (SourceFailed, CertificateRefused):
        # What is kept may still speak of the moment; if not, the certificate is refused.
        _failed[address] = clock.real()
        return 0
    _failed.pop(address, None)
    return 1


def source_of(address: str) -> RevocationSource:
    """Return who answers for an address.

    Raises:
        SourceFailed: nobody does.
    """
    source = _sources.get(address.partition(":")[0])
    if source is None:
        raise SourceFailed(f"nobody answers for {address}")
    return source
