"""The tables of the trust list, of revocation lists, and of whose certificates are known.

Certificates and lists are kept as base64 of their DER.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody, nobody


class TrustAnchor(Record):
    """One CA that is trusted: what to believe of it, since when, on what legal ground."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    root = models.TextField()
    intermediates = models.JSONField(default=list)
    algorithms = models.JSONField(default=list)
    crl_addresses = models.JSONField(default=list)
    ocsp_addresses = models.JSONField(default=list)
    policies = models.JSONField(default=list)
    uscc_source = models.CharField(max_length=20)
    uscc_oid = models.CharField(max_length=80)
    uscc_pattern = models.CharField(max_length=200)
    signing_usage = models.JSONField(default=list)
    revocation = models.CharField(max_length=20)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    ground = models.CharField(max_length=200)
    recognition = models.CharField(max_length=200, default="")
    simulated = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "trust_anchor"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Whom the platform trusts is no secret."""
        del viewer
        return everybody()


class TrustChange(Record):
    """A change of the trust list: proposed by one officer, decided by another."""

    code = models.CharField(max_length=40)
    sheet = models.JSONField()
    reason = models.CharField(max_length=200)
    proposed_by = models.BigIntegerField()
    proposed_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_name = models.CharField(max_length=120, default="")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    note = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "trust_change"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Those who propose and those who decide."""
        sides = {Side.SYSTEM, Side.ADMINISTRATOR, Side.SUPERVISOR}
        return everybody() if viewer.side in sides else nobody()


class RevocationList(Record):
    """A revocation list as its CA signed it; kept, because CAs do not keep them for ten years."""

    anchor = models.CharField(max_length=40)
    issuer = models.CharField(max_length=64)
    address = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    this_update = models.DateTimeField()
    next_update = models.DateTimeField()
    fetched_at = models.DateTimeField()

    class Meta:
        db_table = "revocation_list"
        indexes = [
            models.Index(fields=["anchor", "issuer", "this_update"], name="revocation_list_newest")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """CAs publish them."""
        del viewer
        return everybody()


class CertificateBinding(Record):
    """Whose a certificate is: a person's, acting for an organisation."""

    fingerprint = models.CharField(max_length=64)
    certificate = models.TextField()
    anchor = models.CharField(max_length=40)
    person = models.BigIntegerField(db_index=True)
    organisation = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, default="")
    serial = models.CharField(max_length=64)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    bound_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "certificate_binding"
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(ended_at__isnull=True),
                name="certificate_binding_once",
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The person's own."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        return Q(person=viewer.person) if viewer.person else nobody()


class CertificateEvidence(Record):
    """What was checked when a signature was taken: message, path, lists, moment.

    With these bytes anybody can check again when CA and certificate are long gone. ``about`` is
    the record or document whose digests an act's message names, as it was signed.
    """

    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()
    person = models.BigIntegerField(null=True)
    organisation = models.BigIntegerField(null=True)
    anchor = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, db_index=True)
    message = models.TextField()
    digest = models.CharField(max_length=64, default="", db_index=True)
    about = models.TextField(default="")
    signature = models.JSONField()
    path = models.JSONField()
    lists = models.JSONField(default=list)
    answers = models.JSONField(default=list)

    class Meta:
        db_table = "certificate_evidence"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who signed sees it; modules open theirs by own rules."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        if not viewer.person:
            return nobody()
        return Q(person=viewer.person)
