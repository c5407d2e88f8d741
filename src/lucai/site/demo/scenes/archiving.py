"""The file of a procurement that is over."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.platform.journal import sequencer
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes import rating
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.archive.packages import services as packages
from lucai.stages.archive.packages.schemas import SealIn


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
    return True
