"""The tables of complaints: the complaint, statements, evidence, hearings, tests, and appeals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.challenges import Interval, complaint_window, examination_window, screening_window
from lucai.law.deadlines import deadline
from lucai.oversight.complaints.scope import (
    appeals_seen_by,
    complaints_seen_by,
    evidence_seen_by,
    hearings_seen_by,
    statements_seen_by,
    tests_seen_by,
)
from lucai.platform.records import LivingRecord, Record


class Complaint(LivingRecord):
    """A 投诉书 and how it was dealt with.

    ``points`` are ``{matter, facts, law, origin}``, where ``origin`` is the place of the
    challenged point or ``reply``; ``files`` are ``{id, name, size, sm3, by}``. ``ruling_draft`` is
    what the handler drafted, apart from the decision itself: nobody but 财政 reads it before
    another person has made it the decision. ``project_number`` may be a framework's or an order's,
    ``round`` and ``struck`` say of which call and whose admission is cancelled; 0: no such party.
    """

    number = models.CharField(max_length=60, unique=True)
    project_number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    challenge_number = models.CharField(max_length=60)
    challenged_on = models.DateField()
    about = models.CharField(max_length=10)
    lots = models.JSONField(default=list)
    round = models.PositiveSmallIntegerField(default=0)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    points = models.JSONField(default=list)
    request = models.TextField(default="")
    contact = models.CharField(max_length=60, default="")
    phone = models.CharField(max_length=40, default="")
    address = models.CharField(max_length=200, default="")
    agent = models.CharField(max_length=120, default="")
    agent_until = models.DateField(null=True)
    partners = models.CharField(max_length=400, default="")
    partners_signed = models.BooleanField(default=False)
    foreign_papers = models.CharField(max_length=200, default="")
    translated = models.BooleanField(default=False)
    signed_by = models.CharField(max_length=60, default="")
    files = models.JSONField(default=list)
    received_at = models.DateTimeField(null=True)
    correction_reason = models.CharField(max_length=800, default="")
    correction_asked_at = models.DateTimeField(null=True)
    correct_until = models.DateField(null=True)
    corrected_at = models.DateTimeField(null=True)
    screened_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=2000, default="")
    accepted_at = models.DateTimeField(null=True)
    copied_at = models.DateTimeField(null=True)
    decide_due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_until = models.DateField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    pause_reason = models.CharField(max_length=400, default="")
    ruling_draft = models.JSONField(default=dict)
    drafted_by = models.BigIntegerField(null=True)
    drafter_name = models.CharField(max_length=60, default="")
    drafted_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=2000, default="")
    returned_name = models.CharField(max_length=60, default="")
    returned_at = models.DateTimeField(null=True)
    ruling = models.CharField(max_length=20, default="")
    ground = models.CharField(max_length=20, default="")
    remedy = models.CharField(max_length=20, default="")
    struck = models.JSONField(default=list)
    stage = models.CharField(max_length=20, default="")
    findings = models.TextField(default="")
    basis = models.TextField(default="")
    decision = models.TextField(default="")
    cost_bearer = models.CharField(max_length=120, default="")
    decided_at = models.DateTimeField(null=True)
    approver_name = models.CharField(max_length=60, default="")
    published_at = models.DateTimeField(null=True)
    carried_text = models.TextField(default="")
    carried_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaint"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None) | ~Q(ruling=""), name="complaint_decided_has_ruling"
            ),
        ]
        indexes = [
            models.Index(fields=["project_number"], name="complaint_project"),
            models.Index(fields=["challenge_number"], name="complaint_challenge"),
            models.Index(fields=["supplier_id", "-id"], name="complaint_supplier"),
            models.Index(fields=["buyer_path", "-id"], name="complaint_buyer"),
            models.Index(fields=["agency_id", "-id"], name="complaint_agency"),
            models.Index(fields=["region", "-id"], name="complaint_region"),
            models.Index(
                fields=["challenged_on"], name="complaint_drafts", condition=Q(state="draft")
            ),
            models.Index(
                fields=["paused_until"],
                name="complaint_paused",
                condition=Q(paused_at__isnull=False),
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`complaints_seen_by` says."""
        return complaints_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    @property
    def received_on(self) -> date | None:
        """The Beijing day on which it was handed in."""
        return beijing_day(self.received_at) if self.received_at else None

    @property
    def correction(self) -> tuple[Interval, ...]:
        """The time of a correction that came, first and last day: it counts nowhere (条例 art 58)."""
        if not (self.correction_asked_at and self.corrected_at):
            return ()
        return ((beijing_day(self.correction_asked_at), beijing_day(self.corrected_at)),)

    def parties(self) -> dict[Side, int]:
        """Who complains, who decides, who has to carry the decision out."""
        return _there(self)

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Every clock counts from receipt; but what is not corrected is refused soon after its last day."""
        if step == "screen":
            return None, self._screened_by()
        return _end(lambda: self.correct_until) if step == "refuse" else None, self._due(step)

    def _due(self, step: str) -> datetime | None:
        match step:
            case "submit":
                return _end(lambda: complaint_window(self.challenged_on).date)
            case "correct":
                return _end(lambda: self.correct_until)
            case "refuse" if until := self.correct_until:
                return _end(lambda: deadline("GP-CMP-03", until, "reject").date)
            case "accept" | "serve":
                return self._from_receipt("value" if step == "accept" else "notify")
            case "draft_ruling" | "decide":
                return self.decide_due_at
        return None

    def awaits(self, step: str) -> bool:
        """Refusing is waited for only while a correction may fail to come, screening until it is done."""
        return {"refuse": self.state == "correcting", "screen": not self.screened_at}.get(
            step, True
        )

    def barred_from(self, step: str) -> int | None:
        """Approving a decision is for another person than the one who drafted it (ROL-09)."""
        return self.drafted_by if step == "decide" else None

    def _screened_by(self) -> datetime | None:
        start, at = self.received_on, self.corrected_at
        came = beijing_day(at) if at else None
        return _end(lambda: screening_window(start, came).date) if start else None

    def _from_receipt(self, name: str) -> datetime | None:
        start, left_out = self.received_on, self.correction
        return _end(lambda: examination_window(name, start, left_out).date) if start else None


class ComplaintStatement(LivingRecord):
    """What a respondent or a related supplier says to a complaint; made when copies go out."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    project_number = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    side = models.CharField(max_length=20)
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=120)
    related = models.BooleanField(default=False)
    finance_id = models.BigIntegerField()
    text = models.TextField(default="")
    files = models.JSONField(default=list)
    stated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaint_statement"
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "organisation_id"], name="complaint_statement_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["state_since"],
                name="complaint_statement_open",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["organisation_id", "-id"], name="complaint_statement_of"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`statements_seen_by` says."""
        return statements_seen_by(viewer)

    @property
    def key(self) -> str:
        """The complaint and whose statement it is."""
        return f"{self.number}-{self.organisation_id}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """Whose statement it is, and the department that asked for it."""
        return {Side(self.side): self.organisation_id, Side.SUPERVISOR: self.finance_id}


class ComplaintEvidence(Record):
    """A piece of evidence; ``secret`` with the giver's reason keeps it from the other parties."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=120)
    text = models.TextField()
    files = models.JSONField(default=list)
    secret = models.BooleanField(default=False)
    secret_reason = models.CharField(max_length=400, default="")
    handed_at = models.DateTimeField()

    class Meta:
        db_table = "complaint_evidence"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`evidence_seen_by` says."""
        return evidence_seen_by(viewer)


class ComplaintHearing(Record):
    """A 质证: announced with time and place, afterwards with its record."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    place = models.CharField(max_length=200)
    matters = models.TextField()
    announced_at = models.DateTimeField()
    present = models.CharField(max_length=800, default="")
    record = models.TextField(default="")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaint_hearing"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`hearings_seen_by` says."""
        return hearings_seen_by(viewer)


class ComplaintTest(Record):
    """检验、检测、鉴定、专家评审: its days are left out of the time to decide."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    institution = models.CharField(max_length=120)
    advanced_by = models.CharField(max_length=120, default="")
    sent_on = models.DateField()
    returned_on = models.DateField(null=True)
    result = models.TextField(default="")

    class Meta:
        db_table = "complaint_test"
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=models.F("sent_on")),
                name="complaint_test_comes_back_later",
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`tests_seen_by` says."""
        return tests_seen_by(viewer)


class ComplaintAppeal(LivingRecord):
    """What was brought against a decision, or against silence: 行政复议 or 行政诉讼.

    The department records what the reviewing authority or the court does: ``authority`` is which
    one, ``case_number`` its own number, ``result`` what it says and ``outcome`` in one word;
    ``effect`` what follows for the procurement, ``carried_text`` what was done about it.
    ``public_result`` and ``public_effect`` are the same without what is nobody else's business.
    ``files`` are as in a complaint.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    project_number = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    buyer_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    appellant = models.CharField(max_length=120)
    authority = models.CharField(max_length=120)
    applied_on = models.DateField()
    case_number = models.CharField(max_length=80, default="")
    accepted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=400, default="")
    outcome = models.CharField(max_length=20, default="")
    result = models.TextField(default="")
    effect = models.TextField(default="")
    public_result = models.TextField(default="")
    public_effect = models.TextField(default="")
    published_at = models.DateTimeField(null=True)
    carried_text = models.TextField(default="")
    carried_at = models.DateTimeField(null=True)
    files = models.JSONField(default=list)

    class Meta:
        db_table = "complaint_appeal"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("applied_on")),
                name="complaint_appeal_ends_later",
            )
        ]
        indexes = [models.Index(fields=["number", "id"], name="complaint_appeal_of")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`appeals_seen_by` says."""
        return appeals_seen_by(viewer)

    @property
    def key(self) -> str:
        """The complaint and which of its appeals."""
        return f"{self.number}-S{self.pk}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The parties of the complaint."""
        return _there(self)


def _there(row: Complaint | ComplaintAppeal) -> dict[Side, int]:
    """Return the parties that there are: a framework's organiser is agency or buyer, not both."""
    found = {
        Side.SUPPLIER: row.supplier_id, Side.SUPERVISOR: row.finance_id,
        Side.AGENCY: row.agency_id, Side.BUYER: row.buyer_id,
    }  # fmt: skip
    return {side: ident for side, ident in found.items() if ident}


def _end(day: Callable[[], date | None]) -> datetime | None:
    """Return the end of a day that the calendar may not reach."""
    try:
        last = day()
    except CalendarMissing:
        return None
    return clock.moment(last) + timedelta(days=1) if last else None
