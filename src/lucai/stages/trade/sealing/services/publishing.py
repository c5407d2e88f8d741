"""Publishing the opening policy of every lot, and its next version when the deadline moves."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.law.methods import method
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.stages.trade.projects.opening_keys import bidder_keys_of
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.sealing.models import OpeningPolicy
from lucai.stages.trade.sealing.policies import compose, postponed
from lucai.stages.trade.sealing.selectors import groups_without_key, holders_of
from lucai.stages.trade.sealing.subjects import Subject, subject_of
from lucai.stages.trade.sealing.witnessing import promised_log
from lucai_trust.envelope import Policy


def publish_policies(actor: Actor, *, project_number: str) -> list[str]:
    """Publish what is not published yet of an announced project's policies; return their hashes.

    Does nothing where all are published: a journal reader may call it twice.

    Raises:
        WrongState: a group has no holder any more.
    """
    project = project_seen(actor.viewer, project_number)
    if project.state != "announced" or not project.bid_deadline:
        return []
    return [
        publish_policy(actor, subject_of(project.number, lot.number), policy)
        for lot in project.lots
        if lot.alive and (policy := _next(project, lot.number))
    ]


@command
def postpone_policy(actor: Actor, subject: Subject, *, deadline: datetime) -> str:
    """Publish the next version of a policy with a later deadline; return its hash."""
    with system_access("the last policy of what is postponed"):
        rows = OpeningPolicy.objects.filter(
            project_number=subject.number, lot_number=subject.lot_number
        )
        last = rows.order_by("-edition")[0]
    return publish_policy(actor, subject, postponed(last.policy, deadline, promised_log()))


def _next(project: ProjectCard, lot_number: int) -> Policy | None:
    deadline = project.bid_deadline
    with system_access("policies of a project in hand"):
        last = (
            OpeningPolicy.objects.filter(project_number=project.number, lot_number=lot_number)
            .order_by("-edition")
            .first()
        )
    if deadline is None or (last and last.deadline >= deadline):
        return None
    if last:
        return postponed(last.policy, deadline, promised_log())
    holders = holders_of(SYSTEM, project)
    if absent := groups_without_key(SYSTEM, project):
        raise WrongState(f"还没有登记开标密钥：{'、'.join(absent)}。")
    return compose(
        project.number,
        lot_number,
        deadline=deadline,
        suite=settings.LUCAI_SEALING_SUITE,
        holders=holders,
        log=promised_log(),
        aloud=method(project.method).reads_prices,
        bidder=bidder_keys_of(project.number),
    )


def _opened(subject: Subject) -> str:
    return "密封报价" if subject.is_round else "开标"


@command
def publish_policy(actor: Actor, subject: Subject, policy: Policy) -> str:
    """Publish one version of a policy, in the log and here; return its hash."""
    digest, text = policy.hash.hex(), policy.encode().decode("utf-8")
    entry = record(
        actor,
        Entry(
            event="trade.openingPolicy.publish",
            object_type="trade.openingPolicy",
            object_key=digest,
            label=f"包 {subject.lot_number} 公布{_opened(subject)}密钥方案（第 {policy.version} 版）",
            heading=subject.title,
            href=subject.href,
            region=subject.region,
            project_number=subject.project_number,
            public=True,
            body={"openingPolicy": digest, "lot": subject.lot_number, "policy": text},
        ),
    )
    OpeningPolicy(
        project_number=subject.number,
        lot_number=subject.lot_number,
        edition=policy.version,
        policy_hash=digest,
        content=text,
        deadline=policy.deadline,
        entry_id=entry.pk,
    ).save(force_insert=True)
    return digest
