"""Beginning a round, beginning another after it, and giving it up for a public notice."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.law.prequalification_rules import ANNOUNCED, FOUND
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.stages.trade.draws.selectors import is_given_up
from lucai.stages.trade.prequalifications.lifecycle import EDIT, PREQUALIFICATION
from lucai.stages.trade.prequalifications.models import Prequalification
from lucai.stages.trade.prequalifications.rules import PrequalificationFacts, is_vain
from lucai.stages.trade.prequalifications.selectors import (
    current_round,
    facts_of,
    prequalification_keys,
    prequalification_row,
)
from lucai.stages.trade.prequalifications.services.preparing import CONTENT
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

_PARTIES = (
    "buyer_id", "buyer_path", "buyer_name", "agency_id", "agency_name", "finance_id", "region",
    "method",
)  # fmt: skip


@command
def open_round(actor: Actor, *, project_number: str) -> None:
    """Begin to find whom to invite, as the consequence of an accepted mandate (邀请招标)."""
    project = project_seen(SYSTEM, project_number)
    _begin(actor, _row(project), "开始产生受邀供应商名单")


@command
def organise(actor: Actor, *, project_number: str) -> None:
    """Begin a prequalification for an open tender, or a list where the law asks for no notice.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: another method, too late, or there is one already.
    """
    demand(actor, EDIT.permission)
    project = project_seen(actor.viewer, project_number)
    found = project.method in FOUND
    if not (found or project.method == "open") or project.state != "preparing":
        raise WrongState(
            "只有还没有发布公告的公开招标项目可以另行组织资格预审；"
            "谈判、磋商、询价在发布公告以前可以改为抽取或者书面推荐供应商。"
        )
    if current_round(SYSTEM, project_number):
        raise WrongState("这个项目已经有资格预审或者邀请名单。")
    row = _row(project)
    row.way = "" if found else ANNOUNCED
    _begin(actor, row, "开始产生受邀供应商名单" if found else "开始组织资格预审")


@command
def restart(actor: Actor, *, project_number: str) -> None:
    """Begin another round after too few qualified, from the content of the last one.

    Raises:
        WrongState: what was found may still be enough.
    """
    row = prequalification_row(actor.viewer, project_number)
    facts = facts_of(actor.viewer, row)
    _demand_vain(row, facts)
    take_step(actor, row, PREQUALIFICATION, "restart", facts=facts)
    fresh = _row(project_seen(actor.viewer, project_number))
    for name in CONTENT:
        setattr(fresh, name, getattr(row, name))
    fresh.apply_until = fresh.review_on = None
    _begin(actor, fresh, f"第 {fresh.round} 轮{'邀请名单' if row.finds else '资格预审'}")


@command
def give_up(actor: Actor, *, project_number: str) -> None:
    """Call by a public notice after all, where the method leaves the choice.

    Raises:
        WrongState: the method has no other way, or the buyer has the list already.
    """
    row = prequalification_row(actor.viewer, project_number)
    if not row.finds:
        raise WrongState("这种采购方式不能改为发布公告邀请供应商。")
    take_step(actor, row, PREQUALIFICATION, "give_up")


def _demand_vain(row: Prequalification, facts: PrequalificationFacts) -> None:
    """Nobody begins anew because of whom the draw took or the words named: only where they are too few."""
    if row.state == "reviewed" and not row.finds:
        raise WrongState("名单已经产生，请抽取受邀供应商。")
    if row.draw_id and not row.seed and not is_given_up(SYSTEM, row.draw_id):
        raise WrongState("抽取已经开始，请先完成这次抽取。")
    if row.state != "recommending":
        return
    if facts.silent:
        raise WrongState(f"还没有答复书面推荐：{'、'.join(facts.silent)}。")
    if not is_vain(row.state, facts, clock.now()):
        raise WrongState("推荐的供应商符合规定，请确定受邀供应商名单。")


def _begin(actor: Actor, row: Prequalification, label: str) -> None:
    begin(actor, row, PREQUALIFICATION, label=label)


def _row(project: ProjectCard) -> Prequalification:
    shared = {name: getattr(project, name) for name in _PARTIES}
    number = len(prequalification_keys(SYSTEM, project.number)) + 1
    return Prequalification(
        number_of_project=project.number, project_title=project.title, round=number, **shared
    )
