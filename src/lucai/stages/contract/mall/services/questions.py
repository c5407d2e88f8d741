"""Questions about orders and enquiries of the mall, answered by the buyer (条例 art 52)."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import take_step
from lucai.stages.contract.mall.lifecycle import ASK, MALL_ENQUIRY
from lucai.stages.contract.mall.models import MallEnquiry
from lucai.stages.contract.mall.schemas import QuestionAnswerIn, QuestionIn
from lucai.stages.contract.mall.selectors.disputes import subject_of
from lucai.stages.contract.mall.selectors.questions import question_row


@command
def ask_question(actor: Actor, *, number: str, form: QuestionIn) -> None:
    """Ask about an order or an enquiry at any time; nobody else learns who asked.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: there is none, or the viewer may not see it.
    """
    demand(actor, ASK.permission)
    subject, now = subject_of(actor.viewer, number), clock.now()
    asked = MallEnquiry(
        of_number=number, title=subject.title, href=subject.href, buyer_id=subject.buyer_id,
        buyer_path=subject.buyer_path, region=subject.region, state=MALL_ENQUIRY.initial,
        state_since=now, asked_at=now, supplier_id=actor.viewer.organisation or 0,
        question=form.question,
    )  # fmt: skip
    asked.save(force_insert=True)
    duties.follow(asked, MALL_ENQUIRY, now)
    # Without a region nobody but the supplier reads the entry: it names one who is interested.
    record(
        actor,
        Entry(
            event="contract.mallEnquiry.ask", object_type=MALL_ENQUIRY.of, object_key=number,
            label="提出询问", region="", heading=subject.title, href=f"{subject.href}questions/",
        ),
    )  # fmt: skip


@command
def answer_question(actor: Actor, *, number: str, question: int, form: QuestionAnswerIn) -> None:
    """Answer a question to its asker alone (GP-QST-01).

    Raises:
        NotFound: there is none that the actor's unit has to answer.
        WrongState: it is answered already.
    """
    row = question_row(actor.viewer, number, question)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到这条询问。")
    take_step(
        actor, row, MALL_ENQUIRY, "answer", audience=(row.supplier_id,),
        changes={"answer": form.answer, "answered_at": clock.now()},
    )  # fmt: skip
