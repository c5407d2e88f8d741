"""Projects with their lots, commissions and tender documents, made through the services."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Viewer
from lucai.stages.trade.commissions import services as commissions
from lucai.stages.trade.commissions.schemas import CommissionIn, FeePayer
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import (
    BondIn,
    CriteriaIn,
    CriterionIn,
    CriterionKind,
    OpinionIn,
    RequirementIn,
    RequirementKind,
    RequirementsIn,
    RevisionIn,
    TermsIn,
    TieRule,
    TimingIn,
)
from lucai.stages.trade.documents.selectors import document_card
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.schemas import JoinIn, RefusalIn
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.services import publish_policies
from tests.makers import people, plan, sealing
from tests.makers.remembered import remembered

WAN = plan.WAN
PERIOD = timedelta(days=21)


def commission_content(agency: Viewer | None = None, **changes: Any) -> CommissionIn:
    """A commission's form."""
    content: dict[str, Any] = {
        "agency_id": (agency or people.agency()).organisation,
        "reason": "具有同类项目代理经验",
        "scope_text": "编制招标文件、组织开标评审、发布公告",
        "term_until": clock.today() + timedelta(days=365),
        "fee_payer": FeePayer.WINNER,
        "fee_standard": "按中标金额的 0.8% 收取",
    }
    return CommissionIn(**{**content, **changes})


@remembered
def proposed_project(lots: int = 2, **plan_changes: Any) -> str:
    """Entrust an agency with a filed plan of so many lots; return the project's number."""
    filed = plan.filed_plan(tuple(300 * WAN for _ in range(lots)), **plan_changes)
    buyer = people.actor(people.buyer())
    return commissions.entrust(buyer, plan_number=filed, commission=commission_content())


@remembered
def commissioned_project(lots: int = 2, **plan_changes: Any) -> str:
    """A project whose agency accepted; the document is still to be drafted."""
    number = proposed_project(lots, **plan_changes)
    agency = people.actor(people.agency())
    commissions.take(agency, project_number=number, step="accept")
    return number


@remembered
def drafted_project(lots: int = 2, evaluation_method: str = "comprehensive") -> str:
    """A project whose tender document is complete and lawful, and still a draft."""
    number = commissioned_project(lots, evaluation_method=evaluation_method)
    agency = people.actor(people.agency())
    documents.draft_document(agency, project_number=number, blank_code="goods")
    documents.edit_requirements(
        agency, project_number=number, lot_number=0, content=common_requirements(number)
    )
    for lot in range(1, lots + 1):
        documents.edit_requirements(
            agency, project_number=number, lot_number=lot, content=lot_requirements(number)
        )
        if evaluation_method == "comprehensive":
            documents.edit_criteria(
                agency, project_number=number, lot_number=lot, content=criteria(number)
            )
    documents.edit_terms(agency, project_number=number, content=terms(number, lots))
    documents.edit_timing(agency, project_number=number, content=timing(number))
    return number


@remembered
def confirmed_project(lots: int = 2, evaluation_method: str = "comprehensive") -> str:
    """A project whose tender document the buyer has confirmed; its openings' keys are enrolled."""
    sealing.keys_enrolled()
    number = drafted_project(lots, evaluation_method)
    documents.take(people.actor(people.agency()), project_number=number, step="submit")
    documents.take(people.actor(people.buyer_reviewer()), project_number=number, step="confirm")
    return number


@remembered
def published_project(lots: int = 2, evaluation_method: str = "comprehensive") -> str:
    """A published tender, from now until 21 days later at 9:30; return the project's number.

    Each lot has a budget of 3,000,000 元, a bid security of 50,000 元, one requirement of
    every kind with a ★, and (综合评分法) price 30, objective 40, subjective 30 points.
    """
    number = confirmed_project(lots, evaluation_method)
    documents.publish(people.actor(people.agency()), project_number=number)
    # The journal's reader would do the same a moment later.
    publish_policies(Actor.system(Reason.JOURNAL_READER), project_number=number)
    return number


def version_of(number: str) -> int:
    """Return the version a form over the document carries."""
    return document_card(people.agency(), number).version


def requirement(
    kind: str = "technical", name: str = "处理器", *, substantive: bool = False, **changes: Any
) -> RequirementIn:
    """One requirement's form."""
    content = {
        "kind": RequirementKind(kind),
        "name": name,
        "text": f"{name}应当满足采购需求，提供相应说明。",
        "substantive": substantive,
        "evidence": "投标文件对应章节",
    }
    return RequirementIn(**{**content, **changes})


def common_requirements(number: str) -> RequirementsIn:
    """What every lot asks for."""
    rows = [
        requirement("qualification", "营业执照", substantive=True),
        requirement("commercial", "交货期限", substantive=True),
    ]
    return RequirementsIn(version=version_of(number), rows=rows)


def lot_requirements(number: str) -> RequirementsIn:
    """What one lot asks for."""
    rows = [
        requirement("technical", "整机性能", substantive=True),
        requirement("technical", "噪声"),
    ]
    return RequirementsIn(version=version_of(number), rows=rows)


def criterion(kind: str, name: str, weight: str, bands: str = "") -> CriterionIn:
    """One scoring factor's form."""
    return CriterionIn(
        kind=CriterionKind(kind),
        name=name,
        weight=Decimal(weight),
        standard=f"{name}按照招标文件规定评分。",
        bands=bands,
    )


def criteria(number: str) -> CriteriaIn:
    """Factors that sum to 100."""
    bands = "优 | 20～30 | 方案完整\n良 | 10～20 | 方案较完整\n一般 | 0～10 | 方案有欠缺"
    rows = [
        criterion("price", "投标报价", "30.00"),
        criterion("objective", "技术参数响应", "40.00"),
        criterion("subjective", "实施方案", "30.00", bands),
    ]
    return CriteriaIn(version=version_of(number), rows=rows)


def terms(number: str, lots: int = 2, **changes: Any) -> TermsIn:
    """Commercial terms and policies."""
    content: dict[str, Any] = {
        "version": version_of(number),
        "performance_period": "自合同签订之日起 30 日内交付",
        "validity_days": 90,
        "bonds": [BondIn(lot=lot, amount=5 * WAN) for lot in range(1, lots + 1)],
        "consortium": False,
        "information_system": False,
        "uniform_price": False,
        "core_product": "台式计算机",
        "sme_rate": Decimal(10),
        "domestic_applies": True,
        "tie_rule": TieRule.DRAW,
    }
    return TermsIn(**{**content, **changes})


def timing(number: str, **changes: Any) -> TimingIn:
    """The dates of a notice that goes out today."""
    today = clock.today()
    content: dict[str, Any] = {
        "version": version_of(number),
        "notice_on": today,
        "available_until": clock.moment(today + timedelta(days=12), 17),
        "bid_deadline": deadline_from_today(),
        "opening_place": "鲁采平台网上开标大厅",
    }
    return TimingIn(**{**content, **changes})


def deadline_from_today() -> Any:
    """Return the bid deadline of a tender published now."""
    return clock.moment(clock.today() + PERIOD, 9, 30)


def lots_of(number: str) -> list[int]:
    """Return the lots' numbers as the agency sees them."""
    return [lot.number for lot in project_seen(people.agency(), number).lots]


def clause_revisions() -> int:
    """Leave a revision of a clause declined, and another one for the department to decide."""
    agency, finance = people.actor(people.agency()), people.actor(people.finance())
    content = RevisionIn(
        text="代理服务费由采购人支付：〔代理费用〕。",
        reason="统一本地区的支付方式",
        since=clock.today(),
    )
    first, second = (
        documents.propose_revision(agency, clause="common.ins-fee", content=content) for _ in "ab"
    )
    opinion = OpinionIn(opinion="另行统一修订")
    documents.decide_revision(finance, pk=first, step="decline", content=opinion)
    return second


def asked_units() -> str:
    """A draft for which two units are asked to buy jointly, of which one refused."""
    number = drafted_project()
    lead = people.actor(people.buyer())
    for unit in (7, 8):
        wanted = JoinIn(planNumber=plan.of_another_unit(unit=unit), lot=1)
        place = projects.ask_unit(lead, project_number=number, join=wanted)
    projects.refuse_unit(
        people.actor(people.buyer(8)), project_number=number, place=place,
        refusal=RefusalIn(reason="本单位今年另行安排。"),
    )  # fmt: skip
    return number
