"""Addresses of tender documents, clarifications and enquiries."""

from django.urls import path

from lucai.stages.trade.documents.views import clarifications, document, editing

ROOM = "rooms/<str:number>/document/"
ASKED = "rooms/<str:number>/clarifications/"

urlpatterns = [
    path(ROOM, document.document, name="document"),
    path(f"{ROOM}draft/", document.draft, name="document_draft"),
    path(f"{ROOM}chapters/<str:key>/", editing.chapter, name="document_chapter"),
    path(f"{ROOM}requirements/<int:lot>/", editing.requirements, name="document_requirements"),
    path(f"{ROOM}criteria/<int:lot>/", editing.criteria, name="document_criteria"),
    path(f"{ROOM}terms/", editing.terms, name="document_terms"),
    path(f"{ROOM}timing/", editing.timing, name="document_timing"),
    path(f"{ROOM}extension/", document.extension, name="document_extension"),
    path(f"{ROOM}return/", document.return_document, name="document_return"),
    path(f"{ROOM}steps/<str:name>/", document.step, name="document_step"),
    path(f"{ROOM}document.pdf", document.pdf, name="document_pdf"),
    path(ASKED, clarifications.clarifications, name="clarifications"),
    path(f"{ASKED}ask/", clarifications.ask, name="enquiry_ask"),
    path(f"{ASKED}enquiries/<int:enquiry>/", clarifications.answer, name="enquiry_answer"),
    path(f"{ASKED}new/", clarifications.new, name="clarification_new"),
    path(f"{ASKED}<int:place>/", clarifications.clarification, name="clarification"),
    path(f"{ASKED}<int:place>/edit/", clarifications.edit, name="clarification_edit"),
    path(
        f"{ASKED}<int:place>/steps/publish/", clarifications.publish, name="clarification_publish"
    ),
]
