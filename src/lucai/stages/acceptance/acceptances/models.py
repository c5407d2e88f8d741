"""The tables of acceptances."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record, nobody
from lucai.stages.acceptance.acceptances.lifecycle import MEMBER_KINDS, PURPOSES, SATISFACTION
from lucai.stages.acceptance.acceptances.scope import acceptances_seen_by


class Acceptance(LivingRecord):
    """The acceptance of one delivery; ``amount`` is what the accepted quantities are worth, in 分."""

    contract_number = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    delivery_number = models.PositiveIntegerField()
    project_number = models.CharField(max_length=40, db_index=True)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    accepted_on = models.DateField(null=True)
    place = models.CharField(max_length=200, default="")
    public_service = models.BooleanField(default=False)
    users_took_part = models.BooleanField(default=False)
    complex_project = models.BooleanField(default=False)
    attachments = models.JSONField(default=list)
    opinions = models.PositiveIntegerField(default=0)
    opinion = models.TextField(default="")
    other_opinions = models.TextField(default="")
    photos = models.JSONField(default=list)
    amount = MoneyField(default=0)
    due_at = models.DateTimeField(null=True)
    acceptor = models.BigIntegerField(null=True)
    acceptor_name = models.CharField(max_length=60, default="")
    objection = models.CharField(max_length=1000, default="")
    submitted_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    warranty_until = models.DateField(null=True)
    warranty_told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "acceptance"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="acceptance_number_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="acceptance_amount"),
        ]
        indexes = [
            models.Index(fields=["supplier_id", "-id"], name="acceptance_supplier"),
            models.Index(
                fields=["warranty_until"],
                name="acceptance_warranty",
                condition=Q(warranty_until__isnull=False),
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`acceptances_seen_by` says."""
        return acceptances_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the acceptance."""
        return f"{self.contract_number}-Y{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · 第 {self.number} 次验收"

    def parties(self) -> dict[Side, int]:
        """Who accepts, who agrees, who is told."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.AGENCY: self.agency_id,
        }

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The contract says until when acceptance is concluded."""
        return None, self.due_at if step in {"submit", "publish"} else None


class AcceptanceLine(Record):
    """One thing looked at: an item of the contract, or a requirement the bid answered.

    ``verdict`` is empty until it was looked at, then passed or failed. ``delivered`` and
    ``accepted`` are quantities of an item, as text.
    """

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="+")
    contract_number = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    reference = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    agreed = models.TextField(default="")
    unit = models.CharField(max_length=20, default="")
    delivered = models.CharField(max_length=24, default="")
    accepted = models.CharField(max_length=24, default="")
    found = models.TextField(default="")
    verdict = models.CharField(max_length=8, default="")

    class Meta:
        db_table = "acceptance_line"
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "number"], name="acceptance_line_number_once"
            )
        ]
        indexes = [models.Index(fields=["contract_number"], name="acceptance_line_contract")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the acceptance's."""
        return acceptances_seen_by(viewer, through="acceptance__")


class AcceptanceMember(Record):
    """A member of the group; ``signed`` says that they signed the acceptance form."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    organisation = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=list(MEMBER_KINDS.items()))
    signed = models.BooleanField(default=False)

    class Meta:
        db_table = "acceptance_member"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the acceptance's."""
        return acceptances_seen_by(viewer, through="acceptance__")


class Invitation(Record):
    """A way in for people without an account: an address with a token, until ``expires_at``.

    ``name`` and ``organisation`` are those of an outside member of the group; empty for users.
    """

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=list(PURPOSES.items()))
    name = models.CharField(max_length=60, default="")
    organisation = models.CharField(max_length=120, default="")
    salt = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "acceptance_invitation"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The parties and their supervisors; the public only through its token."""
        return _private(viewer)


class Opinion(Record):
    """What an invited person said; ``sm3`` is that of the result a member signed.

    ``source`` tells addresses apart without keeping them.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, default="")
    satisfaction = models.CharField(max_length=8, default="", choices=list(SATISFACTION.items()))
    text = models.CharField(max_length=1000, default="")
    sm3 = models.CharField(max_length=64, default="")
    at = models.DateTimeField()
    source = models.CharField(max_length=32)

    class Meta:
        db_table = "acceptance_opinion"
        indexes = [models.Index(fields=["invitation", "at"], name="acceptance_opinion_at")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the invitation's."""
        return _private(viewer)


def _private(viewer: Viewer) -> Q:
    if viewer.side is Side.PUBLIC:
        return nobody()
    return acceptances_seen_by(viewer, through="acceptance__")
