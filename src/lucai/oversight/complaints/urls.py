"""Addresses of complaints."""

from django.urls import path

from lucai.oversight.complaints.views import (
    appealing,
    deciding,
    disposing,
    examining,
    gathering,
    raising,
)
from lucai.platform.signatures.routes import paper_paths

ONE = "complaints/<str:number>/"
STATEMENT = "complaints/statements/<int:pk>/"
APPEAL = "complaints/appeals/<int:pk>/"

urlpatterns = [
    path("complaints/", raising.complaints, name="complaints"),
    path("complaints/new/", raising.new, name="complaint-new"),
    path("rooms/<str:number>/complaints/", raising.room, name="room-complaints"),
    path("frameworks/<str:number>/complaints/", raising.beside, name="framework-complaints"),
    path("mall/orders/<str:number>/complaints/", raising.beside, name="mall-order-complaints"),
    path("mall/inquiries/<str:number>/complaints/", raising.beside, name="mall-inquiry-complaints"),
    path("call-offs/<str:number>/complaints/", raising.beside, name="call-off-complaints"),
    path("challenges/<str:number>/disposal/", disposing.disposal, name="challenge-disposal"),
    path(STATEMENT, gathering.statement, name="complaint-statement"),
    path(STATEMENT + "state/", gathering.state, name="complaint-state"),
    path(STATEMENT + "evidence/", gathering.related_evidence, name="complaint-related-evidence"),
    path(APPEAL, appealing.appeal, name="complaint-appeal"),
    path(APPEAL + "files/<int:file>/", appealing.file, name="complaint-appeal-file"),
    path(APPEAL + "accept/", appealing.accept, name="complaint-appeal-accept"),
    path(APPEAL + "refuse/", appealing.refuse, name="complaint-appeal-refuse"),
    path(APPEAL + "withdraw/", appealing.withdraw, name="complaint-appeal-withdraw"),
    path(APPEAL + "decide/", appealing.decide, name="complaint-appeal-decide"),
    path(APPEAL + "notice/", appealing.notice, name="complaint-appeal-notice"),
    path(APPEAL + "carry-out/", appealing.carry_out, name="complaint-appeal-carry-out"),
    path(ONE + "appeals/new/", appealing.new, name="complaint-appeal-new"),
    path(ONE, raising.complaint, name="complaint"),
    path(ONE + "edit/", raising.edit, name="complaint-edit"),
    path(ONE + "files/", raising.files, name="complaint-files"),
    path(ONE + "files/<int:file>/", raising.file, name="complaint-file"),
    path(ONE + "files/<int:file>/remove/", raising.remove_file, name="complaint-file-remove"),
    *paper_paths(ONE + "complaint", raising.complaint_pdf, name="complaint-pdf"),
    *paper_paths(ONE + "decision", raising.decision_pdf, name="complaint-decision-pdf"),
    path(ONE + "correction/", examining.correction, name="complaint-correction"),
    path(ONE + "refusal/", examining.refusal, name="complaint-refusal"),
    path(ONE + "transfer/", examining.transfer, name="complaint-transfer"),
    path(ONE + "pause/", examining.pause, name="complaint-pause"),
    path(ONE + "decision/", deciding.decision, name="complaint-decision"),
    path(ONE + "approval/", deciding.approval, name="complaint-approval"),
    path(ONE + "return/", deciding.return_ruling, name="complaint-return"),
    path(ONE + "notice/", deciding.notice, name="complaint-notice"),
    path(ONE + "fulfilment/", deciding.fulfilment, name="complaint-fulfilment"),
    path(ONE + "evidence/", gathering.evidence, name="complaint-evidence"),
    path(ONE + "hearings/new/", gathering.hearing, name="complaint-hearing"),
    path(ONE + "hearings/<int:pk>/record/", gathering.hearing_record, name="complaint-record"),
    path(ONE + "tests/new/", gathering.test, name="complaint-test"),
    path(ONE + "tests/<int:pk>/result/", gathering.test_result, name="complaint-test-result"),
    path(ONE + "steps/<str:step>/", examining.step, name="complaint-step"),
]
