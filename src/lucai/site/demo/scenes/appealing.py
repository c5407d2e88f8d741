"""What becomes of decisions on complaints: taken to review or to court, and what is decided there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.oversight.complaints import services as complaints
from lucai.oversight.complaints.schemas import (
    AppealEndIn,
    AppealIn,
    AppealKind,
    AppealNoticeIn,
    AppealOutcome,
    AppealOutcomeIn,
    AppealTakenIn,
)
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.timeline import Cue, Scene, after

AUTHORITY, COURT = "示例市人民政府", "示例市示例区人民法院"
STANDS = "原处理决定认定事实清楚，适用依据正确，程序合法。"
FALLS = "原处理决定认定只有一个品牌满足参数，所据市场调查材料不完整，主要事实不清。"
EFFECT = "采购文件暂不修改，由财政部门重新调查后另行处理。"


def appeal(tale: Tale, number: str, losers: Sequence[Actor]) -> Scene:
    """Let whoever a decision goes against take it further; of the losers the first complained."""
    if tale.goes_wrong(Mishap.COMPLAINT_UPHELD):
        return (yield from _sue_in_the_end(tale, number))
    return (yield from _lose_and_sue(tale, number, *losers[:2]))


def appeal_about_document(tale: Tale, made: Mapping[str, str]) -> Scene:
    """Let two decisions fall in review: one is to be published, the other to be carried out.

    Those apply who complained of nothing and would lose their time by a new tender.
    """
    ways = {"published": tale.story.bidders[0], "decided": tale.story.bidders[1]}
    yield Cue(after(clock.now(), workdays=1), "appeal.apply")
    taken = {way: _taken(tale, made[way], tale.supplier(who)) for way, who in ways.items()}
    yield Cue(after(clock.now(), workdays=2), "appeal.decide")
    for way in ways:
        _decide(tale, taken[way], AppealOutcome.REMADE, FALLS, EFFECT)
    _publish(tale, taken["published"], FALLS, EFFECT)
    return True


def _lose_and_sue(tale: Tale, number: str, complainant: Actor, other: Actor) -> Scene:
    """The complainant loses the review and sues; somebody who has no part in it is refused."""
    yield Cue(after(clock.now(), workdays=1), "appeal.apply")
    review = _taken(tale, number, complainant)
    stranger = _applied(tale, number, other)
    yield Cue(after(clock.now(), workdays=1), "appeal.refuse")
    why = AppealEndIn(ended_on=clock.today(), reason="申请人与被申请的处理决定没有利害关系。")
    complaints.refuse_appeal(tale.finance, pk=stranger, form=why)
    yield Cue(after(clock.now(), workdays=2), "appeal.decide")
    _decide(tale, review, AppealOutcome.UPHELD, STANDS)
    _publish(tale, review, STANDS)
    yield Cue(after(clock.now(), workdays=1), "appeal.sue")
    _taken(tale, number, complainant, AppealKind.LAWSUIT)
    return True


def _sue_in_the_end(tale: Tale, number: str) -> Scene:
    """Whose contract was ended applies for review, thinks better of it, and sues."""
    winner = tale.deals[0].supplier
    yield Cue(after(clock.now(), workdays=1), "appeal.apply")
    review = _applied(tale, number, winner)
    yield Cue(after(clock.now(), workdays=1), "appeal.withdraw")
    why = AppealEndIn(ended_on=clock.today(), reason="申请人撤回申请，改为提起行政诉讼。")
    complaints.withdraw_appeal(tale.finance, pk=review, form=why)
    yield Cue(after(clock.now(), workdays=1), "appeal.sue")
    _applied(tale, number, winner, AppealKind.LAWSUIT)
    return True


def _applied(tale: Tale, number: str, who: Actor, kind: AppealKind = AppealKind.REVIEW) -> int:
    form = AppealIn(
        kind=kind,
        appellant=who.viewer.organisation_name,
        authority=AUTHORITY if kind is AppealKind.REVIEW else COURT,
        applied_on=clock.today(),
    )
    return complaints.record_appeal(tale.finance, number=number, form=form)


def _taken(tale: Tale, number: str, who: Actor, kind: AppealKind = AppealKind.REVIEW) -> int:
    pk = _applied(tale, number, who, kind)
    year, turn = clock.today().year, tale.chance.randrange(10, 90)
    case = (
        f"示例政复〔{year}〕{turn}号"
        if kind is AppealKind.REVIEW
        else f"（{year}）示例行初{turn}号"
    )
    form = AppealTakenIn(accepted_on=clock.today(), case_number=case)
    complaints.accept_appeal(tale.finance, pk=pk, form=form)
    return pk


def _decide(tale: Tale, pk: int, outcome: AppealOutcome, result: str, effect: str = "") -> None:
    form = AppealOutcomeIn(ended_on=clock.today(), outcome=outcome, result=result, effect=effect)
    complaints.decide_appeal(tale.finance, pk=pk, form=form)


def _publish(tale: Tale, pk: int, result: str, effect: str = "") -> None:
    form = AppealNoticeIn(public_result=result, public_effect=effect)
    complaints.publish_appeal(tale.finance, pk=pk, form=form)
