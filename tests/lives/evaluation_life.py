"""One evaluation from the panel's checks to the announced result: anyone tries anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
from django.db import IntegrityError, transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side, Viewer
from lucai.kernel.errors import LuCaiError
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.lifecycle import AWARD
from lucai.stages.trade.awards.models import Award
from lucai.stages.trade.awards.schemas import AnnouncementIn, DecisionIn
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.lifecycle import SESSION, SHEET
from lucai.stages.trade.evaluations.models import (
    ComplianceFinding,
    EvaluationReportBid,
    EvaluationSession,
    Score,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.schemas import ScoreIn, SignatureIn
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.lifecycle import MEMBER, PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, PanelMember
from lucai.stages.trade.projects.lifecycle import PROJECT
from lucai.stages.trade.projects.models import ProcurementProject
from tests.lives import watching
from tests.makers import evaluation, people
from tests.makers.evaluation import Round

LIVES = (
    (SESSION, EvaluationSession),
    (SHEET, ScoreSheet),
    (PANEL, EvaluationPanel),
    (MEMBER, PanelMember),
    (AWARD, Award),
    (PROJECT, ProcurementProject),
)
COMPLETE = {"reported", "delivered"}
SHARED = {"consolidating", "reporting", "reported", "delivered"}
"""House rule §6.8 and 87号令 第六十六条, written here by hand."""
OBJECTIVE = 2


@dataclass(frozen=True)
class World:
    """Evaluations at three points of their life, and everybody who might meddle."""

    rounds: dict[str, Round]
    others: dict[str, Viewer]


def made_world() -> World:
    """Make the evaluations: checks, scores, or the chair's ranking come next."""
    rounds = {
        "checks": evaluation.qualified(),
        "scores": evaluation.compliant(),
        "ranking": evaluation.scored(),
    }
    others = people.everyone()
    others["expert"] = people.expert(12)
    others["powerless agency"] = replace(people.agency(), grants=frozenset())
    return World(rounds, others)


Attempt = Callable[["EvaluationLife", Actor, str], object]


def _check(life: EvaluationLife, actor: Actor, _: str) -> None:
    evaluation.check(life.round, actor.viewer)


def _score(life: EvaluationLife, actor: Actor, objective: str) -> None:
    """Give every bid the same marks and hand in."""
    for code in life.codes:
        key = {"bid_code": code, **life.round.key}
        form = ScoreIn(points=Decimal(objective))
        evaluations.save_score(actor, criterion=OBJECTIVE, form=form, **key)
        evaluations.save_score(actor, criterion=3, form=evaluation.subjective_mark("15"), **key)
    evaluations.submit_scores(actor, **life.round.key)


def _replace(life: EvaluationLife, actor: Actor, _: str) -> None:
    """Replace the second member; the newcomer signs in at once."""
    number = life.round.number
    panels.replace_absent(actor, project_number=number, place=2, reason="临时生病离场")
    newcomer = next(v for v in evaluation.seats(life.round) if v not in life.round.members)
    panels.sign_in(people.actor(newcomer), project_number=number, form=evaluation.DECLARED)
    evaluations.sync_members(actor, project_number=number)


def _service(service: Callable[..., object], **more: Any) -> Attempt:
    return lambda life, actor, _: service(actor, **life.round.key, **more)


ATTEMPTS: dict[str, Attempt] = {
    "trade.scoreSheet:submit_checks": _check,
    "trade.evaluation:finish_compliance": _service(evaluations.finish_compliance),
    "trade.scoreSheet:submit_scores": _score,
    "trade.evaluation:consolidate": _service(evaluations.consolidate),
    "trade.scoreSheet:sign": _service(evaluations.sign_report, form=SignatureIn()),
    "trade.evaluation:deliver": _service(awards.deliver_report),
    "trade.award:decide": _service(awards.decide, form=DecisionIn(rank=1)),
    "trade.award:announce": _service(awards.announce, form=AnnouncementIn()),
    "trade.panelMember:replace": _replace,
}
ALONE = {
    "trade.evaluation:deliver": "agency",
    "trade.award:decide": "buyer",
    "trade.award:announce": "agency",
    "trade.evaluation:finish_compliance": "member 1",
    "trade.evaluation:consolidate": "member 1",
}
"""Who does what nobody else can do."""
TOGETHER = (
    "trade.scoreSheet:submit_checks",
    "trade.scoreSheet:submit_scores",
    "trade.scoreSheet:sign",
)
"""What every member does."""
STRANGE = (
    ("powerless agency", "trade.evaluation:deliver"),
    ("powerless agency", "trade.award:announce"),
    ("powerless agency", "trade.panelMember:replace"),
    ("other agency", "trade.evaluation:deliver"),
    ("other agency", "trade.award:announce"),
    ("other buyer", "trade.award:decide"),
    ("agency", "trade.award:decide"),
    ("buyer", "trade.award:announce"),
    ("member 2", "trade.evaluation:finish_compliance"),
    ("member 5", "trade.evaluation:consolidate"),
)
"""Who tries what is nearly theirs: the same side of another house, without the right, not the chair."""
NEXT = {
    "compliance": "trade.scoreSheet:submit_checks",
    "scoring": "trade.scoreSheet:submit_scores",
    "consolidating": "trade.evaluation:consolidate",
    "reporting": "trade.scoreSheet:sign",
    "reported": "trade.evaluation:deliver",
    "delivered": "trade.award:decide",
}
"""State → what it waits for."""
NAMES = (
    "member 1", "member 2", "member 5", "public", "buyer", "other buyer", "agency",
    "other agency", "supplier", "other supplier", "expert", "finance", "other finance",
    "treasury", "administrator", "powerless agency",
)  # fmt: skip
WATCHING = (
    "member 1", "member 5", "buyer", "agency", "finance", "supplier", "expert", "other agency",
    "other buyer", "public", "treasury",
)  # fmt: skip
MARKS = st.sampled_from(["40", "40", "39.99"])


class EvaluationLife(RuleBasedStateMachine):
    """Anyone tries any step; secrets stay secret in their phase, and the best bid wins."""

    world: World
    reached: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.take("checks")
        self.verified = 0
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()

    def teardown(self) -> None:
        """Undo the example."""
        transaction.set_rollback(True)
        self._savepoint.__exit__(None, None, None)

    @initialize(stage=st.sampled_from(["checks", "scores", "ranking"]))
    def take(self, stage: str) -> None:
        """Take the evaluation that has come so far."""
        self.round = self.world.rounds[stage]
        self.codes = self.round.codes()
        self.members = {f"member {n}": v for n, v in enumerate(self.round.members, 1)}
        self.viewers = {**self.members, **self.world.others}

    @rule(mark=MARKS, missing=st.integers(0, 1))
    def what_comes_next_is_done(self, mark: str, missing: int) -> None:
        """The panel, or whoever is next, does the next thing; one may be missing or mark apart."""
        what = self.next_step()
        if what in TOGETHER:
            working = list(self.members)[missing:]
            for name in working:
                self.someone_tries(name, what, mark if name == working[-1] else "40")
        else:
            self.someone_tries(ALONE[what], what)

    @rule(what=st.sampled_from(sorted(ALONE)))
    def the_right_one_tries(self, what: str) -> None:
        """Somebody does what is the own duty, at whatever time."""
        self.someone_tries(ALONE[what], what)

    @rule(pairs=st.lists(st.sampled_from(STRANGE), min_size=2, max_size=4, unique=True))
    def strangers_try(self, pairs: list[tuple[str, str]]) -> None:
        """Several try what is nearly theirs."""
        for who, what in pairs:
            self.someone_tries(who, what)

    @rule(who=st.sampled_from(NAMES), what=st.sampled_from(sorted(ATTEMPTS)), mark=MARKS)
    def anyone_tries_anything(self, who: str, what: str, mark: str) -> None:
        """Somebody tries what need not be the own business."""
        self.someone_tries(who, what, mark)

    def someone_tries(self, who: str, permission: str, mark: str = "40") -> None:
        """Try; a refusal is fine, an act that was done is asked about."""
        viewer = self.viewers[who]
        try:
            with clock.at(self.round.now), transaction.atomic():
                ATTEMPTS[permission](self, Actor(viewer, "life"), mark)
        except LuCaiError:
            return
        except IntegrityError as error:
            raise AssertionError(f"{permission} was stopped by the database alone") from error
        self.reached[permission] += 1
        watching.nobody_acted_without_the_right(viewer, permission)
        assert "other" not in who, f"{who} did {permission}"

    @invariant()
    def every_change_is_declared_and_journaled(self) -> None:
        """As the name says."""
        watching.every_change_is_declared_and_journaled(LIVES, self.round.number)

    @invariant()
    def every_leaf_is_of_its_entry(self) -> None:
        """As the name says."""
        self.verified = watching.every_leaf_is_of_its_entry(self.round.number, self.verified)

    @invariant()
    def checks_and_marks_are_seen_in_their_phase_only(self) -> None:
        """By their author; by the panel once all have handed in; by others when it is done."""
        session = self.session
        shared = {ComplianceFinding: session.checks_shared_at, Score: session.state in SHARED}
        with clock.at(self.round.now):
            for table, open_to_panel in shared.items():
                if not table.objects.seen_by(SYSTEM).filter(session_id=session.pk).exists():
                    continue
                for name in WATCHING:
                    viewer = self.viewers[name]
                    self._sees_only(table, viewer, open_to_panel=bool(open_to_panel))

    def _sees_only(self, table: type, viewer: Viewer, *, open_to_panel: bool) -> None:
        rows = table.objects.seen_by(viewer).select_related("sheet")  # type: ignore[attr-defined]
        authors = {row.sheet.person_id for row in rows.filter(session_id=self.session.pk)}
        foreign = authors - {viewer.person}
        if not foreign or (open_to_panel and self.sits(viewer)):
            return
        watching_side = viewer.side in {Side.AGENCY, Side.SUPERVISOR}
        done = {"delivered"} if viewer.side is Side.BUYER else COMPLETE
        assert self.session.state in done, f"{viewer.name} sees {table.__name__} too early"
        assert watching_side or viewer.side is Side.BUYER, f"{viewer.side} sees {table.__name__}"

    @invariant()
    def results_are_for_nobody_before_their_time(self) -> None:
        """A bidder reads its own line, and only after the announcement."""
        announced = self.session.announced_at is not None
        for name in ("supplier", "other supplier", "expert", "public", "treasury", "other agency"):
            viewer = self.viewers[name]
            lines = list(EvaluationReportBid.objects.seen_by(viewer))
            own = all(line.supplier_id == viewer.organisation for line in lines)
            assert not lines or (announced and viewer.side is Side.SUPPLIER and own)

    @invariant()
    def names_stay_secret_until_the_result(self) -> None:
        """The buyer knows its own representative, strangers nobody."""
        with clock.at(self.round.now):
            if watching.rows_of(Award, self.round.number) and self.session.announced_at:
                return
            for name in ("buyer", "supplier", "expert", "public", "other agency"):
                seen = PanelMember.objects.seen_by(self.viewers[name])
                kinds = {row.kind for row in seen.filter(project_number=self.round.number)}
                assert kinds <= ({"buyerRepresentative"} if name == "buyer" else set())

    @invariant()
    def objective_marks_agree_in_every_report(self) -> None:
        """87号令 第六十四条: no ranking over objective marks that differ."""
        if self.session.state not in {"reporting", *COMPLETE}:
            return
        counted = {row.pk for row in self.sheets if row.state != "void"}
        for code in self.codes:
            given = Score.objects.seen_by(SYSTEM).filter(
                bid_code=code, criterion_number=OBJECTIVE, sheet_id__in=counted
            )
            assert len({score.points for score in given}) == 1

    @invariant()
    def a_report_has_every_signature_and_the_first_wins(self) -> None:
        """Nothing is delivered unsigned; without a cause nobody but the first is chosen."""
        if self.session.state in COMPLETE:
            assert {row.state for row in self.sheets} <= {"signed", "void"}
        for award in watching.rows_of(Award, self.round.number):
            assert award.rank in {None, 1}

    def next_step(self) -> str:
        """Return what the evaluation waits for."""
        if self.session.state == "compliance" and self.session.checks_shared_at:
            return "trade.evaluation:finish_compliance"
        awarded = watching.rows_of(Award, self.round.number)
        if self.session.state == "delivered" and awarded and awarded[0].state == "decided":
            return "trade.award:announce"
        return NEXT[self.session.state]

    def sits(self, viewer: Viewer) -> bool:
        """Whether a viewer is signed in as a member."""
        seats = PanelMember.objects.seen_by(SYSTEM).filter(project_number=self.round.number)
        return (
            bool(viewer.person)
            and seats.filter(person_id=viewer.person, state="signed_in").exists()
        )

    @property
    def session(self) -> EvaluationSession:
        """The evaluation as it is now."""
        rows = EvaluationSession.objects.seen_by(SYSTEM)
        found: EvaluationSession = rows.get(project_number=self.round.number, lot_number=1)
        return found

    @property
    def sheets(self) -> list[ScoreSheet]:
        """All sheets, void ones too."""
        return watching.rows_of(ScoreSheet, self.round.number)


def life_of(world: World) -> type[EvaluationLife]:
    """Return the machine over a world that is there already, with a fresh count of what was done."""
    return type("EvaluationLifeHere", (EvaluationLife,), {"world": world, "reached": Counter()})
