"""Panels whose experts the buyer chooses itself, at every point of the request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.schemas import (
    ChoiceIn,
    Consent,
    ConsentIn,
    NamedExpertIn,
    NamingIn,
)
from tests.makers import evaluation, people, trade
from tests.makers.evaluation import Round
from tests.makers.remembered import remembered

WHY = ChoiceIn(
    field="超低温实验设备",
    reason="国内掌握这种设备的专家很少，两次抽取的专家都不熟悉，难以随机确定合适的专家。",
)


def consent(say: Consent = Consent.YES) -> ConsentIn:
    """What the unit above says."""
    return ConsentIn(consent=say, opinion="技术确属复杂，同意自行选定，注意回避和保密。")


@remembered
def asked(number: str | None = None) -> str:
    """A request that waits for the unit above; without a project that of a published tender."""
    number = number or evaluation.prepared().number
    services.ask_to_choose(people.actor(people.buyer()), project_number=number, form=WHY)
    return number


@remembered
def consented(number: str | None = None) -> str:
    """A request that the unit above has consented to: here the buyer is at the top itself."""
    number = asked(number)
    head = people.actor(people.buyer_reviewer())
    services.decide_choice(head, project_number=number, form=consent())
    return number


def naming(opened_at: Any, experts: Sequence[int] = (1, 2, 3, 4), **changes: Any) -> NamingIn:
    """Experts of the library by name and employer, with one representative."""
    named = [NamedExpertIn(name=people.expert(n).name, employer="示例学院") for n in experts]
    content: dict[str, Any] = {
        "evaluation_at": opened_at, "place": "示例评标室", "representatives": 1, "experts": named,
    }  # fmt: skip
    return NamingIn(**{**content, **changes})


@remembered
def chosen(rnd: Round | None = None, experts: Sequence[int] = (1, 2, 3, 4)) -> Round:
    """A panel of chosen experts and the buyer's representative, on the day of the evaluation."""
    rnd = rnd or evaluation.opened()
    evaluation.library()
    with evaluation.at(rnd):
        agency = people.actor(people.agency())
        services.prepare_panel(agency, project_number=rnd.number)
        consented(rnd.number)
        form = naming(rnd.opened_at, experts)
        services.name_experts(people.actor(people.buyer()), project_number=rnd.number, form=form)
        evaluation.appoint(rnd)
    return rnd


def above(n: int = 9) -> people.Viewer:
    """Put the n-th buyer above the first one, and return somebody of it."""
    superior = people.buyer(n)
    with system_access("maker"):
        unit = Organisation.objects.get(pk=people.buyer().organisation)
        unit.change(path=f"/{superior.organisation}/{unit.pk}/")
    return people.buyer(n)


def in_all_states() -> None:
    """Leave a request that waits, and one that was consented to."""
    asked(trade.published_project(1))
    number = trade.published_project(1)
    services.prepare_panel(people.actor(people.agency()), project_number=number)
    consented(number)
