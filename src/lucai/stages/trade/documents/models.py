"""The tables of tender documents."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.deadlines import BACKWARD, deadline
from lucai.law.method_rules import time_of
from lucai.platform.records import LivingRecord, Record, nobody
from lucai.stages.trade.documents.scope import (
    OUTSIDE,
    documents_seen_by,
    enquiries_seen_by,
    revisions_seen_by,
)
from lucai.stages.trade.documents.wording import (
    CRITERION_KINDS,
    REQUIREMENT_KINDS,
    TIE_RULES,
)


class OfProject(LivingRecord):
    """What a document and its clarifications repeat of their project, so that scopes need no join."""

    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=200)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    method = models.CharField(max_length=40, default="open")
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`documents_seen_by` says."""
        return documents_seen_by(viewer)

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """Who confirms, who drafts, who supervises."""
        return {
            Side.BUYER: self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }


class TenderDocument(OfProject):
    """The tender document of one project; ratios in 万分之一, money in 分.

    ``chapters`` maps a clause's id to its text, ``composition`` says how the clauses are put
    together (:class:`~lucai.stages.trade.documents.composing.Composition`); ``bid_security`` a lot's number to 分;
    ``low_price_ratios`` holds the three ratios AVG, NEXT, CEIL; ``bidder_keys`` a
    :class:`~lucai.stages.trade.projects.opening_keys.BidderKeys`, or nothing.
    """

    edition = models.PositiveSmallIntegerField(default=1)
    blank = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=12)
    evaluation_method = models.CharField(max_length=40)
    chapters = models.JSONField(default=dict)
    composition = models.JSONField(default=dict)
    notice_on = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    available_until = models.DateTimeField(null=True)
    bid_deadline = models.DateTimeField(null=True)
    opening_place = models.CharField(max_length=200, default="")
    validity_days = models.PositiveSmallIntegerField(null=True)
    bid_security = models.JSONField(default=dict)
    sme_rate = models.PositiveIntegerField(null=True)
    sme_joint_rate = models.PositiveIntegerField(null=True)
    domestic_applies = models.BooleanField(default=True)
    low_price_ratios = models.JSONField(default=list)
    tie_rule = models.CharField(max_length=12, choices=list(TIE_RULES.items()), default="draw")
    consortium = models.BooleanField(default=True)
    information_system = models.BooleanField(default=False)
    uniform_price = models.BooleanField(default=False)
    core_product = models.CharField(max_length=200, default="")
    rounds = models.PositiveSmallIntegerField(default=2)
    performance_period = models.CharField(max_length=200, default="")
    bidder_keys = models.JSONField(default=dict)
    returned_reason = models.CharField(max_length=400, default="")
    confirmed_at = models.DateTimeField(null=True)
    file_id = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, default="")
    sm3 = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "tender_document"
        constraints = [
            models.UniqueConstraint(fields=["project_number"], name="tender_document_once")
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="tender_document_buyer"),
            models.Index(fields=["agency_id", "-id"], name="tender_document_agency"),
        ]

    @property
    def key(self) -> str:
        """The project's number: a project has one tender document."""
        return self.project_number

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Publication opens on the planned day and is due while the bid period is still whole."""
        if step != "publish" or not (self.notice_on and self.bid_deadline):
            return None, None
        last_day = self.bid_deadline.astimezone(clock.BEIJING).date()
        floor = time_of(self.method, "response")
        if floor is None:
            return clock.moment(self.notice_on), self.bid_deadline
        latest = deadline(floor.rule, last_day, floor.name, direction=BACKWARD).date
        return clock.moment(self.notice_on), clock.moment(latest) + timedelta(days=1)


class Requirement(Record):
    """One requirement; ``lot_number`` 0 stands for all lots, ``substantive`` for the ★."""

    document = models.ForeignKey(TenderDocument, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    lot_number = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=16, choices=list(REQUIREMENT_KINDS.items()))
    name = models.CharField(max_length=80)
    text = models.TextField()
    substantive = models.BooleanField(default=False)
    evidence = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "requirement"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="requirement_number_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the document's."""
        return documents_seen_by(viewer, through="document__")


class ScoringCriterion(Record):
    """One scoring factor of a lot; ``weight`` in hundredths of a point.

    ``bands`` lists ``{"name", "least", "most", "standard"}`` in hundredths, best first;
    ``formula`` is what :mod:`lucai.law.formulas` reads, empty where members mark an objective
    factor themselves.
    """

    document = models.ForeignKey(TenderDocument, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    lot_number = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=list(CRITERION_KINDS.items()))
    name = models.CharField(max_length=80)
    weight = models.PositiveIntegerField()
    standard = models.TextField()
    bands = models.JSONField(default=list)
    formula = models.JSONField(default=dict)

    class Meta:
        db_table = "scoring_criterion"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "lot_number", "number"], name="scoring_criterion_number_once"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0), name="scoring_criterion_weight_positive"
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the document's."""
        return documents_seen_by(viewer, through="document__")


class Clarification(OfProject):
    """A 澄清或者修改, announced as 更正公告; ``new_deadline`` when the bid deadline moves.

    ``changes`` maps a place of the document to the words that take the old ones' place.
    """

    document = models.ForeignKey(TenderDocument, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    question = models.TextField(default="")
    text = models.TextField()
    affects_bids = models.BooleanField()
    changes_object = models.BooleanField(default=False)
    changes_qualification = models.BooleanField(default=False)
    old_deadline = models.DateTimeField()
    new_deadline = models.DateTimeField(null=True)
    enquiries = models.JSONField(default=list)
    changes = models.JSONField(default=dict)

    class Meta:
        db_table = "clarification"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "number"], name="clarification_number_once"
            )
        ]

    @property
    def key(self) -> str:
        """Project and number of the clarification."""
        return f"{self.project_number}-{self.number}"


class Enquiry(LivingRecord):
    """A supplier's question before the deadline. Others read the question, never who asked.

    It is answered to the asker alone, or to everybody by the clarification ``answered_in``.
    """

    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=200, default="")
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    question = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(default="")
    answered_in = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "enquiry"
        indexes = [models.Index(fields=["project_number", "id"], name="enquiry_of_project")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`enquiries_seen_by` says."""
        return enquiries_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project and running number: nothing that points to the asker."""
        return f"{self.project_number}-Q{self.pk}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """Who answers; the asker is nobody's business."""
        return {Side.AGENCY: self.agency_id}


class DocumentPart(Record):
    """What several tables of a document's own history share: whose it is, who did it, when."""

    document = models.ForeignKey(TenderDocument, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    place = models.CharField(max_length=60)
    label = models.CharField(max_length=160)
    reason = models.TextField(default="")
    person = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=60)
    organisation_name = models.CharField(max_length=120)
    side = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The parties and their supervisors; how a document came about is nobody else's."""
        if viewer.side in OUTSIDE:
            return nobody()
        return documents_seen_by(viewer, through="document__")


class DocumentChange(DocumentPart):
    """One change of a document by one of its parties, word for word."""

    kind = models.CharField(max_length=12)
    before = models.TextField(default="")
    after = models.TextField(default="")

    class Meta:
        db_table = "document_change"
        indexes = [models.Index(fields=["document", "-id"], name="document_change_newest")]


class LeadAnswer(DocumentPart):
    """The reason given for a lead of the clause check; the newest of a ``key`` holds."""

    key = models.CharField(max_length=16)
    form = models.CharField(max_length=4)
    sentence = models.TextField()

    class Meta:
        db_table = "clause_lead_answer"
        indexes = [models.Index(fields=["document", "key"], name="clause_lead_answer_key")]


class DocumentEdition(Record):
    """A document as it was published, or as a clarification left it; it never changes.

    ``parts`` lists ``[place, label, text]``; ``clarification`` 0 stands for the publication.
    """

    document = models.ForeignKey(TenderDocument, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    number = models.PositiveSmallIntegerField()
    clarification = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=list)
    bid_deadline = models.DateTimeField(null=True)
    file_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "document_edition"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_edition_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the document's."""
        return documents_seen_by(viewer, through="document__")


class ClauseRevision(LivingRecord):
    """A new wording of a clause of the library, proposed, and approved by the finance department.

    ``clause`` is the library's key; approved, it holds for drafts begun from ``since`` on in
    regions whose code begins with ``holds_in``.
    """

    clause = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    before = models.TextField()
    text = models.TextField()
    reason = models.TextField()
    since = models.DateField()
    proposer_id = models.BigIntegerField()
    proposer_name = models.CharField(max_length=120)
    proposer_side = models.CharField(max_length=16)
    proposed_by = models.BigIntegerField(null=True)
    finance_id = models.BigIntegerField()
    opinion = models.TextField(default="")
    decided_by = models.CharField(max_length=120, default="")
    approved_at = models.DateTimeField(null=True)
    holds_in = models.CharField(max_length=6, default="")

    class Meta:
        db_table = "clause_revision"
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="clause_revision_once")
        ]
        indexes = [models.Index(fields=["region", "state"], name="clause_revision_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`revisions_seen_by` says."""
        return revisions_seen_by(viewer)

    @property
    def key(self) -> str:
        """Clause and running number."""
        return f"{self.clause}-{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.name}（第 {self.number} 次修订）"

    def parties(self) -> dict[Side, int]:
        """The finance department decides."""
        return {Side.SUPERVISOR: self.finance_id}
