"""Addresses of framework agreements."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.trade.frameworks.views import enquiring, members, organising, pages, responding

ONE = "frameworks/<str:number>/"
CALL = f"{ONE}calls/<int:round_>/"
MEMBER = f"{ONE}members/<int:place>/"
APPLICATION = f"{ONE}applications/<int:place>/"
FILING = f"{ONE}filings/<int:place>/"
RESPOND = f"{ONE}respond/<int:package>/"

urlpatterns = [
    path("frameworks/", pages.frameworks, name="frameworks"),
    path("frameworks/new/", organising.new, name="framework-new"),
    path(ONE, pages.framework, name="framework"),
    path(f"{ONE}edit/", organising.edit, name="framework-edit"),
    path(f"{ONE}approve/", organising.approve, name="framework-approve"),
    path(f"{ONE}send-back/", organising.send_back, name="framework-send-back"),
    path(f"{ONE}call/", organising.call, name="framework-call"),
    path(f"{ONE}correct/", enquiring.correct, name="framework-correct"),
    path(f"{ONE}obtain/", enquiring.obtain, name="framework-obtain"),
    path(f"{ONE}enquiries/", enquiring.enquiries, name="framework-enquiries"),
    path(f"{ONE}enquiries/ask/", enquiring.ask, name="framework-ask"),
    path(f"{ONE}enquiries/<int:enquiry>/", enquiring.answer, name="framework-enquiry-answer"),
    path(f"{ONE}refill/", organising.refill, name="framework-refill"),
    path(f"{ONE}steps/<str:name>/", organising.step, name="framework-step"),
    path(CALL, pages.call, name="framework-round"),
    path(f"{CALL}packages/<int:package>.zip", pages.package, name="framework-package"),
    path(f"{CALL}decide/", organising.decide, name="framework-decide"),
    path(f"{CALL}fail/", organising.fail, name="framework-fail"),
    path(f"{CALL}steps/<str:name>/", organising.call_step, name="framework-call-step"),
    path(RESPOND, responding.respond, name="framework-respond"),
    path(f"{RESPOND}receipt.json", responding.receipt, name="framework-receipt"),
    path(f"{RESPOND}steps/<str:name>/", responding.response_step, name="framework-response-step"),
    path(f"{ONE}apply/", responding.apply, name="framework-apply"),
    path(MEMBER, members.member, name="framework-member"),
    *paper_paths(f"{MEMBER}agreement", members.agreement_paper, name="framework-agreement-pdf"),
    path(f"{MEMBER}leave/", members.leave, name="framework-leave"),
    path(f"{MEMBER}remove/", members.remove, name="framework-remove"),
    path(f"{MEMBER}steps/<str:name>/", members.step, name="framework-member-step"),
    path(FILING, members.filing, name="framework-filing"),
    path(f"{FILING}steps/<str:name>/", members.filing_step, name="framework-filing-step"),
    path(f"{ONE}applications/", members.applications, name="framework-applications"),
    path(APPLICATION, members.application, name="framework-application"),
    path(f"{APPLICATION}refuse/", members.refuse, name="framework-refuse"),
    path(f"{APPLICATION}steps/<str:name>/", members.application_step,
         name="framework-application-step"),
]  # fmt: skip
