"""From the panel's sign-in to the signed report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.scenes import clarifying, negotiating, sitting
from lucai.site.demo.scenes.refunding import refund_bonds
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.schemas import (
    CONFIRMED,
    FindingIn,
    FindingsIn,
    OpinionIn,
    Passed,
    ReplyIn,
    ScoreIn,
    SignatureIn,
)
from lucai.stages.trade.evaluations.selectors.rows import bids_of, session_row
from lucai.stages.trade.evaluations.terms import Check, Criterion, Judging, judging
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.schemas import SignInIn
from lucai.stages.trade.panels.selectors import MemberLine, panel_members

DECLARED = SignInIn(pledged=True, declared_free=True, devices_kept=True)
BROKEN = "未提供有效的营业执照，提交的扫描件已超过有效期。"


def gather_panel(tale: Tale) -> Scene:
    """Let the members sign in and elect their chair; sometimes one does not come."""
    start = tale.deadline + timedelta(minutes=48)
    if tale.goes_wrong(Mishap.ABSENT_EXPERT):
        yield Cue(start - timedelta(minutes=6), "panel.replace")
        absent, reason = _members(tale)[0], "评审开始后仍未到场，电话无人接听"
        panels.replace_absent(
            tale.agency, project_number=tale.project, place=absent.place, reason=reason
        )
    for place, member in enumerate(_members(tale)):
        yield Cue(start + timedelta(minutes=2 * place), f"panel.sign_in.{place}")
        sitting.take_note(tale, _actor(tale, member))
        sitting.identify(tale, _actor(tale, member))
        panels.sign_in(_actor(tale, member), project_number=tale.project, form=DECLARED)
    sitting.begin(tale)
    yield Cue(start + timedelta(minutes=14), "panel.chair")
    chair = next(m for m in _members(tale) if m.kind == "expert")
    for member in _members(tale):
        panels.vote_for_chair(_actor(tale, member), project_number=tale.project, place=chair.place)
    _sync(tale)
    return True


def check_qualification(tale: Tale) -> Scene:
    """The agency checks who is qualified; with fewer than three left a lot fails."""
    yield Cue(tale.deadline + timedelta(minutes=75), "evaluation.qualify")
    for lot in tale.lots:
        table = _table(tale, lot)
        for place, bid in enumerate(table.bids):
            if table.terms.by_panel:
                continue
            form = _findings(table.terms.qualification, _faults(tale, place))
            evaluations.record_qualification(
                tale.agency, bid_code=bid.bid_code, form=form, **_key(tale, lot)
            )
    yield Cue(tale.deadline + timedelta(minutes=82), "evaluation.finish_qualification")
    for lot in tale.lots:
        evaluations.finish_qualification(tale.agency, **_key(tale, lot))
    tale.lots = _alive(tale)
    if not tale.lots:
        yield Cue(after(clock.now(), workdays=2), "bond.refund")
        refund_bonds(tale)
    return bool(tale.lots)


def check_compliance(tale: Tale) -> Scene:
    """Every member checks every bid alone; a strikingly low price has to be explained."""
    if tale.goes_wrong(Mishap.EXPERT_RECUSES):
        yield from _leave(tale)
    for place, member in enumerate(_members(tale)):
        at = tale.deadline + timedelta(minutes=100 + 3 * place)
        yield Cue(at, f"evaluation.check.{place}")
        for lot in tale.lots:
            _check(tale, _actor(tale, member), lot)
    if tale.story.sheet.negotiates:
        yield from negotiating.negotiate(tale, chair_of(tale))
    if tale.goes_wrong(Mishap.LOW_PRICE, Mishap.LOW_PRICE_REJECTED):
        yield from _explain(tale)
    yield from clarifying.ask_bidders(tale, chair_of)
    yield Cue(tale.deadline + timedelta(minutes=160), "evaluation.finish_compliance")
    for lot in tale.lots:
        evaluations.finish_compliance(chair_of(tale), **_key(tale, lot))
    tale.lots = _alive(tale)
    if not tale.lots:
        yield Cue(after(clock.now(), workdays=2), "bond.refund")
        refund_bonds(tale)
    return bool(tale.lots)


def score_and_report(tale: Tale) -> Scene:
    """Every member scores alone; the ranking is computed and the report signed."""
    if not tale.story.lowest:
        for place, member in enumerate(_members(tale)):
            at = tale.deadline + timedelta(minutes=190 + 6 * place)
            yield Cue(at, f"evaluation.score.{place}")
            for lot in tale.lots:
                _score(tale, _actor(tale, member), lot)
    yield Cue(tale.deadline + timedelta(minutes=260), "evaluation.consolidate")
    for lot in tale.lots:
        evaluations.consolidate(chair_of(tale), **_key(tale, lot))
    for place, member in enumerate(_members(tale)):
        at = tale.deadline + timedelta(minutes=280 + 3 * place)
        yield Cue(at, f"evaluation.sign.{place}")
        for lot in tale.lots:
            form = SignatureIn(dissent="")
            evaluations.sign_report(_actor(tale, member), form=form, **_key(tale, lot))
    sitting.end(tale)
    return True


def _leave(tale: Tale) -> Scene:
    """Let a member leave when the bidders are known; the next of the draw comes at once."""
    yield Cue(tale.deadline + timedelta(minutes=88), "panel.recuse")
    members = _members(tale)
    leaving = next(m for m in members if m.kind == "expert" and not m.is_chair)
    reason = "审阅投标文件时发现，三年内曾在其中一家投标人担任技术顾问"
    panels.recuse(_actor(tale, leaving), project_number=tale.project, reason=reason)
    _sync(tale)
    yield Cue(tale.deadline + timedelta(minutes=97), "panel.sign_in_again")
    [fresh] = [m for m in _members(tale) if m.state in {"asked", "drawn"}]
    panels.sign_in(_actor(tale, fresh), project_number=tale.project, form=DECLARED)
    _sync(tale)
    return True


def _members(tale: Tale) -> list[MemberLine]:
    """List who sits in the panel; the story's own expert and the buyer's person come last."""
    own = f"expert{tale.story.expert}"
    seated = [m for m in panel_members(SYSTEM, tale.project) if m.seated]
    return sorted(seated, key=lambda m: (_login(tale, m) == own, m.kind != "expert", m.place))


def seated_actors(tale: Tale) -> list[Actor]:
    """List who sits in the panel as people who act, the buyer's person last."""
    return [_actor(tale, member) for member in _members(tale)]


def _login(tale: Tale, member: MemberLine) -> str:
    known = tale.cast.experts.get(member.person_id)
    return known or f"buyer{tale.story.buyer}.user"


def _actor(tale: Tale, member: MemberLine) -> Actor:
    return tale.cast.actor(_login(tale, member))


def chair_of(tale: Tale) -> Actor:
    """Return who leads the panel."""
    return next(_actor(tale, m) for m in _members(tale) if m.is_chair)


def _sync(tale: Tale) -> None:
    """Do what the journal's reader does a moment after the panel has changed."""
    evaluations.sync_members(tale.system, project_number=tale.project)


def _key(tale: Tale, lot: int) -> dict[str, Any]:
    return {"project_number": tale.project, "lot_number": lot}


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the table of one lot's evaluation, read once."""

    session: Any
    bids: list[Any]

    @property
    def terms(self) -> Judging:
        """What is checked and scored."""
        return judging(self.session.terms)


def _table(tale: Tale, lot: int) -> Table:
    session = session_row(SYSTEM, tale.project, lot)
    return Table(session, bids_of(SYSTEM, session))


def _alive(tale: Tale) -> list[int]:
    return [lot for lot in tale.lots if _table(tale, lot).session.state != "failed"]


def _faults(tale: Tale, place: int) -> dict[int, str]:
    """Return which of the qualification requirements a bid fails, by place."""
    if tale.goes_wrong(Mishap.ALL_UNQUALIFIED) and place:
        return {0: BROKEN}
    if tale.goes_wrong(Mishap.UNQUALIFIED_BID) and place == len(tale.present) - 1:
        return {0: BROKEN}
    return {}


def _findings(checks: tuple[Check, ...], faults: dict[int, str]) -> FindingsIn:
    return FindingsIn(
        findings=[
            FindingIn(
                number=check.number,
                passed=Passed.NO if place in faults else Passed.YES,
                reason=faults.get(place, ""),
            )
            for place, check in enumerate(checks)
        ]
    )


def _check(tale: Tale, member: Actor, lot: int) -> None:
    table = _table(tale, lot)
    form = _findings(table.terms.compliance, {})
    for bid in table.bids:
        if bid.qualified:
            evaluations.save_checks(member, bid_code=bid.bid_code, form=form, **_key(tale, lot))
    evaluations.submit_checks(member, **_key(tale, lot))


def _explain(tale: Tale) -> Scene:
    """Let the lowest bidder explain its price, and the members judge the explanation."""
    low = tale.supplier(tale.story.bidders[0])
    holds = tale.goes_wrong(Mishap.LOW_PRICE)
    yield Cue(tale.deadline + timedelta(minutes=128), "evaluation.explain")
    reply = ReplyIn(reply="所投产品为本企业自产，库存充足，直供不经代理，报价包含全部成本和税费。")
    for lot in tale.lots:
        evaluations.reply_to_enquiry(low, form=reply, **_key(tale, lot))
    yield Cue(tale.deadline + timedelta(minutes=140), "evaluation.judge")
    opinion = OpinionIn(
        passed=Passed.YES if holds else Passed.NO,
        reason="成本构成清楚，与市场行情相符。"
        if holds
        else "没有提供成本构成，不能证明报价合理。",
    )
    for lot in tale.lots:
        own = low.viewer.organisation
        code = next(b.bid_code for b in _table(tale, lot).bids if b.supplier_id == own)
        for member in _members(tale):
            evaluations.judge_explanation(
                _actor(tale, member), bid_code=code, form=opinion, **_key(tale, lot)
            )
    return True


def _score(tale: Tale, member: Actor, lot: int) -> None:
    table = _table(tale, lot)
    for place, bid in enumerate(b for b in table.bids if b.qualified and b.compliant):
        marks = {factor.number: _mark(tale, factor, place) for factor in table.terms.marked}
        evaluations.save_scores(member, bid_code=bid.bid_code, forms=marks, **_key(tale, lot))
    evaluations.submit_scores(member, **_key(tale, lot))


def _mark(tale: Tale, factor: Criterion, place: int) -> ScoreIn:
    """Return a mark: the same from everybody for objective factors, within a band for others."""
    if factor.formula:
        return ScoreIn(band=CONFIRMED)
    full = Decimal(factor.weight) / 100
    if factor.is_objective:
        return ScoreIn(points=full - 3 * (place % 3), reason="按偏离项数计算")
    band = factor.bands[min(place, 1)]
    spread = band.most - band.least
    points = band.least + spread * tale.chance.randrange(30, 96, 5) // 100
    reason = "方案对应投标文件技术部分第 3 页，内容与本项目需要相符。"
    return ScoreIn(band=band.name, points=Decimal(points) / 100, reason=reason)
