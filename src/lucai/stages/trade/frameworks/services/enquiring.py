"""Who obtains a framework's documents, and questions about them."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import take_step
from lucai.stages.trade.downloads import services as downloads
from lucai.stages.trade.frameworks.models import FrameworkEnquiry, part_of
from lucai.stages.trade.frameworks.schemas import AnswerIn, EnquiryIn
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_row
from lucai.stages.trade.frameworks.selectors.rows import framework_row, latest_call
from lucai.stages.trade.frameworks.supplier_lifecycle import ASK, ENQUIRY


def obtain(actor: Actor, *, number: str) -> None:
    """Note that a supplier obtained the documents, so that corrections reach it; once.

    Everybody may read them; who noted it is secret until the deadline (GP-TEN-24).

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: there is no such framework, or nobody was called.
    """
    framework = framework_row(actor.viewer, number)
    closes = (
        latest_call(actor.viewer, framework).response_deadline
        if framework.kind == "closed"
        else clock.moment(framework.ends_on)
    )
    by_buyer = framework.organiser_side == "buyer"
    downloads.note_holder(
        actor,
        downloads.Obtained(
            number=number, title=framework.title, region=framework.region,
            href=f"/frameworks/{number}/",
            buyer_path=framework.organiser_path if by_buyer else "",
            agency_id=0 if by_buyer else framework.organiser_id,
            edition=len(framework.corrections) + 1, secret_until=closes,
        ),
    )  # fmt: skip


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
