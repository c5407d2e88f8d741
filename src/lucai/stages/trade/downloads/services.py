"""Obtaining a tender document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotAllowed, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.role_rules import SupplierFacts, agency_does_not_bid, designer_does_not_bid
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.services import keep_checks_secret
from lucai.registers.suppliers.selectors import suppliers_of
from lucai.stages.plan.plans.selectors import designers_of
from lucai.stages.trade.documents.selectors import DocumentCard, document_card
from lucai.stages.trade.downloads.lifecycle import OBTAIN
from lucai.stages.trade.downloads.models import DocumentDownload
from lucai.stages.trade.downloads.selectors import has_document
from lucai.stages.trade.prequalifications import services as prequalifications
from lucai.stages.trade.prequalifications.selectors import invited_ids
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.projects.standing import ask, demand_not_barred
from lucai_trust.encoding import Json


def obtain_document(actor: Actor, *, project_number: str) -> None:
    """Obtain a published tender document, free of charge; a second time changes nothing.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: outside the period in which the document is provided.
    """
    demand(actor, OBTAIN.permission)
    if not has_document(actor.viewer, project_number):
        _obtain(actor, project_number)
        prequalifications.acknowledge_by_act(actor, project_number=project_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """Documents that were obtained outside a project's room: of what, and until when secret."""

    number: str
    title: str
    region: str
    href: str
    buyer_path: str
    agency_id: int
    edition: int
    secret_until: datetime


@command
def note_holder(actor: Actor, of: Obtained) -> None:
    """Note that the actor's organisation obtained documents that everybody may read; once.

    Raises:
        NotAllowed: the role does not grant it.
    """
    demand(actor, OBTAIN.permission)
    if has_document(actor.viewer, of.number):
        raise WrongState("本单位已经登记获取，更正会通知本单位。")
    DocumentDownload(
        project_number=of.number, region=of.region, buyer_path=of.buyer_path,
        agency_id=of.agency_id, supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name, at=clock.now(), edition=of.edition,
        secret_until=of.secret_until,
    ).save(force_insert=True)  # fmt: skip
    _record(actor, of.number, of.title, of.href, {})


def holders(actor: Actor, project_number: str) -> tuple[int, ...]:
    """Return who holds a document, for messages about changes; shown to nobody, not even the actor."""
    del actor
    with system_access("messages to holders"):
        rows = DocumentDownload.objects.filter(project_number=project_number)
        return tuple(rows.values_list("supplier_id", flat=True))


def keep_secret(actor: Actor, project_number: str, until: datetime) -> None:
    """Keep the holders secret until a postponed deadline; part of the act that postpones it."""
    with system_access("postponed deadline"):
        DocumentDownload.objects.filter(project_number=project_number).update(secret_until=until)
    keep_checks_secret(actor, project_number=project_number, until=until)


@command
def _obtain(actor: Actor, project_number: str) -> None:
    card = document_card(actor.viewer, project_number)
    project = project_seen(actor.viewer, project_number)
    _demand_available(card)
    _demand_named(actor, project)
    _demand_outsider(actor, project)
    now = clock.now()
    checked = _demand_standing(actor, project, card.bid_deadline or now)
    DocumentDownload(
        project_number=project_number,
        region=project.region,
        buyer_path=project.buyer_path,
        agency_id=project.agency_id,
        supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name,
        at=now,
        edition=card.edition,
        secret_until=card.bid_deadline or now,
    ).save(force_insert=True)
    href = f"/rooms/{project.number}/download/"
    _record(actor, project.number, project.title, href, {"creditCheck": checked})


def _demand_standing(actor: Actor, project: ProjectCard, secret_until: datetime) -> str:
    """Refuse a supplier that is barred; return the digest of the frozen answer of the check."""
    own = actor.viewer.organisation or 0
    answer = ask(actor, Gate.OBTAIN, [own], project, secret_until=secret_until)[own]
    demand_not_barred(answer.banned_until)
    return answer.sm3


def _demand_available(card: DocumentCard) -> None:
    now = clock.now()
    if card.is_available(now):
        return
    if card.available_until and now >= card.available_until:
        until = f"{card.available_until.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
        raise WrongState(f"招标文件获取时间已于 {until} 截止。")
    raise WrongState("招标文件尚未开始提供。")


def _demand_named(actor: Actor, project: ProjectCard) -> None:
    """Where suppliers are asked by name, nobody else obtains the document.

    Raises:
        NotAllowed: the supplier is not asked, or was not invited (87号令 art 14, 18).
    """
    invited = invited_ids(SYSTEM, project.number)
    if invited is not None and actor.viewer.organisation not in invited:
        raise NotAllowed(project.say("本项目的招标文件只提供给收到投标邀请书的供应商。"))
    if not project.sole_supplier:
        return
    firm = organisation(actor.viewer, actor.viewer.organisation or 0)
    if firm.uscc != project.sole_supplier:
        raise NotAllowed("本项目采用单一来源方式，采购文件只提供给拟定的供应商。")


def _demand_outsider(actor: Actor, project: ProjectCard) -> None:
    """Keep branches of a project's agency, and firms that it stands behind, out of it (87号令 art 8).

    Raises:
        RuleBroken: the supplier belongs to the agency (GP-AGE-05), or designed what is bought
            (GP-QUA-04).
    """
    own = actor.viewer.organisation or 0
    agency = organisation(SYSTEM, project.agency_id)
    branch = actor.viewer.organisation_name.startswith(agency.name)
    firm = suppliers_of(SYSTEM, [own]).get(own)
    today = clock.today()
    behind = {tie.uscc for tie in firm.ties if tie.lasts(today)} if firm else set()
    facts = SupplierFacts(
        is_agency_of_project=branch or agency.uscc in behind,
        designed=organisation(SYSTEM, own).uscc in designers_of(SYSTEM, project.plan_number),
        only_source=bool(project.sole_supplier),
    )
    found = judge((agency_does_not_bid, designer_does_not_bid), facts, clock.now())
    if broken := tuple(verdict for verdict in found if verdict.blocks):
        raise RuleBroken(broken)


def _record(actor: Actor, number: str, title: str, href: str, body: dict[str, Json]) -> None:
    """Write the entry without region and project, so that no supervisor reads it before its time."""
    record(
        actor,
        Entry(
            event="trade.documentDownload.obtain",
            object_type="trade.documentDownload",
            object_key=number,
            label="获取招标文件",
            region="",
            heading=title,
            href=href,
            body=body,
        ),
    )
