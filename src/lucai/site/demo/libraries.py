"""The libraries of the demonstration besides experts and suppliers: the agencies' directory."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from lucai.kernel.actors import Actor, Reason, Side
from lucai.law.regions import PROVINCE, region
from lucai.law.uscc import check_character
from lucai.platform.access.models import Organisation, Person, Post, PostRole, Role
from lucai.platform.access.selectors import card
from lucai.registers.agencies import services as agencies
from lucai.registers.agencies.schemas import EntryIn
from lucai.site.demo import names

APPLICANTS = 5
"""People who apply to the expert library while the stories are told; login ``applicant0`` …"""
UNUSABLE = "!"
SINCE = date(2021, 3, 1)
NEWCOMERS = (
    "示例沂岳招标代理有限公司", "示例海川项目管理有限公司", "示例云峰招标代理有限公司",
    "示例东阿招标代理有限公司", "示例长清项目管理有限公司", "示例平阴招标代理有限公司",
)  # fmt: skip
"""Agencies that come into the directory while the stories are told; login ``newcomer0`` …"""
POSTS = ("项目负责人", "项目经办", "项目经办", "档案管理", "复核", "项目经办", "财务")
RIGHTS: tuple[list[str], ...] = (
    ["document", "notice", "opening", "evaluation", "reply"], ["document", "notice"],
    ["opening", "evaluation"], ["notice"], ["document", "reply"], ["opening"], [],
)  # fmt: skip


def enter_agencies() -> None:
    """Take over the directory: every agency of the demonstration, then found the newcomers."""
    rows = Organisation.objects.filter(side=Side.AGENCY.value).order_by("pk")
    agencies.take_over_agencies(
        Actor.system(Reason.DEMONSTRATION),
        entries=[(card(row), agency_entry(row.address, n)) for n, row in enumerate(rows)],
        since=SINCE,
    )
    for n, name in enumerate(NEWCOMERS):
        _found(n, name)
    library = Organisation.objects.get(side=Side.EXPERT.value)
    for n in range(APPLICANTS):
        _join(library, f"applicant{n}", f"示例申请{'甲乙丙丁戊'[n]}", "专业人员", "expert")


def agency_entry(address: str, n: int, **changes: Any) -> EntryIn:
    """Return what the n-th agency says of itself."""
    dice = random.Random(f"agency{n}")  # noqa: S311 - a fictional world needs the same dice
    at_home = n % 3 != 2
    content: dict[str, Any] = {
        "address": address, "legal_representative": names.person(dice),
        "contact": names.person(dice), "phone": "0531-00000000", "founded_on": date(2012, 5, 8),
        "served": [PROVINCE] if n % 4 == 0 else ["370100", dice.choice(("370200", "370300", "370700"))],
        "internal_control": "《内部监督管理制度》：编制与复核分离，开标评审由两人以上在场，音像资料由专人保管",
        "evaluates_at_home": at_home, "committed": True,
        "staff": [_member(dice, place) for place in range(5 + n % 3)],
        "rooms": [_room(address, place) for place in range(2)] if at_home else [],
    }  # fmt: skip
    return EntryIn.model_validate({**content, **changes})


def _member(dice: random.Random, place: int) -> dict[str, Any]:
    return {
        "name": names.person(dice), "post": POSTS[place], "full_time": place < 6,
        "training": "政府采购业务培训（示例），24 学时", "trained_on": date(2026, 3, 11),
        "rights": RIGHTS[place],
    }  # fmt: skip


def _room(address: str, place: int) -> dict[str, Any]:
    return {
        "name": ("开标室", "评标室")[place], "address": f"{address} {place + 2} 层",
        "purpose": ("opening", "evaluation")[place], "seats": (40, 9)[place], "recorded": True,
    }  # fmt: skip


def _found(n: int, name: str) -> None:
    body = f"91370100MA009910{n}"
    row = Organisation.objects.create(
        name=name, uscc=body + check_character(body), side=Side.AGENCY.value, region="370100",
        level="city", address=f"{region('370100').name}示例路 {60 + n} 号", contact="示例联系人",
        phone="0531-00000000",
    )  # fmt: skip
    row.path = f"/{row.pk}/"
    Organisation.objects.bulk_update([row], ["path"])
    _join(row, f"newcomer{n}", "示例登记", "名录登记经办", "agency_clerk")


def _join(row: Organisation, login: str, name: str, title: str, role: str) -> None:
    person = Person.objects.create(login=login, name=name, password=UNUSABLE)
    post = Post.objects.create(person=person, organisation=row, title=title)
    PostRole.objects.create(post=post, role=Role.objects.get(code=role))
