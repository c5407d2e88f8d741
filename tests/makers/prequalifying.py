"""Prequalifications at every point of their life, made through the services.

A round begins twenty days before the makers' present, so that a tender can follow it now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.access.selectors import organisation
from lucai.registers.suppliers.selectors import suppliers_of
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
from lucai.stages.trade.prequalifications.selectors import prequalification_seen
from tests.makers import people, registers, trade
from tests.makers.remembered import remembered

BEFORE = timedelta(days=24)
LICENCE = "有效的营业执照"
SERVICE = "本地服务能力"


@contextmanager
def earlier(days: int = 0) -> Iterator[None]:
    """Hold the clock so many days after the round began."""
    with clock.at(clock.now() - BEFORE + timedelta(days=days)):
        yield


def content(way: Way = Way.ANNOUNCEMENT, **changes: Any) -> ContentIn:
    """A round's form, for a notice that goes out today."""
    until = clock.moment(clock.today() + timedelta(days=10), 17)
    announced = way is Way.ANNOUNCEMENT
    written: dict[str, Any] = {
        "way": way,
        "places": 3,
        "conditions": [
            ConditionIn(name=LICENCE, text="具有有效的营业执照。", evidence="扫描件"),
            ConditionIn(name=SERVICE, text="能够在规定时间内到达现场。"),
        ],
        "performance_period": "自合同签订之日起 30 日内交付",
        "apply_until": until if announced else None,
        "review_on": until.date() if announced else None,
    }
    return ContentIn(**{**written, **changes})


@remembered
def begun(method: str = "invited", **plan_changes: Any) -> str:
    """A project whose round is still to be written; an open tender's is begun by the agency."""
    number = trade.commissioned_project(1, **{"method": method, **plan_changes})
    if method == "open":
        services.organise(people.actor(people.agency()), project_number=number)
    return number


@remembered
def written(method: str = "invited", way: Way = Way.ANNOUNCEMENT, **plan_changes: Any) -> str:
    """A round with its content, still in the agency's hands."""
    number = begun(method, **plan_changes)
    form = content(way, places=0 if method == "open" else 3)
    services.edit(people.actor(people.agency()), project_number=number, content=form)
    return number


@remembered
def confirmed(number: str) -> str:
    """Hand a round in and let the buyer confirm it."""
    services.submit(people.actor(people.agency()), project_number=number)
    services.confirm(people.actor(people.buyer_reviewer()), project_number=number)
    return number


@remembered
def published(method: str = "invited", **plan_changes: Any) -> str:
    """A round that calls for applications."""
    number = confirmed(written(method, **plan_changes))
    services.publish(people.actor(people.agency()), project_number=number)
    return number


def application(**changes: Any) -> ApplicationIn:
    """An application that answers both conditions."""
    answers = [AnswerIn(number=n, text="具备，见证明材料。") for n in ("Z1", "Z2")]
    given: dict[str, Any] = {
        "answers": answers, "contact": "示例联系人", "phone": "0531-00000000", "truthful": True,
    }  # fmt: skip
    return ApplicationIn(**{**given, **changes})


@remembered
def applied(number: str, suppliers: Sequence[int] = (1, 2, 3)) -> str:
    """Let these suppliers apply."""
    for n in suppliers:
        actor = people.actor(people.supplier(n))
        services.apply(actor, project_number=number, form=application())
    return number


def findings(reason: str = "") -> FindingsIn:
    """Findings on one applicant: all pass, or the second condition fails for a reason."""
    second = Passed.NO if reason else Passed.YES
    return FindingsIn(
        findings=[
            FindingIn(number="Z1", passed=Passed.YES),
            FindingIn(number="Z2", passed=second, reason=reason),
        ]
    )


@remembered
def reviewed(number: str, refused: Sequence[int] = ()) -> str:
    """Judge all who applied, refuse these, and close the review; the period must be over."""
    agency = people.actor(people.agency())
    barred = {people.supplier(n).organisation_name for n in refused}
    for line in prequalification_seen(agency.viewer, number).suppliers:
        form = findings("没有提供服务网点的证明。" if line.name in barred else "")
        services.judge(agency, project_number=number, pk=line.pk, form=form)
    services.finish_review(agency, project_number=number)
    return number


def watched(number: str) -> str:
    """Let two of the buyer's people come to watch the draw."""
    for viewer in (people.buyer(), people.buyer_reviewer()):
        services.witness(people.actor(viewer), project_number=number)
    return number


@remembered
def drawn(suppliers: Sequence[int] = (1, 2, 3), **plan_changes: Any) -> str:
    """An invited tender whose suppliers are chosen: of three who applied, all three."""
    with earlier():
        number = applied(published(**plan_changes), suppliers)
    return chosen(number)


def chosen(number: str) -> str:
    """Review who applied to an invited tender, and draw among them."""
    with earlier(days=12):
        watched(reviewed(number))
        services.draw(people.actor(people.agency()), project_number=number)
    return number


@remembered
def prequalified(suppliers: Sequence[int] = (1, 2, 3), **plan_changes: Any) -> str:
    """An open tender for which these suppliers were prequalified."""
    with earlier():
        number = applied(published("open", **plan_changes), suppliers)
    with earlier(days=12):
        reviewed(number)
    return number


def candidate(n: int, reason: str = "同类项目履约良好，符合资格要求。") -> CandidateIn:
    """A supplier's place on a list; entered into the library at first use."""
    viewer = people.supplier(n)
    firm = organisation(SYSTEM, viewer.organisation or 0)
    if not suppliers_of(SYSTEM, [firm.pk]):
        registers.registered_supplier(n)
    return CandidateIn(uscc=firm.uscc, reason=reason)


@remembered
def listed(way: Way = Way.RECOMMENDATION, count: int = 6) -> str:
    """A list made without a notice, by the buyer or from the library; still to be confirmed."""
    number = written(way=way)
    maker = people.buyer() if way is Way.RECOMMENDATION else people.agency()
    for n in range(1, count + 1):
        services.add_candidate(people.actor(maker), project_number=number, form=candidate(n))
    return number


@remembered
def asked(suppliers: Sequence[int] = (1, 2, 3), **plan_changes: Any) -> str:
    """An emergency for which the buyer names whom to ask."""
    number = plan_changes.pop("project", "") or begun("emergency", **plan_changes)
    form = content(Way.RECOMMENDATION, places=0, conditions=[])
    services.edit(people.actor(people.agency()), project_number=number, content=form)
    for n in suppliers:
        buyer = people.actor(people.buyer())
        services.add_candidate(buyer, project_number=number, form=candidate(n))
    return confirmed(number)
