"""What is signed at an opening: what is opened, the record that is confirmed or formed, an answer."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.signin.subjects import Lines, Subject, picked, subject
from lucai.platform.web.jinja import moment
from lucai.stages.trade.openings.selectors import Hall, HallRow, hall

RECORD = "开标记录"


def opened(viewer: Viewer, number: str) -> Subject:
    """Return what an opening is of: the project, its lots and its hour; nobody knows the bids yet."""
    shown = hall(viewer, number)
    card = shown.frame.card
    lots = [(f"采购包 {lot.number}", lot.name) for lot in card.lots]
    lines = [("项目", card.title), ("投标截止时间", moment(shown.bid_deadline)), *lots]
    return subject("开标事项", {"number": number, "opens": shown.bid_deadline}, lines)


def record_of_lot(viewer: Viewer, number: str, lot: int) -> Subject:
    """Return a lot's record as it was read out; what others say of it meanwhile is theirs."""
    shown = hall(viewer, number, lot)
    return subject(RECORD, _read_out(shown), _lines(shown))


def record_of_all_lots(viewer: Viewer, number: str) -> Subject:
    """Return every lot's record with what bidders said of it, as it is formed."""
    numbers = [lot.number for lot in hall(viewer, number).frame.card.lots]
    halls = [hall(viewer, number, lot) for lot in numbers]
    content = [_read_out(one) | _answered(one) for one in halls]
    return subject(RECORD, content, [line for one in halls for line in _lines(one)])


def question_answered(viewer: Viewer, number: str, lot: int, enquiry: int) -> Subject:
    """Return the question that is answered."""
    asked = next((one for one in hall(viewer, number, lot).enquiries if one.pk == enquiry), None)
    if not asked:
        raise NotFound("没有找到这条询问。")
    lines = (("提出的投标人", asked.supplier_name), ("询问或者异议", asked.text))
    return subject("询问", picked(asked, "supplier_name", "text", "asked_at"), lines)


def _read_out(shown: Hall) -> dict[str, object]:
    return {
        "lot": picked(shown.lot, "number", "name", "ceiling"),
        "rows": [picked(row, *READ_OUT) for row in shown.rows],
        "unopened": [picked(one, "sm3", "name", "why") for one in shown.unopened],
        **picked(shown, "number", "bid_deadline", "started_at", "host", "bidders", "failed"),
    }


def _answered(shown: Hall) -> dict[str, object]:
    """Return who confirmed, and what was asked and answered."""
    rows = [picked(row, "bid_code", "state", "confirmed_at", "signed_in_at") for row in shown.rows]
    return {"confirmations": rows, "enquiries": shown.enquiries}


def _lines(shown: Hall) -> Lines:
    failed = ((f"包 {shown.lot.number} 废标", shown.failed),) if shown.failed else ()
    return (
        *((f"包 {shown.lot.number}　{row.supplier_name}", _row(row)) for row in shown.rows),
        *failed,
    )


def _row(row: HallRow) -> str:
    price = "报价不公开" if row.price is None else f"报价 {money.yuan(row.price)} 元"
    return f"{price}，{row.delivery_days} 日历天"


READ_OUT = (
    "place", "bid_code", "supplier_name", "price", "delivery_days", "bond", "sm3", "sha256",
    "submitted_at",
)  # fmt: skip
