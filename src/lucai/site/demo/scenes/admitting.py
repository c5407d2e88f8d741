"""A finance department invites the first person of units without an account, and an expert."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lucai.kernel.actors import PUBLIC, Actor
from lucai.kernel.chance import token_hex
from lucai.kernel.errors import InvalidInput
from lucai.law.uscc import check_character
from lucai.registers.accounts import services
from lucai.registers.accounts.lifecycle import TRIES
from lucai.registers.accounts.schemas import BuyerInvitationIn, InviteeIn, Level, OpeningIn
from lucai.registers.accounts.services import Issued
from lucai.site.demo.people import HOME, Cast
from lucai.site.demo.timeline import Cue, Play, Telling, office

FINANCE = f"finance{HOME}"
PHONE, OTHER_PHONE = "10000000001", "10000000002"
"""Numbers that nobody has."""
FIRST_UNIT = 9_700_001
"""From here on numbers of units that have no account yet."""


def tellings(cast: Cast) -> Iterator[Telling]:
    """Tell of four invitations: opened, void after wrong names, taken back, and waiting."""
    plays = (_opened(cast), _locked(cast), _withdrawn(cast), _waiting(cast))
    for number, play in enumerate(plays, start=1):
        yield Telling(f"invitation {number}", play)


def _opened(cast: Cast) -> Play:
    yield Cue(office(date(2026, 5, 11)), "account.invite")
    issued = _invited(cast, 0, "示例济南市第九中学", "示例管理员甲")
    yield Cue(office(date(2026, 5, 12)), "account.open")
    services.open_account(Actor(PUBLIC), form=_opening(issued, "示例管理员甲"))


def _locked(cast: Cast) -> Play:
    yield Cue(office(date(2026, 6, 29)), "account.invite")
    issued = _invited(cast, 1, "示例济南市少年宫", "示例管理员乙")
    yield Cue(office(date(2026, 6, 30)), "account.mistake")
    for _ in range(TRIES):
        try:
            services.open_account(Actor(PUBLIC), form=_opening(issued, "示例管理员丙"))
        except InvalidInput:
            continue


def _withdrawn(cast: Cast) -> Play:
    yield Cue(office(date(2026, 6, 3)), "account.withdraw")
    issued = _invited(cast, 2, "示例济南市科技馆", "示例管理员丁")
    services.withdraw(cast.actor(FINANCE), number=issued.number)


def _waiting(cast: Cast) -> Play:
    yield Cue(office(date(2026, 6, 30)), "account.invite")
    form = InviteeIn(name="示例专家乙", phone=OTHER_PHONE, basis="示例推荐函〔2026〕3号")
    services.invite_expert(cast.actor(FINANCE), form=form)


def _invited(cast: Cast, place: int, unit: str, name: str) -> Issued:
    body = f"12{HOME}MB{FIRST_UNIT + place}"
    form = BuyerInvitationIn(
        name=name, phone=PHONE, basis="示例函〔2026〕6号", unit_name=unit,
        uscc=body + check_character(body), region=HOME, level=Level.CITY,
    )  # fmt: skip
    return services.invite_buyer(cast.actor(FINANCE), form=form)


def _opening(issued: Issued, name: str) -> OpeningIn:
    login, unknown = f"invited.{issued.number[-4:]}", token_hex(8)
    return OpeningIn(
        code=issued.code, name=name, phone=PHONE, login=login, password=unknown, again=unknown,
        own=True,
    )  # fmt: skip
