"""A file that was handed over gets what came later: a second version waits to be handed on."""

from __future__ import annotations

from collections.abc import Iterable

from lucai.kernel.actors import SYSTEM
from lucai.site.demo.papers import paper
from lucai.site.demo.plots import Tale
from lucai.stages.archive.packages import services
from lucai.stages.archive.packages.schemas import SupplementIn
from lucai.stages.archive.packages.selectors import package_page
from lucai.stages.archive.transfers import ports
from lucai.stages.archive.transfers import services as transfers
from lucai.stages.archive.transfers.schemas import TransferIn

WHY = SupplementIn(reason="示例：开标、评审录音录像的移交清单在归档后由场地方补交，现补充归档。")
LINES = (
    "示例：开标、评审录音录像移交清单",
    "一、开标现场录像 1 份，时长 42 分钟",
    "二、评审现场录音录像 5 份，时长合计 6 小时 10 分钟",
    "移交人：示例交易场所　接收人：示例代理机构档案员",
)


def supplement(tales: Iterable[Tale], agency: int) -> None:
    """Hand the newest sealed file of an agency over, then supplement it; a world without one has none."""
    own = {tale.project: tale for tale in tales if tale.story.agency == agency}
    sealed = (one for one in package_page(SYSTEM, state="archived").items)
    for line in sealed:
        if tale := own.get(line.project_number):
            asked = TransferIn(
                institution=ports.institutions()[0].name, projects=[line.project_number]
            )
            transfers.hand_over(tale.agency, transfer=asked)
            upload = paper("录音录像移交清单", LINES)
            services.supplement_package(
                tale.agency, project_number=line.project_number, supplement=WHY, uploads=[upload]
            )
            return
