"""The barriers of the rule book (§7): each datum, tried by every role at every moment.

What a role may read is written here by hand, from the law; who reads it in fact is asked of every
role of the installation at home and elsewhere, of the panel, of competitors and of the public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model, Q

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Side, Viewer
from lucai.oversight.complaints import services as complaint_services
from lucai.oversight.complaints.models import Complaint, ComplaintEvidence
from lucai.oversight.complaints.schemas import EvidenceIn
from lucai.registers.experts.models import ReviewExpert
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.downloads.models import DocumentDownload
from lucai.stages.trade.evaluations.models import ComplianceFinding, EvaluationReportBid, Score
from lucai.stages.trade.negotiations.models import FinalOffer, NegotiationRecord
from lucai.stages.trade.panels.models import PanelMember
from lucai.stages.trade.sealing.models import SealedBid
from tests.makers import bids, challenges, complaints, evaluation, methods, people, roles
from tests.makers.evaluation import Round

pytestmark = pytest.mark.django_db

Crowd = dict[str, Viewer]
Moment = tuple[str, str, datetime, Crowd]
"""What it is called, the project, the time, and who sits in the panel by then."""
Expected = dict[str, dict[str, set[str]]]
"""Datum → moment → who reads it of others; it holds until a later moment says otherwise."""

NOBODY: set[str] = set()
EXPERT, DELEGATE = "在座专家", "在座采购人代表"


@dataclass(frozen=True)
class Datum:
    """Rows of a project, and which of them are somebody's own."""

    table: type[Model]
    project: str = "project_number"
    own: Callable[[Viewer], Q] = lambda viewer: Q(supplier_id=viewer.organisation or 0)
    only: Q = field(default_factory=Q)

    def foreign_to(self, viewer: Viewer, number: str) -> bool:
        """Whether somebody reads what is not the own."""
        rows = self.table.objects.seen_by(viewer).filter(self.only)  # type: ignore[attr-defined]
        rows = rows.filter(**{self.project: number}) if self.project else rows
        return bool(rows.exclude(self.own(viewer)).exists())


def nothing(viewer: Viewer) -> Q:
    del viewer
    return Q(pk=0)


def of_person(viewer: Viewer) -> Q:
    return Q(person_id=viewer.person or 0)


def of_sheet(viewer: Viewer) -> Q:
    return Q(sheet__person_id=viewer.person or 0)


def of_organisation(viewer: Viewer) -> Q:
    return Q(organisation_id=viewer.organisation or 0)


def everybody(panel: Crowd) -> Crowd:
    return {**roles.at_home(), **roles.elsewhere(), **panel, "社会公众": PUBLIC}


def of(*sides: Side) -> set[str]:
    """Name the roles of some sides in the organisations that are parties."""
    seated = {DELEGATE} if Side.BUYER in sides else set()
    return {name for name, who in roles.at_home().items() if who.side in sides} | seated


def breaches(moments: Iterator[Moment], data: dict[str, Datum], expected: Expected) -> list[str]:
    """Ask everybody at every moment; return whoever reads too much, or too little."""
    found: list[str] = []
    now: dict[str, set[str]] = dict.fromkeys(data, NOBODY)
    for moment, number, at, panel in moments:
        crowd = everybody(panel)
        now |= {datum: told[moment] for datum, told in expected.items() if moment in told}
        with clock.at(at):
            for name, datum in data.items():
                seen = {who for who, v in crowd.items() if datum.foreign_to(v, number)}
                allowed = (set(crowd) if "所有人" in now[name] else now[name]) & set(crowd)
                found += [f"{moment}：{name}，{who}看得到" for who in sorted(seen - allowed)]
                found += [f"{moment}：{name}，{who}看不到" for who in sorted(allowed - seen)]
    return found


def seated(rnd: Round) -> Crowd:
    return {EXPERT if m.side is Side.EXPERT else DELEGATE: m for m in reversed(rnd.members)}


def tender() -> Iterator[Moment]:
    """Lead one tender from the first envelope to the announced result."""
    call = bids.call_for_bids()
    evaluation.library()
    for n in (1, 2, 3):
        bids.submitted_bid(call, people.supplier(n), at=call.before)
    yield "投标截止前", call.number, call.before + timedelta(hours=1), {}
    rnd = evaluation.recorded(bids_opened(call))
    yield "开标后", rnd.number, rnd.now, {}
    rnd = evaluation.drawn(rnd)
    yield "评审当日", rnd.number, rnd.now, {}
    rnd = evaluation.carry(rnd, after=evaluation.drawn, to=evaluation.qualified)
    with evaluation.at(rnd):
        evaluation.check(rnd, rnd.members[0])
    yield "一名成员提交审查后", rnd.number, rnd.now, seated(rnd)
    with evaluation.at(rnd):
        for member in rnd.members[1:]:
            evaluation.check(rnd, member)
        evaluation.evaluations.finish_compliance(rnd.chair(), **rnd.key)
    yield "审查汇总后", rnd.number, rnd.now, seated(rnd)
    marks = dict.fromkeys(rnd.codes(), ("40", "25"))
    with evaluation.at(rnd):
        evaluation.score(rnd, rnd.members[0], marks)
    yield "一名成员提交评分后", rnd.number, rnd.now, seated(rnd)
    with evaluation.at(rnd):
        for member in rnd.members[1:]:
            evaluation.score(rnd, member, marks)
    yield "全部提交评分后", rnd.number, rnd.now, seated(rnd)
    for moment, maker in AFTERWARDS.items():
        rnd = maker(rnd)
        yield moment, rnd.number, rnd.now, seated(rnd)


def bids_opened(call: bids.Call) -> bids.Call:
    bids.held_opening(call.number)
    return call


AFTERWARDS: dict[str, Any] = {
    "汇总排序后": evaluation.consolidated,
    "报告签署后": evaluation.reported,
    "报告送达后": evaluation.delivered,
    "确定中标人后": evaluation.decided,
    "结果公告后": evaluation.announced_award,
}
OF_A_TENDER = {
    "文件获取单位": Datum(DocumentDownload),
    "密封的投标": Datum(SealedBid, own=nothing),
    "投标内容": Datum(Bid),
    "专家姓名": Datum(PanelMember, own=of_person, only=Q(kind="expert")),
    "符合性意见": Datum(ComplianceFinding, "session__project_number", of_sheet),
    "评分": Datum(Score, "session__project_number", of_sheet),
    "排序": Datum(EvaluationReportBid, "session__project_number"),
    "专家个人资料": Datum(ReviewExpert, "", of_person),
}
B, A, S, T = Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY


def test_a_tender_tells_nobody_more_than_the_law_at_any_moment(db: None) -> None:
    panel = {EXPERT, DELEGATE}
    by_phase = {"报告签署后": panel | of(A, S), "报告送达后": panel | of(A, S, B)}
    expected: Expected = {
        "文件获取单位": {"投标截止前": NOBODY, "开标后": of(A, B, S, T)},
        "密封的投标": {"投标截止前": NOBODY, "开标后": of(A, B)},
        "投标内容": {"投标截止前": NOBODY, "开标后": of(A, B, S)},
        "专家姓名": {
            "开标后": NOBODY, "评审当日": of(A, S), "一名成员提交审查后": panel | of(A, S),
            "结果公告后": {"所有人"},
        },
        "符合性意见": {"一名成员提交审查后": NOBODY, "审查汇总后": panel, **by_phase},
        "评分": {"一名成员提交评分后": NOBODY, "全部提交评分后": panel, **by_phase},
        "排序": {"全部提交评分后": NOBODY, "汇总排序后": panel, **by_phase},
        "专家个人资料": {"投标截止前": of(S)},
    }  # fmt: skip
    assert breaches(tender(), OF_A_TENDER, expected) == []


def consultation() -> Iterator[Moment]:
    """Lead one consultation from the talks to the opened last quotes."""
    rnd = methods.checked("consultation")
    with evaluation.at(rnd):
        methods.talked(rnd)
        methods.quote(rnd, 1, 90)
    yield "一家提交最后报价后", rnd.number, rnd.now + timedelta(minutes=5), seated(rnd)
    with evaluation.at(rnd):
        for n in (2, 3):
            methods.quote(rnd, n, 90 + n)
    with evaluation.at(rnd, minutes=31):
        methods.negotiations.open_quotes(rnd.chair(), **rnd.key)
    yield "最后报价开启后", rnd.number, rnd.now + timedelta(minutes=31), seated(rnd)


def test_a_consultation_tells_no_supplier_of_another_and_nobody_of_a_quote_too_early(
    db: None,
) -> None:
    data = {"他家的谈判记录": Datum(NegotiationRecord), "最后报价": Datum(FinalOffer)}
    inside = {EXPERT, DELEGATE} | of(A, B, S)
    expected: Expected = {
        "他家的谈判记录": {"一家提交最后报价后": inside},
        "最后报价": {"一家提交最后报价后": NOBODY, "最后报价开启后": inside},
    }
    assert breaches(consultation(), data, expected) == []


def complaint() -> Iterator[Moment]:
    """Lead one complaint from the draft to the evidence that is kept from the others."""
    result, challenge = challenges.answered_award()
    with clock.at(result.at):
        number = complaints.drafted(challenge)
        yield "投诉起草中", result.number, result.at, {}
        complaint_services.submit(challenges.loser(), number=number)
        yield "投诉提交后", result.number, result.at, {}
        complaint_services.accept(complaints.finance(), number=number)
        complaint_services.serve(complaints.finance(), number=number)
        for secret in (True, False):
            form = EvidenceIn(text="成本表", secret=secret, secret_reason="商业秘密")
            complaint_services.submit_evidence(challenges.loser(), number=number, form=form)
        yield "副本发出后", result.number, result.at, {}


def test_a_complaint_is_between_its_parties_and_its_secrets_between_two(db: None) -> None:
    data = {
        "投诉": Datum(Complaint),
        "证据": Datum(
            ComplaintEvidence, "complaint__project_number", of_organisation, Q(secret=False)
        ),
        "涉密证据": Datum(
            ComplaintEvidence, "complaint__project_number", of_organisation, Q(secret=True)
        ),
    }
    parties = of(A, B, S)
    expected: Expected = {
        "投诉": {"投诉起草中": NOBODY, "投诉提交后": of(S), "副本发出后": parties},
        "证据": {"副本发出后": parties},
        "涉密证据": {"副本发出后": of(S)},
    }
    assert breaches(complaint(), data, expected) == []


def test_a_barrier_that_falls_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Complaint, "scope", staticmethod(lambda _: Q(pk__gt=0)))
    found = breaches(complaint(), {"投诉": Datum(Complaint)}, {"投诉": {"投诉提交后": of(S)}})
    assert "投诉提交后：投诉，社会公众看得到" in found
