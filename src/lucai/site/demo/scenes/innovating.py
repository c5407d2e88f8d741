"""A cooperation: scheme, notice, negotiation, research by stages, first purchase."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.deadlines import deadline
from lucai.registers.experts.selectors.pool import expert_pool
from lucai.site.demo.plots import Deal, Tale
from lucai.site.demo.scenes import beside, quotes
from lucai.site.demo.scenes.beside import typed
from lucai.site.demo.timeline import Cue, Scene, after, office
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.schemas import ContractIn
from lucai.stages.contract.contracts.selectors import contract_card, contract_seen
from lucai.stages.performance.research import services as research
from lucai.stages.performance.research.schemas import (
    NegotiationIn,
    RecognitionIn,
    ReportIn,
    SaidIn,
)
from lucai.stages.performance.research.selectors import StageSheet, stages_of
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.trade.cooperations import services
from lucai.stages.trade.cooperations.numbering import LOT, round_number
from lucai.stages.trade.cooperations.schemas import (
    ApplicationIn,
    ContentIn,
    DecisionIn,
    EvaluationIn,
    ExchangeIn,
    FileIn,
    FinalIn,
    FindingsIn,
    FirstIn,
    GroupIn,
    OpinionIn,
    PublishIn,
    SignatureIn,
)
from lucai.stages.trade.cooperations.selectors import cooperation_seen, opinion_desk, research_deals
from lucai.stages.trade.cooperations.selectors.facts import FINAL, FIRST
from lucai.stages.trade.cooperations.selectors.rows import QUALIFY, RESEARCH, TALKS

METHOD = "cooperative"
ARGUMENT = (
    "五名专家（技术三名、法律一名、经济一名）论证：市场现有产品不能满足野外长期连续监测的精度要求，"
    "需要技术突破，项目符合省科技发展规划，同意采用合作创新采购方式。"
)
GROUP = ("technical", "technical", "lawyer", "economist", "buyer")
FACTORS = (("研发方案", 40, True), ("研发团队和条件", 20, True), ("研发成本", 20, False),
           ("首购价格", 20, False))  # fmt: skip
STAGES = (("样机", "样机通过实验室检测，误差不大于千分之五", 60),
          ("定型", "定型产品通过野外一千小时试验和验收", 40))  # fmt: skip
REFUSED = 2
"""The place among the bidders of the one that does not qualify."""
FEN = money.FEN_PER_YUAN


def call_for_innovation(tale: Tale) -> Scene:
    """Write the scheme, have it confirmed, publish the notice."""
    yield Cue(after(clock.now(), workdays=2), "cooperation.edit")
    key: dict[str, Any] = {"project_number": tale.project}
    services.edit(tale.agency, **key, content=_content(tale))
    services.submit(tale.agency, **key)
    yield Cue(after(clock.now(), workdays=1), "cooperation.confirm")
    services.confirm(tale.head, **key)
    since = intention_seen(tale.agency.viewer, tale.intention).published_on or clock.today()
    opens = office(deadline("GP-INT-01", since).date, 10)
    yield Cue(max(after(clock.now(), workdays=1), opens), "cooperation.publish")
    until = clock.moment(deadline("COI-02", clock.today(), "application").date, 17)
    services.publish(tale.agency, **key, form=PublishIn(apply_until=until))
    for place, number in enumerate(tale.story.bidders):
        yield Cue(after(clock.now(), workdays=3), f"cooperation.apply.{place}")
        services.apply(tale.supplier(number), **key, form=_application())
    yield Cue(after(clock.now(), workdays=1), "cooperation.seat")
    services.seat(tale.agency, **key, form=_group(tale))
    yield Cue(until + timedelta(minutes=1), "cooperation.open_applications")
    services.open_applications(tale.agency, **key)
    return True


def negotiate(tale: Tale) -> Scene:
    """Review, exchange, first responses, talks with each supplier, final responses."""
    key: dict[str, Any] = {"project_number": tale.project}
    yield Cue(after(clock.now(), workdays=2), "cooperation.review")
    _find(tale, QUALIFY)
    services.finish_review(tale.agency, **key)
    yield Cue(after(clock.now(), workdays=2), "cooperation.exchange")
    services.exchange(tale.agency, **key, form=EXCHANGE)
    yield Cue(after(clock.now(), workdays=2), "cooperation.issue_file")
    until = clock.moment(deadline("COI-03", clock.today()).date, 17)
    services.issue_file(tale.agency, **key, form=FileIn(text=FILE, until=until))
    yield from _respond(tale)
    yield Cue(until + timedelta(minutes=1), "cooperation.open_first")
    services.open_first(tale.agency, **key)
    yield Cue(after(clock.now(), workdays=2), "cooperation.talk")
    _find(tale, TALKS)
    yield Cue(after(clock.now(), workdays=1), "cooperation.issue_final")
    until = clock.moment(deadline("COI-03", clock.today(), "final").date, 17)
    services.issue_final(tale.agency, **key, form=FinalIn(text=FINAL_FILE, until=until))
    yield from _respond(tale)
    yield Cue(until + timedelta(minutes=1), "cooperation.open_final")
    services.open_final(tale.agency, **key)
    return True


def choose_researchers(tale: Tale) -> Scene:
    """Evaluate, decide, announce, conclude the research contracts."""
    key: dict[str, Any] = {"project_number": tale.project}
    yield Cue(after(clock.now(), workdays=1), "cooperation.judge")
    for member in _members(tale):
        services.submit_opinion(member, **key, stage=RESEARCH, form=_points(tale, member))
    for member in _members(tale):
        services.sign_opinion(member, **key, stage=RESEARCH, form=SignatureIn())
    yield Cue(after(clock.now(), workdays=1), "cooperation.evaluate")
    services.evaluate(tale.agency, **key, form=REPORT)
    yield Cue(after(clock.now(), workdays=2), "cooperation.decide")
    services.decide(tale.head, **key, form=DecisionIn(count=2))
    yield Cue(after(clock.now(), minutes=90), "cooperation.announce")
    services.announce(tale.agency, **key)
    yield Cue(after(clock.now(), workdays=4), "research.draft")
    for found in research_deals(tale.clerk.viewer, tale.project):
        number = contracts.draft_contract(
            tale.clerk, **key, lot_number=1, supplier_id=found.supplier_id
        )
        firm = tale.cast.actor(tale.cast.firms[found.supplier_id])
        tale.deals.append(Deal(1, number, firm))
        contracts.edit_contract(tale.clerk, number=number, contract=_terms(tale, number))
        contracts.propose(tale.clerk, number=number)
    yield Cue(after(clock.now(), workdays=2), "research.sign")
    for deal in tale.deals:
        for actor in (deal.supplier, tale.head):
            shown = contract_seen(actor.viewer, deal.number)
            contracts.sign(actor, number=deal.number, sm3=shown.sm3)
        # The journal's reader would do the same a moment later.
        research.lay_out(tale.system, contract_number=deal.number)
    yield Cue(after(clock.now(), workdays=1), "research.file")
    for deal in tale.deals:
        contracts.publish(tale.clerk, number=deal.number)
        contracts.take(tale.clerk, number=deal.number, step="file")
    return True


def carry_research(tale: Tale) -> Scene:
    """Carry the stages through: the second researcher fails at its prototype and is stopped."""
    first, *others = tale.deals
    for place in range(1, len(STAGES) + 1):
        yield Cue(after(clock.now(), workdays=3), f"research.negotiate.{place}")
        running = tale.deals if place == 1 else [first]
        for deal in running:
            key: dict[str, Any] = {"contract_number": deal.number, "number": place}
            research.negotiate(tale.clerk, **key, form=NEGOTIATED)
        yield Cue(after(clock.now(), days=70), f"research.report.{place}")
        research.report(first.supplier, **_stage(first, place), form=_report(first, place))
        yield Cue(after(clock.now(), workdays=4), f"research.pass.{place}")
        for other in others if place == 1 else []:
            research.stop(tale.clerk, **_stage(other, place), form=FAILED)
        form = RecognitionIn(**typed(
            recognised=_yuan(_shown(first, place).cap), said="成果符合要求，成本凭证齐全"
        ))  # fmt: skip
        research.pass_stage(tale.clerk, **_stage(first, place), form=form)
    tale.deals = [first]
    beside.lay_out(tale, quarters=False)
    return True


def buy_first(tale: Tale) -> Scene:
    """Choose the product that passed, announce it; its contract goes the ordinary way."""
    yield Cue(after(clock.now(), workdays=3), "cooperation.choose")
    form = FirstIn(
        product="高精度环境监测传感器，误差千分之四，野外连续运行一千小时",
        reason="只有一家研发供应商的产品通过验收，直接确定为首购产品",
    )
    services.choose(tale.head, project_number=tale.project, form=form)
    yield Cue(after(clock.now(), workdays=1), "cooperation.announce_product")
    services.announce_product(tale.agency, project_number=tale.project)
    tale.deals, tale.lots = [], [2]
    return True


EXCHANGE = ExchangeIn(
    held="在省科技馆会议室，谈判小组与全部资格合格的供应商共同交流研发目标、应用场景和技术路线。",
    outcome="增加零下二十度低温试验要求。",
)
FILE = "最低研发目标：误差不大于千分之五；增加低温试验。评审因素和分值、成本补偿范围按公告执行。"
FINAL_FILE = "根据谈判结果确定：样机阶段增加第三方检测；费用上限、评审因素和分值不变。"
TALK = {
    "topics": "研发目标、阶段划分、成本补偿范围、首购价格和知识产权",
    "agreed": "同意增加第三方检测，首购价格按最终响应执行",
}
NEGOTIATED = NegotiationIn(text="本阶段标志性成果、检测方法和成本范围按合同执行，按月报告进度。")
FAILED = SaidIn(said="样机检测误差超过千分之五，到期没有完成标志性成果")


def _content(tale: Tale) -> ContentIn:
    budget, purchase = tale.story.budgets
    quantity = tale.story.lots[1].items[0].quantity
    return ContentIn(**typed(
        goal="测量误差不大于千分之五，野外连续运行不少于一千小时。",
        scene="全省环境监测站的野外连续监测。",
        qualification="具有传感器研发能力和中试条件，近三年没有重大违法记录。",
        wanted=2, months=18, most_cost=_yuan(budget * 45 // 100), ratio="80",
        incentive=_yuan(budget * 3 // 100), quantity=quantity,
        price_ceiling=_yuan(purchase // quantity), inside="yes",
        acceptance="按照国家标准由第三方机构检测，并经野外试验，全部指标合格。",
        upgrade="合同期限内至少一次迭代升级，以升级产品替代原首购产品。",
        risk="关键材料断供时启用替代方案；每一阶段评估，不达标的终止。",
        factors=[{"name": n, "points": p, "research": r} for n, p, r in FACTORS],
        stages=[{"name": n, "goal": g, "percent": p} for n, g, p in STAGES],
    ))  # fmt: skip


def _yuan(fen: int) -> str:
    return f"{fen // FEN}.00"


def _application() -> ApplicationIn:
    return ApplicationIn(**typed(
        statement="设有传感器研发部门和中试车间，没有重大违法记录，附证明材料清单。",
        experience="完成同类传感器两项，获发明专利三项。", truthful="yes",
        contact="示例联系人 0531-00000000",
    ))  # fmt: skip


def _group(tale: Tale) -> GroupIn:
    """The first experts of the library and one of the department's own."""
    experts = expert_pool(SYSTEM, specialties=tale.story.ware.specialties)
    rows = [
        {"name": one.name, "unit": one.employer, "role": role, "source": "library"}
        for one, role in zip(experts, GROUP[:-1], strict=False)
    ]
    own = tale.user.viewer
    rows.append(
        {"name": own.name, "unit": own.organisation_name, "role": GROUP[-1], "source": "chosen"}
    )
    return GroupIn.model_validate({"members": rows})


def _members(tale: Tale) -> list[Actor]:
    """Who sits in the group, by place."""
    sheet = cooperation_seen(tale.agency.viewer, tale.project)
    return [
        tale.user if one["role"] == GROUP[-1]
        else tale.cast.actor(tale.cast.experts[one["person"]])
        for one in sheet.group
    ]  # fmt: skip


def _find(tale: Tale, stage: str) -> None:
    """Let every member find of each supplier with its reasons, then sign; one is not qualified."""
    applicants = cooperation_seen(tale.agency.viewer, tale.project).applicants
    refused = {one.key for one in applicants[REFUSED : REFUSED + 1]}
    key: dict[str, Any] = {"project_number": tale.project, "stage": stage}
    for member in _members(tale):
        desk = opinion_desk(member.viewer, tale.project, stage)
        rows = [_found(one.key, refused=one.key in refused) for one in desk.judged]
        form = FindingsIn.model_validate({"rows": rows, "declared_free": True})
        services.submit_findings(member, **key, form=form)
    for member in _members(tale):
        services.sign_opinion(member, **key, form=SignatureIn())


def _found(key: str, *, refused: bool) -> dict[str, str]:
    reason = "没有提供中试条件的证明。" if refused else "符合公告的要求，方案可行。"
    return {"key": key, "passed": "no" if refused else "yes", "reason": reason, **TALK}


def _respond(tale: Tale) -> Scene:
    sheet = cooperation_seen(tale.agency.viewer, tale.project)
    waiting = [one for one in sheet.applicants if one.state in {"invited", "called"}]
    round_, named = (FIRST, "first") if sheet.state == "responding" else (FINAL, "final")
    for place, one in enumerate(waiting):
        yield Cue(after(clock.now(), workdays=1), f"cooperation.respond.{named}.{place}")
        content = {
            "goal": "测量误差不大于千分之四，零下二十度正常工作。",
            "plan": "以微机电工艺实现敏感元件，分样机和定型两个阶段完成，每阶段第三方检测。",
            "cost": _yuan(sheet.most_cost * (96 + place) // 100), "months": f"{12 + place}",
            "price": _yuan(sheet.price_ceiling * (93 + 2 * place) // 100), "inside": "yes",
        }  # fmt: skip
        firm = tale.cast.actor(tale.cast.firms[one.supplier_id])
        handed = quotes.sealed_form(firm, round_number(tale.project, round_), LOT, content)
        services.respond(firm, project_number=tale.project, handed=handed)
    return True


REPORT = EvaluationIn(report="小组全体成员独立评审并签署，没有不同意见。")


def _points(tale: Tale, member: Actor) -> OpinionIn:
    """What a member finds: the dearer, the fewer points; some are stricter than others."""
    sheet = cooperation_seen(tale.agency.viewer, tale.project)
    strict = (member.viewer.person or 0) % 2
    answers = sorted(sheet.responses_of(FINAL), key=lambda one: one.cost or 0)
    rows = [
        {
            "key": one.key, "reason": "研发方案完整，路线可行" if place == 0 else "方案可行，成本较高",
            "points": [{"value": Decimal(p - 2 - place - strict)} for _, p, _ in FACTORS],
        }
        for place, one in enumerate(answers)
    ]  # fmt: skip
    return OpinionIn.model_validate({"rows": rows, "declared_free": True})


def _terms(tale: Tale, number: str) -> ContractIn:
    card = contract_card(tale.clerk.viewer, number)
    return ContractIn(
        title=card.title,
        delivery_place=f"{tale.clerk.viewer.organisation_name}指定地点",
        acceptance_days=card.acceptance_days,
        acceptance_plan="谈判小组成员参加，按约定的标志性成果和检测标准逐项验收，逐项记录并签字。",
        payment_days=card.payment_days,
        quality="成果符合承诺的研发目标，资料完整、可以复核。",
        breach="没有按照约定完成标志性成果的，终止合同，按认定的成本结算。",
    )


def _stage(deal: Deal, place: int) -> dict[str, Any]:
    return {"contract_number": deal.number, "number": place}


def _shown(deal: Deal, place: int) -> StageSheet:
    return stages_of(deal.supplier.viewer, deal.number)[place - 1]


def _report(deal: Deal, place: int) -> ReportIn:
    cap = _shown(deal, place).cap
    costs = [
        {"name": "材料和加工", "amount": _yuan(cap // 2)},
        {"name": "人工和检测", "amount": _yuan(cap - cap // FEN // 2 * FEN)},
    ]
    told = "阶段成果完成，检测报告和试验记录见附件清单。"
    return ReportIn.model_validate({"report": told, "costs": costs})
