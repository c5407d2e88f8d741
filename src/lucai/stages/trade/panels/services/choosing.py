"""Experts whom the buyer chooses itself: asked for with reasons, consented to from above, then named.

财库〔2016〕198号 第十三条: where technical complexity makes a draw unsuitable, with the consent of the
主管预算单位; the result notice marks who was chosen (第二十条).
"""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.law.panel_rules import is_legal
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.panels.lifecycle import CHOICE, CHOOSE, PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, ExpertChoice
from lucai.stages.trade.panels.rules import CONSENTED
from lucai.stages.trade.panels.schemas import ChoiceIn, Consent, ConsentIn, NamingIn
from lucai.stages.trade.panels.selectors import (
    acts_for,
    choice_facts,
    choice_row,
    expert_called,
    last_choice,
    may_ask_to_choose,
    panel_row,
    panel_seen,
)
from lucai.stages.trade.panels.services.seating import seat_expert, settle
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen


@command
def ask_to_choose(actor: Actor, *, project_number: str, form: ChoiceIn) -> None:
    """Ask the 主管预算单位 for consent to choose the experts instead of having them drawn.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: another unit's project, experts are drawn already, or a request is open.
    """
    demand(actor, CHOOSE.permission)
    if not may_ask_to_choose(actor.viewer, project_number):
        raise WrongState("抽取评审专家以前，由采购人申请自行选定；已经提出的申请请先办理。")
    project = project_seen(actor.viewer, project_number)
    superior = organisation(SYSTEM, int(project.buyer_path.strip("/").split("/")[0]))
    before = last_choice(SYSTEM, project_number)
    row = ExpertChoice(
        number=before.number + 1 if before else 1, project_number=project_number,
        title=project.title, buyer_id=project.buyer_id, buyer_path=project.buyer_path,
        buyer_name=project.buyer_name, superior_id=superior.pk, superior_name=superior.name,
        agency_id=project.agency_id, finance_id=project.finance_id, region=project.region,
        field=form.field, reason=form.reason, asked_by=actor.viewer.person or 0,
        asked_name=actor.viewer.name, asked_at=clock.now(),
    )  # fmt: skip
    begin(actor, row, CHOICE, label="申请自行选定评审专家", body={"reason": form.reason})


@command
def decide_choice(actor: Actor, *, project_number: str, form: ConsentIn) -> None:
    """Consent to a request, or refuse it, with reasons.

    Raises:
        NotAllowed: another unit decides.
        RuleBroken: whoever asked would decide.
    """
    row = choice_row(actor.viewer, project_number)
    step = "consent" if form.consent is Consent.YES else "refuse"
    _demand_unit(actor, row, step)
    take_step(
        actor, row, CHOICE, step, facts=choice_facts(actor.viewer, row),
        changes={
            "opinion": form.opinion, "decided_name": actor.viewer.name, "decided_at": clock.now(),
        },
        body={"opinion": form.opinion}, audience=(row.buyer_id,),
    )  # fmt: skip


@command
def withdraw_choice(actor: Actor, *, project_number: str) -> None:
    """Take a request back: the experts are drawn as usual.

    Raises:
        WrongState: the panel was chosen already.
    """
    row = choice_row(actor.viewer, project_number)
    _demand_unit(actor, row, "withdraw")
    panel = panel_seen(SYSTEM, project_number)
    if panel and panel.chosen and row.state == CONSENTED:
        raise WrongState("评审专家已经自行选定，空缺的席位请另行选定。")
    take_step(actor, row, CHOICE, "withdraw", facts=choice_facts(actor.viewer, row))


@command
def name_experts(actor: Actor, *, project_number: str, form: NamingIn) -> None:
    """Choose the experts of a panel, or of the places that fell free in one that was chosen.

    Raises:
        NotAllowed: another unit chooses.
        InvalidInput: somebody is not in the library, must keep out, or too many are named.
        RuleBroken: the panel would be unlawful.
    """
    row = choice_row(actor.viewer, project_number)
    _demand_unit(actor, row, "name")
    project = project_seen(actor.viewer, project_number)
    experts = _experts(project, form)
    take_step(
        actor, row, CHOICE, "name", facts=choice_facts(actor.viewer, row),
        body={"experts": len(experts)},
    )  # fmt: skip
    panel = panel_row(actor.viewer, project_number)
    if panel.state == "forming":
        _form(actor, panel, project, form, experts)
    elif len(experts) > panel.vacant:
        raise InvalidInput({"experts": f"只空缺 {panel.vacant} 名评审专家"})
    for one in experts:
        _seat(actor, panel, one)
    settle(actor, panel)
    ask_for_more(actor, panel)


def ask_for_more(actor: Actor, panel: EvaluationPanel) -> None:
    """Let the buyer choose again where a place of a chosen panel falls free; no draw fills it."""
    row = last_choice(SYSTEM, panel.project_number) if panel.chosen and panel.vacant else None
    if row and row.state == "named":
        take_step(
            actor, row, CHOICE, "name_again", follows=True, audience=(row.buyer_id,),
            body={"vacant": panel.vacant},
        )  # fmt: skip


def _form(
    actor: Actor, panel: EvaluationPanel, project: ProjectCard, form: NamingIn,
    experts: list[Candidate],
) -> None:  # fmt: skip
    panel.size, panel.representatives = len(experts) + form.representatives, form.representatives
    panel.evaluation_at, panel.place, panel.chosen = form.evaluation_at, form.place, True
    legal = (next(filter(is_legal, one.specialties), "") for one in experts)
    lines = [{"specialty": code, "experts": 1} for code in legal if code]
    panel.conditions = {"special": form.special, "lines": lines}
    facts = panel.facts(eligible=len(experts), bid_deadline=project.bid_deadline, choice=CONSENTED)
    take_step(
        actor, panel, PANEL, "choose", facts=facts, follows=True,
        body={"experts": len(experts)},
        changes={
            "size": panel.size, "representatives": panel.representatives, "chosen": True,
            "evaluation_at": form.evaluation_at, "place": form.place,
            "conditions": panel.conditions, "drawn_at": clock.now(),
        },
    )  # fmt: skip


def _experts(project: ProjectCard, form: NamingIn) -> list[Candidate]:
    problems, found = {}, {}
    for place, one in enumerate(form.experts):
        expert = expert_called(SYSTEM, project, one.name, one.employer)
        if isinstance(expert, str):
            problems[f"experts.{place}.name"] = expert
        elif expert.person_id in found:
            problems[f"experts.{place}.name"] = "已经选定这名专家"
        else:
            found[expert.person_id] = expert
    if problems:
        raise InvalidInput(problems)
    return list(found.values())


def _seat(actor: Actor, panel: EvaluationPanel, one: Candidate) -> None:
    row = seat_expert(actor, panel, one)
    row.change(chosen=True)
    note(
        actor, panel, PANEL, "chosen", label=f"{row.place} 号成员为自行选定的评审专家", follows=True
    )


def _demand_unit(actor: Actor, row: ExpertChoice, step: str) -> None:
    if not acts_for(actor.viewer, row, step):
        who = row.superior_name if step in {"consent", "refuse"} else row.buyer_name
        raise NotAllowed(f"这一步由{who}办理。")
