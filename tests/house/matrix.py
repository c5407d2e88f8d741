"""The lines and columns of the permission matrix: who there is, what there is, where one posts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.test import Client

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.oversight.alarms.models import KeyAlarm
from lucai.oversight.complaints.models import Complaint, ComplaintAppeal, ComplaintStatement
from lucai.oversight.credit.models import CreditRecord
from lucai.oversight.ratings.models import Rating, RatingTask
from lucai.oversight.whistleblows.models import Whistleblow
from lucai.platform.records import LivingRecord, system_access
from lucai.registers.accounts.models import AccountInvitation
from lucai.registers.agencies.models import (
    AgencyInspection,
    InspectionDraw,
    ProcurementAgency,
)
from lucai.registers.credit_watches.models import CreditWatch
from lucai.registers.exclusions.models import ExclusionRecord
from lucai.registers.experts.models import (
    ExpertApplication,
    ExpertChange,
    ExpertDecision,
    ReviewExpert,
)
from lucai.registers.products.models import Product
from lucai.registers.suppliers.models import QualificationCert, Supplier
from lucai.stages.acceptance.acceptances.models import Acceptance
from lucai.stages.acceptance.assets.models import AssetTransfer
from lucai.stages.acceptance.warranties.models import WarrantyFault
from lucai.stages.archive.loans.models import ArchiveLoan
from lucai.stages.archive.packages.models import ArchiveHold, ArchivePackage
from lucai.stages.archive.transfers.models import ArchiveTransfer
from lucai.stages.budget.indicators.models import BudgetIndicator
from lucai.stages.contract.changes.models import ContractChange
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.financing.models import FinanceIntent
from lucai.stages.contract.mall.models import (
    MallEnquiry,
    MallInquiry,
    MallOrder,
    MallQuote,
    PriceReport,
)
from lucai.stages.contract.points.models import ContractPoint
from lucai.stages.contract.reserve_reports.models import ReserveReport
from lucai.stages.contract.securities.models import PerformanceSecurity
from lucai.stages.contract.short_contracts.models import ShortContract
from lucai.stages.payment.disclosures.models import OverdueDisclosure
from lucai.stages.payment.receivables.models import ReceivableConfirmation
from lucai.stages.payment.requests.models import Invoice, PaymentRequest
from lucai.stages.payment.treasury.models import Reconciliation, TreasuryAnswer
from lucai.stages.performance.breaches.models import ContractBreach
from lucai.stages.performance.deliveries.models import Delivery
from lucai.stages.performance.milestones.models import Milestone
from lucai.stages.performance.research.models import ResearchStage
from lucai.stages.plan.intentions.models import ProcurementIntention
from lucai.stages.plan.justifications.models import SingleSourceJustification
from lucai.stages.plan.plans.models import ProcurementPlan
from lucai.stages.trade.awards.models import Award
from lucai.stages.trade.bid_clarifications.models import BidClarification
from lucai.stages.trade.bids.models import Bid, BidSecurity
from lucai.stages.trade.bond_returns.models import BondReturn, UnopenedBonds
from lucai.stages.trade.calloffs.models import CallOff, SecondQuote
from lucai.stages.trade.challenges.models import Challenge
from lucai.stages.trade.commissions.models import Commission
from lucai.stages.trade.cooperations.models import Applicant, Cooperation, Opinion, Response
from lucai.stages.trade.decryptions.models import Decryption, RecoveryRequest
from lucai.stages.trade.documents.models import (
    Clarification,
    ClauseRevision,
    Enquiry,
    TenderDocument,
)
from lucai.stages.trade.draws.models import DrawChance, WaitingDraw
from lucai.stages.trade.evaluations.models import EvaluationSession, LowPriceEnquiry, ScoreSheet
from lucai.stages.trade.expert_pay.models import ExpertPay
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkApplication,
    FrameworkCall,
    FrameworkEnquiry,
    FrameworkFiling,
    FrameworkMember,
    FrameworkResponse,
)
from lucai.stages.trade.groups.models import GroupSeat, GroupSheet, ReviewGroup
from lucai.stages.trade.negotiations.models import (
    FinalOffer,
    NegotiationChange,
    NegotiationRecord,
    NegotiationRound,
)
from lucai.stages.trade.openings.models import OpeningRecord, OpeningSession
from lucai.stages.trade.panels.models import EvaluationPanel, ExpertChoice, PanelMember
from lucai.stages.trade.prequalifications.models import (
    Prequalification,
    PrequalificationApplication,
    SupplierRecommendation,
)
from lucai.stages.trade.projects.models import JointUnit, ProcurementProject
from lucai.stages.trade.reevaluations.models import ReEvaluation, ReEvaluationOpinion
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sittings.models import Sitting, SittingNotice
from tests.makers import evaluation, people, roles, world
from tests.makers.browsing import browse

TABLES: dict[str, type[LivingRecord]] = {
    "access.accountInvitation": AccountInvitation,
    "acceptance.acceptance": Acceptance,
    "acceptance.assetTransfer": AssetTransfer,
    "acceptance.warrantyFault": WarrantyFault,
    "agencyLibrary.agencyInspection": AgencyInspection,
    "agencyLibrary.inspectionDraw": InspectionDraw,
    "agencyLibrary.procurementAgency": ProcurementAgency,
    "archive.archiveHold": ArchiveHold,
    "archive.archiveLoan": ArchiveLoan,
    "archive.archivePackage": ArchivePackage,
    "archive.archiveTransfer": ArchiveTransfer,
    "budget.indicator": BudgetIndicator,
    "contract.contractChange": ContractChange,
    "contract.contract": Contract,
    "contract.contractPoint": ContractPoint,
    "contract.financeIntent": FinanceIntent,
    "contract.mallEnquiry": MallEnquiry,
    "contract.mallInquiry": MallInquiry,
    "contract.mallOrder": MallOrder,
    "contract.mallQuote": MallQuote,
    "contract.performanceSecurity": PerformanceSecurity,
    "contract.priceReport": PriceReport,
    "contract.reserveReport": ReserveReport,
    "contract.shortContract": ShortContract,
    "expertLibrary.expertApplication": ExpertApplication,
    "expertLibrary.expertChange": ExpertChange,
    "expertLibrary.expertDecision": ExpertDecision,
    "expertLibrary.reviewExpert": ReviewExpert,
    "oversight.keyAlarm": KeyAlarm,
    "oversight.complaint": Complaint,
    "oversight.complaintStatement": ComplaintStatement,
    "oversight.complaintAppeal": ComplaintAppeal,
    "oversight.creditRecord": CreditRecord,
    "oversight.creditWatch": CreditWatch,
    "oversight.exclusionRecord": ExclusionRecord,
    "oversight.rating": Rating,
    "oversight.ratingTask": RatingTask,
    "oversight.whistleblow": Whistleblow,
    "payment.invoice": Invoice,
    "payment.overdueDisclosure": OverdueDisclosure,
    "payment.request": PaymentRequest,
    "performance.contractBreach": ContractBreach,
    "performance.delivery": Delivery,
    "performance.milestone": Milestone,
    "performance.researchStage": ResearchStage,
    "payment.receivableConfirmation": ReceivableConfirmation,
    "plan.intention": ProcurementIntention,
    "plan.plan": ProcurementPlan,
    "plan.singleSourceJustification": SingleSourceJustification,
    "productLibrary.product": Product,
    "supplierLibrary.qualificationCert": QualificationCert,
    "supplierLibrary.supplier": Supplier,
    "trade.award": Award,
    "trade.bid": Bid,
    "trade.bidSecurity": BidSecurity,
    "trade.bondReturn": BondReturn,
    "trade.callOff": CallOff,
    "trade.challenge": Challenge,
    "trade.clarification": Clarification,
    "trade.clauseRevision": ClauseRevision,
    "trade.commission": Commission,
    "trade.cooperation": Cooperation,
    "trade.cooperationApplicant": Applicant,
    "trade.cooperationResponse": Response,
    "trade.cooperationOpinion": Opinion,
    "trade.drawChance": DrawChance,
    "trade.enquiry": Enquiry,
    "trade.evaluation": EvaluationSession,
    "trade.jointUnit": JointUnit,
    "trade.lowPriceEnquiry": LowPriceEnquiry,
    "trade.finalOffer": FinalOffer,
    "trade.reviewGroup": ReviewGroup,
    "trade.groupSeat": GroupSeat,
    "trade.groupSheet": GroupSheet,
    "trade.bidClarification": BidClarification,
    "trade.expertChoice": ExpertChoice,
    "trade.expertPay": ExpertPay,
    "trade.frameworkAgreement": FrameworkAgreement,
    "trade.frameworkApplication": FrameworkApplication,
    "trade.frameworkCall": FrameworkCall,
    "trade.frameworkEnquiry": FrameworkEnquiry,
    "trade.frameworkFiling": FrameworkFiling,
    "trade.frameworkMember": FrameworkMember,
    "trade.frameworkResponse": FrameworkResponse,
    "trade.negotiationChange": NegotiationChange,
    "trade.negotiationRecord": NegotiationRecord,
    "trade.negotiationRound": NegotiationRound,
    "trade.openingRecord": OpeningRecord,
    "trade.decryption": Decryption,
    "trade.recoveryRequest": RecoveryRequest,
    "trade.openingSession": OpeningSession,
    "trade.panel": EvaluationPanel,
    "trade.panelMember": PanelMember,
    "trade.prequalification": Prequalification,
    "trade.prequalificationApplication": PrequalificationApplication,
    "trade.procurementProject": ProcurementProject,
    "trade.reEvaluation": ReEvaluation,
    "trade.reEvaluationOpinion": ReEvaluationOpinion,
    "trade.scoreSheet": ScoreSheet,
    "trade.secondQuote": SecondQuote,
    "trade.sealedBid": SealedBid,
    "trade.sitting": Sitting,
    "trade.sittingNotice": SittingNotice,
    "trade.supplierRecommendation": SupplierRecommendation,
    "trade.tenderDocument": TenderDocument,
    "trade.unopenedBonds": UnopenedBonds,
    "trade.waitingDraw": WaitingDraw,
    "treasury.answer": TreasuryAnswer,
    "treasury.reconciliation": Reconciliation,
}
"""Whose life each registered lifecycle is. A new life without a line here fails a test."""

ELSEWHERE = {
    "trade.supplierRecommendation:sign": "/recommendations/{row.pk}/",
    "trade.expertPay:pay": "/expert-pay/{row.pk}/",
    "trade.recoveryRequest:release": "/recoveries/{row.code}/releases/",
    "trade.decryption:decrypt": "/rooms/{row.project_number}/decryptions/{row.bid_code}/",
    "trade.bidClarification:answer": "/rooms/{row.project_number}/bid-clarifications/{row.pk}/",
    "trade.sittingNotice:acknowledge": "/rooms/{row.project_number}/sitting/notice/acknowledge/",
    "trade.commission:draft": "/rooms/{row.project_number}/document/draft/",
    "trade.jointUnit:contract": ("/rooms/{row.project_number}/award/{row.lot_number}/contract/"),
    "trade.bidSecurity:confirm": "/rooms/{row.project_number}/bids/bonds/{row.pk}/confirm/",
    "trade.bidSecurity:deny": "/rooms/{row.project_number}/bids/bonds/{row.pk}/deny/",
    "trade.bidSecurity:keep": "/rooms/{row.project_number}/bids/bonds/{row.pk}/keep/",
    "trade.bidSecurity:refund": "/rooms/{row.project_number}/bids/bonds/{row.pk}/refund/",
    "trade.openingRecord:confirm": "/rooms/{row.project_number}/opening/{row.lot_number}/confirm/",
    "trade.drawChance:give": "/draws/{row.draw_number}/nonce/",
    "trade.panelMember:replace": "/rooms/{row.project_number}/panel/seats/{row.place}/replacement/",
    "trade.groupSeat:replace": "/review-groups/{row.group_number}/seats/{row.place}/replacement/",
    "trade.groupSheet:agree_silently": "/review-groups/{row.group_number}/seats/{row.place}/agree/",
    "trade.frameworkResponse:replace": (
        "/frameworks/{row.framework_number}/respond/{row.package_number}/"
    ),
    "trade.cooperationOpinion:submit": "/cooperation-opinions/{row.number_of_project}/{row.stage}/",
    "trade.cooperationOpinion:agree_silently": (
        "/cooperation-opinions/{row.number_of_project}/{row.stage}/{row.place}/agree/"
    ),
    "trade.cooperationOpinion:replace": (
        "/cooperation-opinions/{row.number_of_project}/{row.stage}/{row.place}/replacement/"
    ),
    "trade.cooperationApplicant:contract": (
        "/rooms/{row.number_of_project}/award/1/contract/?supplier={row.supplier_id}"
    ),
    "trade.cooperationResponse:withdraw": (
        "/rooms/{row.number_of_project}/cooperation/respond/steps/withdraw/"
    ),
    "trade.finalOffer:withdraw": (
        "/rooms/{row.project_number}/negotiation/{row.lot_number}/offer/steps/withdraw/"
    ),
    "contract.mallQuote:hand_in": "/mall/inquiries/{row.inquiry_number}/quote/",
    "trade.secondQuote:hand_in": "/call-offs/{row.order_number}/quote/",
    "trade.callOff:ask": "/call-offs/new/{row.framework_number}/",
    "trade.callOff:decide": "/call-offs/new/{row.framework_number}/",
    "trade.scoreSheet:agree_silently": (
        "/rooms/{row.project_number}/evaluation/{row.lot_number}/seats/{row.place}/agree/"
    ),
    "trade.lowPriceEnquiry:reply": "/rooms/{row.project_number}/explanations/{row.lot_number}/",
}
"""Steps whose button posts to an address of its own."""

POWERLESS = (Side.AGENCY, Side.SUPPLIER, Side.EXPERT, Side.TREASURY, Side.NOTARY)
"""Sides of which no role of the installation lacks every right."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One line of the matrix.

    ``own``: of the organisation, or in the panel, that is a party; ``first``: of their side.
    """

    name: str
    viewer: Viewer
    client: Client
    own: bool
    first: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """One object with its life."""

    lifecycle: Lifecycle
    row: LivingRecord

    @property
    def page(self) -> str:
        """The object's own page."""
        return self.lifecycle.page.format(row=self.row).split("?")[0]

    def addresses(self, step: Step) -> list[str]:
        """Return where a step may be posted to."""
        found = [f"{self.page}steps/{step.name}/"]
        if step.page:
            found.append(self.page + step.page.format(row=self.row))
        if other := ELSEWHERE.get(self.lifecycle.permission(step)):
            found.append(other.format(row=self.row))
        return found

    def __str__(self) -> str:
        return f"{self.lifecycle.of} {self.row.key}（{self.lifecycle.states[self.row.state]}）"


def everybody(made: world.World) -> list[Somebody]:
    """Return each role at home and elsewhere, the panel, colleagues without rights, the public."""
    rnd = evaluation.Round(made.evaluated, made.opened_at)
    members = {member.side: member for member in evaluation.seats(rnd)}
    home = roles.at_home() | {f"评委（{side}）": member for side, member in members.items()}
    home["评审小组专家"] = drawn_reviewer()
    home["已付劳务报酬的专家"] = paid_expert()
    found = [_somebody(name, viewer, own=True) for name, viewer in home.items()]
    found += [_somebody(n, viewer, own=False) for n, viewer in roles.elsewhere().items()]
    found += [_without_rights(viewer) for viewer in home.values() if viewer.side in POWERLESS]
    first = {one.viewer.side: one.name for one in reversed(found)}.values()
    found = [replace(one, first=one.name in first) for one in found]
    return [*found, Somebody("公众", people.public(), Client(), own=False, first=True)]


def drawn_reviewer() -> Viewer:
    """Return an expert whom the draw of a framework's group took and who has not answered yet."""
    with system_access("matrix"):
        seat = GroupSeat.objects.filter(state="asked").order_by("pk").first()
    assert seat is not None
    return expert_of(seat.person_id)


def paid_expert() -> Viewer:
    """Return an expert who was paid and has not said so: whom the dice drew, so known only now."""
    with system_access("matrix"):
        paid = ExpertPay.objects.filter(state="paid").order_by("pk").first()
    assert paid is not None
    return expert_of(paid.person_id)


def expert_of(person: int) -> Viewer:
    """Return the expert of the library who is that person."""
    return next(one for n in range(1, 13) if (one := people.expert(n)).person == person)


def _somebody(name: str, viewer: Viewer, *, own: bool) -> Somebody:
    return Somebody(name, viewer, browse(viewer), own)


def _without_rights(viewer: Viewer) -> Somebody:
    """Return another person of the same organisation, so that rights are not shared."""
    person = people.person(f"powerless.{viewer.side}", "示例同事")
    colleague = replace(viewer, person=person.pk, grants=frozenset())
    return _somebody(f"{viewer.side} 无权限", colleague, own=True)


def candidates(life: Lifecycle, step: Step) -> list[Thing]:
    """Return objects to try a step on: those in a state that allows it first.

    Raises:
        LookupError: the busy world holds no object of this life.
    """
    with system_access("matrix"):
        rows = list(TABLES[life.of].objects.order_by("-pk"))
    if not rows:
        raise LookupError(f"{life.of} 没有可以试的对象")
    ready = [row for row in rows if row.state in step.source]
    return [Thing(life, row) for row in dict.fromkeys([*ready[:1], *ready[-1:], *ready, *rows])]
