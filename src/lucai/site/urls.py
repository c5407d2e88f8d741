"""All addresses."""

from __future__ import annotations

from django.urls import include, path

from lucai.site import views
from lucai.site.api import api
from lucai.site.demo import views as demonstration

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("time", views.server_time, name="time"),
    path("desk/", views.desk, name="desk"),
    path("duties/", views.duties, name="duties"),
    path("gallery/", views.gallery, name="gallery"),
    path("demo/ukey/holder.json", demonstration.holder, name="demo-ukey-holder"),
    path("demo/ukey/certificate.pem", demonstration.certificate, name="demo-ukey-certificate"),
    path("", include("lucai.platform.signin.urls")),
    path("", include("lucai.platform.staffing.urls")),
    path("", include("lucai.platform.pki.urls")),
    path("", include("lucai.platform.signatures.urls")),
    path("", include("lucai.platform.files.urls")),
    path("", include("lucai.platform.messages.urls")),
    path("", include("lucai.platform.demonstration.urls")),
    path("", include("lucai.stages.budget.indicators.urls")),
    path("", include("lucai.stages.plan.intentions.urls")),
    path("", include("lucai.stages.plan.justifications.urls")),
    path("", include("lucai.stages.plan.plans.urls")),
    path("", include("lucai.stages.trade.projects.urls")),
    path("", include("lucai.stages.trade.commissions.urls")),
    path("", include("lucai.stages.trade.prequalifications.urls")),
    path("", include("lucai.stages.trade.documents.urls")),
    path("", include("lucai.stages.trade.downloads.urls")),
    path("", include("lucai.stages.contract.contracts.urls")),
    path("", include("lucai.stages.contract.short_contracts.urls")),
    path("", include("lucai.stages.contract.points.urls")),
    path("", include("lucai.stages.contract.changes.urls")),
    path("", include("lucai.stages.contract.securities.urls")),
    path("", include("lucai.stages.contract.financing.urls")),
    path("", include("lucai.stages.performance.deliveries.urls")),
    path("", include("lucai.stages.performance.milestones.urls")),
    path("", include("lucai.stages.performance.breaches.urls")),
    path("", include("lucai.stages.acceptance.acceptances.urls")),
    path("", include("lucai.stages.acceptance.warranties.urls")),
    path("", include("lucai.stages.acceptance.assets.urls")),
    path("", include("lucai.stages.payment.requests.urls")),
    path("", include("lucai.stages.payment.treasury.urls")),
    path("", include("lucai.stages.archive.packages.urls")),
    path("", include("lucai.oversight.alarms.urls")),
    path("", include("lucai.stages.archive.loans.urls")),
    path("", include("lucai.stages.archive.transfers.urls")),
    path("", include("lucai.oversight.complaints.urls")),
    path("", include("lucai.oversight.whistleblows.urls")),
    path("", include("lucai.oversight.ratings.urls")),
    path("", include("lucai.oversight.credit.urls")),
    path("", include("lucai.publication.board.urls")),
    path("", include("lucai.publication.ocds.urls")),
    path("", include("lucai.publication.log.urls")),
    path("", include("lucai.publication.inspection.urls")),
    path("", include("lucai.guidance.law.urls")),
    path("", include("lucai.registers.experts.urls")),
    path("", include("lucai.registers.exclusions.urls")),
    path("", include("lucai.registers.suppliers.urls")),
    path("", include("lucai.stages.trade.sealing.urls")),
    path("", include("lucai.stages.trade.bids.urls")),
    path("", include("lucai.stages.trade.openings.urls")),
    path("", include("lucai.stages.trade.panels.urls")),
    path("", include("lucai.stages.trade.awards.urls")),
    path("", include("lucai.stages.trade.negotiations.urls")),
    path("", include("lucai.stages.trade.evaluations.urls")),
    path("", include("lucai.stages.trade.challenges.urls")),
    path("", include("lucai.stages.trade.frameworks.urls")),
    path("", include("lucai.stages.trade.calloffs.urls")),
    path("api/v1/", api.urls),
]

handler404 = "lucai.site.errors.not_found"
handler500 = "lucai.site.errors.server_error"
