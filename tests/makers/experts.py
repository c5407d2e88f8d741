"""Applications to the expert library."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel.actors import Viewer
from lucai.registers.experts import services
from lucai.registers.experts.schemas import (
    AcceptIn,
    ApplicationIn,
    ChangeIn,
    DismissIn,
    ExpertIn,
    ObjectionIn,
    ReasonIn,
    RefusalIn,
    TrainingIn,
    TrainingJudgedIn,
    TrainingOutcome,
)
from lucai.registers.experts.selectors import expert_of_person
from lucai.registers.experts.selectors.changes import change_start
from lucai.registers.experts.selectors.decisions import decisions_of
from tests.makers import people, roles
from tests.makers.exclusions import second
from tests.makers.remembered import remembered

FIRST = 40
"""The makers' panels take the experts below."""

NEW_EMPLOYER = {"employer": "示例新研究院", "employer_uscc": people.uscc(4001)}


def content(**changes: Any) -> ApplicationIn:
    """A lawful application: a senior title, fifty years old."""
    filled: dict[str, Any] = {
        "born_on": date(1976, 5, 1), "title": "高级工程师", "title_level": "senior",
        "employer": "示例学院", "specialties": "A0201, C16", "region": people.REGION,
        "experience": "从事信息系统建设二十年，主持多个项目。",
        "avoids": [{"name": "示例供应商1有限公司", "uscc": people.uscc(3001), "reason": "配偶任职"}],
    }  # fmt: skip
    return ApplicationIn.model_validate({**filled, **changes})


def applicant(n: int = 1) -> Viewer:
    """Somebody with an account who is not in the library."""
    return people.expert(FIRST + n)


@remembered
def drafted(n: int = 1, **changes: Any) -> str:
    """Write an application."""
    people.finance()
    application = content(**changes)
    return services.begin_application(people.actor(applicant(n)), application=application)


@remembered
def submitted(n: int = 1, **changes: Any) -> str:
    """Hand an application in."""
    number = drafted(n, **changes)
    services.submit(people.actor(applicant(n)), number=number)
    return number


def refused(n: int = 1) -> str:
    """Refuse an applicant."""
    number = submitted(n)
    said = ReasonIn(reason="职称证书与登记的专业不一致")
    services.send_back(people.actor(people.finance()), number=number, said=said)
    return number


@remembered
def accepted(n: int = 1, until: date | None = None) -> str:
    """Take an applicant in; return the expert's number."""
    form = AcceptIn(probation_until=until)
    finance = people.actor(people.finance())
    return services.accept(finance, number=submitted(n), form=form)


def in_all_states(until: date) -> None:
    """Leave applications where each waits, and an entry, decisions and an application at home."""
    accepted(1, until)
    refused(2)
    submitted(3)
    home = roles.at_home()["评审专家"]
    services.begin_application(people.actor(home), application=content())
    entry = ExpertIn(name=home.name, employer="示例学院", specialties=["B"], region=people.REGION)
    services.register_expert(
        people.actor(people.finance()), person_id=home.person or 0,
        organisation_id=home.organisation or 0, entry=entry,
    )  # fmt: skip
    untrained(home)
    objected(untrained(home), home)
    refused_change(home)
    asked(home)


def untrained(expert: Viewer, on: date = date(2026, 1, 15)) -> str:
    """Let the finance department refuse a training of an expert; return the decision's number."""
    training = TrainingIn(name="政府采购法规培训", hours=8, on=on)
    services.note_training(people.actor(expert), training=training)
    card = expert_of_person(expert, expert.person)
    assert card
    judged = TrainingJudgedIn(outcome=TrainingOutcome.REFUSED, said="没有附培训证书，查不到记录")
    place, finance = len(card.trainings), people.actor(people.finance())
    services.judge_training(finance, key=card.number, place=place, judged=judged)
    return decisions_of(expert, card.number)[0].number


def suspended(expert: Viewer, number: str, step: str = "suspend") -> str:
    """Suspend (or dismiss) an expert; return the decision's number."""
    why = "三年内有不良信用记录"
    if step == "dismiss":
        return dismissed(expert, number, reason=why)
    services.take(people.actor(people.finance()), key=number, step=step, reason=why)
    return decisions_of(expert, number)[0].number


def dismissed(expert: Viewer, number: str, **changes: Any) -> str:
    """Dismiss an expert, for not meeting the conditions unless said otherwise; return the decision's number."""
    form = DismissIn.model_validate(
        {"ground": "unfit", "reason": "不再从事本专业工作", **changes}
    )  # fmt: skip
    services.dismiss(people.actor(people.finance()), key=number, form=form)
    return decisions_of(expert, number)[0].number


def change_of(expert: Viewer, **changes: Any) -> ChangeIn:
    """The own entry as its form begins, with what is to be changed."""
    card = expert_of_person(expert, expert.person)
    assert card
    start = change_start(expert, card.number)
    said = {"grounds": "2026 年 2 月调入新单位工作，附在职证明。"}
    return ChangeIn.model_validate({**start, **said, **changes})


def asked(expert: Viewer, **changes: Any) -> str:
    """Ask to change the own entry, a new employer unless said otherwise; return the change's number."""
    form = change_of(expert, **(changes or NEW_EMPLOYER))
    proof = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 example", content_type="application/pdf")
    return services.ask_change(people.actor(expert), form=form, files=[proof])


def approved(number: str) -> None:
    """Approve a change."""
    services.approve_change(people.actor(people.finance()), number=number)


def refused_change(expert: Viewer, **changes: Any) -> str:
    """Ask to change the own entry and be refused; return the decision's number."""
    number = asked(expert, **changes)
    refusal = RefusalIn.model_validate(
        {"kind": "mismatch", "reason": "在职证明的单位与申请的单位不一致"}
    )
    finance = people.actor(people.finance())
    return services.refuse_change(finance, number=number, refusal=refusal)


def objected(decision: str, expert: Viewer) -> str:
    """Object to a decision."""
    form = ObjectionIn(objection="决定依据的事实与本人情况不符，附有证明。")
    services.object_to_decision(people.actor(expert), number=decision, form=form)
    return decision


def reviewer() -> Viewer:
    """Another person of the home finance department."""
    return second()
