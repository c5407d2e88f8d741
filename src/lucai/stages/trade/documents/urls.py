"""Addresses of tender documents, clarifications and enquiries."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.trade.documents.views import (
    clarifications,
    composing,
    document,
    editing,
    leads,
    library,
    trail,
    trials,
)

ROOM = "rooms/<str:number>/document/"
ASKED = "rooms/<str:number>/clarifications/"

urlpatterns = [
    path("clauses/", library.clauses, name="clauses"),
    path("clauses/templates/", library.templates, name="clause_templates"),
    path("clauses/templates/<str:code>/<str:spoken>/", library.template, name="clause_template"),
    path("clauses/answered/", library.answered, name="clause_answered"),
    path("clauses/revisions/", library.revisions, name="clause_revisions"),
    path("clauses/revisions/<int:pk>/", library.revision, name="clause_revision"),
    path("clauses/revisions/<int:pk>/steps/<str:name>/", library.decide, name="clause_decide"),
    path("clauses/<str:key>/", library.clause, name="clause"),
    path("clauses/<str:key>/revise/", library.revise, name="clause_revise"),
    path(ROOM, document.document, name="document"),
    path(f"{ROOM}draft/", document.draft, name="document_draft"),
    path(f"{ROOM}chapters/<str:key>/", editing.chapter, name="document_chapter"),
    path(f"{ROOM}chapters/<str:key>/clauses/", composing.compose, name="document_compose"),
    path(f"{ROOM}chapters/<str:key>/own/", composing.own, name="document_own"),
    path(f"{ROOM}leads/", leads.leads, name="document_leads"),
    path(f"{ROOM}leads/<str:key>/", leads.answer, name="document_lead"),
    path(f"{ROOM}differences/", trail.differing, name="document_differences"),
    path(f"{ROOM}changes/", trail.changes, name="document_changes"),
    path(f"{ROOM}demand/", trail.demand, name="document_demand"),
    path(f"{ROOM}editions/", trail.editions, name="document_editions"),
    *paper_paths(f"{ROOM}editions/<int:edition>", trail.paper, name="document_edition_pdf"),
    path(f"{ROOM}editions/<int:edition>/", trail.edition, name="document_edition"),
    path(f"{ROOM}requirements/<int:lot>/", editing.requirements, name="document_requirements"),
    path(f"{ROOM}criteria/<int:lot>/", editing.criteria, name="document_criteria"),
    path(f"{ROOM}criteria/<int:lot>/trial/", trials.trial, name="document_trial"),
    path(f"{ROOM}terms/", editing.terms, name="document_terms"),
    path(f"{ROOM}timing/", editing.timing, name="document_timing"),
    path(f"{ROOM}extension/", document.extension, name="document_extension"),
    path(f"{ROOM}return/", document.return_document, name="document_return"),
    path(f"{ROOM}steps/<str:name>/", document.step, name="document_step"),
    *paper_paths(f"{ROOM}document", document.pdf, name="document_pdf"),
    path(ASKED, clarifications.clarifications, name="clarifications"),
    path(f"{ASKED}ask/", clarifications.ask, name="enquiry_ask"),
    path(f"{ASKED}enquiries/<int:enquiry>/", clarifications.answer, name="enquiry_answer"),
    path(f"{ASKED}new/", clarifications.new, name="clarification_new"),
    path(f"{ASKED}<int:place>/", clarifications.clarification, name="clarification"),
    path(f"{ASKED}<int:place>/texts/", clarifications.texts, name="clarification_texts"),
    path(f"{ASKED}<int:place>/recount/", clarifications.recount, name="clarification_recount"),
    path(f"{ASKED}<int:place>/edit/", clarifications.edit, name="clarification_edit"),
    path(
        f"{ASKED}<int:place>/steps/publish/", clarifications.publish, name="clarification_publish"
    ),
]
