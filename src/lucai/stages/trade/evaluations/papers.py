"""The 评标报告 as a paper, made from what the viewer may see of the evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from lucai.kernel import clock, money
from lucai.law.methods import say
from lucai.platform.documents import render
from lucai.platform.documents.shapes import (
    Check,
    CheckItem,
    Dissent,
    EvaluationReport,
    Fact,
    Failure,
    Mark,
    PanelMember,
    RankedBid,
    ScoreSheet,
    Section,
    Signature,
)
from lucai.platform.signatures.papers import official
from lucai.stages.trade.evaluations.selectors import ResultLine, SeatLine
from lucai.stages.trade.evaluations.selectors.reports import Report
from lucai_trust import canonical

OPEN = "open"
WITHHELD = "（名单随结果公告公开）"


def report_paper(report: Report) -> bytes:
    """Return the report as PDF, with the inputs of the ranking attached as JSON.

    A panel has no seal; the platform's vouches for the finished report.
    """
    sealed: Callable[..., bytes] = partial(official, issuers=())
    set_in_type = sealed if report.sheet.reported_at else render
    return set_in_type(
        "evaluation_report",
        _paper(report),
        moment=report.made_at,
        attachment=canonical(report.inputs),
        attachment_name="ranking.json",
        wording="" if report.method == OPEN else report.method,
    )


def _paper(report: Report) -> EvaluationReport:
    sheet = report.sheet
    names = [bid.supplier_name for bid in sheet.bids]
    return EvaluationReport(
        title=say(report.method, "评标报告"),
        project_number=sheet.project_number,
        project_name=f"{sheet.title}（包 {sheet.lot_number} {sheet.lot_name}）",
        issuer=say(report.method, "评标委员会"),
        date=_day(report.made_at),
        facts=_facts(report),
        panel=tuple(_member(seat) for seat in sheet.seats),
        qualification=_check(_who_qualified(report), names, report.qualification, report),
        compliance=_check(
            say(report.method, "评标委员会（多数意见）"), names, report.compliance, report
        ),
        findings=tuple(_findings(report)),
        score_sheets=tuple(_score_sheet(sheet.seats, line, report) for line in _scored(report)),
        ranking=tuple(_ranked(line, report.method) for line in sheet.results),
        recommendation=tuple(_recommended(sheet.results, report.method)),
        dissents=tuple(
            Dissent(name=f"{place} 号成员", opinion=opinion) for place, opinion in report.dissents
        ),
        signatures=tuple(_signature(seat, report) for seat in sheet.seats),
    )


def _who_qualified(report: Report) -> str:
    if report.sheet.terms.by_panel:
        return say(report.method, "评标委员会（与符合性一并审查）")
    return "采购人或者采购代理机构"


def _facts(report: Report) -> tuple[Fact, ...]:
    sheet = report.sheet
    return (
        Fact("采购人", report.buyer_name),
        Fact("采购代理机构", report.agency_name),
        Fact(say(report.method, "评标方法"), sheet.method_label),
        Fact("最高限价", f"{money.yuan(sheet.ceiling)} 元"),
        Fact(say(report.method, "投标人"), f"{len(sheet.bids)} 家"),
        Fact("评审数据摘要（SHA-256）", report.sha256),
    )


def _member(seat: SeatLine) -> PanelMember:
    return PanelMember(
        name=seat.name or f"{seat.place} 号成员{WITHHELD}",
        role=seat.kind_label,
        duty="组长" if seat.is_chair else "成员",
    )


def _check(
    who: str, names: Sequence[str], found: Mapping[str, Mapping[str, str]], report: Report
) -> Check:
    """Lay findings out: requirements down, bidders across."""
    codes = [bid.code for bid in report.sheet.bids]
    return Check(
        conducted_by=f"审查人：{who}",
        bidders=tuple(names),
        items=tuple(
            CheckItem(name=name, verdicts=tuple(verdicts.get(code, "—") for code in codes))
            for name, verdicts in found.items()
        ),
        failures=tuple(
            Failure(bidder=bid.supplier_name, reason=bid.reason)
            for bid in report.sheet.bids
            if bid.reason and any(row.get(bid.code) == "不符合" for row in found.values())
        ),
    )


def _findings(report: Report) -> list[Section]:
    sections = []
    if report.sheet.enquiries:
        lines = []
        for one in report.sheet.enquiries:
            reply = one.reply or "未在规定时间内说明"
            lines += [
                f"{one.supplier_name}：{'；'.join(one.triggers)}。",
                *one.calculation,
                f"{say(report.method, '投标人')}说明：{reply}",
                f"{say(report.method, '评标委员会')}认定：{one.state_label}。理由：{one.verdict_reason or '—'}",
            ]
        sections.append(Section(heading="异常低价审查", paragraphs=tuple(lines)))
    if report.sitting:
        sections.append(Section(heading="异地评审和纪律记录", paragraphs=report.sitting))
    sections += [Section(heading=heading, paragraphs=lines) for heading, lines in report.more]
    sections.append(Section(heading="计算过程", paragraphs=report.calculation))
    return sections


def _scored(report: Report) -> list[ResultLine]:
    return [line for line in report.sheet.results if line.valid and line.factors]


def _score_sheet(seats: Sequence[SeatLine], line: ResultLine, report: Report) -> ScoreSheet:
    count = len(line.factors[0].given)
    blank = tuple("" for _ in range(count))
    price = Mark(
        factor="价格（系统计算）",
        points=report.price_points,
        given=blank,
        mean=line.price_points,
    )
    marks = (Mark(factor=f.name, points=f.points, given=f.given, mean=f.mean) for f in line.factors)
    return ScoreSheet(
        bidder=line.supplier_name,
        experts=tuple(f"{seat.place} 号" for seat in seats[:count]),
        marks=(price, *marks),
        points_total="100",
        totals=blank,
        mean_total=line.total_text,
    )


def _ranked(line: ResultLine, method: str) -> RankedBid:
    evaluated = line.evaluated_price
    return RankedBid(
        rank=str(line.rank) if line.rank else "—",
        bidder=line.supplier_name,
        price=money.yuan(line.price),
        evaluated_price="—" if evaluated is None else money.yuan(evaluated),
        score=line.total_text,
        recommendation=say(method, _recommendation(line)),
    )


def _recommendation(line: ResultLine) -> str:
    if line.valid:
        return f"第 {line.rank} 中标候选人"
    return "不作为中标候选人" if line.total_text else "投标无效"


def _recommended(lines: Sequence[ResultLine], method: str) -> list[str]:
    first = next((line for line in lines if line.rank == 1), None)
    if not first:
        return []
    said = say(method, "为第 1 中标候选人，投标报价")
    return [f"推荐{first.supplier_name}{said} {money.yuan(first.price)} 元。"]


def _signature(seat: SeatLine, report: Report) -> Signature:
    at = report.signed.get(seat.place)
    note = "（拒绝签字且未书面说明，视为同意）" if seat.silent else ""
    return Signature(
        name=seat.name or f"{seat.place} 号成员{WITHHELD}",
        role=f"{seat.kind_label}{note}",
        signed_at=_moment(at) if at else "",
    )


def _day(at: datetime) -> str:
    on = at.astimezone(clock.BEIJING)
    return f"{on.year} 年 {on.month} 月 {on.day} 日"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
