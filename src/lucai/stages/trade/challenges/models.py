"""The tables of challenges and of the copies in which their replies are served."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.challenges import Outcome, question_window
from lucai.law.deadlines import deadline
from lucai.law.regions import PROVINCE
from lucai.platform.duties.services import due
from lucai.platform.records import LivingRecord, Record
from lucai.stages.trade.challenges.scope import challenges_seen_by, replies_seen_by


class Challenge(LivingRecord):
    """A 质疑函 and what became of it.

    ``points`` are ``{matter, facts, law}``, ``answers`` in their order ``{text, facts, law}``,
    ``files`` ``{id, name, size, sm3, by}``; ``lots`` empty: the whole project. ``project_number``
    may be a framework's, ``round`` says which of its calls then, or an order's; of buyer and
    agency one may be absent: 0. ``contract_bound``: when it was answered, a contract of the
    challenged result bound already.
    """

    number = models.CharField(max_length=60, unique=True)
    project_number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    about = models.CharField(max_length=10)
    lots = models.JSONField(default=list)
    round = models.PositiveSmallIntegerField(default=0)
    phase = models.CharField(max_length=60, default="")
    known_on = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    points = models.JSONField(default=list)
    request = models.TextField(default="")
    contact = models.CharField(max_length=60, default="")
    phone = models.CharField(max_length=40, default="")
    address = models.CharField(max_length=200, default="")
    agent = models.CharField(max_length=120, default="")
    agent_until = models.DateField(null=True)
    partners = models.CharField(max_length=400, default="")
    partners_signed = models.BooleanField(default=False)
    signed_by = models.CharField(max_length=60, default="")
    files = models.JSONField(default=list)
    raised_at = models.DateTimeField(null=True)
    completion_reason = models.CharField(max_length=800, default="")
    completion_asked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    answers = models.JSONField(default=list)
    panel_asked = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, default="")
    remedy_text = models.TextField(default="")
    report_text = models.TextField(default="")
    remedied_at = models.DateTimeField(null=True)
    contract_bound = models.BooleanField(default=False)
    reported_at = models.DateTimeField(null=True)
    disposal = models.CharField(max_length=20, default="")
    disposed_by = models.CharField(max_length=120, default="")
    told_of_silence_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "challenge"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(outcome=""), name="challenge_answer_has_outcome"
            ),
        ]
        indexes = [
            models.Index(fields=["project_number"], name="challenge_project"),
            models.Index(fields=["supplier_id", "-id"], name="challenge_supplier"),
            models.Index(fields=["buyer_path", "-id"], name="challenge_buyer"),
            models.Index(fields=["agency_id", "-id"], name="challenge_agency"),
            models.Index(fields=["region", "-id"], name="challenge_region"),
            models.Index(fields=["known_on"], name="challenge_drafts", condition=Q(state="draft")),
            models.Index(
                fields=["raised_at"],
                name="challenge_unanswered",
                condition=Q(answered_at=None, told_of_silence_at=None),
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`challenges_seen_by` says."""
        return challenges_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """Who raised it, who answers, who supervises."""
        found = {
            Side.SUPPLIER: self.supplier_id,
            Side.AGENCY: self.agency_id,
            Side.BUYER: self.buyer_id,
            Side.SUPERVISOR: self.finance_id,
        }
        return {side: ident for side, ident in found.items() if ident}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """A draft is due at the end of its window, an answer counts from the first receipt."""
        if step == "submit":
            return None, self._window_end()
        if step in {"answer", "complete"} and self.raised_at:
            return None, due("GP-QST-05", self.raised_at)
        if step == "report" and self.answered_at:
            return None, _illustrative("report", self.answered_at)
        if step == "dispose" and self.reported_at:
            return None, _illustrative("handle", self.reported_at)
        return None, None

    def awaits(self, step: str) -> bool:
        """What a founded challenge changes is mended, or reported where a contract binds."""
        if step in {"remedy", "report"}:
            return self.contract_bound is (step == "report")
        return True

    @property
    def received_on(self) -> date | None:
        """The Beijing day on which it was handed in."""
        return beijing_day(self.raised_at) if self.raised_at else None

    @property
    def result(self) -> Outcome | None:
        """What the reply came to."""
        return Outcome(self.outcome) if self.outcome else None

    def _window_end(self) -> datetime | None:
        if not self.known_on:
            return None
        try:
            window = question_window(
                self.about, known_on=self.known_on, notice_until=self.notice_until
            )
        except CalendarMissing:
            return None
        return clock.moment(window.date) + timedelta(days=1)


def _illustrative(name: str, since: datetime) -> datetime | None:
    """Return the last moment of a period that the law leaves to the province (QST-08)."""
    try:
        last = deadline("QST-08", beijing_day(since), name, region=PROVINCE).date
    except CalendarMissing:
        return None
    return clock.moment(last) + timedelta(days=1)


class ChallengeReply(Record):
    """A copy of a reply as it was served on one organisation; the content is the challenge's."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    project_number = models.CharField(max_length=40, db_index=True)
    region = models.CharField(max_length=6)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=120)
    served_at = models.DateTimeField()

    class Meta:
        db_table = "challenge_reply"
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "organisation_id"], name="challenge_reply_once"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="challenge_reply_receiver")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`replies_seen_by` says."""
        return replies_seen_by(viewer)
