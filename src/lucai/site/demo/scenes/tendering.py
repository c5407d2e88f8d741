"""From the commission to the published tender."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from lucai.kernel import clock, money
from lucai.law.deadlines import deadline
from lucai.law.method_rules import earliest
from lucai.law.parameters import parameter, status
from lucai.law.status import Status
from lucai.site.demo.plots import Mishap, Story, Tale
from lucai.site.demo.scenes import composing, decrypting
from lucai.site.demo.timeline import Cue, Scene, after, office
from lucai.site.demo.wares import Part
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.trade.commissions import services as commissions
from lucai.stages.trade.commissions.schemas import CommissionIn, FeePayer
from lucai.stages.trade.commissions.schemas import ReasonIn as Declined
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import (
    BondIn,
    CriteriaIn,
    CriterionIn,
    CriterionKind,
    ReasonIn,
    RequirementIn,
    RequirementKind,
    RequirementsIn,
    TermsIn,
    TieRule,
    TimingIn,
)
from lucai.stages.trade.documents.selectors import document_card
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing import services as sealing

HALL = "鲁采网上开标大厅"
UNTIL_CONFIRMED = 4
"""Working days until the buyer has confirmed a document, with one to spare."""
BOND_STEP = 1000 * money.FEN_PER_YUAN


def entrust_agency(tale: Tale) -> Scene:
    """Entrust an agency; sometimes the first one declines."""
    yield Cue(after(clock.now(), workdays=1), "commission.entrust")
    tale.project = commissions.entrust(
        tale.clerk, plan_number=tale.plan, commission=_commission(tale)
    )
    if tale.goes_wrong(Mishap.AGENCY_DECLINES):
        yield Cue(after(clock.now(), workdays=1), "commission.decline")
        commissions.decline(
            tale.agency,
            project_number=tale.project,
            reason=Declined(reason="近期在办项目较多，难以保证进度"),
        )
        tale.agency_number = (tale.story.agency + 7) % 20
        yield Cue(after(clock.now(), workdays=1), "commission.reassign")
        commissions.reassign(tale.clerk, project_number=tale.project, commission=_commission(tale))
    yield Cue(after(clock.now(), workdays=1), "commission.accept")
    commissions.take(tale.agency, project_number=tale.project, step="accept")
    return True


def write_document(tale: Tale) -> Scene:
    """Write the tender document, have it confirmed."""
    drafted = after(clock.now(), workdays=1)
    yield Cue(drafted, "document.draft")
    documents.draft_document(
        tale.agency, project_number=tale.project, blank_code=tale.story.ware.kind
    )
    yield Cue(after(drafted, workdays=1), "document.edit")
    _edit(tale)
    yield Cue(after(clock.now(), workdays=1), "document.submit")
    documents.take(tale.agency, project_number=tale.project, step="submit")
    if tale.goes_wrong(Mishap.DOCUMENT_RETURNED):
        yield Cue(after(clock.now(), workdays=1), "document.return")
        reason = ReasonIn(reason="付款条件与采购实施计划不一致，请修改")
        documents.return_document(tale.head, project_number=tale.project, reason=reason)
        yield Cue(after(clock.now(), workdays=1), "document.resubmit")
        documents.take(tale.agency, project_number=tale.project, step="submit")
    yield Cue(after(clock.now(), workdays=1), "document.confirm")
    documents.take(tale.head, project_number=tale.project, step="confirm")
    return True


def publish_tender(tale: Tale) -> Scene:
    """Publish notice and document once the intention has stood long enough."""
    yield Cue(max(after(clock.now(), minutes=60), tale.notice), "document.publish")
    documents.publish(tale.agency, project_number=tale.project)
    # The journal's readers would do the same a moment later.
    sealing.publish_policies(tale.system, project_number=tale.project)
    openings.schedule(tale.system, project_number=tale.project)
    panels.prepare_panel(tale.system, project_number=tale.project)
    tale.lots = list(range(1, tale.story.parts + 1))
    tale.deadline = announced_deadline(tale)
    return True


def announced_deadline(tale: Tale) -> datetime:
    """Return the bid deadline as it stands now."""
    found = project_seen(tale.agency.viewer, tale.project).bid_deadline
    if not found:
        raise LookupError(tale.project)
    return found.astimezone(clock.BEIJING)


def _plan_notice(tale: Tale) -> None:
    """Plan the notice on the first working day that intention and confirmation allow."""
    published = intention_seen(tale.clerk.viewer, tale.intention).published_at or clock.now()
    earliest = deadline("GP-INT-01", published.astimezone(clock.BEIJING).date()).date
    confirmed = after(clock.now(), workdays=UNTIL_CONFIRMED)
    tale.notice = office(max(earliest, confirmed.date()), 10)


def bid_deadline(notice_on: datetime, method: str = "open") -> datetime:
    """Return half past nine on the first working day that the law allows, one day later."""
    floor = earliest(method, "response", notice_on.date())
    day = floor.date if floor else notice_on.date() + NO_FLOOR
    return office(day + timedelta(days=1), 9, 30)


NO_FLOOR = timedelta(days=5)
"""How long a supplier has where the law sets no floor (单一来源)."""


def _commission(tale: Tale) -> CommissionIn:
    return CommissionIn(
        agencyId=tale.agency.viewer.organisation or 0,
        reason="具有同类项目代理经验，专业人员充足",
        scope_text="编制采购文件、发布公告、组织开标评审、整理归档",
        term_until=clock.today() + timedelta(days=365),
        fee_payer=FeePayer.WINNER,
        fee_standard="按中标金额的 0.8% 收取",
    )


def _edit(tale: Tale) -> None:
    """Fill the document in, section by section."""
    story, agency, project = tale.story, tale.agency, tale.project
    _plan_notice(tale)
    documents.edit_requirements(
        agency, project_number=project, lot_number=0,
        content=RequirementsIn(version=_version(tale), rows=_common(story)),
    )  # fmt: skip
    for lot, part in enumerate(story.lots, 1):
        documents.edit_requirements(
            agency, project_number=project, lot_number=lot,
            content=RequirementsIn(version=_version(tale), rows=_technical(part)),
        )  # fmt: skip
        if not story.lowest:
            documents.edit_criteria(
                agency, project_number=project, lot_number=lot,
                content=CriteriaIn(version=_version(tale), rows=_criteria(story)),
            )  # fmt: skip
    # The dates first: which rules the terms must answer depends on the day of the notice.
    documents.edit_timing(agency, project_number=project, content=_timing(tale))
    documents.edit_terms(agency, project_number=project, content=_terms(tale))
    composing.compose(tale)


def _version(tale: Tale) -> int:
    return document_card(tale.agency.viewer, tale.project).version


def _common(story: Story) -> list[RequirementIn]:
    kind = RequirementKind.QUALIFICATION
    return [
        RequirementIn(kind=kind, name="独立承担民事责任的能力", text="具有有效的营业执照或者其他登记证书。", substantive=True, evidence="营业执照扫描件"),
        RequirementIn(kind=kind, name="依法缴纳税收和社会保障资金", text="有依法缴纳税收和社会保障资金的良好记录。", substantive=True, evidence="承诺函"),
        RequirementIn(kind=kind, name="三年内无重大违法记录", text="参加采购活动前三年内，在经营活动中没有重大违法记录。", substantive=True, evidence="声明函"),
        RequirementIn(kind=RequirementKind.COMMERCIAL, name="履行期限", text=f"{story.ware.period}。", substantive=True),
    ]  # fmt: skip


def _technical(part: Part) -> list[RequirementIn]:
    kind = RequirementKind.TECHNICAL
    return [
        RequirementIn(kind=kind, name="主要性能", text=f"{part.demand}。", substantive=True),
        RequirementIn(kind=kind, name="服务与保障", text=f"{part.wish}。"),
    ]  # fmt: skip


def _criteria(story: Story) -> list[CriterionIn]:
    goods = story.ware.goods
    price, objective, scheme = (40, 30, 30) if goods else (20, 30, 50)
    third = scheme // 3
    bands = (
        f"优 | {2 * third}～{scheme} | 方案完整，针对性强，措施可行\n"
        f"良 | {third}～{2 * third} | 方案较完整，有一定针对性\n"
        f"一般 | 0～{third} | 方案简单，措施笼统"
    )
    return [
        CriterionIn(kind=CriterionKind.PRICE, name=story.sheet.say("投标报价"), weight=Decimal(price), standard="以评审价计算，最低者为基准价。"),
        _objective(objective, goods=goods),
        CriterionIn(kind=CriterionKind.SUBJECTIVE, name=story.ware.scheme, weight=Decimal(scheme), standard="按照方案的完整性、针对性和可行性分档评分。", bands=bands),
    ]  # fmt: skip


def _objective(weight: int, *, goods: bool) -> CriterionIn:
    """Return the objective factor: marked alike by the members, or computed from a figure."""
    kind, points = CriterionKind.OBJECTIVE, Decimal(weight)
    if goods:
        standard = "全部满足得满分，每有一项负偏离扣 3 分，扣完为止。"
        return CriterionIn(kind=kind, name="技术参数响应", weight=points, standard=standard)
    return CriterionIn(
        kind=kind,
        name="服务人员配备",
        weight=points,
        standard="按投入本项目、持有相应证书的服务人员数量计分，提供证书扫描件。",
        measure="持证服务人员",
        unit="人",
        formula="每 1 | 5",
    )


def _terms(tale: Tale) -> TermsIn:
    story = tale.story
    return TermsIn(
        **decrypting.choice(tale),
        version=_version(tale),
        performance_period=story.ware.period,
        validity_days=90,
        bonds=[
            BondIn(lot=lot, amount=_bond(story, budget))
            for lot, budget in enumerate(story.budgets, 1)
        ],
        core_product=story.lots[0].items[0].name if story.ware.goods else "",
        sme_rate=None if story.reserved else Decimal(10),
        domestic_applies=story.ware.goods
        and status("GP-DOM-01", tale.notice.date()) is Status.APPLICABLE,
        tie_rule=TieRule.TECHNICAL if story.method == "consultation" else TieRule.DRAW,
    )


def _bond(story: Story, budget: int) -> int:
    """Return half of what the law allows for goods, in whole thousands of 元; nothing for services."""
    if not story.ware.goods:
        return 0
    cap = parameter("GP-BON-01", on=clock.today()).value
    return int(budget * cap / 2) // BOND_STEP * BOND_STEP


def _available_until(tale: Tale, closes: datetime) -> datetime:
    """Return two days after the tender's floor; in the shorter methods the eve of the deadline."""
    if tale.story.method != "open":
        return clock.moment((closes - timedelta(days=1)).date(), 16)
    until = deadline("GP-TEN-02", tale.notice.date()).date
    return office(until + timedelta(days=2), 16)


def _timing(tale: Tale) -> TimingIn:
    planned = tale.notice
    closes = bid_deadline(planned, tale.story.method)
    return TimingIn(
        version=_version(tale),
        notice_on=planned.date(),
        available_until=_available_until(tale, closes),
        bid_deadline=closes,
        opening_place=HALL,
    )
