"""The file of a procurement that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.platform.demonstration.clock import START
from lucai.platform.journal import sequencer
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes import rating
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.archive.loans import services as loans
from lucai.stages.archive.loans.schemas import LendIn, LoanIn, Purpose
from lucai.stages.archive.packages import services as packages
from lucai.stages.archive.packages.schemas import Ground, HoldIn, SealIn
from lucai.stages.archive.transfers import ports
from lucai.stages.archive.transfers import services as transfers
from lucai.stages.archive.transfers.schemas import TransferIn

HANDED_OVER, HELD = frozenset({"370000-05"}), frozenset({"370000-96"})
LENT, ASKED_FOR = frozenset({"370000-05"}), frozenset({"370000-96"})
"""What became of which sealed files, by the stories' keys."""

LENT_PARTS = ["02-采购文件", "03-公告", "07-结果与通知书", "09-合同"]


def archive(tale: Tale) -> Scene:
    """Open the file when the last payment is made; seal it some days later."""
    yield Cue(after(clock.now(), minutes=1), "archive.open")
    packages.open_package(tale.system, project_number=tale.project)
    rating.rate_performance(tale)
    yield Cue(after(clock.now(), workdays=8), "archive.seal")
    # The file carries the log's head as it stands then.
    sequencer.sequence_all()
    remark = "开标、评审活动录音录像由代理机构按规定另行保存，保存期限与本档案一致。"
    packages.seal_package(tale.agency, project_number=tale.project, seal=SealIn(remark=remark))
    yield from _afterwards(tale)
    return True


def _afterwards(tale: Tale) -> Scene:
    key = tale.story.key
    if key in HANDED_OVER:
        yield Cue(after(clock.now(), workdays=20), "archive.hand_over")
        asked = TransferIn(institution=ports.institutions()[0].name, projects=[tale.project])
        transfers.hand_over(tale.agency, transfer=asked)
    if key in HELD:
        yield Cue(_lately(20), "archive.hold")
        hold = HoldIn(
            ground=Ground.AUDIT, document="示例审通〔2026〕7号", reason="纳入年度审计，待出具报告"
        )
        packages.place_hold(tale.finance, project_number=tale.project, hold=hold)
    if key in LENT | ASKED_FOR:
        yield from _borrowed(tale)
    return True


def _borrowed(tale: Tale) -> Scene:
    """A bidder asks to read what it may; one loan is running, one waits for its keeper."""
    yield Cue(_lately(8), "archive.ask")
    reader = tale.supplier(tale.story.bidders[0])
    loan = LoanIn(
        project_number=tale.project, purpose=Purpose.PERFORMANCE, days=60,
        reason="质保期内核对合同和采购文件的要求",
    )  # fmt: skip
    number = loans.ask(reader, loan=loan)
    if tale.story.key in LENT:
        yield Cue(_lately(6), "archive.lend")
        loans.lend(tale.agency, number=number, loan=LendIn(groups=LENT_PARTS, days=60))
    return True


def _lately(days: int) -> datetime:
    """Return a moment some days before the demonstration begins: what runs then runs still."""
    return max(clock.now(), START - timedelta(days=days))
