"""The opening record as a paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lucai.kernel import clock, money
from lucai.platform.documents import render
from lucai.platform.signatures.papers import official
from lucai.platform.web.jinja import day, moment
from lucai.stages.trade.openings.selectors import Hall, HallRow

OPEN = "open"
ACCEPTS = "没有确认也没有当场提出疑义的投标人，视同认可开标结果（财政部令第87号第四十二条）。"


def record_paper(hall: Hall) -> bytes:
    """Return the opening record of one lot as PDF; before it is formed it says so."""
    paper, at, wording = _record(hall)
    make = official if _is_formed(hall) else render
    return make("opening_record", paper, moment=at, wording=wording)


def _is_formed(hall: Hall) -> bool:
    return hall.state == "recorded"


def _record(hall: Hall) -> tuple[dict[str, Any], datetime, str]:
    card, at = hall.frame.card, hall.recorded_at or hall.started_at or clock.now()
    formed = _is_formed(hall)
    paper = {
        "title": card.say("开标记录表" if formed else "开标记录表（开标进行中，尚未形成）"),
        "project_number": card.number,
        "project_name": card.title,
        "issuer": card.agency_name,
        "date": day(at),
        "facts": tuple(
            {"label": card.say(label), "value": value}
            for label, value in (
                ("采购人", card.buyer_name),
                ("采购代理机构", card.agency_name),
                ("采购包", hall.lot.label),
                ("最高限价（元）", money.yuan(hall.lot.ceiling)),
                ("投标截止时间", moment(hall.bid_deadline)),
                ("开标时间", _second(hall.started_at) if hall.started_at else ""),
                ("投标人数量", f"{hall.bidders} 家"),
                ("主持人", hall.host),
            )
        ),
        "entries": tuple(_entry(row) for row in hall.rows),
        "remarks": _remarks(hall),
        "signatures": ({"name": hall.host, "role": "主持人", "organisation": card.agency_name},),
    }
    wording = "" if card.method == OPEN else card.method
    return paper, at, wording


def _entry(row: HallRow) -> dict[str, str]:
    return {
        "bidder": row.supplier_name,
        "price": "不公开" if row.price is None else money.yuan(row.price),
        "price_in_words": "—" if row.price is None else money.capitals(row.price),
        "term": f"{row.delivery_days} 日历天",
        "bond": money.yuan(row.bond) if row.bond else "无",
        "confirmation": f"{row.state_label} {_second(row.confirmed_at)}"
        if row.confirmed_at
        else row.state_label,
        "remark": f"签到 {_second(row.signed_in_at)}" if row.signed_in_at else "未签到",
    }


def _accepts(hall: Hall) -> str:
    """Say what silence means; the article is the tender's own."""
    card = hall.frame.card
    text = ACCEPTS if card.method == OPEN else ACCEPTS.partition("（")[0] + "。"
    return card.say(text)


def _remarks(hall: Hall) -> tuple[str, ...]:
    failed = (
        (hall.frame.card.say(f"本包废标：{hall.failed}"),) if hall.failed else (_accepts(hall),)
    )
    asked = tuple(
        f"{one.supplier_name}提出：{one.text}　答复：{one.reply or '（未答复）'}"
        for one in hall.enquiries
    )
    return (*failed, *asked)


def _second(at: object) -> str:
    return f"{at.astimezone(clock.BEIJING):%m-%d %H:%M:%S}"  # type: ignore[attr-defined]
