"""Challenges at every point of their life, made through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.challenges import Outcome
from lucai.stages.trade.challenges import services
from lucai.stages.trade.challenges.schemas import (
    About,
    AnswerIn,
    ChallengeIn,
    CompletionIn,
    PointIn,
    RemedyIn,
    ReplyIn,
)
from tests.makers import evaluation, people
from tests.makers.remembered import remembered

PDF = b"%PDF-1.7 example"


@dataclass(frozen=True)
class Announced:
    """An announced result and the moment from which it can be challenged."""

    number: str
    at: datetime


def loser() -> Actor:
    """The bidder that did not win the makers' lot and challenges its result."""
    return people.actor(people.supplier(3))


def agency() -> Actor:
    """Who answers."""
    return people.actor(people.agency())


def content(**changes: Any) -> ChallengeIn:
    """A complete 质疑函 against the result of the first lot."""
    filled: dict[str, Any] = {
        "about": About.RESULT,
        "lots": [1],
        "points": [
            PointIn(
                matter="中标供应商的业绩证明不符合招标文件要求",
                facts="其公示的业绩合同签订于要求的期限之前",
                law="财政部令第87号 第五十一条",
            ),
            PointIn(matter="本单位的售后服务得分与承诺不符", facts="投标文件第 30 页"),
        ],
        "request": "请求重新审查中标供应商的业绩",
        "contact": "示例联系人",
        "phone": "0531-00000000",
        "address": "示例路 3 号",
    }
    return ChallengeIn(**{**filled, **changes})


def upload(name: str = "证据.pdf") -> SimpleUploadedFile:
    """A file of evidence."""
    return SimpleUploadedFile(name, PDF)


@remembered
def drafted(number: str, actor: Actor | None = None, **changes: Any) -> str:
    """A challenge that only its supplier sees; return its number."""
    form = content(**changes)
    return services.draft(actor or loser(), project_number=number, form=form)


@remembered
def raised(number: str, actor: Actor | None = None, **changes: Any) -> str:
    """A challenge handed in."""
    made = drafted(number, actor, **changes)
    services.submit(actor or loser(), number=made)
    return made


def reply(outcome: Outcome = Outcome.UNFOUNDED, points: int = 2, **changes: Any) -> ReplyIn:
    """A complete reply to so many points."""
    one = AnswerIn(
        text="经核查，业绩符合要求", facts="评审报告第 5 页", law="财政部令第87号 第五十一条"
    )
    filled = {
        "answers": [one] * points,
        "outcome": outcome,
        "panel_asked": True,
        "no_secrets": True,
    }
    return ReplyIn(**{**filled, **changes})


@remembered
def answered(number: str, outcome: Outcome = Outcome.UNFOUNDED, **changes: Any) -> str:
    """A challenge answered."""
    made = raised(number, **changes)
    services.answer(agency(), number=made, form=reply(outcome))
    return made


@remembered
def completing(number: str, **changes: Any) -> str:
    """A challenge that its supplier has to complete."""
    made = raised(number, **changes)
    form = CompletionIn(reason="请补充授权委托书")
    services.ask_completion(agency(), number=made, form=form)
    return made


def mended(**changes: Any) -> RemedyIn:
    """What was done about a founded challenge."""
    filled = {"text": "已按答复整改完毕", "report": "中标结果改变，现报告情况"}
    return RemedyIn(**{**filled, **changes})


@remembered
def award() -> Announced:
    """A result that can be challenged, the morning after its announcement."""
    rnd = evaluation.announced_award()
    return Announced(rnd.number, rnd.now + timedelta(days=1))


@remembered
def answered_award() -> tuple[Announced, str]:
    """A result and an answered challenge to it, the day after the answer."""
    result = award()
    with clock.at(result.at):
        challenge = answered(result.number)
    return Announced(result.number, result.at + timedelta(days=1)), challenge


def after(moment: datetime, days: int) -> datetime:
    """Noon, so many days later."""
    day = moment.astimezone(clock.BEIJING).date() + timedelta(days=days)
    return clock.moment(day, 12)
