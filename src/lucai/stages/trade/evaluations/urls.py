"""Addresses of evaluations."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.trade.evaluations.views import explaining, judging, organising, terminating

ROOM = "rooms/<str:number>/evaluation/"
LOT = ROOM + "<int:lot>/"
FACTOR = LOT + "scores/<str:code>/<int:factor>/"

urlpatterns = [
    path("evaluations/", organising.mine, name="my-evaluations"),
    path(ROOM, organising.evaluations, name="evaluations"),
    path(ROOM + "start/", organising.start, name="evaluation-start"),
    path(LOT, organising.evaluation, name="evaluation"),
    path(LOT + "steps/<str:step>/", organising.step, name="evaluation-step"),
    path(LOT + "qualification/<str:code>/", organising.qualification, name="qualification"),
    path(LOT + "compliance/<str:code>/", judging.compliance, name="compliance"),
    path(LOT + "compare/<int:factor>/", judging.compare, name="compare"),
    path(FACTOR, judging.score, name="score"),
    path(FACTOR + "correction/", judging.correction, name="score-correction"),
    path(LOT + "enquiries/<str:code>/new/", judging.enquire, name="enquire"),
    path(LOT + "enquiries/<str:code>/", judging.opinion, name="opinion"),
    path(LOT + "seats/<int:place>/agree/", organising.agree, name="agree"),
    path(LOT + "bids/<str:code>/files/<int:file>/", judging.bid_file, name="panel-file"),
    path(LOT + "report/", judging.report, name="report"),
    *paper_paths(LOT + "report", organising.report_pdf, name="report-pdf"),
    path(LOT + "calculation/", organising.calculation, name="calculation"),
    path(LOT + "calculation.json", organising.calculation_json, name="calculation-json"),
    path("rooms/<str:number>/termination/", terminating.termination, name="termination"),
    path("rooms/<str:number>/explanations/<int:lot>/", explaining.explanation, name="explanation"),
]
