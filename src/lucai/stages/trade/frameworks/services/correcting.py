"""Questions about a framework's documents and process, and corrections of the documents."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.framework_member_rules import correction_leaves_time
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks.lifecycle import CORRECT, FRAMEWORK, RESPONSE
from lucai.stages.trade.frameworks.models import FrameworkCall, FrameworkEnquiry, part_of
from lucai.stages.trade.frameworks.notices import correction_body
from lucai.stages.trade.frameworks.schemas import AnswerIn, CorrectionIn, EnquiryIn
from lucai.stages.trade.frameworks.selectors import facts, framework_card
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_row
from lucai.stages.trade.frameworks.selectors.rows import framework_row, open_call, responses_of
from lucai.stages.trade.frameworks.services.calling import demand_lawful
from lucai.stages.trade.frameworks.services.planning import locked
from lucai.stages.trade.frameworks.supplier_lifecycle import ASK, ENQUIRY


@command
def ask(actor: Actor, *, number: str, form: EnquiryIn) -> None:
    """Ask about a framework at any time (条例 art 52); nobody else learns who asked.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: there is no such framework, or it is not announced yet.
    """
    demand(actor, ASK.permission)
    framework = framework_row(actor.viewer, number)
    now = clock.now()
    asked = FrameworkEnquiry(
        **part_of(framework), state=ENQUIRY.initial, state_since=now, asked_at=now,
        supplier_id=actor.viewer.organisation or 0, question=form.question,
    )  # fmt: skip
    asked.save(force_insert=True)
    duties.follow(asked, ENQUIRY, now)
    # Without a region nobody but the supplier reads the entry: it names one who is interested.
    record(
        actor,
        Entry(
            event="trade.frameworkEnquiry.ask", object_type=ENQUIRY.of, object_key=number,
            label="提出询问", region="", heading=framework.heading,
            href=f"/frameworks/{number}/enquiries/",
        ),
    )  # fmt: skip


@command
def answer(actor: Actor, *, number: str, enquiry: int, form: AnswerIn) -> None:
    """Answer a question to its asker alone (GP-QST-01).

    Raises:
        NotFound: there is none that the actor's organisation has to answer.
        WrongState: it is answered already.
    """
    row = enquiry_row(actor.viewer, number, enquiry)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到这条询问。")
    take_step(
        actor, row, ENQUIRY, "answer", audience=(row.supplier_id,),
        changes={"answer": form.answer, "answered_at": clock.now()},
    )  # fmt: skip


@command
def correct(actor: Actor, *, number: str, form: CorrectionIn) -> None:
    """Publish a correction of the documents; who has handed in already is told.

    A pause of the procurement does not stop it.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: nothing can be responded to or joined now.
        RuleBroken: too little time is left to respond (GP-TEN-05).
    """
    demand(actor, CORRECT.permission)
    row = locked(actor, number)
    call = _open_call(actor, number) if row.kind == "closed" else None
    if row.kind == "open" and row.state != "running":
        raise WrongState("只有正在征集或者可以申请加入的框架协议可以更正征集文件。")
    demand_lawful(actor, (correction_leaves_time,), facts.correction_facts(actor.viewer, call))
    made = {
        "round": call.round if call else 0, "text": form.text, "at": clock.now().isoformat(),
    }  # fmt: skip
    row.change(corrections=[*row.corrections, made])
    since = call.called_at if call else row.announced_at
    body = correction_body(framework_card(actor.viewer, number), form.text, since)
    label = "发布征集文件更正公告"
    note(actor, row, FRAMEWORK, "correct", label=label, public=True, body=body)
    for one in responses_of(SYSTEM, call) if call else ():
        told = "征集文件已经更正，请核对已提交的响应文件"
        note(actor, one, RESPONSE, "corrected", label=told, audience=(one.supplier_id,))


def _open_call(actor: Actor, number: str) -> FrameworkCall:
    framework = framework_row(actor.viewer, number)
    try:
        call = open_call(actor.viewer, framework)
    except NotFound as error:
        raise WrongState("现在没有正在进行的征集，不能更正征集文件。") from error
    with system_access("call in hand"):
        return FrameworkCall.objects.select_for_update().get(pk=call.pk)
