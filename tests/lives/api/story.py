"""Who takes part in a procurement, what is bought and how, and the clock they all live by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.methods import Method, method
from lucai.platform import timers
from lucai.platform.access.models import Organisation
from lucai.platform.journal import readers, sequencer
from lucai.platform.records import system_access
from lucai.site.demo import ukeys
from lucai.site.roles import SHEETS, granted
from lucai.stages.trade.rounds import jobs as gathering
from tests.makers import budget, people, registers, sealing, sealing_program
from tests.makers.demonstration_cas import bound
from tests.makers.program import Program, program_of

CITY = "370100"
BEGINS = clock.moment(date(2026, 3, 2), 9)
"""A Monday."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is bought and how: ``yuan`` the budget of its one lot, ``case`` the law's situation.

    ``signed``: acts with legal effect are signed by everybody's own certificate, as in production.
    ``sme_rate``: what small firms are given off their price, in percent.
    """

    method: str
    case: str = ""
    evaluation: str = "comprehensive"
    yuan: int = 3_000_000
    prices: tuple[int, ...] = (2_760_000, 2_840_000, 2_900_000)
    quotes: tuple[int, ...] = ()
    intention: bool = True
    plan: dict[str, str] = field(default_factory=dict)
    in_city: bool = False
    signed: bool = False
    begins: datetime = BEGINS
    sme_rate: str = "15"
    title: str = "示例教学实验设备采购"

    @property
    def sheet(self) -> Method:
        """What the law says of the method."""
        return method(self.method)

    @property
    def scored(self) -> bool:
        """Whether factors are marked."""
        return self.evaluation == "comprehensive"

    @property
    def won_at(self) -> int:
        """What the winner, who is the cheapest, is paid, in 分."""
        return min(self.quotes or self.prices) * 100


@dataclass
class Story:
    """One procurement: its programs, its numbers so far, its time."""

    told: Told
    time: ExitStack
    now: datetime = BEGINS
    indicator: str = "ZB2026-A0001"
    intention: str = ""
    plan: str = ""
    project: str = ""
    contract: str = ""
    deadline: datetime = BEGINS
    panel: list[Program] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wait_until(self.now)
        finance, buyer = _of_the_city() if self.told.in_city else (people.finance, people.buyer)
        self.finance = self._works(finance, "finance", "finance_manager")
        self.buyer = self._works(buyer, "clerk", "buyer_clerk")
        heads = ("buyer_reviewer", "buyer_decider", "buyer_payment_approver")
        self.head = self._works(buyer, "head", *heads)
        self.user = self._works(buyer, "user", "buyer_acceptor", "buyer_representative")
        self.agency = self._works(people.agency, "agency", "agency_clerk")
        self.treasury = self._works(people.treasury, "treasury", "treasury_clerk")
        self.suppliers = [
            self._works(lambda n=n: people.supplier(n), f"supplier{n}", "supplier_manager")  # type: ignore[misc]
            for n in range(1, len(self.told.prices) + 1)
        ]
        self.experts = [self._program(expert) for expert in _library()]
        if self.told.signed:
            sealing.new_outposts()  # certificates came with a folder, and the log with a key, of their own
        sealing.enrol_servers()
        ukeys.ensure()
        for holder in (self.buyer, self.agency):
            sealing_program.enrol(holder)

    @property
    def room(self) -> str:
        """The project's room."""
        return f"/rooms/{self.project}/"

    @property
    def chair(self) -> Program:
        """The member whom the others elect."""
        return self.panel[0]

    @property
    def winner(self) -> Program:
        """The cheapest."""
        prices = self.told.quotes or self.told.prices
        return self.suppliers[prices.index(min(prices))]

    def wait(self, **time: int) -> None:
        """Let time pass, and what follows from it by itself."""
        self.wait_until(self.now + timedelta(**time))

    def wait_until(self, moment: datetime) -> None:
        """Let it be that moment."""
        self.now = max(self.now, moment)
        self.time.close()
        self.time.enter_context(clock.at(self.now))
        self.work()

    def work(self) -> None:
        """Do what the worker does: timers, then the journal's readers until nothing is left.

        Holders look at a log that has grown: the worker, which comes round every few seconds, asks
        them again then. The machine's own time, by which it paces that, stands almost still here.
        """
        _ask_holders()
        timers.fire()
        sequencer.sequence_all()
        while readers.advance_all():
            sequencer.sequence_all()
        _ask_holders()

    def _works(self, home: Callable[[], Viewer], login: str, *roles: str) -> Program:
        with system_access("maker"):
            unit = Organisation.objects.get(pk=home().organisation)
        rights = {p for sheet in SHEETS if sheet.code in roles for p in granted(sheet)}
        login = f"api.{login}"
        return self._program(people.viewer(unit, login, f"示例{login}", grants=frozenset(rights)))

    def _program(self, viewer: Viewer) -> Program:
        """A program of that person, which holds a certificate where acts are signed."""
        program = program_of(viewer)
        return replace(program, signs=bound(viewer).sign) if self.told.signed else program

    def code_of(self, program: Program) -> str:
        """The 统一社会信用代码 of somebody's organisation."""
        return budget.uscc_of(program.viewer)


def _ask_holders() -> None:
    gathering._next[0] = datetime.min.replace(tzinfo=UTC)
    gathering.gather_due(clock.now())


def _of_the_city() -> tuple[Callable[[], Viewer], Callable[[], Viewer]]:
    """财政 and 采购人 of a city, whose 财政 may approve methods."""
    buyer = people.organisation(Side.BUYER, 1900, "示例市属单位", region=CITY, level="city")
    return (lambda: people.finance(CITY, "city"), lambda: people.viewer(buyer, "city", "示例经办"))


Chapter = Callable[[Story], None]


def tell(told: Told, chapters: Sequence[Chapter]) -> Story:
    """Live through a procurement, chapter by chapter."""
    with ExitStack() as time:
        story = Story(told, time, now=told.begins)
        for chapter in chapters:
            chapter(story)
    return story


def _library() -> list[Viewer]:
    for n in range(1, 9):
        registers.registered_expert(n)
    return [people.expert(n) for n in range(1, 9)]
