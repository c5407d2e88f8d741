"""The tables of evaluations."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.law.method_rules import award_rule
from lucai.law.methods import method
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.trade.evaluations import scope as scopes
from lucai.stages.trade.evaluations.lifecycle import BY_PANEL
from lucai.stages.trade.evaluations.limits import limit


class EvaluationSession(LivingRecord):
    """The evaluation of one lot.

    ``terms`` holds what the published document says about judging: requirements, factors with
    bands, rates, ratios, tie rule, and the day that picks the law's version. With the bids and
    the members' marks it is all that the result follows from.
    """

    project_number = models.CharField(max_length=40)
    lot_number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    lot_name = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    object_kind = models.CharField(max_length=12)
    method = models.CharField(max_length=40)
    evaluation_method = models.CharField(max_length=40)
    budget = MoneyField()
    ceiling = MoneyField()
    terms = models.JSONField(default=dict)
    chair_place = models.PositiveSmallIntegerField(default=0)
    chair_person = models.BigIntegerField(null=True)
    chair_organisation = models.BigIntegerField(null=True)
    checks_shared_at = models.DateTimeField(null=True)
    consolidated_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    failed_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "evaluation_session"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number"], name="evaluation_once_a_lot"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`sessions_seen_by` says."""
        return scopes.sessions_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project and lot."""
        return f"{self.project_number}-{self.lot_number}"

    def say(self, text: str) -> str:
        """Speak as the method does; where the panel qualifies, the organiser only hands over."""
        by_panel = self.terms.get("byPanel", False)
        return super().say(BY_PANEL.get(text, text) if by_panel else text)

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"

    def parties(self) -> dict[Side, int]:
        """The organisers; and the chair, once elected, for the panel."""
        parties = {
            Side.AGENCY: self.agency_id,
            Side.BUYER: self.buyer_id,
            Side.SUPERVISOR: self.finance_id,
        }
        if self.chair_organisation:
            parties[Side.EXPERT] = self.chair_organisation
        elif self.state in {"compliance", "consolidating"}:
            # Until a chair is elected nobody has this duty: it is not the buyer's.
            del parties[Side.BUYER]
        return parties

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The report is due some workdays after the evaluation (GP-TEN-19)."""
        if step != "deliver" or not self.reported_at:
            return None, None
        reference = method(self.method).award.get("report")
        if reference is None:
            return None, None
        return None, limit(reference.rule, reference.name, self.reported_at)

    def rule_of(self, step: str, declared: str) -> str:
        """The report's limit is the method's own."""
        return award_rule(self.method, "report", declared) if step == "deliver" else declared

    def person_of(self, step: str) -> int | None:
        """The chair sums up."""
        return self.chair_person if step in {"finish_compliance", "consolidate"} else None


class EvaluationSessionBid(Record):
    """A bid under evaluation; ``claims``: factor → stated figure, ``mask``: its code while it is dark.

    ``members`` lists a consortium's, the leader first: name, uscc, organisation.
    """

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    bid_code = models.CharField(max_length=24)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    price = MoneyField()
    small = models.BooleanField(default=False)
    domestic = models.BooleanField(default=False)
    domestic_share = models.PositiveIntegerField(null=True)
    small_share = models.PositiveIntegerField(null=True)
    brands = models.JSONField(default=list)
    claims = models.JSONField(default=dict)
    mask = models.CharField(max_length=8, default="")
    members = models.JSONField(default=list)
    qualified = models.BooleanField(null=True)
    compliant = models.BooleanField(null=True)
    reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "evaluation_session_bid"
        constraints = [
            models.UniqueConstraint(fields=["session", "bid_code"], name="evaluated_bid_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="evaluated_bid_price"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`bids_seen_by` says."""
        return scopes.bids_seen_by(viewer)


class QualificationFinding(Record):
    """Whether one bidder meets one qualification requirement, as the organiser found."""

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    bid_code = models.CharField(max_length=24)
    requirement_number = models.CharField(max_length=12)
    passed = models.BooleanField()
    reason = models.CharField(max_length=400, default="")
    checked_by = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        db_table = "qualification_finding"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "bid_code", "requirement_number"],
                name="qualification_finding_once",
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`qualification_seen_by` says."""
        return scopes.qualification_seen_by(viewer)


class ScoreSheet(LivingRecord):
    """One member's work on one lot: checks, scores, signature. ``place`` names the member."""

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    lot_number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    place = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    is_expert = models.BooleanField()
    signed_at = models.DateTimeField(null=True)
    silent = models.BooleanField(default=False)

    class Meta:
        db_table = "score_sheet"
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="score_sheet_once")
        ]
        indexes = [models.Index(fields=["person_id", "state"], name="score_sheet_person")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`sheets_seen_by` says."""
        return scopes.sheets_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot and place, never a name."""
        return f"{self.project_number}-{self.lot_number}-{self.place}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"

    def parties(self) -> dict[Side, int]:
        """The member's own organisation."""
        side = Side.EXPERT if self.is_expert else Side.BUYER
        return {side: self.organisation_id, Side.AGENCY: self.agency_id}

    def person_of(self, step: str) -> int | None:
        """Nobody scores or signs for another."""
        return None if step == "agree_silently" else self.person_id


class ComplianceFinding(Record):
    """What one member found on one substantive requirement of one bid."""

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    bid_code = models.CharField(max_length=24)
    requirement_number = models.CharField(max_length=12)
    passed = models.BooleanField()
    reason = models.CharField(max_length=400, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "compliance_finding"
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "bid_code", "requirement_number"], name="compliance_finding_once"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`checks_seen_by` says."""
        return scopes.checks_seen_by(viewer)


class Score(Record):
    """What one member gave one bid for one factor, in hundredths of a point, and why.

    ``figure``: what the member verified for a formula; ``sealed``: all of it, while enciphered.
    """

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    bid_code = models.CharField(max_length=24)
    criterion_number = models.PositiveSmallIntegerField()
    points = models.PositiveIntegerField()
    band = models.CharField(max_length=20, default="")
    figure = models.CharField(max_length=20, default="")
    reason = models.CharField(max_length=1000, default="")
    corrected = models.CharField(max_length=400, default="")
    sealed = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "score"
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "bid_code", "criterion_number"], name="score_once"
            )
        ]
        indexes = [models.Index(fields=["session", "bid_code"], name="score_of_bid")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`scores_seen_by` says."""
        return scopes.scores_seen_by(viewer)


class Dissent(Record):
    """A member's differing opinion on the report, in the member's own words."""

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    opinion = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "dissent"
        constraints = [models.UniqueConstraint(fields=["sheet"], name="dissent_once")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`dissents_seen_by` says."""
        return scopes.dissents_seen_by(viewer)


class LowPriceEnquiry(LivingRecord):
    """A bidder asked to explain a low price: why, until when, what was said, what was found."""

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    lot_number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    agency_id = models.BigIntegerField()
    bid_code = models.CharField(max_length=24)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    triggers = models.JSONField(default=list)
    calculation = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reply = models.TextField(default="")
    file_ids = models.JSONField(default=list)
    replied_at = models.DateTimeField(null=True)
    verdict_reason = models.CharField(max_length=1000, default="")

    class Meta:
        db_table = "low_price_enquiry"
        constraints = [
            models.UniqueConstraint(fields=["session", "bid_code"], name="low_price_enquiry_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`enquiries_seen_by` says."""
        return scopes.enquiries_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot and bid."""
        return f"{self.project_number}-{self.lot_number}-{self.bid_code}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"

    def parties(self) -> dict[Side, int]:
        """Who has to explain."""
        return {Side.SUPPLIER: self.supplier_id, Side.AGENCY: self.agency_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """An explanation is due when its time is over."""
        return (None, self.due_at) if step == "reply" else (None, None)


class EvaluationReport(Record):
    """What the evaluation of a lot came to: inputs, every line of the calculation, the result."""

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField(default=dict)
    calculation = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "evaluation_report"
        constraints = [models.UniqueConstraint(fields=["session"], name="evaluation_report_once")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`reports_seen_by` says."""
        return scopes.reports_seen_by(viewer)


class EvaluationReportBid(Record):
    """A bid's line in the report; points in hundredths, the evaluated price in 分 rounded."""

    session = models.ForeignKey(EvaluationSession, on_delete=models.PROTECT, related_name="+")
    bid_code = models.CharField(max_length=24)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    price = MoneyField()
    evaluated_price = MoneyField(null=True)
    price_points = models.PositiveIntegerField(null=True)
    factors = models.JSONField(default=list)
    total = models.PositiveIntegerField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    tie = models.CharField(max_length=200, default="")
    reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "evaluation_report_bid"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "bid_code"], name="evaluation_report_bid_once"
            ),
            models.UniqueConstraint(
                fields=["session", "rank"],
                condition=Q(rank__isnull=False),
                name="evaluation_rank_once",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`results_seen_by` says."""
        return scopes.results_seen_by(viewer)
