"""The tables of the product library."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.registers.products.lifecycle import SOURCES
from lucai.registers.products.scope import prices_seen_by, products_seen_by


class Product(LivingRecord):
    """One model of one brand; ``attributes`` {name, value, unit}, ``certificates`` {kind, number, …, until}.

    ``lowest`` in 分 is the lowest price offered now, ``offers`` how many suppliers offer it: both
    kept beside for lists of a million rows; so are ``certified``, the kinds of certificates between
    commas, and ``next_expiry``, when the first of them ends. ``said`` is why it was sent back or taken
    out, ``objection`` what its supplier said to that, ``ruling`` what another official answered.
    """

    number = models.CharField(max_length=40, unique=True)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    brand = models.CharField(max_length=60)
    model = models.CharField(max_length=80)
    manufacturer = models.CharField(max_length=120)
    catalogue_code = models.CharField(max_length=20)
    unit = models.CharField(max_length=12)
    description = models.TextField(default="")
    attributes = models.JSONField(default=list)
    standards = models.CharField(max_length=400, default="")
    certificates = models.JSONField(default=list)
    certified = models.CharField(max_length=60, default="")
    next_expiry = models.DateField(null=True)
    says_domestic = models.BooleanField(default=False)
    made_here = models.BooleanField(default=False)
    component_share = models.PositiveSmallIntegerField(null=True)
    lowest = MoneyField(default=0)
    offers = models.PositiveIntegerField(default=0)
    listed_on = models.DateField(null=True)
    said = models.CharField(max_length=400, default="")
    sent_back_by = models.BigIntegerField(null=True)
    objection = models.CharField(max_length=1000, default="")
    ruling = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "product"
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "model", "catalogue_code"], name="product_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="product_state"),
            models.Index(fields=["state", "catalogue_code", "-id"], name="product_category"),
            models.Index(fields=["state", "lowest", "-id"], name="product_lowest"),
            models.Index(fields=["supplier_id", "-id"], name="product_supplier"),
            models.Index(fields=["state", "next_expiry"], name="product_expiry"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`products_seen_by` says."""
        return products_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """Brand, model and name."""
        return f"{self.brand} {self.model} {self.name}"

    def parties(self) -> dict[Side, int]:
        """Who entered it and who checks it."""
        return {Side.SUPPLIER: self.supplier_id, Side.SUPERVISOR: self.finance_id}


class ProductOffer(Record):
    """One supplier's offer of a product; prices in 分. ``public_price`` is its price to everybody else."""

    product_number = models.CharField(max_length=40)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    price = MoneyField()
    public_price = MoneyField(null=True)
    delivery_days = models.PositiveSmallIntegerField()
    warranty_months = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "product_offer"
        constraints = [
            models.UniqueConstraint(
                fields=["product_number", "supplier_id"], name="product_offer_once"
            )
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="product_offer_supplier")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`prices_seen_by` says."""
        return prices_seen_by(viewer)


class ProductPrice(Record):
    """One price of a product at one time, with its source; in 分."""

    product_number = models.CharField(max_length=40)
    supplier_name = models.CharField(max_length=120)
    price = MoneyField()
    source = models.CharField(max_length=12, choices=list(SOURCES.items()))
    reason = models.CharField(max_length=200, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "product_price"
        indexes = [models.Index(fields=["product_number", "-at"], name="product_price_of")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`prices_seen_by` says."""
        return prices_seen_by(viewer)
