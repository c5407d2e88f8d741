"""A unit makes public why it can ask only one supplier, and others object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM
from lucai.platform.access.selectors import organisation
from lucai.site.demo.people import Cast
from lucai.site.demo.timeline import Cue, Play, Telling, after, office
from lucai.stages.plan.justifications import services
from lucai.stages.plan.justifications.schemas import (
    ConclusionIn,
    JustificationIn,
    ObjectionIn,
    OpinionIn,
)

WAN = money.YUAN_PER_WAN * money.FEN_PER_YUAN
WITHIN = 7
"""Working days until a publicity is ended: its five are over by then."""
OWNER, RIVAL = 11, 13
"""The supplier that is named, and the one that objects, by number."""
OBJECTED = (
    "我公司产品与现有系统的接口完全兼容，能够提供同类服务，不应当认定为只能从唯一供应商处采购。"
)
ARGUED = ConclusionIn(
    step="conclude",
    argument="三名专业人员补充论证：现有系统的加密接口由拟定供应商独有，兼容接口不含实时数据，异议不成立。",
)
GIVEN_WAY = ConclusionIn(
    step="drop", argument="补充论证认为另有两家供应商可以提供同类服务，改用竞争性磋商方式采购。"
)
OPINION = OpinionIn(
    name="示例专家甲",
    unit="示例信息技术研究所",
    title="高级工程师",
    opinion="接口协议受专利保护，原厂以外的供应商不能保证与现有系统对接。",
)


def tellings(cast: Cast, buyer: int) -> Iterator[Telling]:
    """Tell of four publicities of a unit: one passed, one given up, one running, one a draft."""
    ends = (
        _ended(cast, buyer, "教务管理系统专有接口扩展项目", date(2026, 3, 3), ARGUED),
        _ended(cast, buyer, "智慧校园平台运行维护服务项目", date(2026, 4, 9), GIVEN_WAY),
    )
    waits = (_running(cast, buyer), _written(cast, buyer))
    for number, play in enumerate((*ends, *waits), start=1):
        yield Telling(f"justification {number}", play)


def _ended(cast: Cast, buyer: int, title: str, day: date, end: ConclusionIn) -> Play:
    """Somebody objects, it is argued once more, and the publicity passes or is given up."""
    yield Cue(office(day), "justification.publish")
    code = _published(cast, buyer, title)
    yield from _objected(cast, code)
    yield Cue(after(clock.now(), workdays=WITHIN), "justification.conclude")
    services.conclude(cast.actor(f"buyer{buyer}"), code=code, form=end)


def _running(cast: Cast, buyer: int) -> Play:
    """Its days still run, and somebody has objected."""
    yield Cue(office(date(2026, 6, 29)), "justification.publish")
    yield from _objected(cast, _published(cast, buyer, "校园安防平台加密网关升级项目"))


def _written(cast: Cast, buyer: int) -> Play:
    """It waits to be published."""
    yield Cue(office(date(2026, 6, 30)), "justification.draft")
    _drafted(cast, buyer, "实验仪器原厂维护服务项目")


def _objected(cast: Cast, code: str) -> Iterator[Cue]:
    yield Cue(after(clock.now(), workdays=1), "justification.object")
    services.object_to(cast.actor(f"supplier{RIVAL}"), code=code, form=ObjectionIn(text=OBJECTED))


def _published(cast: Cast, buyer: int, title: str) -> str:
    code = _drafted(cast, buyer, title)
    services.publish(cast.actor(f"buyer{buyer}"), code=code)
    return code


def _drafted(cast: Cast, buyer: int, title: str) -> str:
    owner = organisation(SYSTEM, cast.viewer(f"supplier{OWNER}").organisation or 0)
    content = JustificationIn(
        title=title,
        description=f"{title}，与在用系统对接，一年内完成并提供原厂服务。",
        amount=46 * WAN,
        reason="在用系统的接口协议由原厂独有并受专利保护，其他供应商无法接入。",
        supplier_name=owner.name,
        supplier_address=owner.address,
        opinions=[OPINION],
    )
    return services.draft_justification(cast.actor(f"buyer{buyer}"), content=content)
