"""Credit watches: parties of the libraries, asked about, one with a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from lucai.adapters.credit.simulated import SimulatedCreditSource
from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal import readers, sequencer
from lucai.registers.credit_watches import services
from lucai.registers.exclusions import ports
from tests.makers import people, registers

WHY = "示例法院（2026）示执 1 号"


@contextmanager
def source(listed: Mapping[str, Mapping[str, str]] | None = None, **more: bool) -> Iterator[None]:
    """Let a source that lists whom it is told stand behind the port."""
    kept = list(ports._chosen)
    ports.use(SimulatedCreditSource(listed, **more))
    try:
        yield
    finally:
        ports.use(*kept)


def asked() -> int:
    """Let the clock ask about everybody who is due."""
    return services.recheck(Actor.system(Reason.DEADLINE_REACHED), now=clock.now())


def enrolled(n: int = 1) -> str:
    """A supplier that registered; return its code."""
    people.finance()
    registers.registered_supplier(n)
    sequencer.sequence_all()
    readers.advance_all()
    return people.uscc(3000 + n)


def differing() -> None:
    """Leave a supplier that the source lists, for finance to look into."""
    with source({enrolled(): {"dishonest": WHY}}):
        asked()
