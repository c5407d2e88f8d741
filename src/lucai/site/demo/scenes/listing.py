"""Agencies come into the directory, keep their entries right, and are inspected by lot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.regions import PROVINCE
from lucai.platform.access.selectors import organisation
from lucai.registers.agencies import services as agencies
from lucai.registers.agencies.schemas import (
    AnswerIn,
    DirectedIn,
    DrawIn,
    ObjectionIn,
    ReportIn,
    SaidIn,
    UpdateIn,
)
from lucai.registers.agencies.selectors import inspection_page, own_agency
from lucai.site.demo.libraries import agency_entry
from lucai.site.demo.people import HOME, Cast
from lucai.site.demo.timeline import Cue, Play, Telling, office

FINANCE, LOCAL = f"finance{PROVINCE}", f"finance{HOME}"
FOUND = "抽查三个项目的开标录像和采购档案，一个项目的评审录像缺少十分钟，其余齐全。"


def tellings(cast: Cast) -> Iterator[Telling]:
    """Tell of three newcomers, a draw with its results, and what is still waiting."""
    four = (_listed(cast), _waiting(cast), _objecting(cast), _inspected(cast))
    plays = (*four, _unfinished(cast))
    for number, play in enumerate(plays, start=1):
        yield Telling(f"agency {number}", play)


def _listed(cast: Cast) -> Play:
    """One is in the directory since spring, filed a change too late and is short of a person."""
    yield Cue(office(date(2026, 3, 4)), "agency.enlist")
    number = _submitted(cast, 0)
    agencies.take(cast.actor(FINANCE), number=number, step="enlist")
    yield Cue(office(date(2026, 6, 8)), "agency.update")
    moved = agency_entry("济南市示例路 66 号", 30).model_dump()
    fewer = {**moved, "staff": moved["staff"][:4], "changed_on": date(2026, 5, 6)}
    update = UpdateIn.model_validate(fewer)
    agencies.update_entry(cast.actor("newcomer0"), number=number, update=update)


def _waiting(cast: Cast) -> Play:
    """One waits for the province to look at it."""
    yield Cue(office(date(2026, 6, 30)), "agency.submit")
    _submitted(cast, 1)


def _unfinished(cast: Cast) -> Play:
    """One writes, one must complete what it wrote, one gave the trade up."""
    yield Cue(office(date(2026, 6, 10)), "agency.leave")
    left = _submitted(cast, 5)
    agencies.take(cast.actor(FINANCE), number=left, step="enlist")
    why = SaidIn(reason="公司业务调整，不再从事政府采购代理；没有在办项目，没有应当移交的档案。")
    agencies.leave(cast.actor("newcomer5"), number=left, said=why)
    number = _submitted(cast, 4)
    lacks = SaidIn(reason="没有写明成立日期和主要服务地区，请补充。")
    agencies.send_back(cast.actor(FINANCE), number=number, said=lacks)
    agencies.begin_entry(cast.actor("newcomer3"), entry=agency_entry("济南市示例路 63 号", 33))


def _objecting(cast: Cast) -> Play:
    """One was sent back and objects: another person decides."""
    yield Cue(office(date(2026, 6, 24)), "agency.return")
    number = _submitted(cast, 2)
    why = SaidIn(reason="评标室没有说明音像资料的保存期限，请补充。")
    agencies.send_back(cast.actor(FINANCE), number=number, said=why)
    yield Cue(office(date(2026, 6, 29)), "agency.object")
    said = ObjectionIn(objection="名录登记只要求登记监控设备情况，没有要求登记保存期限，请予列入。")
    agencies.object_to(cast.actor("newcomer2"), number=number, form=said)


def _inspected(cast: Cast) -> Play:
    """Three were drawn: two results are public, one inspection is under way."""
    yield Cue(office(date(2026, 4, 13)), "inspection.draw")
    number = _planned(cast, LOCAL, "2026 年上半年代理机构随机抽查", date(2026, 6, 30))
    agencies.draw(cast.actor(LOCAL), number=number)
    drawn = inspection_page(cast.viewer(LOCAL), state="assigned").items
    yield Cue(office(date(2026, 5, 18)), "inspection.report")
    for one, result in zip(drawn[:2], ("clean", "mend"), strict=False):
        _reported(cast, one.number, one.inspector_name, result, date(2026, 5, 29))
    yield Cue(office(date(2026, 6, 1)), "inspection.publish")
    for one in drawn[:2]:
        agencies.publish(cast.actor(LOCAL), number=one.number)
    yield Cue(office(date(2026, 6, 26)), "inspection.direct")
    _planned(cast, LOCAL, "2026 年下半年代理机构随机抽查", date(2026, 11, 30))
    mine = own_agency(cast.viewer("agency0"))
    reason = "评价反映开标现场录音录像不完整"
    form = DirectedIn(
        number=mine.card.number if mine else "", reason=reason, due_on=date(2026, 7, 20)
    )
    named = agencies.direct(cast.actor(LOCAL), form=form)
    last = drawn[-1]
    _reported(cast, last.number, last.inspector_name, "mend", date(2026, 7, 3))
    answered = next(
        cast.actor(login)
        for login in (*cast.logins("agency"), *cast.logins("newcomer"))
        if cast.viewer(login).organisation_name == last.agency_name
    )
    said = AnswerIn(answer="缺少的十分钟是更换存储卡造成的，已配置双机录像，说明见附页。")
    agencies.answer(answered, number=last.number, form=said)
    yield Cue(office(date(2026, 6, 30)), "inspection.ask")
    _reported(cast, named, "", "mend", date(2026, 7, 10))


def _reported(cast: Cast, number: str, inspector: str, result: str, until: date) -> None:
    found = (
        FOUND
        if result == "mend"
        else "抽查三个项目的开标录像和采购档案，均齐全完整，没有发现问题。"
    )
    content: dict[str, Any] = {
        "inspected_on": office(date(2026, 5, 18)).date(), "result": result, "findings": found,
        "answer_until": until,
    }  # fmt: skip
    who = _inspector(cast, inspector)
    agencies.report(who, number=number, form=ReportIn.model_validate(content))


def _inspector(cast: Cast, name: str) -> Actor:
    """Return the inspector by name, one of the two of the home city."""
    people = [cast.actor(login) for login in (LOCAL, f"{LOCAL}.review")]
    return next((one for one in people if one.viewer.name == name), people[0])


def _planned(cast: Cast, login: str, title: str, due: date) -> str:
    form = DrawIn(title=title, places=3, due_on=due)
    return agencies.plan(cast.actor(login), form=form)


def _submitted(cast: Cast, n: int) -> str:
    who = cast.actor(f"newcomer{n}")
    address = organisation(SYSTEM, who.viewer.organisation or 0).address
    number = agencies.begin_entry(who, entry=agency_entry(address, 30 + n))
    agencies.take(who, number=number, step="submit")
    return number
