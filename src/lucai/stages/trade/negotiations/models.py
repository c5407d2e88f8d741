"""The tables of negotiations."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.trade.negotiations import scope as scopes
from lucai.stages.trade.rounds.answers import SealedAnswer

CHANGED = {"technical": "技术要求", "service": "服务要求", "contract": "合同草案条款"}
"""What may be changed in a negotiation, and nothing else (GP-NEG-07)."""


class OfLot(LivingRecord):
    """What every row of a negotiation repeats of its lot, so that scopes need no join."""

    project_number = models.CharField(max_length=40, db_index=True)
    lot_number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    method = models.CharField(max_length=40)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """Project and lot."""
        return f"{self.project_number}-{self.lot_number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"


class NegotiationRound(OfLot):
    """The negotiation of one lot; ``number`` counts its rounds.

    ``participants`` lists ``{"id", "name", "code"}`` of the suppliers that were let in, in the
    order of their responses; ``chair_*`` repeats who leads the panel.
    """

    finance_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    participants = models.JSONField(default=list)
    ceiling = MoneyField()
    chair_place = models.PositiveSmallIntegerField(default=0)
    chair_person = models.BigIntegerField(null=True)
    chair_organisation = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "negotiation_round"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number"], name="negotiation_once_a_lot"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`negotiations_seen_by` says."""
        return scopes.negotiations_seen_by(viewer)

    def parties(self) -> dict[Side, int]:
        """The chair, once elected; who organises and who supervises."""
        parties = {Side.AGENCY: self.agency_id, Side.SUPERVISOR: self.finance_id}
        return (
            {**parties, Side.EXPERT: self.chair_organisation}
            if self.chair_organisation
            else parties
        )

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Last quotes are opened when all are due."""
        return (self.due_at, None) if step == "open_quotes" else (None, None)

    def person_of(self, step: str) -> int | None:
        """The chair leads."""
        del step
        return self.chair_person


class NegotiationRecord(OfLot):
    """What was talked about with one supplier in one round."""

    negotiation = models.ForeignKey(NegotiationRound, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    points = models.TextField()
    response = models.TextField(default="")
    publicity = models.TextField(default="")
    place = models.CharField(max_length=200, default="")
    present = models.CharField(max_length=800, default="")
    costs = models.TextField(default="")
    comparable = models.TextField(default="")
    rights = models.TextField(default="")
    recorded_by = models.CharField(max_length=60)
    at = models.DateTimeField()
    remark = models.CharField(max_length=1000, default="")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "negotiation_record"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`records_seen_by` says."""
        return scopes.records_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot and running number: no name of a supplier."""
        return f"{self.project_number}-{self.lot_number}-R{self.pk}"

    def parties(self) -> dict[Side, int]:
        """The supplier that was talked to."""
        return {Side.SUPPLIER: self.supplier_id}


class NegotiationChange(OfLot):
    """A substantial change of the demand: proposed by the panel, confirmed for the buyer.

    ``participants`` are the suppliers to be told, between commas, so that a scope is one condition.
    """

    negotiation = models.ForeignKey(NegotiationRound, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    participants = models.CharField(max_length=400)
    kind = models.CharField(max_length=12, choices=list(CHANGED.items()))
    text = models.TextField()
    reason = models.CharField(max_length=1000, default="")
    proposed_by = models.CharField(max_length=60)
    at = models.DateTimeField()
    settled_by = models.CharField(max_length=60, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "negotiation_change"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`changes_seen_by` says."""
        return scopes.changes_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot and running number."""
        return f"{self.project_number}-{self.lot_number}-C{self.pk}"

    def parties(self) -> dict[Side, int]:
        """Who confirms it."""
        return {Side.BUYER: self.buyer_id, Side.AGENCY: self.agency_id}


class FinalOffer(OfLot, SealedAnswer):
    """One supplier in the negotiation, and its last quote: prices in 分, empty until it is opened.

    Before that the quote is in an envelope that nobody can read; ``envelope_hash`` says which.
    Only the supplier reads its row, and ``region`` is empty, so that its journal entries are
    nobody's else either. ``refused_reason`` says why an opened quote cannot count.
    """

    negotiation = models.ForeignKey(NegotiationRound, on_delete=models.PROTECT, related_name="+")
    bid_code = models.CharField(max_length=24)
    first_price = MoneyField()
    price = MoneyField(null=True)
    unit_prices = models.JSONField(default=list)
    statement = models.TextField(default="")
    refused_reason = models.CharField(max_length=400, default="")
    due_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    left_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "final_offer"
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "supplier_id"], name="final_offer_once_a_supplier"
            ),
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(price__gt=0), name="final_offer_has_price"
            ),
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="final_offer_supplier")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`offers_seen_by` says."""
        return scopes.offers_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot and running number: no name of a supplier."""
        return f"{self.project_number}-{self.lot_number}-Q{self.pk}"

    def parties(self) -> dict[Side, int]:
        """The supplier alone."""
        return {Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """A last quote is due at the moment that holds for all."""
        return (None, self.due_at) if step == "hand_in" else (None, None)
