"""Experts apply to the library, are tried out, ask for changes, take a leave, and leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lucai.law.uscc import check_character
from lucai.registers.experts import services as experts
from lucai.registers.experts.schemas import (
    AcceptIn,
    ApplicationIn,
    ChangeIn,
    DecisionRulingIn,
    ObjectionIn,
    Outcome,
    PhoneIn,
    ReasonIn,
    Refusal,
    RefusalIn,
    RestIn,
    TrainingIn,
    TrainingJudgedIn,
    TrainingOutcome,
)
from lucai.registers.experts.selectors import expert_of_person
from lucai.registers.experts.selectors.changes import change_start
from lucai.registers.experts.selectors.decisions import decisions_of
from lucai.site.demo.papers import paper
from lucai.site.demo.people import EXPERTS, HOME, Cast
from lucai.site.demo.timeline import Cue, Play, Telling, office

FINANCE, KEEPER = f"finance{HOME}", "finance370000"
TRIED, RESTING, LEAVING = 0, EXPERTS - 6, EXPERTS - 7
"""The applicant on probation, and two experts of the library whom no story seats."""
MOVING, WIDENING = EXPERTS - 13, EXPERTS - 14
"""Two more whom nobody seats: who works elsewhere now, and whose new specialty is refused."""
DECIDED = range(EXPERTS - 12, EXPERTS - 7)
"""Experts of whose trainings one is refused."""
INSTITUTE = "12370000MB0099120" + check_character("12370000MB0099120")
RULINGS = ("主办单位补发的证书属实，培训计入", "补发的证书与培训日期不符")


def tellings(cast: Cast) -> Iterator[Telling]:
    """Tell of five applicants, two experts, and three who ask to change their entries."""
    yield Telling("applicants", _applicants(cast))
    yield Telling("changes", _changes(cast))
    yield Telling("experts", _experts(cast))


def _applicants(cast: Cast) -> Play:
    yield Cue(office(date(2026, 3, 16)), "expert.accept")
    first = _submitted(cast, TRIED, "信息系统集成高级工程师", "A0201, C16")
    form = AcceptIn(probation_until=date(2026, 6, 26))
    experts.accept(cast.actor(FINANCE), number=first, form=form)
    yield Cue(office(date(2026, 6, 23)), "expert.refuse")
    refused = [_submitted(cast, n, "高级会计师", "C0801") for n in (2, 3)]
    for number in refused:
        why = ReasonIn(reason="专业经历没有说明评审专业方面的工作，请补充。")
        experts.send_back(cast.actor(FINANCE), number=number, said=why)
    yield Cue(office(date(2026, 6, 29)), "expert.object")
    said = ObjectionIn(objection="申请中已写明主持过二十个项目的财务评审，请重新审核。")
    experts.object_to(cast.actor("applicant3"), number=refused[1], form=said)
    _submitted(cast, 1, "物业管理高级经济师", "C2104")
    experts.begin_application(cast.actor("applicant4"), application=_application("教授", "A0232"))


def _experts(cast: Cast) -> Play:
    yield Cue(office(date(2026, 6, 29)), "expert.rest")
    resting = cast.actor(f"expert{RESTING}")
    training = TrainingIn(name="评审专家履职培训（示例）", hours=8, on=date(2026, 5, 15))
    experts.note_training(resting, training=training)
    leave = RestIn(rest_until=date(2026, 8, 31))
    experts.rest(resting, key=_number(cast, RESTING), leave=leave)
    gone = cast.actor(f"expert{LEAVING}")
    taken = {"key": _number(cast, LEAVING)}
    why = "有人反映曾泄露评审情况，核实期间暂停"
    experts.take(cast.actor(KEEPER), step="suspend", reason=why, **taken)
    experts.take(cast.actor(KEEPER), step="restore", **taken)
    for n in DECIDED:
        _untrained(cast, n)
    _answered(cast)
    why = "已经退休，不再参加评审工作"
    experts.take(gone, key=_number(cast, LEAVING), step="leave", reason=why)


def _changes(cast: Cast) -> Play:
    """One change is approved, one refused and not answered yet, one waits for its review."""
    yield Cue(office(date(2026, 6, 17)), "expert.change")
    unit = {
        "name": "示例医疗器械有限公司", "uscc": cast.code_of(0), "reason": "三年内曾任技术顾问",
    }  # fmt: skip
    why = "上月起不再担任这家公司的技术顾问，三年内回避"
    named = _asked(cast, RESTING, why, avoids=[unit])
    why = "近年参加过物业管理项目的评审，申请增加这一专业"
    added = _asked(cast, WIDENING, why, specialties=f"{_fields(cast, WIDENING)}, C2104")
    yield Cue(office(date(2026, 6, 24)), "expert.decide")
    keeper = cast.actor(KEEPER)
    experts.approve_change(keeper, number=named)
    said = "参加评审不是专业经历，请写明在物业管理方面的从业经历和职称。"
    refusal = RefusalIn(kind=Refusal.FOREIGN, reason=said)
    experts.refuse_change(keeper, number=added, refusal=refusal)
    yield Cue(office(date(2026, 6, 30)), "expert.move")
    employer = {"employer": "示例信息技术研究院", "employer_uscc": INSTITUTE}
    proof = paper(
        "在职证明", ["示例信息技术研究院", "兹证明该同志自 2026 年 6 月起在我单位工作（示例）"]
    )
    _asked(cast, MOVING, "2026 年 6 月调入新单位，附在职证明", [proof], **employer)
    experts.keep_phone(cast.actor(f"expert{MOVING}"), form=PhoneIn(phone="0531-00000000"))


def _asked(cast: Cast, n: int, grounds: str, files: Sequence[object] = (), **changes: Any) -> str:
    """Let an expert ask to change the own entry; return the change's number."""
    start = change_start(cast.viewer(f"expert{n}"), _number(cast, n))
    form = ChangeIn.model_validate({**start, "grounds": grounds, **changes})
    return experts.ask_change(cast.actor(f"expert{n}"), form=form, files=files)


def _fields(cast: Cast, n: int) -> str:
    return str(change_start(cast.viewer(f"expert{n}"), _number(cast, n))["specialties"])


def _untrained(cast: Cast, n: int) -> None:
    """Refuse a training that an expert entered; the expert is told until when to object."""
    viewer = cast.viewer(f"expert{n}")
    training = TrainingIn(name="政府采购政策专题讲座（示例）", hours=4, on=date(2026, 4, 10))
    experts.note_training(cast.actor(f"expert{n}"), training=training)
    card = expert_of_person(viewer, viewer.person)
    said = "没有附培训证书，主办单位查无记录"
    judged = TrainingJudgedIn(outcome=TrainingOutcome.REFUSED, said=said)
    place = len(card.trainings) if card else 0
    experts.judge_training(cast.actor(KEEPER), key=_number(cast, n), place=place, judged=judged)


def _answered(cast: Cast) -> None:
    """One says nothing yet, one has no objection, three object: upheld, refused and not ruled on yet."""
    _, silent, *objecting = DECIDED
    experts.settle(cast.actor(f"expert{silent}"), number=_decision(cast, silent))
    why = ObjectionIn(objection="主办单位已补发培训证书，证书编号见附件，请重新核实。")
    for n in objecting:
        number = _decision(cast, n)
        experts.object_to_decision(cast.actor(f"expert{n}"), number=number, form=why)
    other = cast.actor(f"{KEEPER}.review")
    for n, outcome, reason in zip(objecting, Outcome, RULINGS, strict=False):
        ruling = DecisionRulingIn(outcome=outcome, reason=reason)
        experts.rule_on(other, number=_decision(cast, n), ruling=ruling)


def _decision(cast: Cast, n: int) -> str:
    return decisions_of(cast.viewer(f"expert{n}"), _number(cast, n))[0].number


def _number(cast: Cast, n: int) -> str:
    viewer = cast.viewer(f"expert{n}")
    card = expert_of_person(viewer, viewer.person)
    return card.number if card else ""


def _submitted(cast: Cast, n: int, title: str, fields: str) -> str:
    who = cast.actor(f"applicant{n}")
    number = experts.begin_application(who, application=_application(title, fields))
    experts.submit(who, number=number)
    return number


def _application(title: str, fields: str) -> ApplicationIn:
    content: dict[str, Any] = {
        "born_on": date(1979, 4, 6), "title": title, "title_level": "senior", "region": HOME,
        "employer": "示例研究院", "specialties": fields,
        "experience": "从事本专业工作二十年，主持和参加过多个项目的论证与验收。",
    }  # fmt: skip
    return ApplicationIn.model_validate(content)
