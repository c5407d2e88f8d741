"""Whom to invite: called by a notice and reviewed, or listed by name; drawn before two witnesses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.law.deadlines import deadline
from lucai.law.prequalification_rules import FOUND
from lucai.platform.access.selectors import organisation
from lucai.site.demo.papers import paper
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes import recommending
from lucai.site.demo.timeline import Cue, Scene, after, office
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.trade.prequalifications import services
from lucai.stages.trade.prequalifications.schemas import (
    AnswerIn,
    ApplicationIn,
    CandidateIn,
    ConditionIn,
    ContentIn,
    FindingIn,
    FindingsIn,
    Passed,
    Way,
)
from lucai.stages.trade.prequalifications.selectors import (
    applications_of,
    invited_ids,
    prequalification_row,
)

PLACES = 3
PLEDGE = ("服务承诺书", "本文件为演示数据，名称均为虚构。")
REFUSED = "提供的服务承诺没有载明到达现场的时间，不符合公布的要求。"
CONDITIONS = (
    ("独立承担民事责任的能力", "具有有效的营业执照或者其他登记证书。", "营业执照扫描件"),
    ("三年内无重大违法记录", "参加采购活动前三年内，在经营活动中没有重大违法记录。", "声明函"),
    ("服务保障能力", "能够在四小时内到达现场，并书面承诺。", "服务承诺书"),
)


def choose_suppliers(tale: Tale) -> Scene:
    """Find whom to invite, where the story invites or prequalifies at all."""
    if not tale.story.way:
        return True
    yield Cue(after(clock.now(), workdays=1), "prequalification.edit")
    if tale.story.method == "open" or _finds(tale):
        services.organise(tale.agency, project_number=tale.project)
    notice = _notice_day(tale)
    with clock.at(max(clock.now(), notice)):
        content = _content(tale)
    services.edit(tale.agency, project_number=tale.project, content=content)
    if tale.story.way == Way.LIBRARY and not _finds(tale):
        _list(tale)
    yield Cue(after(clock.now(), minutes=40), "prequalification.submit")
    services.submit(tale.agency, project_number=tale.project)
    yield Cue(after(clock.now(), workdays=1), "prequalification.confirm")
    if tale.story.way == Way.RECOMMENDATION and not _finds(tale):
        _list(tale)
    services.confirm(tale.head, project_number=tale.project)
    if tale.story.way == Way.ANNOUNCEMENT:
        yield from _call(tale, max(after(clock.now(), minutes=60), notice), content)
    if tale.story.method == "invited":
        yield from _draw(tale)
    if _finds(tale):
        yield from recommending.recommend_suppliers(tale)
    _invite_only(tale)
    return True


def _finds(tale: Tale) -> bool:
    """Whether a negotiation's suppliers are found without a notice."""
    return tale.story.method in FOUND


def _call(tale: Tale, notice: datetime, content: ContentIn) -> Scene:
    """Publish the notice, let suppliers apply, review them in the order of their arrival."""
    until = content.apply_until or clock.now()
    yield Cue(notice, "prequalification.publish")
    services.publish(tale.agency, project_number=tale.project)
    for place, number in enumerate(tale.story.bidders):
        yield Cue(after(clock.now(), minutes=200), f"prequalification.apply.{place}")
        services.apply(
            tale.supplier(number), project_number=tale.project, form=_application(),
            uploads=(paper("服务承诺书", PLEDGE),) if place == 0 else (),
        )  # fmt: skip
    yield Cue(after(until, minutes=60), "prequalification.review")
    found = applications_of(SYSTEM, prequalification_row(SYSTEM, tale.project))
    for place, one in enumerate(found):
        refused = place >= PLACES and place == len(found) - 1
        form = _findings(REFUSED if refused else "")
        services.judge(tale.agency, project_number=tale.project, pk=one.pk, form=form)
    yield Cue(after(clock.now(), minutes=50), "prequalification.finish")
    services.finish_review(tale.agency, project_number=tale.project)
    return True


def _draw(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "invitation.witness")
    for watching in (tale.clerk, tale.head):
        services.witness(watching, project_number=tale.project)
    yield Cue(after(clock.now(), minutes=20), "invitation.draw")
    services.draw(tale.agency, project_number=tale.project)
    return True


def _invite_only(tale: Tale) -> None:
    """From here on only the chosen bid."""
    chosen = invited_ids(SYSTEM, tale.project) or frozenset()
    mine = tuple(
        number for number in tale.story.bidders
        if tale.supplier(number).viewer.organisation in chosen
    )  # fmt: skip
    tale.story = replace(tale.story, bidders=mine)


def _list(tale: Tale) -> None:
    maker = tale.agency if tale.story.way == Way.LIBRARY else tale.clerk
    for number in tale.story.bidders:
        firm = organisation(SYSTEM, tale.supplier(number).viewer.organisation or 0)
        reason = "近三年承担过同类项目，履约评价良好，符合资格要求。"
        form = CandidateIn(uscc=firm.uscc, reason=reason)
        services.add_candidate(maker, project_number=tale.project, form=form)


def _notice_day(tale: Tale) -> datetime:
    published = intention_seen(tale.clerk.viewer, tale.intention).published_at or clock.now()
    first = deadline("GP-INT-01", published.astimezone(clock.BEIJING).date()).date
    return office(max(first, after(clock.now(), workdays=2).date()), 10)


def _content(tale: Tale) -> ContentIn:
    announced = tale.story.way == Way.ANNOUNCEMENT
    closing = office(_first_day() + timedelta(days=1), 16)
    return ContentIn(
        way=Way(tale.story.way),
        places=recommending.EXPERTS if _finds(tale) else _places(tale),
        specialties=tale.story.ware.specialties if _finds(tale) else (),
        conditions=[
            ConditionIn(name=name, text=text, evidence=evidence)
            for name, text, evidence in CONDITIONS
        ],
        performance_period=tale.story.ware.period,
        apply_until=closing if announced else None,
        review_on=closing.date() if announced else None,
    )


def _places(tale: Tale) -> int:
    return 0 if tale.story.method == "open" else PLACES


def _first_day() -> date:
    return deadline("GP-TEN-04", clock.today()).date


def _application() -> ApplicationIn:
    answers = [
        AnswerIn(number=f"Z{place}", text=f"符合要求，见{evidence}。")
        for place, (_, _, evidence) in enumerate(CONDITIONS, 1)
    ]
    return ApplicationIn(
        answers=answers, contact="示例联系人", phone="0531-00000000", truthful=True
    )


def _findings(reason: str) -> FindingsIn:
    last = len(CONDITIONS)
    return FindingsIn(
        findings=[
            FindingIn(
                number=f"Z{place}",
                passed=Passed.NO if reason and place == last else Passed.YES,
                reason=reason if place == last else "",
            )
            for place in range(1, last + 1)
        ]
    )
