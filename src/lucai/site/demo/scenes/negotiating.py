"""Talks with one supplier at a time, a change, and last quotes that are opened together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.demonstration.clock import START
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes import quotes
from lucai.site.demo.timeline import Cue, Scene
from lucai.stages.trade.negotiations import services
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.schemas import (
    CallIn,
    Changed,
    ChangeIn,
    ConfirmationIn,
    SettlementIn,
    TalkIn,
)
from lucai.stages.trade.negotiations.selectors import desk_of

BEGINS = 112
"""Minutes after the deadline at which the talks begin."""
MINUTES = 30
DUE = START + timedelta(days=5, hours=8)
"""Until when a visitor can hand in a last quote where the story waits for it."""


def negotiate(tale: Tale, chair: Actor) -> Scene:
    """Talk with every supplier once, change a term, call for quotes and open them."""
    for place, number in enumerate(tale.present):
        yield Cue(_at(tale, 2 * place), f"negotiation.talk.{place}")
        _talk(tale, number, place)
    yield Cue(_at(tale, 9), "negotiation.change")
    changes = {lot: _change(chair, _key(tale, lot)) for lot in tale.lots}
    yield Cue(_at(tale, 11), "negotiation.settle")
    for pk in changes.values():
        form = SettlementIn(step="confirm")
        services.settle_change(tale.user, project_number=tale.project, pk=pk, form=form)
    yield Cue(_at(tale, 13), "negotiation.call")
    for lot in tale.lots:
        services.call_quotes(chair, form=CallIn(minutes=_minutes(tale)), **_key(tale, lot))
    for place, number in enumerate(tale.present):
        yield Cue(_at(tale, 15 + 3 * place), f"negotiation.quote.{place}")
        for lot in tale.lots:
            _quote(tale, number, lot)
    yield Cue(_at(tale, 13 + MINUTES), "negotiation.open")
    for lot in tale.lots:
        services.open_quotes(chair, **_key(tale, lot))
    return True


def _minutes(tale: Tale) -> int:
    """Leave days of the demonstration where the story waits for the quotes of visitors."""
    if tale.story.until.startswith("negotiation.quote"):
        return (DUE - clock.now()) // timedelta(minutes=1)
    return MINUTES


def _at(tale: Tale, minutes: int) -> Any:
    return tale.deadline + timedelta(minutes=BEGINS + minutes)


def _key(tale: Tale, lot: int) -> dict[str, Any]:
    return {"project_number": tale.project, "lot_number": lot}


CONSULTED = {
    "publicity": "添购与原采购项目配套的服务，依法不需要公示。", "place": "示例开标中心三号洽谈室",
    "present": "协商小组全体成员；供应商代表", "costs": "人工和材料成本约占报价的百分之八十五。",
    "comparable": "原合同和本省两家同类单位近一年的合同，单价与本次报价相当。", "rights": "无",
}  # fmt: skip
"""What the record of a consultation with a single source says besides (74号令 第四十二条)."""


def _talk(tale: Tale, number: int, place: int) -> None:
    """Write down a talk in every lot; the first supplier confirms its records at once."""
    supplier = tale.supplier(number)
    for lot in tale.lots:
        form = TalkIn(
            supplier_id=supplier.viewer.organisation or 0,
            points="请说明服务和质量保证安排，能否缩短响应时间；请对合同草案中的付款条件提出意见。",
            response="响应时间可以缩短一半，同意合同草案的付款条件。",
            **(CONSULTED if tale.story.method == "single_source" else {}),
        )
        pk = services.record_talk(tale.agency, form=form, **_key(tale, lot))
        if not place:
            confirmed = ConfirmationIn()
            services.confirm_record(supplier, project_number=tale.project, pk=pk, form=confirmed)


def _change(chair: Actor, key: dict[str, Any]) -> int:
    form = ChangeIn(kind=Changed.SERVICE, text="故障响应时间由四小时改为两小时。")
    return services.propose_change(chair, form=form, **key)


def _quote(tale: Tale, number: int, lot: int) -> None:
    """Ask for some percent less than at first."""
    supplier = tale.supplier(number)
    desk = desk_of(supplier.viewer, tale.project, lot)
    percent = tale.chance.randrange(80, 88)
    handed = quotes.sealed(
        supplier, round_number(tale.project, lot), lot,
        [item.quantity for item in desk.lot.items],
        [item.unit_price * percent // 100 for item in desk.lot.items],
        "按照变动后的要求响应，其他承诺不变。",
    )  # fmt: skip
    services.hand_in(supplier, handed=handed, **_key(tale, lot))
