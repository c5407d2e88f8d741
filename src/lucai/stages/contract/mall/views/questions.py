"""Questions of suppliers about orders and enquiries of the mall."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.mall import services
from lucai.stages.contract.mall.lifecycle import ASK
from lucai.stages.contract.mall.schemas import QuestionAnswerIn, QuestionIn
from lucai.stages.contract.mall.selectors.disputes import subject_of
from lucai.stages.contract.mall.selectors.questions import question_seen, questions_of

READERS = (Side.BUYER, Side.SUPERVISOR, Side.SUPPLIER)


@require_GET
@signed_in(*READERS)
def questions(request: HttpRequest, number: str) -> HttpResponse:
    """List the questions asked; a supplier reads its own and asks."""
    return _listed(request, number, filled(QuestionIn))


@require_POST
@signed_in(Side.SUPPLIER)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask about an order or an enquiry."""
    form = read_form(QuestionIn, request)
    if not form.attempt(services.ask_question, actor_of(request), number=number, form=form.data):
        return _listed(request, number, form)
    flash(request, "询问已提交，答复后会通知本单位。")
    return redirect(f"{subject_of(viewer_of(request), number).href}questions/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def answer(request: HttpRequest, number: str, question: int) -> HttpResponse:
    """Answer a question to its asker alone."""
    viewer = viewer_of(request)
    found, subject = question_seen(viewer, number, question), subject_of(viewer, number)
    form: Form[QuestionAnswerIn] = filled(QuestionAnswerIn)
    if request.method == "POST":
        form = read_form(QuestionAnswerIn, request)
        content = {"number": number, "question": question, "form": form.data}
        if form.attempt(services.answer_question, actor_of(request), **content):
            flash(request, "已答复，提问的供应商会收到通知。")
            return redirect(f"{subject.href}questions/")
    context = {"subject": subject, "question": found, "form": form}
    return page(request, "mall/question.html", context, status=form.status)


def _listed(request: HttpRequest, number: str, form: Form[QuestionIn]) -> HttpResponse:
    viewer = viewer_of(request)
    subject = subject_of(viewer, number)
    context = {
        "subject": subject,
        "mine": (viewer.side, viewer.organisation) == (Side.BUYER, subject.buyer_id),
        "may_ask": viewer.may(ASK.permission),
        "questions": questions_of(viewer, number),
        "form": form,
    }
    return page(request, "mall/questions.html", context, status=form.status)
