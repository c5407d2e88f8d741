"""The tables of panels."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing
from lucai.law.deadlines import deadline
from lucai.law.methods import method
from lucai.law.panel_rules import is_legal
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.drawn_experts.rows import EXPERT, DrawnHost, DrawnSeat
from lucai.stages.trade.panels.rules import ASKED, DrawFacts
from lucai.stages.trade.panels.scope import (
    ballots_seen_by,
    choices_seen_by,
    draws_seen_by,
    members_seen_by,
    panels_seen_by,
)

REPRESENTATIVE = "buyerRepresentative"
KINDS = {EXPERT: "评审专家", REPRESENTATIVE: "采购人代表"}


class EvaluationPanel(DrawnHost):
    """The panel of one project, for all its lots.

    The draw itself is a ``PanelDraw``. ``remote``: it sits in several places (异地评审).
    ``ballot_round`` counts the ballots for its chair. ``chosen``: the buyer chose the experts
    itself, with consent (198号文 art 13); no draw says who follows then.
    """

    project_number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    method = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=12, default="goods")
    buyer_level = models.CharField(max_length=12, default="province")
    budget = MoneyField()
    evaluation_at = models.DateTimeField()
    representatives = models.PositiveSmallIntegerField(default=0)
    remote = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)
    ballot_round = models.PositiveSmallIntegerField(default=1)

    class Meta:
        db_table = "evaluation_panel"
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=models.F("representatives")), name="panel_holds_its_seats"
            ),
        ]
        indexes = [
            models.Index(fields=["vacant"], name="panel_vacant", condition=Q(vacant__gt=0)),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`panels_seen_by` says."""
        return panels_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number: one panel a project."""
        return self.project_number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    @property
    def meets_at(self) -> datetime:
        """When the evaluation begins."""
        return self.evaluation_at

    @property
    def experts(self) -> int:
        """How many of it are drawn."""
        return self.size - self.representatives

    def parties(self) -> dict[Side, int]:
        """The agency that draws, the buyer, the finance department."""
        return {
            Side.AGENCY: self.agency_id,
            Side.BUYER: self.buyer_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """A draw opens some workdays before the evaluation (GP-EXP-03) and is due at its start."""
        if step != "draw":
            return None, None
        free = self.remote or method(self.method).draw_any_time
        return None if free else _earliest_draw(self.evaluation_at), self.evaluation_at

    def facts(
        self,
        *,
        eligible: int,
        bid_deadline: datetime | None,
        short: tuple[str, ...] = (),
        choice: str = "",
    ) -> DrawFacts:
        """The draw as rules read it."""
        return DrawFacts(
            method=self.method,
            object=self.object_kind,
            buyer_level=self.buyer_level,
            budget=self.budget,
            special=bool(self.conditions.get("special")),
            lawyers=sum(
                int(one["experts"])
                for one in self.conditions.get("lines", ())
                if is_legal(one["specialty"])
            ),
            experts=self.experts,
            representatives=self.representatives,
            evaluation_on=self.evaluation_at.astimezone(clock.BEIJING).date(),
            evaluation_at=self.evaluation_at,
            bid_deadline=bid_deadline,
            eligible=eligible,
            short=short,
            choice=choice,
            remote=self.remote,
            region=self.region,
        )


class PanelDraw(DrawOfExperts):
    """A draw for a panel."""

    panel = models.ForeignKey(EvaluationPanel, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "draw_result"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`draws_seen_by` says."""
        return draws_seen_by(viewer)


class PanelMember(DrawnSeat):
    """A seat: who has it, as expert or as the buyer's representative, and what became of it.

    ``place`` is the number by which scores name the member; ``identity`` what the identity check
    answered last (``ports.IdentityAnswer``), empty before it was asked; ``owes_vote``: the ballot
    for the chair waits for this member; ``chosen``: the buyer chose the expert itself, and the
    result notice says so.
    """

    panel = models.ForeignKey(EvaluationPanel, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=160)
    place = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    kind = models.CharField(max_length=24, choices=list(KINDS.items()))
    is_chair = models.BooleanField(default=False)
    evaluation_at = models.DateTimeField()
    identity = models.JSONField(default=dict)
    owes_vote = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)

    class Meta:
        db_table = "panel_member"
        constraints = [
            models.UniqueConstraint(fields=["panel", "place"], name="panel_place_once"),
            models.UniqueConstraint(fields=["panel", "person_id"], name="panel_person_once"),
            models.CheckConstraint(
                condition=Q(is_chair=False) | Q(kind=EXPERT), name="panel_chair_is_expert"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "state"], name="panel_member_person"),
            models.Index(fields=["state", "answer_by"], name="panel_member_answer"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`members_seen_by` says."""
        return members_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project and place, never a name."""
        return f"{self.project_number}-{self.place}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The member's own organisation, and the agency that may replace who is absent."""
        side = Side.EXPERT if self.kind == EXPERT else Side.BUYER
        return {side: self.organisation_id, Side.AGENCY: self.agency_id}

    @property
    def host(self) -> EvaluationPanel:
        """Its panel."""
        return self.panel

    @property
    def meets_at(self) -> datetime:
        """When the evaluation begins."""
        return self.evaluation_at

    def awaits(self, step: str) -> bool:
        """A vote is owed while the panel has no chair."""
        return self.owes_vote if step == "vote" else super().awaits(step)


class ExpertChoice(LivingRecord):
    """The buyer's request to choose the experts itself, and what its 主管预算单位 said to it.

    ``superior_id`` is the unit at the top of the buyer's branch; the buyer itself where it is that.
    """

    number = models.PositiveSmallIntegerField()
    project_number = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    superior_id = models.BigIntegerField()
    superior_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    field = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    asked_by = models.BigIntegerField()
    asked_name = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    opinion = models.CharField(max_length=1000, default="")
    decided_name = models.CharField(max_length=60, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "expert_choice"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "number"], name="expert_choice_number_once"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`choices_seen_by` says."""
        return choices_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project with the request's number."""
        return f"{self.project_number}-XD{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """While it waits the unit above decides; then the buyer chooses."""
        waits = self.state == ASKED
        return {
            Side.BUYER: self.superior_id if waits else self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def barred_from(self, step: str) -> int | None:
        """Whoever asked does not consent."""
        return self.asked_by if step == "consent" else None


class PanelBallot(Record):
    """One member's vote for the chair in one ballot; ``counted_at`` when all had voted."""

    panel = models.ForeignKey(EvaluationPanel, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    choice = models.PositiveSmallIntegerField()
    cast_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "panel_ballot"
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "round", "person_id"], name="panel_ballot_once_a_round"
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`ballots_seen_by` says."""
        return ballots_seen_by(viewer)


def _earliest_draw(evaluation_at: datetime) -> datetime | None:
    try:
        day = deadline("GP-EXP-03", evaluation_at.astimezone(clock.BEIJING).date()).date
    except CalendarMissing:
        return None
    return clock.moment(day)
