"""The modules of the house as Django applications, lowest floor first."""

from __future__ import annotations

PLATFORM = (
    "lucai.platform.access",
    "lucai.platform.keys",
    "lucai.platform.journal",
    "lucai.platform.duties",
    "lucai.platform.suspensions",
    "lucai.platform.files",
    "lucai.platform.messages",
    "lucai.platform.web",
    "lucai.platform.pki",
    "lucai.platform.signatures",
    "lucai.platform.signin",
    "lucai.platform.staffing",
)
REGISTERS: tuple[str, ...] = (
    "lucai.registers.experts",
    "lucai.registers.exclusions",
    "lucai.registers.suppliers",
)
STAGES: tuple[str, ...] = (
    "lucai.stages.budget.indicators",
    "lucai.stages.plan.intentions",
    "lucai.stages.plan.justifications",
    "lucai.stages.plan.plans",
    "lucai.stages.trade.projects",
    "lucai.stages.trade.commissions",
    "lucai.stages.trade.documents",
    "lucai.stages.trade.downloads",
    "lucai.stages.trade.sealing",
    "lucai.stages.trade.bids",
    "lucai.stages.trade.openings",
    "lucai.stages.trade.panels",
    "lucai.stages.trade.negotiations",
    "lucai.stages.trade.evaluations",
    "lucai.stages.trade.awards",
    "lucai.stages.trade.challenges",
    "lucai.stages.trade.frameworks",
    "lucai.stages.trade.calloffs",
    "lucai.stages.contract.contracts",
    "lucai.stages.contract.points",
    "lucai.stages.contract.changes",
    "lucai.stages.contract.securities",
    "lucai.stages.contract.short_contracts",
    "lucai.stages.contract.financing",
    "lucai.stages.performance.deliveries",
    "lucai.stages.performance.milestones",
    "lucai.stages.performance.breaches",
    "lucai.stages.acceptance.acceptances",
    "lucai.stages.acceptance.warranties",
    "lucai.stages.acceptance.assets",
    "lucai.stages.payment.requests",
    "lucai.stages.payment.treasury",
    "lucai.stages.archive.packages",
    "lucai.stages.archive.loans",
    "lucai.stages.archive.transfers",
)
UPPER: tuple[str, ...] = (
    "lucai.oversight.alarms",
    "lucai.oversight.complaints",
    "lucai.oversight.whistleblows",
    "lucai.oversight.ratings",
    "lucai.oversight.credit",
    "lucai.publication.ocds",
    "lucai.publication.punctuality",
    "lucai.publication.board",
    "lucai.publication.inspection",
    "lucai.guidance.law",
)

MODULES = (*PLATFORM, *REGISTERS, *STAGES, *UPPER)
