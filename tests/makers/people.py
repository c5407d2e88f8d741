"""Organisations, people and their viewers, one of each side; made once, found again."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side, Viewer
from lucai.platform.access import permissions
from lucai.platform.access.models import Organisation, Person
from lucai.platform.access.viewers import region_prefix
from lucai.platform.records import system_access
from lucai.registers.agencies.models import ProcurementAgency

REGION = "370102"

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def uscc(seed: int) -> str:
    """Return a valid 统一社会信用代码 made from a number."""
    body = f"91370100MA{seed:07d}"
    total = sum(_ALPHABET.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return body + _ALPHABET[(31 - total % 31) % 31]


M = TypeVar("M", Organisation, Person, ProcurementAgency)
_met: dict[tuple[str, str | int], tuple[Any, Any]] = {}
"""Rows met before: as the database spells them, and as an object."""


def met(model: type[M], column: str, value: str | int, find: Callable[[], M]) -> M:
    """Return a row that was met before and stands as it stood then; else find it.

    Tests ask for the same few people thousands of times, mostly for nothing new.
    """
    key = (model._meta.db_table, value)
    asked = f'SELECT * FROM "{key[0]}" WHERE "{column}" = %s'  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(asked, [value])
        spelt, known = cursor.fetchone(), _met.get(key)
        if known and known[0] == spelt:
            return copy(known[1])
        found = find()
        cursor.execute(asked, [value])
        _met[key] = (cursor.fetchone(), copy(found))
    return found


def organisation(
    side: Side, seed: int, name: str, *, region: str = REGION, level: str = "county"
) -> Organisation:
    """Return that organisation, made at first use."""
    code = uscc(seed)
    return met(Organisation, "uscc", code, lambda: _organisation(side, code, name, region, level))


def _organisation(side: Side, code: str, name: str, region: str, level: str) -> Organisation:
    with system_access("maker"):
        row, made = Organisation.objects.get_or_create(
            uscc=code,
            defaults={
                "name": name,
                "side": side.value,
                "region": region,
                "level": level,
                "address": "示例路 1 号",
                "contact": "示例联系人",
                "phone": "0531-00000000",
            },
        )
        if made:
            row.change(path=f"/{row.pk}/")
        return row


def person(login: str, name: str) -> Person:
    """Return that person, made at first use."""

    def find() -> Person:
        with system_access("maker"):
            return Person.objects.get_or_create(login=login, defaults={"name": name})[0]

    return met(Person, "login", login, find)


def viewer(
    organisation_: Organisation,
    login: str,
    name: str,
    *,
    without: frozenset[str] = frozenset(),
    grants: frozenset[str] | None = None,
) -> Viewer:
    """Return a viewer with every permission of the organisation's side, less ``without``."""
    side = Side(organisation_.side)
    every = _every(side, len(permissions.catalogue()))
    return Viewer(
        side=side,
        person=person(login, name).pk,
        organisation=organisation_.pk,
        name=name,
        organisation_name=organisation_.name,
        region=region_prefix(organisation_.region, organisation_.level),
        unit_path=organisation_.path if side is Side.BUYER else "",
        grants=(every if grants is None else grants) - without,
    )


@lru_cache
def _every(side: Side, known: int) -> frozenset[str]:
    """Return every permission of a side; ``known``: how many there are of all."""
    del known
    return frozenset(p for p, f in permissions.catalogue().items() if side in f.sides)


def actor(of: Viewer) -> Actor:
    """Return the actor for a viewer."""
    return Actor(of, request="test")


def buyer(n: int = 1) -> Viewer:
    """采购人经办 of the n-th buyer."""
    return viewer(organisation(Side.BUYER, 1000 + n, f"示例采购单位{n}"), f"buyer{n}", "示例经办")


def buyer_reviewer(n: int = 1) -> Viewer:
    """Another person of the n-th buyer: 审核、定标、审批."""
    found = organisation(Side.BUYER, 1000 + n, f"示例采购单位{n}")
    return viewer(found, f"buyer{n}.reviewer", "示例审核")


def buyer_acceptor(n: int = 1) -> Viewer:
    """A third person of the n-th buyer: 验收."""
    found = organisation(Side.BUYER, 1000 + n, f"示例采购单位{n}")
    return viewer(found, f"buyer{n}.acceptor", "示例验收")


def agency(n: int = 1) -> Viewer:
    """项目经办 of the n-th agency."""
    found = organisation(Side.AGENCY, 2000 + n, f"示例代理机构{n}")
    stand_in_the_directory(found)
    return viewer(found, f"agency{n}", "示例代理")


def unlisted_agency(n: int = 1) -> Viewer:
    """An agency that has never entered the directory."""
    return viewer(
        organisation(Side.AGENCY, 2900 + n, f"示例新机构{n}"), f"newagency{n}", "示例新人"
    )


def stand_in_the_directory(found: Organisation) -> None:
    """Let an agency stand in the directory as if it had always been there."""
    met(ProcurementAgency, "organisation_id", found.pk, lambda: _entered(found))


def _entered(found: Organisation) -> ProcurementAgency:
    with system_access("maker"):
        return ProcurementAgency.objects.get_or_create(
            organisation_id=found.pk,
            defaults={
                "number": f"DL{found.uscc[-10:]}", "finance_id": 0, "name": found.name,
                "uscc": found.uscc, "region": found.region, "address": found.address,
                "legal_representative": "示例法人", "contact": found.contact, "phone": found.phone,
                "internal_control": "示例内部监督管理制度", "committed": True,
                "staff": [staff_member(place) for place in range(5)], "staff_count": 5,
                "served": ",370000,", "state": "listed", "state_since": clock.now(),
                "listed_on": clock.today(),
            },
        )[0]  # fmt: skip


def staff_member(place: int) -> dict[str, object]:
    """Return the n-th member of an agency's staff as its entry keeps one."""
    return {
        "name": f"示例从业{place}", "post": "项目经办", "full_time": True,
        "training": "示例政府采购业务培训", "trained_on": "2026-01-15", "rights": ["document"],
    }  # fmt: skip


def supplier(n: int = 1) -> Viewer:
    """投标经办 of the n-th supplier."""
    found = organisation(Side.SUPPLIER, 3000 + n, f"示例供应商{n}有限公司")
    return viewer(found, f"supplier{n}", "示例投标")


def expert(n: int = 1) -> Viewer:
    """The n-th expert; all experts belong to the library."""
    library = organisation(
        Side.EXPERT, 4000, "山东省政府采购评审专家库（示例）", region="370000", level="province"
    )
    return viewer(library, f"expert{n}", f"示例专家{n}")


def finance(region: str = REGION, level: str = "county") -> Viewer:
    """财政监管 of a region."""
    found = organisation(
        Side.SUPERVISOR, 5000 + int(region), f"示例财政局{region}", region=region, level=level
    )
    return viewer(found, f"finance{region}", "示例财政")


def finance_reviewer(region: str = REGION, level: str = "county") -> Viewer:
    """Another person of a region's 财政: 复核、审签."""
    found = organisation(
        Side.SUPERVISOR, 5000 + int(region), f"示例财政局{region}", region=region, level=level
    )
    return viewer(found, f"finance{region}.review", "示例复核")


def notary(region: str = REGION, level: str = "county") -> Viewer:
    """公证机构 of a region."""
    found = organisation(
        Side.NOTARY, 7000000 + int(region), f"示例公证处{region}", region=region, level=level
    )
    return viewer(found, f"notary{region}", "示例公证员")


def treasury(region: str = REGION, level: str = "county") -> Viewer:
    """国库支付 of a region."""
    found = organisation(
        Side.TREASURY,
        6000000 + int(region),
        f"示例国库支付中心{region}",
        region=region,
        level=level,
    )
    return viewer(found, f"treasury{region}", "示例国库")


def administrator() -> Viewer:
    """系统管理员."""
    found = organisation(
        Side.ADMINISTRATOR, 7000, "示例平台运维", region="370000", level="province"
    )
    return viewer(found, "administrator", "示例管理员")


def public() -> Viewer:
    """Anybody."""
    return Viewer(Side.PUBLIC)


def everyone() -> dict[str, Viewer]:
    """Return one viewer of every side, with a second, foreign one where sides own objects."""
    return {
        "public": public(),
        "buyer": buyer(),
        "other buyer": buyer(2),
        "agency": agency(),
        "other agency": agency(2),
        "supplier": supplier(),
        "other supplier": supplier(2),
        "expert": expert(),
        "finance": finance(),
        "other finance": finance("370202"),
        "treasury": treasury(),
        "notary": notary(),
        "administrator": administrator(),
    }
