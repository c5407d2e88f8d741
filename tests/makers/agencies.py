"""Agencies on their way into the directory, and inspections of those inside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side, Viewer
from lucai.registers.agencies import services
from lucai.registers.agencies.schemas import (
    DirectedIn,
    DrawIn,
    EntryIn,
    ReportIn,
    SaidIn,
)
from lucai.registers.agencies.selectors import inspection_page
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.remembered import remembered


def province() -> Viewer:
    """The province's finance department, which keeps the directory."""
    return people.finance("370000", "province")


def province_second() -> Viewer:
    """Another person of it."""
    first = province()
    found = people.organisation(
        Side.SUPERVISOR, 5000 + 370000, first.organisation_name, region="370000", level="province"
    )
    return people.viewer(found, "finance370000.second", "示例复核")


def newcomer(n: int = 1) -> Actor:
    """An agency that has no entry yet."""
    return people.actor(people.unlisted_agency(n))


def entry(members: int = 5, **changes: Any) -> EntryIn:
    """What an agency writes of itself: lawful with five of staff."""
    content: dict[str, Any] = {
        "address": "示例路 12 号", "legal_representative": "示例法人", "contact": "示例联系人",
        "phone": "0531-00000000", "served": ["370100"],
        "internal_control": "示例内部监督管理制度：编制与复核分离", "committed": True,
        "staff": [people.staff_member(place) for place in range(members)],
    }  # fmt: skip
    return EntryIn.model_validate({**content, **changes})


def room(**changes: Any) -> dict[str, Any]:
    """A room with its cameras."""
    return {
        "name": "一号开标室", "address": "示例路 12 号 3 层", "purpose": "both", "seats": 12,
        "recorded": True, **changes,
    }  # fmt: skip


@remembered
def drafted(n: int = 1, **changes: Any) -> str:
    """Write an entry; return its number."""
    province()
    return services.begin_entry(newcomer(n), entry=entry(**changes))


@remembered
def submitted(n: int = 1, **changes: Any) -> str:
    """Hand an entry to finance."""
    number = drafted(n, **changes)
    services.take(newcomer(n), number=number, step="submit")
    return number


@remembered
def listed(n: int = 1) -> str:
    """Let an agency come into the directory."""
    number = submitted(n)
    services.take(people.actor(province()), number=number, step="enlist")
    return number


def sent_back(n: int = 1) -> str:
    """Send an entry back."""
    number = submitted(n)
    said = SaidIn(reason="办公场所地址不完整，请补充门牌")
    services.send_back(people.actor(province()), number=number, said=said)
    return number


def planned(places: int = 2) -> str:
    """Plan a draw of the home region; whoever signed in there with the right may inspect."""
    browse(people.finance())
    form = DrawIn(
        title="示例年度代理机构随机抽查", places=places, due_on=clock.today() + timedelta(days=30)
    )
    return services.plan(people.actor(people.finance()), form=form)


@remembered
def drawn(places: int = 2) -> tuple[str, list[str]]:
    """Draw; return the draw's number and the inspections it led to."""
    number = planned(places)
    services.draw(people.actor(people.finance()), number=number)
    found = inspection_page(people.finance(), state="assigned").items
    return number, [one.number for one in found if one.draw_number == number]


def directed() -> str:
    """Inspect the first agency for a reason."""
    viewer = people.agency()
    code = people.uscc(2001)
    form = DirectedIn(
        number=f"DL{code[-10:]}",
        reason="投诉反映开标未录像",
        due_on=clock.today() + timedelta(days=20),
    )
    assert viewer.organisation
    return services.direct(people.actor(people.finance()), form=form)


def reported(number: str, result: str = "mend") -> None:
    """Write down what an inspection found."""
    form = ReportIn.model_validate({
        "inspected_on": clock.today(), "result": result,
        "findings": "抽查三个项目，一个项目的开标录像缺失十分钟。",
        "answer_until": clock.today() + timedelta(days=5),
    })  # fmt: skip
    services.report(people.actor(people.finance()), number=number, form=form)


def in_all_states() -> None:
    """Leave an entry, a draw and inspections where each waits for somebody."""
    listed(1)
    sent_back(2)
    submitted(3)
    drafted(4)
    people.agency(2)
    drawn(1)
    planned(1)
    reported(directed())
