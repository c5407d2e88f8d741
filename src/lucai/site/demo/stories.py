"""Telling what happened so far: budgets first, then every story act by act in the order of time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from lucai.kernel import chance, clock, money
from lucai.kernel.actors import Actor, Reason
from lucai.law.regions import PROVINCE
from lucai.oversight.alarms import services as alarms
from lucai.oversight.alarms.schemas import FindingIn
from lucai.oversight.alarms.selectors import alarm_page
from lucai.oversight.whistleblows import services as whistleblows
from lucai.oversight.whistleblows.schemas import Kind, ReasonIn, ReportIn, ResultIn
from lucai.platform.demonstration.clock import START
from lucai.registers.experts import services as experts
from lucai.site.demo import (
    frameworks,
    home,
    innovating,
    inviting,
    mall,
    other,
    past,
    scenes,
    ukeys,
)
from lucai.site.demo.names import AGENCIES
from lucai.site.demo.people import EXPERTS, NOTARY, Cast
from lucai.site.demo.plots import Story, Tale
from lucai.site.demo.scenes import (
    admitting,
    composing,
    disclosing,
    enlisting,
    epilogue,
    justifying,
    lending,
    listing,
    paying,
    pending,
    sealing,
    shelving,
    standing,
    supplementing,
)
from lucai.site.demo.timeline import Telling, office, tell
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.budget.indicators.schemas import IndicatorIn

WAN = money.YUAN_PER_WAN * money.FEN_PER_YUAN
BUDGET_DAY = (1, 8)
"""When the year's budget reaches the units: month and day."""

FREE = (
    ("教学设备更新专项资金", 480), ("信息化建设专项资金", 320), ("校园安全专项资金", 180),
    ("物业和后勤服务经费", 260), ("实验室建设专项资金", 620), ("图书和阅览设施经费", 90),
    ("校车更新专项资金", 150),
)  # fmt: skip
"""Money that waits for a visitor: what it is for, and how many 万元; the last is taken back."""
MIDYEAR = (6, 15)


def play_all(dice: random.Random, say: Callable[[str], None]) -> None:
    """Play every story of the demonstration."""
    cast = Cast()
    told = titled(
        [
            *past.stories(dice),
            *home.stories(),
            *other.stories(),
            *inviting.stories(),
            *innovating.stories(),
        ],
        cast,
    )
    libraries = (*listing.tellings(cast), *shelving.tellings(cast), *enlisting.tellings(cast))
    alone = (*justifying.tellings(cast, home.COLLEGE), *admitting.tellings(cast))
    others = (*frameworks.tellings(cast), *libraries, *mall.tellings(cast), *alone)
    acts = play(told, cast, dice, beside=others)
    say(f"已演绎 {len(told)} 个采购故事，共 {acts} 次办理。")


def play(
    told: list[Story], cast: Cast, dice: random.Random, *, beside: tuple[Telling, ...] = ()
) -> int:
    """Play these stories up to the demonstration's beginning; return how many acts that took.

    ``beside`` are tellings that are no procurements of one project: framework agreements, libraries.

    All of it is one transaction: a world is there as a whole or not at all.
    """
    with chance.use(dice.randbytes), transaction.atomic():
        _receive_budgets(told, cast, frameworks.budget_lines(cast) if beside else ())
        _keep_house(cast)
        hold_keys(cast)
        tales = [Tale(story, cast, random.Random(story.key)) for story in told]  # noqa: S311
        tellings = [
            Telling(tale.story.key, scenes.play(tale), tale.story.until, sure=tale.story.sure)
            for tale in tales
        ]
        owing = disclosing.disclosures(cast, nothing_owed=home.SCHOOL, silent=home.SECOND_SCHOOL)
        acts = tell([*tellings, *beside, *standing.sanctions(cast), *owing], end=START)
        standing.hear_objections(cast)
        with clock.at(START - timedelta(minutes=1)):
            epilogue.leave_open(tales)
            pending.leave_asked(tales)
            pending.ask_about_a_framework(cast)
            lending.lend(tales)
            supplementing.supplement(tales, home.AGENCY)
            _look_into_alarms(cast, cast.region_of(home.SCHOOL))
        return acts


def titled(told: Iterable[Story], cast: Cast) -> list[Story]:
    """Give every story its title; what a unit buys a second time is a further batch."""
    seen: Counter[tuple[int, str]] = Counter()
    named = []
    for story in sorted(told, key=lambda story: story.begins):
        bought = (story.buyer, story.ware.subject)
        seen[bought] += 1
        batch = f"（第{'一二三四五六七八九十'[seen[bought] - 1]}批）" if seen[bought] > 1 else ""
        title = f"{cast.unit_of(story.buyer)}{story.ware.subject}采购项目{batch}"
        named.append(replace(story, title=title))
    return named


def _receive_budgets(
    told: list[Story], cast: Cast, extra: Iterable[tuple[int, str, IndicatorIn]]
) -> None:
    """Let every finance department receive the year's indicators, in one piece a year."""
    lines: dict[tuple[int, str], list[IndicatorIn]] = {}
    for year, region, line in (*_needed(told, cast), *_free(cast), *extra):
        lines.setdefault((year, region), []).append(line)
    for (year, region), batch in sorted(lines.items(), key=lambda pair: pair[0]):
        with clock.at(office(date(year, *BUDGET_DAY))):
            indicators.receive_indicators(cast.actor(f"finance{region}"), lines=batch)


def hold_keys(cast: Cast) -> None:
    """Let every agency, one buyer of the home city and its notary hold keys of openings."""
    agencies = (f"agency{number}" for number in range(len(AGENCIES)))
    holders = [*agencies, f"buyer{home.ACADEMY}", NOTARY]
    with clock.at(office(date(2025, *BUDGET_DAY))):
        paying.set_chains(cast)
        ukeys.ensure()
        for login in holders:
            sealing.enrol(cast.actor(login))


def _keep_house(cast: Cast) -> None:
    """Take one unused indicator back and suspend an expert, as happens in the middle of a year."""
    with clock.at(office(date(START.year, *MIDYEAR))):
        region = cast.region_of(home.SCHOOL)
        composing.revise_library(cast.actor(f"agency{home.AGENCY}"), cast.actor(f"finance{region}"))
        code = f"ZB{START.year}-{region}-9{len(FREE):02d}"
        indicators.close_indicator(cast.actor(f"finance{region}"), code=code)
        _tell_of_a_breach(cast, region)
        experts.take(
            cast.actor(f"finance{PROVINCE}"),
            key=f"ZJ{PROVINCE}{EXPERTS - 1:06d}",
            step="suspend",
            reason="连续两次无故缺席评审，暂停抽取",
        )


def _look_into_alarms(cast: Cast, region: str) -> None:
    """Take the share servers' alarms; all but one have been looked into."""
    alarms.collect(Actor.system(Reason.COUNTERPARTY_MESSAGE))
    finance = cast.actor(f"finance{region}")
    told = [one.code for one in alarm_page(finance.viewer, state="raised").items]
    done = FindingIn(finding="代理机构工作人员误把开标时间看早了二十分钟，未取得任何密钥，已提醒。")
    for code in told[1:]:
        alarms.check(finance, code=code, form=done)


def _tell_of_a_breach(cast: Cast, region: str) -> None:
    """Let somebody report breaches: one was checked, the others stand at every point."""
    form = ReportIn(
        region=region, subject="示例供应商（虚构）", kind=Kind.COLLUSION,
        text="两家供应商的投标文件由同一人编制，多处错误一致，请予核查。", anonymous=True,
    )  # fmt: skip
    finance = cast.actor(f"finance{region}")
    number, _ = whistleblows.report(finance, form=form)
    whistleblows.take_up(finance, number=number)
    done = ResultIn(
        result="调取投标文件和制作机器码，未发现由同一人编制。",
        answer="经核查，未发现串通投标的事实。",
    )
    whistleblows.close(finance, number=number, form=done)
    signed = {"anonymous": False, "name": "示例举报人", "phone": "0531-00000000"}
    other = {"kind": Kind.UNFAIR, "text": "采购文件要求特定地区的业绩，限制外地供应商参加。"}
    more = form.model_copy(update={**signed, **other})
    whistleblows.report(finance, form=more)
    number, _ = whistleblows.report(finance, form=more)
    whistleblows.take_up(finance, number=number)
    why = ReasonIn(reason="已由其他机关处理，不再重复处理。")
    for end in (whistleblows.decline, whistleblows.transfer):
        number, _ = whistleblows.report(finance, form=more)
        end(finance, number=number, form=why)


def _needed(told: list[Story], cast: Cast) -> Iterator[tuple[int, str, IndicatorIn]]:
    for story in told:
        line = _line(cast, story.buyer, story.indicator, story.year, story.title, story.budget)
        yield story.year, cast.region_of(story.buyer), line


def _free(cast: Cast) -> Iterator[tuple[int, str, IndicatorIn]]:
    for number, (name, wan) in enumerate(FREE, 1):
        buyer, year = home.SCHOOL, START.year
        code = f"ZB{year}-{cast.region_of(buyer)}-9{number:02d}"
        line = _line(cast, buyer, code, year, f"{cast.unit_of(buyer)}{name}", wan * WAN)
        yield year, cast.region_of(buyer), line


def _line(cast: Cast, buyer: int, code: str, year: int, name: str, amount: int) -> IndicatorIn:
    return IndicatorIn(
        code=code,
        name=f"{name}预算",
        fiscalYear=year,
        buyerUscc=cast.code_of(buyer),
        fundType="一般公共预算资金",
        amount=amount,
    )
