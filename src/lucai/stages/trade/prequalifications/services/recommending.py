"""Finding whom to invite by a draw from the library, or by written words of buyer and experts."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.prequalification_rules import LIBRARY, RECOMMENDED
from lucai.platform.access.selectors import (
    OrganisationCard,
    organisation_by_uscc,
    organisations,
)
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.registers.experts.selectors import Drawable, drawable_person
from lucai.registers.suppliers.selectors import suppliers_of
from lucai.stages.trade.prequalifications.lifecycle import (
    APPLICATION,
    PREQUALIFICATION,
    RECOMMENDATION,
)
from lucai.stages.trade.prequalifications.models import (
    BUYER,
    EXPERT,
    Prequalification,
    PrequalificationApplication,
    SupplierRecommendation,
)
from lucai.stages.trade.prequalifications.schemas import (
    CandidateIn,
    RecommendationIn,
    RefusalIn,
)
from lucai.stages.trade.prequalifications.selectors import (
    applications_of,
    facts_of,
    prequalification_row,
    recommendation_facts,
    recommendation_row,
    recommendations_of,
    round_of_words,
)
from lucai.stages.trade.projects.standing import bars


@command
def recommend(actor: Actor, *, pk: int, form: RecommendationIn) -> None:
    """Sign one's written words: whom to invite, and why; they cannot be changed afterwards.

    Raises:
        NotFound: the viewer was not asked.
        InvalidInput: a supplier is not in the library, barred, or named already.
        RuleBroken: an expert recommends a supplier he has to do with (GP-EXP-04).
    """
    words = recommendation_row(actor.viewer, pk)
    row = round_of_words(SYSTEM, words)
    firms = _firms(row, form.suppliers)
    facts = recommendation_facts(SYSTEM, words, [firm.pk for firm in firms], declared=form.declared)
    take_step(
        actor, words, RECOMMENDATION, "sign", facts=facts,
        body={"recommended": len(firms), "by": words.kind},
        changes={"signed_at": clock.now(), "signed_by": actor.viewer.name},
    )  # fmt: skip
    for firm, named in zip(firms, form.suppliers, strict=True):
        _list(actor, row, firm, reason=named.reason, words=words)


@command
def decline(actor: Actor, *, pk: int, form: RefusalIn) -> None:
    """Recommend nobody, with a reason."""
    words = recommendation_row(actor.viewer, pk)
    _end(actor, words, "decline", form)


@command
def excuse(actor: Actor, *, pk: int, form: RefusalIn) -> None:
    """Wait for an expert's words no more, with a reason.

    Raises:
        WrongState: the buyer's own words are always waited for.
    """
    words = recommendation_row(actor.viewer, pk)
    if words.kind == BUYER:
        raise WrongState("采购人应当出具书面推荐意见，或者说明不推荐的理由。")
    _end(actor, words, "excuse", form)


@command
def settle_list(actor: Actor, *, project_number: str) -> None:
    """Close the list of those recommended: all of them are invited.

    Raises:
        RuleBroken: somebody has not answered, fewer than three, or more than half of them are the
            buyer's (GP-NEG-02).
    """
    row = prequalification_row(actor.viewer, project_number)
    facts = facts_of(actor.viewer, row)
    body = {"byBuyer": facts.by_buyer, "byExperts": facts.by_experts}
    take_step(actor, row, PREQUALIFICATION, "settle", facts=facts, body=body)
    for one in applications_of(SYSTEM, row):
        if one.state == "listed":
            take_step(actor, one, APPLICATION, "choose", follows=True)


def ask_for_words(actor: Actor, row: Prequalification, people: Sequence[int]) -> None:
    """Ask the buyer and the experts whom the draw took; part of revealing it."""
    _ask(actor, row, BUYER, 0, row.buyer_id, row.buyer_name)
    for place, person in enumerate(people, 1):
        found = drawable_person(SYSTEM, person)
        if found:
            _ask(actor, row, EXPERT, place, found.organisation_id, found.name, found)


def list_drawn(actor: Actor, row: Prequalification, drawn: Sequence[int]) -> None:
    """Put those whom a draw from the whole library took on the list; part of revealing it."""
    firms = organisations(SYSTEM, list(drawn))
    for pk in drawn:
        _list(actor, row, firms[pk], reason="")


def leave_words(actor: Actor, row: Prequalification) -> None:
    """Ask nobody any more where the procurement ended."""
    for words in recommendations_of(SYSTEM, row):
        if words.state == "asked":
            _lapse(actor, words)


@command
def _lapse(actor: Actor, words: SupplierRecommendation) -> None:
    take_step(actor, words, RECOMMENDATION, "lapse", follows=True)


def _end(actor: Actor, words: SupplierRecommendation, step: str, form: RefusalIn) -> None:
    take_step(
        actor, words, RECOMMENDATION, step, body={"by": words.kind},
        changes={"reason": form.reason},
    )  # fmt: skip


def _ask(
    actor: Actor, row: Prequalification, kind: str, place: int, organisation: int, name: str,
    expert: Drawable | None = None,
) -> None:  # fmt: skip
    words = SupplierRecommendation(
        prequalification=row, number_of_project=row.number_of_project, title=row.project_title,
        kind=kind, place=place, organisation_id=organisation, agency_id=row.agency_id, name=name,
        person_id=expert.person_id if expert else None, unit=expert.employer if expert else "",
        region=row.region,
    )  # fmt: skip
    begin(actor, words, RECOMMENDATION, label=f"请{words.called}书面推荐供应商")


def _firms(row: Prequalification, named: Sequence[CandidateIn]) -> list[OrganisationCard]:
    listed = {one.supplier_uscc for one in applications_of(SYSTEM, row)}
    problems, firms = {}, []
    for place, one in enumerate(named):
        firm = organisation_by_uscc(SYSTEM, one.uscc)
        if problem := _problem(firm, listed):
            problems[f"suppliers.{place}.uscc"] = problem
        elif firm:
            firms.append(firm)
            listed.add(firm.uscc)
    if problems:
        raise InvalidInput(problems)
    return firms


def _problem(firm: OrganisationCard | None, listed: set[str]) -> str:
    if not firm or firm.side is not Side.SUPPLIER or not suppliers_of(SYSTEM, [firm.pk]):
        return "供应商库中没有这个统一社会信用代码"
    if barred := bars(firm.pk):
        return f"{firm.name}在禁止参加政府采购活动的期限内：{'；'.join(barred)}"
    return f"{firm.name}已经有人推荐，请推荐别的供应商" if firm.uscc in listed else ""


def _list(
    actor: Actor, row: Prequalification, firm: OrganisationCard, *, reason: str,
    words: SupplierRecommendation | None = None,
) -> None:  # fmt: skip
    supplier = PrequalificationApplication(
        prequalification=row, number_of_project=row.number_of_project, title=row.project_title,
        supplier_id=firm.pk, supplier_name=firm.name, supplier_uscc=firm.uscc, reason=reason,
        method=row.method,
        source=RECOMMENDED if words else LIBRARY, recommendation=words,
        listed_by=actor.viewer.person if words else None, secret_until=clock.now(), region="",
    )  # fmt: skip
    begin(actor, supplier, APPLICATION, label="列入受邀名单")
