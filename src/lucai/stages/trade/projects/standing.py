"""Asking, at a gate of a project, whether somebody is barred from procurement; the answer is frozen.

Law: 财政部令第87号 第二十条（十五）, 财库〔2016〕125号 (GP-QUA-02, GP-QUA-05): the query, its time and its
answer are kept with the procurement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import RuleBroken
from lucai.law.role_rules import SupplierFacts, supplier_is_not_excluded
from lucai.platform.access.selectors import organisation, organisations
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.selectors import banned_until, bans_on
from lucai.registers.exclusions.services import Answer, Place, Subject, freeze
from lucai.stages.trade.projects.selectors import ProjectCard


def ask(
    actor: Actor,
    gate: Gate,
    organisation_ids: Sequence[int],
    project: ProjectCard,
    *,
    lot_number: int | None = None,
    secret_until: datetime | None = None,
) -> dict[int, Answer]:
    """Ask about organisations at a gate and freeze the answers; return organisation → answer."""
    place = Place(
        project_number=project.number, region=project.region, buyer_path=project.buyer_path,
        agency_id=project.agency_id, lot_number=lot_number, secret_until=secret_until,
    )  # fmt: skip
    return ask_at(actor, gate, organisation_ids, place)


def ask_at(
    actor: Actor, gate: Gate, organisation_ids: Sequence[int], place: Place
) -> dict[int, Answer]:
    """Ask as :func:`ask`, where the procurement is a framework agreement and no project."""
    firms = organisations(SYSTEM, list(organisation_ids))
    subjects = [Subject(firm.uscc, firm.name, firm.pk) for firm in firms.values()]
    answers = freeze(actor, gate, subjects, place)
    return {pk: answers[firm.uscc] for pk, firm in firms.items()}


def digests(answers: Mapping[int, Answer]) -> dict[str, str]:
    """Return what the journal keeps of frozen answers: organisation → digest."""
    return {str(pk): answer.sm3 for pk, answer in answers.items()}


def why_not(answer: Answer) -> str:
    """Return the reason for which somebody may not take part; empty: it may."""
    terms = "；".join(answer.banned_until)
    return f"处于禁止参加政府采购活动的期限内（{terms}）" if terms else ""


def ask_as_one(
    actor: Actor,
    gate: Gate,
    organisation_ids: Sequence[int],
    project: ProjectCard,
    *,
    lot_number: int | None = None,
) -> Answer:
    """Ask about all who bid as one, the leader first: what bars any of them bars all."""
    answers = ask(actor, gate, organisation_ids, project, lot_number=lot_number)
    bans = tuple(until for answer in answers.values() for until in answer.banned_until)
    return Answer(bans, answers[organisation_ids[0]].sm3)


def ask_library(actor: Actor, project: ProjectCard, barred: int) -> str:
    """Freeze how many experts of the library were left out of a draw; nobody is named."""
    place = Place(
        project_number=project.number, region=project.region, buyer_path=project.buyer_path,
        agency_id=project.agency_id,
    )  # fmt: skip
    name = f"评审专家库（因禁止参加评审排除 {barred} 名）"
    return freeze(actor, Gate.DRAW, [Subject("expertLibrary", name)], place)["expertLibrary"].sm3


def bars(organisation_id: int) -> tuple[str, ...]:
    """Return what bars an organisation today; nothing: it may take part."""
    firm = organisation(SYSTEM, organisation_id)
    return banned_until(SYSTEM, firm.uscc, clock.today())


def barred_among(organisation_ids: Sequence[int]) -> dict[int, str]:
    """Return organisation → what bars it today, for those that are barred, in two queries."""
    firms = organisations(SYSTEM, list(organisation_ids))
    found = bans_on(SYSTEM, [firm.uscc for firm in firms.values()], clock.today())
    return {
        pk: "；".join(one.sentence for one in found[firm.uscc])
        for pk, firm in firms.items()
        if firm.uscc in found
    }


def demand_not_barred(banned: tuple[str, ...]) -> None:
    """Refuse a supplier that is barred.

    Raises:
        RuleBroken: with the decisions and their terms (GP-QUA-02).
    """
    verdict = supplier_is_not_excluded(SupplierFacts(excluded_until=banned), clock.now())
    if verdict.blocks:
        raise RuleBroken((verdict,))
