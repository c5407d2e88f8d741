"""Sanctions of every kind and age, and objections to what counts in somebody's credit."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.law.regions import PROVINCE
from lucai.oversight.credit import services as credit
from lucai.oversight.credit.schemas import CorrectionIn, ObjectionIn, Outcome, RulingIn
from lucai.oversight.credit.selectors import CreditLineCard, record_page, record_row
from lucai.oversight.ratings.selectors import RatingCard, rating_page
from lucai.platform.access.selectors import organisation
from lucai.platform.demonstration.clock import START
from lucai.registers.exclusions import services as exclusions
from lucai.registers.exclusions.schemas import ExclusionIn, LiftIn, SaidIn
from lucai.registers.experts.selectors import expert_seen
from lucai.site.demo.people import EXPERTS, HOME, Cast
from lucai.site.demo.timeline import Cue, Play, Telling, office

RUNNING, ENDED, LIFTED, WAITING, DOUBTED = 4, 9, 14, 19, 24
"""Large firms, whom no story lets bid."""
YEAR = timedelta(days=365)
WHY = ObjectionIn(
    objection="所述延误系采购人推迟确认修改内容所致，代理机构当日已提交，见往来记录。"
)
LIFT = LiftIn(reason="省财政厅行政复议决定书（示例）撤销原处罚决定，信用修复完成。")
OBJECTED = office(date(2026, 6, 25))
READER = Actor.system(Reason.JOURNAL_READER)


def sanctions(cast: Cast) -> Iterator[Telling]:
    """Tell how decisions are entered and a second person confirms, refuses or lifts them."""
    ended = START.date() - YEAR - timedelta(days=20)
    plays: tuple[Iterator[Cue], ...] = (
        _published(cast, RUNNING, date(2026, 3, 2), "提供虚假的业绩合同谋取中标", 1),
        _published(cast, ENDED, ended, "无正当理由拒绝签订合同", 2),
        _lifted(cast),
        _doubted(cast),
        _about_to_be_lifted(cast),
        _bar_an_expert(cast),
    )
    for number, play in enumerate(plays, start=1):
        yield Telling(f"exclusion {number}", play)


def _lifted(cast: Cast) -> Play:
    number = yield from _published(cast, LIFTED, date(2026, 2, 9), "与其他供应商恶意串通", 3)
    yield Cue(office(date(2026, 5, 12)), "exclusion.lift")
    exclusions.propose_lift(_first(cast), number=number, lift=LIFT)
    exclusions.take(_second(cast), number=number, step="confirm_lift")


def _doubted(cast: Cast) -> Play:
    """Two wait for the second person; one of them is refused."""
    yield Cue(office(date(2026, 6, 29)), "exclusion.enter")
    _entered(cast, WAITING, date(2026, 7, 6), "在投诉中提供虚假材料", 4)
    doubted = _entered(cast, DOUBTED, date(2026, 7, 6), "未按合同履行", 5)
    said = SaidIn(reason="决定书尚在行政复议期间，暂不录入。")
    exclusions.refuse(_second(cast), number=doubted, said=said)


def _about_to_be_lifted(cast: Cast) -> Play:
    number = yield from _published(cast, DOUBTED + 5, date(2026, 4, 13), "向评审专家行贿", 6)
    yield Cue(office(date(2026, 6, 26)), "exclusion.proposeLift")
    exclusions.propose_lift(_first(cast), number=number, lift=LIFT)


def hear_objections(cast: Cast) -> None:
    """Let those rated object: one mark is put right, one stands, one waits for finance."""
    found = _low_ratings(cast)
    with clock.at(OBJECTED):
        records = [_objected(cast, rating) for rating in found[:3]]
    with clock.at(office(date(2026, 6, 30))):
        ends = zip(records[:2], (_correct, _uphold), strict=False)
        for (agency, record), end in ends:
            end(cast, agency, record)


def _objected(cast: Cast, rating: RatingCard) -> tuple[Actor, CreditLineCard]:
    credit.count_rating(READER, key=rating.key)
    agency = next(a for a in _agencies(cast) if _code(a) == rating.rated_code)
    record = record_page(agency.viewer, words=rating.rated_code).items[0]
    credit.raise_objection(agency, pk=record.pk, form=WHY)
    return agency, record


def _correct(cast: Cast, agency: Actor, record: CreditLineCard) -> None:
    ruling = "经调取往来记录，延误系采购人推迟确认，评价第一项更正为四分。"
    form = CorrectionIn(outcome=Outcome.CHANGE, mark=Decimal("3.33"), ruling=ruling)
    credit.correct(_finance_of(cast, record), pk=record.pk, form=form)


def _uphold(cast: Cast, agency: Actor, record: CreditLineCard) -> None:
    form = RulingIn(ruling="经调取往来记录，两次澄清均晚于约定时间，评价属实，异议不成立。")
    credit.uphold(_finance_of(cast, record), pk=record.pk, form=form)


def _low_ratings(cast: Cast) -> list[RatingCard]:
    """Return the bad words about agencies, the newest first."""
    return [
        rating
        for agency in _agencies(cast)
        for rating in rating_page(agency.viewer).items
        if rating.comment and rating.rated_side == "agency" and rating.given_at < OBJECTED
    ]


def _agencies(cast: Cast) -> list[Actor]:
    return [cast.actor(login) for login in cast.logins("agency")]


def _code(actor: Actor) -> str:
    return organisation(SYSTEM, actor.viewer.organisation or 0).uscc


def _finance_of(cast: Cast, record: CreditLineCard) -> Actor:
    return cast.actor(f"finance{record_row(SYSTEM, record.pk).region}")


def _published(
    cast: Cast, supplier: int, begins: date, act: str, serial: int
) -> Generator[Cue, None, str]:
    yield Cue(office(begins - timedelta(days=10)), "exclusion.publish")
    number = _entered(cast, supplier, begins, act, serial)
    exclusions.take(_second(cast), number=number, step="confirm")
    return number


def _entered(cast: Cast, supplier: int, begins: date, act: str, serial: int) -> str:
    firm = organisation(SYSTEM, cast.viewer(f"supplier{supplier}").organisation or 0)
    form = _decision(firm.uscc, firm.name, begins, act, serial)
    return exclusions.enter(_first(cast), exclusion=form)


def _decision(
    code: str, name: str, begins: date, act: str, serial: int, **more: Any
) -> ExclusionIn:
    content: dict[str, Any] = {
        "party_side": "supplier", "party_code": code, "party_name": name, "category": "dishonest",
        "authority": "示例济南市财政局",
        "decision_number": f"济财采罚（示例）〔{begins.year}〕{serial}号",
        "decided_on": begins - timedelta(days=12), "act": act, "fine": "8600.00",
        "basis": "《政府采购法》第七十七条", "begins_on": begins,
        "ends_on": begins + YEAR - timedelta(days=1),
    }  # fmt: skip
    return ExclusionIn.model_validate({**content, **more})


def _bar_an_expert(cast: Cast) -> Play:
    """Bar the expert who is suspended already."""
    begins = date(2026, 6, 22)
    yield Cue(office(begins - timedelta(days=3)), "exclusion.publish")
    card = expert_seen(SYSTEM, f"ZJ{PROVINCE}{EXPERTS - 1:06d}")
    more = {"party_side": "expert", "ends_on": None, "basis": "《政府采购法实施条例》第七十五条"}
    form = _decision(card.number, card.name, begins, "收受供应商财物，影响评审", 7, **more)
    number = exclusions.enter(_first(cast), exclusion=form)
    exclusions.take(_second(cast), number=number, step="confirm")


def _first(cast: Cast) -> Actor:
    return cast.actor(f"finance{HOME}")


def _second(cast: Cast) -> Actor:
    return cast.actor(f"finance{HOME}.review")
