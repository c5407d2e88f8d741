"""Who lives in the demonstration: organisations of every side, people, posts, libraries."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count

from lucai.kernel.actors import Actor, Reason, Side, Viewer
from lucai.law.regions import PROVINCE, Region, cities, region, regions
from lucai.law.uscc import check_character
from lucai.platform.access.models import Organisation, Person, Post, PostRole, Role
from lucai.platform.access.selectors import card
from lucai.platform.access.viewers import load_viewer
from lucai.platform.records import system_access
from lucai.registers.experts import services as experts
from lucai.registers.experts.schemas import ExpertIn
from lucai.registers.suppliers import services as suppliers
from lucai.registers.suppliers.schemas import CompanyIn, SizeClass, TieIn, TieKind
from lucai.site.demo import centre, libraries, names

SUPPLIERS, EXPERTS, AGENCIES = 300, 400, len(names.AGENCIES)
HOME = "370100"
"""The city whose people tell the main story."""

NOTARY = "notary"
"""The login of the notary of that city."""

UNTRAINED = frozenset({f"expert{EXPERTS - 4}", f"expert{EXPERTS - 5}"})
"""Experts who have had no training for years."""

TWO_LEVELS = frozenset({16})
"""The buyers whose payments pass the accountant before the head: by number."""

UNUSABLE = "!"
"""Nobody signs in by password here: the demonstration's list is the only door."""


@dataclass(frozen=True, slots=True)
class Place:
    """A post to fill: where, who, what."""

    organisation: Organisation
    login: str
    name: str
    title: str
    roles: tuple[str, ...]


class Cast:
    """The people of the demonstration by login and by role."""

    def __init__(self) -> None:
        with system_access("demonstration"):
            posts = list(Post.objects.select_related("person", "organisation").order_by("pk"))
        self._posts = {post.person.login: post.pk for post in posts}
        self._viewers: dict[str, Viewer] = {}
        self._regions = {post.person.login: post.organisation.region for post in posts}
        self._codes = {post.person.login: post.organisation.uscc for post in posts}
        self._units = {post.person.login: post.organisation.name for post in posts}
        self.experts = {
            post.person_id: post.person.login
            for post in posts
            if post.organisation.side == Side.EXPERT
        }
        self.firms = {
            post.organisation_id: post.person.login
            for post in posts
            if post.organisation.side == Side.SUPPLIER
        }

    def viewer(self, login: str) -> Viewer:
        """Return the viewer of a login."""
        if login not in self._viewers:
            held = load_viewer(self._posts[login])
            if not held:
                raise LookupError(login)
            self._viewers[login] = held[1]
        return self._viewers[login]

    def actor(self, login: str) -> Actor:
        """Return the actor of a login."""
        return Actor(self.viewer(login), request="demo")

    def logins(self, beginning: str) -> list[str]:
        """Return the logins that begin so, in their order."""
        return [login for login in self._posts if login.startswith(beginning)]

    def region_of(self, buyer: int) -> str:
        """Return the region of the n-th buyer, whose finance and treasury serve it."""
        return self._regions[f"buyer{buyer}"]

    def unit_of(self, buyer: int) -> str:
        """Return the name of the n-th buyer."""
        return self._units[f"buyer{buyer}"]

    def code_of(self, buyer: int) -> str:
        """Return the 统一社会信用代码 of the n-th buyer."""
        return self._codes[f"buyer{buyer}"]


def populate(chance: random.Random) -> None:
    """Make everybody, in a few bulk writes."""
    with system_access("demonstration"):
        made = _organisations(chance)
        _fill(_places(made, chance))
        _libraries(made, chance)
        centre.found(HOME, UNUSABLE)
        libraries.enter_agencies()


def _organisations(chance: random.Random) -> dict[Side, list[Organisation]]:
    number = count(1)
    lists: dict[Side, list[Organisation]] = {
        Side.SUPERVISOR: [_public(number, r, f"{_short(r)}财政局", Side.SUPERVISOR) for r in regions().values()],
        Side.TREASURY: [
            _public(number, r, f"{_short(r)}国库集中支付中心", Side.TREASURY) for r in regions().values()
        ],
        Side.BUYER: [_public(number, r, name, Side.BUYER) for r, name in _buyers()],
        Side.AGENCY: [
            _firm(number, region(HOME), f"示例{name}招标代理有限公司", Side.AGENCY)
            for name in names.AGENCIES
        ],
        Side.SUPPLIER: [
            _firm(number, chance.choice(cities()), f"示例{brand}{trade}有限公司", Side.SUPPLIER)
            for brand in names.BRANDS
            for trade in names.TRADES
        ],
        Side.EXPERT: [_public(number, region(PROVINCE), "山东省政府采购评审专家库", Side.EXPERT)],
        Side.ADMINISTRATOR: [_public(number, region(PROVINCE), "鲁采运行维护中心", Side.ADMINISTRATOR)],
        Side.NOTARY: [_public(number, region(HOME), f"{_short(region(HOME))}公证处", Side.NOTARY)],
    }  # fmt: skip
    for rows in lists.values():
        Organisation.objects.bulk_create(rows)
        for row in rows:
            row.path = f"/{row.pk}/"
        Organisation.objects.bulk_update(rows, ["path"], batch_size=200)
    return lists


def _buyers() -> Iterable[tuple[Region, str]]:
    for kind in names.BUYER_KINDS:
        yield region(PROVINCE), f"省{kind}"
    for city in cities():
        for kind in names.BUYER_KINDS[:3]:
            yield city, f"{city.name}{kind}"
    yield region("370102"), "历下区实验小学"
    yield region("370202"), "市南区实验小学"


def _short(where: Region) -> str:
    return "山东省" if where.level == "province" else where.name


def _public(number: Iterator[int], where: Region, name: str, side: Side) -> Organisation:
    body = f"11{where.code}{next(number):09d}"
    return _organisation(body, where, f"示例{name}", side)


def _firm(number: Iterator[int], where: Region, name: str, side: Side) -> Organisation:
    body = f"91{where.code}MA{next(number):07d}"
    return _organisation(body, where, name, side)


def _organisation(body: str, where: Region, name: str, side: Side) -> Organisation:
    return Organisation(
        name=name,
        uscc=body + check_character(body),
        side=side.value,
        region=where.code,
        level=where.level,
        address=f"{where.name}示例路 {int(body[-3:]) % 200 + 1} 号",
        contact="示例联系人",
        phone="0531-00000000",
    )


def _places(made: dict[Side, list[Organisation]], chance: random.Random) -> list[Place]:
    buyers = [p for n, b in enumerate(made[Side.BUYER]) for p in _buyer_places(b, n, chance)]
    offices = [
        p
        for office in (*made[Side.SUPERVISOR], *made[Side.TREASURY])
        for p in _office_places(office, chance)
    ]
    return buyers + _firm_places(made, chance) + offices + _other_places(made, chance)


def _firm_places(made: dict[Side, list[Organisation]], chance: random.Random) -> list[Place]:
    agencies = [
        Place(agency, f"agency{n}", names.person(chance), "项目负责人", ("agency_clerk",))
        for n, agency in enumerate(made[Side.AGENCY])
    ]
    firms = [
        Place(firm, f"supplier{n}", names.person(chance), "企业负责人", ("supplier_manager",))
        for n, firm in enumerate(made[Side.SUPPLIER])
    ]
    return agencies + firms


def _office_places(office: Organisation, chance: random.Random) -> list[Place]:
    if office.side == Side.TREASURY:
        login = f"treasury{office.region}"
        return [Place(office, login, names.person(chance), "支付审核", ("treasury_clerk",))]
    login, reader = f"finance{office.region}", f"watch{office.region}"
    places = [Place(office, login, names.person(chance), "采购监管", ("finance_manager",))]
    if office.region in {PROVINCE, HOME}:
        watching = ("supervisor_reader",)
        places.append(Place(office, reader, names.person(chance), "监督检查", watching))
    return places


def _other_places(made: dict[Side, list[Organisation]], chance: random.Random) -> list[Place]:
    [library], [operator] = made[Side.EXPERT], made[Side.ADMINISTRATOR]
    experts_ = [
        Place(library, f"expert{n}", names.person(chance), "评审专家", ("expert",))
        for n in range(EXPERTS)
    ]
    administrator = ("administrator",)
    name = names.person(chance)
    operators = Place(operator, "administrator", name, "系统管理员", administrator)
    offices, [office] = made[Side.SUPERVISOR], made[Side.NOTARY]
    return [
        *experts_, operators, _reviewer(offices, HOME, "陆知衡"),
        _reviewer(offices, PROVINCE, "秦以恒"),
        Place(office, NOTARY, "钟守真", "公证员", ("notary",)),
    ]  # fmt: skip


def _reviewer(offices: list[Organisation], where: str, name: str) -> Place:
    """A second person of a finance department: what one enters, another confirms."""
    office = next(one for one in offices if one.region == where)
    return Place(office, f"finance{where}.review", name, "法规复核", ("finance_manager",))


def _buyer_places(buyer: Organisation, n: int, chance: random.Random) -> list[Place]:
    own = random.Random(n)  # noqa: S311 - one more name must not change all that follow
    accountant = Place(
        buyer, f"buyer{n}.accountant", names.person(own), "财务", ("buyer_payment_approver",)
    )
    return [
        *([accountant] if n in TWO_LEVELS else []),
        Place(buyer, f"buyer{n}", names.person(chance), "采购经办", ("buyer_clerk",)),
        Place(
            buyer, f"buyer{n}.head", names.person(chance), "采购负责人",
            ("buyer_reviewer", "buyer_decider", "buyer_payment_approver"),
        ),
        Place(
            buyer, f"buyer{n}.user", names.person(chance), "使用科室",
            ("buyer_acceptor", "buyer_representative"),
        ),
    ]  # fmt: skip


def _fill(places: list[Place]) -> None:
    people = [Person(login=p.login, name=p.name, password=UNUSABLE) for p in places]
    Person.objects.bulk_create(people, batch_size=500)
    posts = [
        Post(person=person, organisation=place.organisation, title=place.title)
        for person, place in zip(people, places, strict=True)
    ]
    Post.objects.bulk_create(posts, batch_size=500)
    roles = {role.code: role for role in Role.objects.all()}
    PostRole.objects.bulk_create(
        [
            PostRole(post=post, role=roles[code])
            for post, place in zip(posts, places, strict=True)
            for code in place.roles
        ],
        batch_size=500,
    )


def _libraries(made: dict[Side, list[Organisation]], chance: random.Random) -> None:
    """Fill the expert and supplier libraries; their upkeep is not the story told here."""
    system = Actor.system(Reason.DEMONSTRATION)
    [library] = made[Side.EXPERT]
    people = Person.objects.filter(login__startswith="expert").order_by("pk")
    experts.take_over_experts(
        system,
        organisation_id=library.pk,
        entries=[(person.pk, _expert(person, made[Side.BUYER], chance)) for person in people],
    )
    suppliers.take_over_companies(
        system,
        entries=[
            (card(firm), _company(firm, n, chance)) for n, firm in enumerate(made[Side.SUPPLIER])
        ],
    )


def _expert(person: Person, employers: list[Organisation], chance: random.Random) -> ExpertIn:
    employer = chance.choice(employers)
    fields = chance.sample(names.SPECIALTIES, chance.randint(1, 3))
    return ExpertIn(
        name=person.name,
        title=chance.choice(names.TITLES),
        employer=employer.name,
        employer_uscc=employer.uscc,
        specialties=sorted({*fields, *_advice(int(person.login.removeprefix("expert")))}),
        region=PROVINCE,
        born_on=_born_on(int(person.login.removeprefix("expert"))),
        trained_on=date(2023, 5, 10) if person.login in UNTRAINED else date(2026, 1, 20),
    )


def _advice(n: int) -> tuple[str, ...]:
    pairs = 2 * len(names.ADVISERS)
    return (names.ADVISERS[n % len(names.ADVISERS)],) if n < pairs else ()


def _born_on(n: int) -> date:
    """Return a birthday: most are between thirty and sixty-four, two are about to be seventy."""
    near = {EXPERTS - 2: date(1956, 9, 12), EXPERTS - 3: date(1957, 3, 5)}
    return near.get(n, date(1962 + n % 34, 1 + n % 12, 1 + n % 28))


def _company(firm: Organisation, n: int, chance: random.Random) -> CompanyIn:
    return CompanyIn(
        size_class=(
            SizeClass.MICRO,
            SizeClass.SMALL,
            SizeClass.SMALL,
            SizeClass.MEDIUM,
            SizeClass.LARGE,
        )[n % 5],
        industry=(2, 12, 5, 14, 15)[n % 5],
        legal_representative=names.person(chance),
        contact=names.person(chance),
        phone="0531-00000000",
        address=firm.address,
        account_name=firm.name,
        account_number=f"62000000{firm.pk:010d}",
        bank_name="示例银行济南分行",
        ties=_ties(n),
    )


def _ties(n: int) -> list[TieIn]:
    """Return who stands behind the n-th firm; a few firms of a hundred have one controller."""
    born = date(1960 + n % 30, 1 + n % 12, 1 + n % 28)
    holder = TieIn(
        kind=TieKind.SHAREHOLDER, name=f"示例股东{n:03d}", born_on=born, share=Decimal(60)
    )
    if n % 100 not in ALIKE:
        return [holder]
    controller = TieIn(
        kind=TieKind.CONTROLLER, name=f"示例控制人{n // 100}", born_on=date(1968, 8, 8)
    )
    return [holder, controller]


ALIKE = frozenset({11, 21})
"""Firms with the same controller: a lead for who evaluates where both bid."""
