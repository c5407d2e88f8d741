"""Reading the expert library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.calendar import add_years
from lucai.law.catalogue import named_items
from lucai.law.library_rules import clean_from
from lucai.law.parameters import parameter
from lucai.law.regions import full_name
from lucai.platform.records.paging import Page, keyset
from lucai.registers.experts.lifecycle import (
    APPLICATION,
    DRAWABLE,
    EXPERT,
    REPORTED,
    TITLE_LEVELS,
    TRAINED_WITHIN_YEARS,
    TRAINING_STATES,
)
from lucai.registers.experts.models import ExpertApplication, ReviewExpert
from lucai.registers.experts.rules import CRIME, GROUNDS, ApplicationFacts, ExpertFacts
from lucai.registers.experts.schemas import ApplicationIn
from lucai.registers.experts.selectors.pool import (
    Drawable,
    drawable_person,
    expert_pool,
    looked_back,
)

__all__ = [
    "ApplicationSheet",
    "Drawable",
    "ExpertCard",
    "TrainingLine",
    "application_entry",
    "application_facts",
    "application_page",
    "application_row",
    "application_seen",
    "counts",
    "drawable_person",
    "expert_of_person",
    "expert_offers",
    "expert_page",
    "expert_pool",
    "expert_row",
    "expert_seen",
    "experts_by_key",
    "looked_back",
    "named",
    "near_the_age",
    "own_application",
    "untrained",
]


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A training as its expert entered it, and what the finance department made of it."""

    place: int
    name: str
    hours: int
    on: str
    state: str
    said: str
    judged_on: str

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return TRAINING_STATES[self.state]


@dataclass(frozen=True, slots=True)
class ExpertCard:
    """An expert as the library, the expert and a draw see one."""

    number: str
    person_id: int
    organisation_id: int
    name: str
    title: str
    employer: str
    employer_uscc: str
    specialties: tuple[str, ...]
    region: str
    state: str
    state_label: str
    suspension: str
    born_on: date | None = None
    title_level: str = ""
    avoids: tuple[dict[str, Any], ...] = ()
    formers: tuple[dict[str, Any], ...] = ()
    trainings: tuple[TrainingLine, ...] = ()
    trained_on: date | None = None
    probation_until: date | None = None
    rest_until: date | None = None
    left_reason: str = ""
    declared: tuple[dict[str, Any], ...] = ()
    exits: tuple[dict[str, Any], ...] = ()
    phone: str = ""

    @property
    def returns_from(self) -> date | None:
        """From when on who left may apply again; None: at once (GP-EXP-01)."""
        records = [one["record_on"] for one in self.exits if one["record_on"]]
        until = clean_from(date.fromisoformat(max(records)), clock.today()) if records else None
        return until if until and until > clock.today() else None

    @property
    def gone(self) -> tuple[tuple[str, str, str, str], ...]:
        """When the expert left before, in which case of the law, why, and the day of the record."""
        return tuple(
            (one["on"], GROUNDS.get(one["ground"], "本人申请退出"), one["reason"], one["record_on"])
            for one in self.exits
        )

    @property
    def training_due(self) -> date | None:
        """By when another training is due; None: there was none yet."""
        return add_years(self.trained_on, TRAINED_WITHIN_YEARS) if self.trained_on else None

    @property
    def needs_training(self) -> bool:
        """Whether a training is due now."""
        due = self.training_due
        return due is None or due <= clock.today()

    @property
    def fields(self) -> tuple[str, ...]:
        """The specialties by name and code."""
        return named_items(self.specialties)

    @property
    def place(self) -> str:
        """The region by name."""
        return full_name(self.region)


@dataclass(frozen=True, slots=True)
class ApplicationSheet:
    """An application as its page shows it."""

    number: str
    name: str
    born_on: date
    title: str
    title_level_label: str
    title_since: date | None
    scarce: bool
    bad_on: date | None
    employer: str
    employer_uscc: str
    specialties: tuple[str, ...]
    avoids: tuple[dict[str, Any], ...]
    experience: str
    region: str
    said: str
    objection: str
    files: tuple[dict[str, Any], ...]
    ruling: str
    expert_number: str
    state: str
    state_label: str
    own: bool
    offers: tuple[Offer, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The specialties by name and code."""
        return named_items(self.specialties)

    @property
    def place(self) -> str:
        """The region by name."""
        return full_name(self.region)

    @property
    def href(self) -> str:
        """Its page."""
        return f"/expert-applications/{self.number}/"

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


def expert_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ExpertCard]:
    """List experts, newest first, a page at a time."""
    rows = ReviewExpert.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(number__startswith=words) | Q(employer__icontains=words)
        )
    if state in EXPERT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def expert_seen(viewer: Viewer, number: str) -> ExpertCard:
    """Return one expert.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _card(expert_row(viewer, number))


def expert_of_person(viewer: Viewer, person: int | None) -> ExpertCard | None:
    """Return the entry of a person, or None."""
    row = ReviewExpert.objects.seen_by(viewer).filter(person_id=person).first()
    return _card(row) if row else None


def expert_offers(viewer: Viewer, number: str) -> list[Offer]:
    """List what the viewer can do with an expert; the reason is asked for on the step's page."""
    row = expert_row(viewer, number)
    facts = ExpertFacts("待填写", row.probation_until)
    return EXPERT.offers(row.state, viewer, facts, clock.now())


def application_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ApplicationSheet]:
    """List applications, newest first, a page at a time."""
    rows = ExpertApplication.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(number=words))
    if state in APPLICATION.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _application(viewer, row, offers=False))


def application_seen(viewer: Viewer, number: str) -> ApplicationSheet:
    """Return one application.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _application(viewer, application_row(viewer, number), offers=True)


def own_application(viewer: Viewer) -> ApplicationSheet | None:
    """Return the viewer's own latest application, or None."""
    rows = ExpertApplication.objects.seen_by(viewer).filter(person_id=viewer.person)
    row = rows.order_by("-pk").first()
    return _application(viewer, row, offers=True) if row else None


def application_row(viewer: Viewer, number: str) -> ExpertApplication:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ExpertApplication.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份入库申请。")
    return row


def application_entry(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return an application as its form shows it."""
    row = application_row(viewer, number)
    values = {name: getattr(row, name) for name in ApplicationIn.model_fields}
    return {**values, "specialties": ", ".join(row.specialties)}


def application_facts(viewer: Viewer, row: ExpertApplication) -> ApplicationFacts:
    """Return an application as the law's rules read it, with who acts now, and why one left before."""
    exits = _exits(row.person_id)
    records = [date.fromisoformat(one["record_on"]) for one in exits if one["record_on"]]
    return ApplicationFacts(
        born_on=row.born_on, title_level=row.title_level, title_since=row.title_since,
        scarce=row.scarce, bad_on=max(filter(None, (row.bad_on, *records)), default=None),
        sent_back_by=row.sent_back_by, acting=viewer.person,
        left_ground=next((one["ground"] for one in exits if one["ground"] == CRIME), ""),
    )  # fmt: skip


def _exits(person: int) -> list[dict[str, Any]]:
    found = ReviewExpert.objects.seen_by(SYSTEM).filter(person_id=person)
    return next(iter(found.values_list("exits", flat=True)), [])


def counts(viewer: Viewer) -> dict[tuple[str, str], int]:
    """Return (state, region) → how many experts of the viewer's region there are."""
    rows = ReviewExpert.objects.seen_by(viewer)
    found = rows.values_list("state", "region").annotate(n=Count("pk")).order_by("state", "region")
    return {(state, code): n for state, code, n in found}


def near_the_age(viewer: Viewer, within: timedelta, *, limit: int = 20) -> list[ExpertCard]:
    """List drawable experts who reach the law's age within a time, the oldest first (GP-EXP-01)."""
    today = clock.today()
    limit_age = int(parameter("GP-EXP-01", "age_below", on=today).value)
    rows = ReviewExpert.objects.seen_by(viewer).filter(
        state__in=DRAWABLE, scarce=False, born_on__lte=add_years(today + within, -limit_age)
    )
    return [_card(row) for row in rows.order_by("born_on", "pk")[:limit]]


def untrained(viewer: Viewer, since: date, *, limit: int = 20) -> list[ExpertCard]:
    """List drawable experts whose last training lies before a day; who never had one is not told of."""
    rows = ReviewExpert.objects.seen_by(viewer).filter(state__in=DRAWABLE, trained_on__lt=since)
    return [_card(row) for row in rows.order_by("trained_on", "pk")[:limit]]


def expert_row(viewer: Viewer, number: str) -> ReviewExpert:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ReviewExpert.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这位评审专家。")
    return row


def _card(row: ReviewExpert) -> ExpertCard:
    return ExpertCard(
        number=row.number, person_id=row.person_id, organisation_id=row.organisation_id,
        name=row.name, title=row.title, employer=row.employer, employer_uscc=row.employer_uscc,
        specialties=tuple(row.specialties), region=row.region, state=row.state,
        state_label=EXPERT.states[row.state], suspension=row.suspension, born_on=row.born_on,
        title_level=row.title_level, avoids=tuple(row.avoids), formers=tuple(row.formers),
        trainings=tuple(_training(n, one) for n, one in enumerate(row.trainings, 1)),
        trained_on=row.trained_on, probation_until=row.probation_until,
        rest_until=row.rest_until, left_reason=row.left_reason, declared=tuple(row.declared),
        exits=tuple(row.exits), phone=row.phone,
    )  # fmt: skip


def _training(place: int, entry: dict[str, Any]) -> TrainingLine:
    state = entry.get("state", REPORTED)
    return TrainingLine(
        place, entry["name"], entry["hours"], entry["on"], state,
        entry.get("said", ""), entry.get("judged_on", ""),
    )  # fmt: skip


def _application(viewer: Viewer, row: ExpertApplication, *, offers: bool) -> ApplicationSheet:
    own = viewer.side is Side.EXPERT and viewer.person == row.person_id
    handles = viewer.side is Side.SUPERVISOR and viewer.organisation == row.finance_id
    found: list[Offer] = []
    if offers and (own or handles):
        facts = application_facts(viewer, row)
        found = APPLICATION.offers(row.state, viewer, facts, clock.now())
    return ApplicationSheet(
        row.number, row.name, row.born_on, row.title, TITLE_LEVELS.get(row.title_level, ""),
        row.title_since, row.scarce, row.bad_on, row.employer, row.employer_uscc,
        tuple(row.specialties), tuple(row.avoids), row.experience, row.region, row.said,
        row.objection, tuple(row.files), row.ruling, row.expert_number, row.state, APPLICATION.states[row.state],
        own, tuple(found),
    )  # fmt: skip


def experts_by_key(
    viewer: Viewer, keys: Sequence[str] | None = None
) -> list[tuple[str, str, int | None, str]]:
    """List code, name, organisation and region of who is active in the library; ``keys`` narrow it."""
    rows = ReviewExpert.objects.seen_by(viewer).exclude(state="left")
    if keys is not None:
        rows = rows.filter(number__in=list(keys))
    found = rows.values_list("number", "name", "region")
    return [(code, title, None, region) for code, title, region in found]
