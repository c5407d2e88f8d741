"""Sealed files: of a procurement that failed, cheap to make, with a hold, a loan and a transfer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Side, Viewer
from lucai.platform.journal import readers, sequencer
from lucai.stages.archive.loans import services as loans
from lucai.stages.archive.loans.schemas import LoanIn
from lucai.stages.archive.packages import services
from lucai.stages.archive.packages.schemas import HoldIn, SealIn, SupplementIn
from lucai.stages.archive.transfers import ports
from lucai.stages.archive.transfers import services as transfers
from lucai.stages.archive.transfers.ports import HandedOver, Reception
from lucai.stages.archive.transfers.schemas import TransferIn
from tests.makers import bids, people
from tests.makers.remembered import remembered

REMARK = SealIn(remark="评标未进行，没有评标报告和合同。")
HOLD = HoldIn(ground="audit", reason="审计机关调取核查", document="审通〔2026〕1号")
ASKED = {"purpose": "audit", "reason": "核查采购程序", "days": 15}


class StrictInstitution:
    """An institution that takes nothing in."""

    name = "示例档案馆"

    def receive(self, number: str, packages: Sequence[HandedOver]) -> Reception:
        """Send everything back."""
        del number
        faults = {package.project_number: ("缺少纸质目录",) for package in packages}
        return Reception(message="请补充后重新移交", faults=faults)


@remembered
def failed_project() -> str:
    """A tender that nobody answered, its file being gathered; return its number."""
    lot = bids.call_for_bids(lots=1)
    with clock.at(lot.bid_deadline + timedelta(minutes=1)):
        bids.openings.start(people.actor(people.agency()), project_number=lot.number)
    sequencer.sequence_all()
    readers.advance_all()
    return lot.number


@remembered
def sealed() -> str:
    """A sealed file; return its project's number."""
    number = failed_project()
    services.seal_package(people.actor(people.agency()), project_number=number, seal=REMARK)
    return number


def borrower() -> Viewer:
    """Somebody of an organisation that keeps nothing: another buyer's audit."""
    return people.viewer(
        people.organisation(Side.BUYER, 77, "示例查阅单位", region="370103"), "reader", "示例查阅人"
    )


def asked_loan(number: str, viewer: Viewer | None = None) -> str:
    """A loan that waits for its keeper; return its number."""
    asked = LoanIn.model_validate({"project_number": number, **ASKED})
    return loans.ask(people.actor(viewer or borrower()), loan=asked)


@remembered
def returned_transfer(number: str) -> str:
    """A transfer that was sent back; return its number."""
    kept = ports.institutions()
    ports.use(StrictInstitution())
    try:
        asked = TransferIn(institution=StrictInstitution.name, projects=[number])
        return transfers.hand_over(people.actor(people.agency()), transfer=asked)
    finally:
        ports.use(*kept)


def owed_transfer(number: str) -> str:
    """A file handed over and supplemented since; return the number of the transfer that is owed."""
    agency = people.actor(people.agency())
    asked = TransferIn(institution=ports.institutions()[0].name, projects=[number])
    transfers.hand_over(agency, transfer=asked)
    late = SupplementIn(reason="示例：纸质材料后来取得。")
    services.supplement_package(
        agency, project_number=number, supplement=late, uploads=[bids.upload("纸质材料.pdf")]
    )
    return transfers.owe_supplement(Actor.system(Reason.JOURNAL_READER), project_number=number)


def in_all_states() -> str:
    """A sealed file with a hold, a loan asked for, a transfer sent back and one that is owed."""
    number = sealed()
    services.place_hold(people.actor(people.finance()), project_number=number, hold=HOLD)
    asked_loan(number)
    returned_transfer(number)
    owed_transfer(number)
    return number
