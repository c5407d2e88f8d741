"""The tables of hand-overs and asset cards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.acceptance.assets.lifecycle import CARD_STATES
from lucai.stages.acceptance.assets.scope import assets_seen_by


class AssetTransfer(LivingRecord):
    """The hand-over of what one acceptance took in."""

    contract_number = models.CharField(max_length=60)
    acceptance_number = models.PositiveIntegerField()
    contract_title = models.CharField(max_length=160)
    about_project = models.CharField(max_length=40)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    buyer_code = models.CharField(max_length=18)
    supplier_name = models.CharField(max_length=120)
    handed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True)

    class Meta:
        db_table = "asset_transfer"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "acceptance_number"], name="asset_transfer_once"
            )
        ]
        indexes = [
            models.Index(fields=["try_after"], name="asset_transfer_due", condition=Q(state="sent"))
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`assets_seen_by` says."""
        return assets_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and acceptance."""
        return f"{self.contract_number}-Z{self.acceptance_number}"

    @property
    def project_number(self) -> str:
        """The procurement it came from."""
        return self.about_project

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.contract_title

    def parties(self) -> dict[Side, int]:
        """Whose assets they are."""
        return {Side.BUYER: self.buyer_id}


class AssetCard(Record):
    """One card: a thing with its serial, or a batch without; money in 分."""

    transfer = models.ForeignKey(AssetTransfer, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, unique=True)
    region = models.CharField(max_length=6)
    buyer_path = models.CharField(max_length=200)
    contract_number = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=160)
    specification = models.CharField(max_length=400, default="")
    category = models.CharField(max_length=12)
    category_name = models.CharField(max_length=120)
    quantity = models.CharField(max_length=24)
    unit = models.CharField(max_length=20)
    unit_price = MoneyField()
    value = MoneyField()
    serial = models.CharField(max_length=80, default="")
    acquired_on = models.DateField()
    department = models.CharField(max_length=80, default="")
    keeper = models.CharField(max_length=60, default="")
    location = models.CharField(max_length=160, default="")
    state = models.CharField(max_length=12, choices=list(CARD_STATES.items()))
    receipt = models.CharField(max_length=60, default="")
    refusal_code = models.CharField(max_length=20, default="")
    refusal = models.CharField(max_length=400, default="")
    refusal_field = models.CharField(max_length=40, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "asset_card"
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="asset_card_value"),
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="asset_card_buyer"),
            models.Index(fields=["serial"], name="asset_card_serial"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`assets_seen_by` says."""
        return assets_seen_by(viewer)
