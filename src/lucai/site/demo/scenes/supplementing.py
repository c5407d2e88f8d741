"""A sealed file gets what came later: a second version stands beside the first."""

from __future__ import annotations

from collections.abc import Iterable

from lucai.kernel.actors import SYSTEM
from lucai.site.demo.papers import paper
from lucai.site.demo.plots import Tale
from lucai.stages.archive.packages import services
from lucai.stages.archive.packages.schemas import SupplementIn
from lucai.stages.archive.packages.selectors import package_page

WHY = SupplementIn(reason="示例：开标、评审录音录像的移交清单在归档后由场地方补交，现补充归档。")
LINES = (
    "示例：开标、评审录音录像移交清单",
    "一、开标现场录像 1 份，时长 42 分钟",
    "二、评审现场录音录像 5 份，时长合计 6 小时 10 分钟",
    "移交人：示例交易场所　接收人：示例代理机构档案员",
)


def supplement(tales: Iterable[Tale], agency: int) -> None:
    """Supplement the newest sealed file of an agency; a world without one has none."""
    own = {tale.project: tale for tale in tales if tale.story.agency == agency}
    sealed = (one for one in package_page(SYSTEM, state="archived").items)
    for line in sealed:
        if tale := own.get(line.project_number):
            upload = paper("录音录像移交清单", LINES)
            services.supplement_package(
                tale.agency, project_number=line.project_number, supplement=WHY, uploads=[upload]
            )
            return
