"""Cooperations at every point of their life, made through the services; each act on its own day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Viewer
from lucai.law.deadlines import deadline
from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.performance.research import services as research
from lucai.stages.plan.plans import services as plans
from lucai.stages.trade.commissions import services as commissions
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
from lucai.stages.trade.cooperations.selectors import cooperation_seen, opinion_desk
from lucai_trust import envelope as trust
from tests.makers import contract, evaluation, people, plan, rounds, sealing, trade
from tests.makers.remembered import remembered

WAN = plan.WAN
RESEARCH, PURCHASE = 2000 * WAN, 3000 * WAN
COST = 900 * WAN  # reimbursed at most; at 80 % it pays 7,200,000 元
PLAN = {
    "method": "cooperative", "method_case": "cooperative.breakthrough",
    "method_reason": "列入省科技创新规划，突破关键部件依赖，服务国家战略。",
    "survey": "调查五家企业和两家科研院所，市场现有产品不能满足精度要求。",
    "survey_respondents": 7, "technically_complex": "yes",
    "expert_argument": "五名专家论证：现有产品精度不足，需要技术突破，同意开展合作创新采购。",
}  # fmt: skip


@contextmanager
def provincial_buyer() -> Iterator[None]:
    """Let the first buyer be a provincial department while it drafts its plan."""
    people.buyer()
    with system_access("maker"):
        row = Organisation.objects.get(uscc=people.uscc(1001))
    before = row.level
    row.change(level="province")
    yield
    row.change(level=before)


def plan_form(**changes: Any) -> dict[str, Any]:
    """What a lawful plan says besides amounts and money."""
    return {**PLAN, "survey_on": clock.today().isoformat(), **changes}


@remembered
def filed_plan(**changes: Any) -> str:
    """A filed plan of two packages: research and first purchase."""
    with provincial_buyer():
        number = plan.submitted((RESEARCH, PURCHASE), **plan_form(**changes))
    reviewer = people.actor(people.buyer_reviewer())
    for kind in ("general", "key"):
        plans.review_plan(reviewer, number=number, finding=plan.review(kind))
    plans.take(people.actor(people.buyer()), number=number, step="request_filing")
    plans.take(people.actor(people.finance()), number=number, step="file")
    return number


@remembered
def begun(**changes: Any) -> str:
    """A project whose agency accepted; the scheme is still to be written."""
    number = filed_plan(**changes)
    buyer, form = people.actor(people.buyer()), trade.commission_content()
    made = commissions.entrust(buyer, plan_number=number, commission=form)
    commissions.take(agency(), project_number=made, step="accept")
    return made


def content(**changes: Any) -> ContentIn:
    """A lawful scheme."""
    written: dict[str, Any] = {
        "goal": "测量误差不大于百分之零点五，连续运行不少于两千小时。",
        "scene": "全省环境监测站的野外连续监测。",
        "qualification": "具有传感器研发能力，近三年没有重大违法记录。",
        "wanted": 2, "months": 24, "most_cost": plan.yuan(COST), "ratio": "80",
        "incentive": plan.yuan(60 * WAN), "quantity": 10, "price_ceiling": plan.yuan(290 * WAN),
        "inside": "yes",
        "acceptance": "按照国家标准在第三方机构检测，全部指标合格。",
        "upgrade": "合同期限内每年一次，以升级产品替代原首购产品。",
        "risk": "关键材料断供时启用替代方案，按阶段评估。",
        "factors": [
            {"name": "研发方案", "points": 40, "research": "yes"},
            {"name": "研发团队和条件", "points": 20, "research": "yes"},
            {"name": "研发成本", "points": 20},
            {"name": "首购价格", "points": 20},
        ],
        "stages": [
            {"name": "样机", "goal": "样机通过实验室检测", "percent": 60},
            {"name": "定型", "goal": "定型产品通过验收", "percent": 40},
        ],
    }  # fmt: skip
    return ContentIn(**{**written, **changes})


@remembered
def confirmed(**changes: Any) -> str:
    """A scheme the buyer has confirmed."""
    number = begun()
    services.edit(agency(), project_number=number, content=content(**changes))
    services.submit(agency(), project_number=number)
    services.confirm(people.actor(people.buyer_reviewer()), project_number=number)
    return number


def closes() -> datetime:
    """The first lawful deadline for applications of a notice that goes out today."""
    return clock.moment(deadline("COI-02", clock.today(), "application").date, 17)


@remembered
def published() -> str:
    """A notice that calls for applications."""
    return announced(confirmed())


@remembered
def announced(number: str) -> str:
    """Publish a confirmed scheme now."""
    services.publish(agency(), project_number=number, form=PublishIn(apply_until=closes()))
    return number


ROLES = ("technical", "technical", "lawyer", "economist", "buyer")


def group(*roles: str) -> GroupIn:
    """A group of the library's experts and the buyer's own; lawful unless roles are named."""
    evaluation.library()
    own = {"name": evaluation.representative().name, "unit": "示例采购单位1", "source": "chosen"}
    rows = [
        {**own, "role": role} if role == "buyer"
        else {"name": f"示例专家{n}", "unit": "示例学院", "role": role, "source": "library"}
        for n, role in enumerate(roles or ROLES, 1)
    ]  # fmt: skip
    return GroupIn.model_validate({"members": rows})


def members() -> list[Viewer]:
    """Who sits in the lawful group, by place."""
    return [*(people.expert(n) for n in range(1, len(ROLES))), evaluation.representative()]


def application(**changes: Any) -> ApplicationIn:
    """An application."""
    given: dict[str, Any] = {
        "statement": "具有传感器研发能力和中试条件，没有重大违法记录。",
        "experience": "完成同类传感器两项，获发明专利三项。",
        "contact": "示例联系人 0531-00000000", "truthful": "yes",
    }  # fmt: skip
    return ApplicationIn(**{**given, **changes})


@remembered
def applied(suppliers: Sequence[int] = (1, 2, 3)) -> str:
    """Let these suppliers apply, and the group be formed."""
    return joined(published(), suppliers)


@remembered
def joined(number: str, suppliers: Sequence[int] = (1, 2, 3)) -> str:
    """Let these suppliers apply, and the group be formed."""
    for n in suppliers:
        services.apply(people.actor(people.supplier(n)), project_number=number, form=application())
    services.seat(agency(), project_number=number, form=group())
    return number


def agency() -> Actor:
    """Who organises."""
    return people.actor(people.agency())


def seen(number: str) -> Any:
    """The cooperation as its agency sees it."""
    return cooperation_seen(people.agency(), number)


@remembered
def reviewed(number: str, refused: Sequence[int] = ()) -> str:
    """Let the group review all who applied, refuse these, and sign; the deadline must be over."""
    services.open_applications(agency(), project_number=number)
    found(number, "qualify", refused=refused)
    services.finish_review(agency(), project_number=number)
    return number


def findings(number: str, stage: str, refused: Sequence[int] = ()) -> FindingsIn:
    """What a member finds of everybody: all qualified but these; or what came of the talks."""
    barred = {people.supplier(n).organisation_name for n in refused}
    rows = [
        {
            "key": one.key, "passed": "no" if one.name in barred else "yes",
            "topics": "研发目标、完成时间、首购价格", "agreed": "同意误差指标，首购价格再降百分之二",
            "reason": "没有中试条件。" if one.name in barred else "符合要求，说明充分。",
        }
        for one in opinion_desk(members()[0], number, stage).judged
    ]  # fmt: skip
    return FindingsIn.model_validate({"rows": rows, "declared_free": True})


@remembered
def found(number: str, stage: str, refused: Sequence[int] = ()) -> str:
    """Let every member of the group find without points, then sign."""
    key: dict[str, Any] = {"project_number": number, "stage": stage}
    form = findings(number, stage, refused)
    for member in members():
        services.submit_findings(people.actor(member), form=form, **key)
    signed(number, stage)
    return number


def signed(number: str, stage: str) -> None:
    """Let every member sign what the group found."""
    key: dict[str, Any] = {"project_number": number, "stage": stage}
    for member in members():
        services.sign_opinion(people.actor(member), form=SignatureIn(), **key)


def response(n: int = 1, **changes: Any) -> dict[str, Any]:
    """A response as the page spells it; the higher the number, the dearer."""
    given: dict[str, Any] = {
        "plan": "以微机电工艺实现，分样机和定型两个阶段完成研发。",
        "goal": "测量误差不大于百分之零点四。", "cost": plan.yuan((840 + 20 * n) * WAN),
        "months": "20", "price": plan.yuan((270 + 5 * n) * WAN), "inside": "yes",
    }  # fmt: skip
    return {**given, **changes}


def hand_in(
    number: str, n: int, round_: int, instead_of: trust.SealedBid | None = None, **changes: Any
) -> trust.SealedBid:
    """Seal a response of supplier ``n`` for a round and hand it in; return its envelope."""
    supplier = people.supplier(n)
    sealed_as = round_number(number, round_), LOT, supplier
    made, handed = rounds.sealed(*sealed_as, response(n, **changes), instead_of)
    services.respond(people.actor(supplier), project_number=number, handed=handed)
    return made


def talked(number: str) -> str:
    """Let the group hear everybody who responded, and sign the record."""
    return found(number, "talks")


REPORT = EvaluationIn(report="小组一致同意上述评审意见。")


def points(
    number: str,
    stage: str = "research",
    first: Sequence[int] = (38, 18, 17, 16),
    reader: Viewer | None = None,
) -> OpinionIn:
    """A member's points for everything judged; the later in the list, the fewer."""
    desk = opinion_desk(reader or members()[0], number, stage)
    given = first if stage == "research" else (90,)
    named = enumerate(sorted(desk.judged, key=lambda one: one.name))
    rows = [
        {"key": one.key, "points": [{"value": str(p - at)} for p in given], "reason": "方案完整"}
        for at, one in named
    ]
    return OpinionIn.model_validate({"rows": rows, "declared_free": True})


@remembered
def judged(number: str, stage: str = "research") -> str:
    """Let every member find, then sign."""
    key: dict[str, Any] = {"project_number": number, "stage": stage}
    form = points(number, stage)
    for member in members():
        services.submit_opinion(people.actor(member), form=form, **key)
    signed(number, stage)
    return number


def until(name: str) -> datetime:
    """The first lawful deadline of a document issued now."""
    return clock.moment(deadline("COI-03", clock.today(), name).date, 17)


@remembered
def exchanged(number: str) -> str:
    """Exchange concepts and issue the negotiation document."""
    sealing.keys_enrolled()
    held = ExchangeIn(
        held="全部资格合格的供应商共同交流了研发目标和技术路线。", outcome="增加试验。"
    )
    services.exchange(agency(), project_number=number, form=held)
    file = FileIn(text="研发谈判文件：目标、标准、成本补偿范围和条款。", until=until("value"))
    services.issue_file(agency(), project_number=number, form=file)
    return number


@remembered
def responded(number: str, suppliers: Sequence[int] = (1, 2, 3)) -> str:
    """Let these suppliers respond to the document that is out."""
    round_ = 1 if seen(number).state == "responding" else 2
    for n in suppliers:
        hand_in(number, n, round_)
    return number


@remembered
def finalised(number: str) -> str:
    """Open the first responses, hear everybody, issue the final document, as far as it is not done."""
    if seen(number).state == "responding":
        services.open_first(agency(), project_number=number)
        talked(number)
    form = FinalIn(text="最终研发谈判文件：按谈判结果确定。", until=until("final"))
    services.issue_final(agency(), project_number=number, form=form)
    return number


REVIEWED, FIRST, FINAL, RESULT = 35, 55, 70, 72
"""Days after the notice on which the reviews, openings and the result are."""


@remembered
def evaluated() -> str:
    """A report that waits for the buyer's decision; 72 days before now the notice went out."""
    now = clock.now()

    def on(days: int) -> Any:
        return clock.at(now - timedelta(days=RESULT - days))

    with on(0):
        number = applied()
    with on(REVIEWED):
        responded(exchanged(reviewed(number, refused=(3,))), (1, 2))
    with on(FIRST):
        responded(finalised(number), (1, 2))
    with on(FINAL):
        services.open_final(agency(), project_number=number)
        judged(number)
        services.evaluate(agency(), project_number=number, form=REPORT)
    return number


@remembered
def decided(number: str, count: int = 2) -> str:
    """Let the buyer choose so many."""
    decider = people.actor(people.buyer_reviewer())
    services.decide(decider, project_number=number, form=DecisionIn(count=count))
    return number


@remembered
def awarded(count: int = 2) -> str:
    """Researchers announced now."""
    number = decided(evaluated(), count)
    services.announce(agency(), project_number=number)
    return number


PRODUCT = FirstIn(product="示例高精度传感器，误差百分之零点四", reason="综合得分最高")


@remembered
def research_contract(number: str, n: int = 1) -> str:
    """A signed research contract whose stages are laid out."""
    made = contracts.draft_contract(
        contract.buyer(), project_number=number, lot_number=1,
        supplier_id=people.supplier(n).organisation,
    )  # fmt: skip
    contracts.edit_contract(contract.buyer(), number=made, contract=contract.terms())
    contracts.propose(contract.buyer(), number=made)
    contract.sign(people.actor(people.supplier(n)), made)
    contract.sign(contract.decider(), made)
    research.lay_out(Actor.system(Reason.JOURNAL_READER), contract_number=made)
    return made


def under_way() -> None:
    """Leave a cooperation with two researchers, one under contract, and one that takes applications."""
    research_contract(awarded())
    applied()
