"""The tables of procurement plans."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.plan.plans.scope import plans_seen_by


class ProcurementPlan(LivingRecord):
    """One 采购实施计划; amounts in 分.

    ``finance_id`` files it, ``method_finance_id`` (a city's or the province's) approves its
    method. ``drafters`` keeps who wrote it, as {person, name}; ``submission`` counts submissions,
    so that reviews of an earlier version no longer count. ``method_case`` is the law's situation
    for a method other than the open tender (``consultation.services``), ``failed_project`` the
    procurement that failed before; ``emergency_finding`` says why reserves do not suffice;
    ``expert_argument`` what experts said of a cooperation;
    ``import_experts`` lists {name, unit, title, legal, opinion} of those who argued for an import;
    ``suppliers_left`` how many were left where this one failed.
    """

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    buyer_level = models.CharField(max_length=12)
    agency_id = models.BigIntegerField(null=True)
    finance_id = models.BigIntegerField()
    method_finance_id = models.BigIntegerField()
    fiscal_year = models.PositiveSmallIntegerField()
    intention_code = models.CharField(max_length=40, default="")
    intention_exempt_reason = models.CharField(max_length=500, default="")

    object_kind = models.CharField(max_length=20)
    works_part = models.CharField(max_length=24, default="none")
    works_exemption = models.CharField(max_length=16, default="none")
    method = models.CharField(max_length=20)
    method_case = models.CharField(max_length=40, default="")
    sole_supplier = models.CharField(max_length=18, default="")
    justification = models.CharField(max_length=40, default="")
    failed_project = models.CharField(max_length=40, default="")
    method_reason = models.TextField(default="")
    emergency_event = models.CharField(max_length=200, default="")
    emergency_on = models.DateField(null=True)
    emergency_finding = models.TextField(default="")
    expert_argument = models.TextField(default="")
    original_contract = models.CharField(max_length=60, default="")
    original_amount = MoneyField(null=True)
    method_consent = models.CharField(max_length=500, default="")
    organisation_form = models.CharField(max_length=20)
    implementation_form = models.CharField(max_length=20)
    evaluation_method = models.CharField(max_length=20)
    amount = MoneyField()
    ceiling = MoneyField(null=True)
    planned_start = models.DateField()

    sme_policy = models.CharField(max_length=20)
    sme_reason = models.CharField(max_length=500, default="")
    imports = models.BooleanField(default=False)
    import_approval = models.CharField(max_length=80, default="")
    import_kind = models.CharField(max_length=12, default="general")
    import_policy = models.CharField(max_length=200, default="")
    import_opinion = models.TextField(default="")
    import_experts = models.JSONField(default=list)

    demand = models.TextField(default="")
    designers = models.CharField(max_length=400, default="")
    technically_complex = models.BooleanField(default=False)
    public_service = models.BooleanField(default=False)
    survey = models.TextField(default="")
    survey_on = models.DateField(null=True)
    survey_respondents = models.PositiveSmallIntegerField(default=0)

    drafters = models.JSONField(default=list)
    submission = models.PositiveSmallIntegerField(default=0)
    returned_reason = models.TextField(default="")
    method_approval = models.CharField(max_length=80, default="")
    method_approved_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(default="")
    suppliers_left = models.PositiveSmallIntegerField(null=True)
    project_number = models.CharField(max_length=40, default="", db_index=True)

    class Meta:
        db_table = "procurement_plan"
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="plan_buyer"),
            models.Index(fields=["region", "-id"], name="plan_region"),
            models.Index(fields=["buyer_id", "state"], name="plan_buyer_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_has_amount"),
            models.CheckConstraint(
                condition=Q(ceiling=None) | Q(ceiling__lte=F("amount")),
                name="plan_ceiling_in_budget",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`plans_seen_by` says."""
        return plans_seen_by(viewer)

    @property
    def key(self) -> str:
        """The plan's number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The buyer, and the finance department whose turn it is."""
        approving = self.state == "method_pending"
        finance = self.method_finance_id if approving else self.finance_id
        return {Side.BUYER: self.buyer_id, Side.SUPERVISOR: finance}


class PlanPackage(Record):
    """One lot (包) of a plan."""

    plan = models.ForeignKey(ProcurementPlan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    amount = MoneyField()
    ceiling = MoneyField(null=True)
    sme_reserved = models.BooleanField(default=False)

    class Meta:
        db_table = "plan_package"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_package_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_package_has_amount"),
            models.CheckConstraint(
                condition=Q(ceiling=None) | Q(ceiling__lte=F("amount")),
                name="plan_package_ceiling_in_budget",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the plan's."""
        return plans_seen_by(viewer, through="plan__")


class PlanItem(Record):
    """One thing to be bought; ``quantity`` is a decimal as text, the unit price in 分."""

    package = models.ForeignKey(PlanPackage, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    catalogue_code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    quantity = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    unit_price = MoneyField()
    requirement = models.TextField(default="")
    domestic = models.BooleanField(default=True)

    class Meta:
        db_table = "plan_item"
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="plan_item_once"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the plan's."""
        return plans_seen_by(viewer, through="package__plan__")


class PlanFunding(Record):
    """What a plan takes from one budget indicator."""

    plan = models.ForeignKey(ProcurementPlan, on_delete=models.PROTECT, related_name="+")
    indicator_code = models.CharField(max_length=40)
    amount = MoneyField()

    class Meta:
        db_table = "plan_funding"
        constraints = [
            models.UniqueConstraint(fields=["plan", "indicator_code"], name="plan_funding_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_funding_has_amount"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the plan's."""
        return plans_seen_by(viewer, through="plan__")


class PackageFunding(Record):
    """What a lot has of one indicator, since filing: held, then committed, then consumed."""

    package = models.ForeignKey(PlanPackage, on_delete=models.PROTECT, related_name="+")
    indicator_code = models.CharField(max_length=40)
    held = MoneyField()
    committed = MoneyField(default=0)
    consumed = MoneyField(default=0)

    class Meta:
        db_table = "plan_package_funding"
        constraints = [
            models.UniqueConstraint(
                fields=["package", "indicator_code"], name="plan_package_funding_once"
            ),
            models.CheckConstraint(
                condition=Q(held__gte=0, committed__gte=0, consumed__gte=0),
                name="plan_package_funding_not_negative",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the plan's."""
        return plans_seen_by(viewer, through="package__plan__")


class PlanReview(Record):
    """One review of one submitted version: by whom, passed or not, with what opinion."""

    plan = models.ForeignKey(ProcurementPlan, on_delete=models.PROTECT, related_name="+")
    submission = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    reviewer_id = models.BigIntegerField()
    reviewer_name = models.CharField(max_length=60)
    passed = models.BooleanField()
    opinion = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "plan_review"
        constraints = [
            models.UniqueConstraint(fields=["plan", "submission", "kind"], name="plan_review_once"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The buyer's own and the finance departments'; an agency has no part in it."""
        if viewer.side is Side.AGENCY:
            return Q(pk__in=[])
        return plans_seen_by(viewer, through="plan__")
