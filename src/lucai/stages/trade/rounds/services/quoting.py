"""Quotes that suppliers were asked for: all opened together, the silent ones closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.lives.services import take_step
from lucai.stages.trade.rounds.answers import RoundQuote
from lucai.stages.trade.rounds.reasons import reasons
from lucai.stages.trade.rounds.schemas import PricedForm
from lucai.stages.trade.rounds.services.opening import Judged, open_all

Row = TypeVar("Row", bound=RoundQuote)
Form = TypeVar("Form", bound=PricedForm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting(Generic[Row, Form]):
    """One kind of quotes: its life, what an envelope holds, how it is judged and kept.

    ``facts`` is what the rules of the step ``open`` read; ``unfit`` says what no rule of the law
    says, empty where nothing is wrong; ``changes`` are the fields that an opened quote fills.
    """

    life: Lifecycle
    form: type[Form]
    facts: Callable[[Row, Form], object]
    unfit: Callable[[Row, Form], str]
    changes: Callable[[Row, Form], Mapping[str, Any]]


def reveal(
    actor: Actor,
    *,
    number: str,
    lot_number: int,
    rows: Sequence[Row],
    kind: Quoting[Row, Form],
) -> None:
    """Open the quotes of all rows together; one that cannot count is refused with the reason.

    Part of the act that opens them.

    Raises:
        WrongState: too few holders have released their shares.
    """
    at = clock.now()
    rules = kind.life.step("open").rules

    def why_not(row: Row, quote: Form) -> str:
        return kind.unfit(row, quote) or reasons(rules, kind.facts(row, quote), at)

    judged = open_all(
        actor, number=number, lot_number=lot_number, form=kind.form, why_not=why_not,
        rows=[one for one in rows if one.state == "handed_in"],
    )  # fmt: skip
    for one in judged:
        _close(actor, one, kind)
    for row in rows:
        if row.state == "invited":
            take_step(actor, row, kind.life, "miss", follows=True, changes={"closed_at": at})


def _close(actor: Actor, one: Judged[Row, Form], kind: Quoting[Row, Form]) -> None:
    row, seen = one.row, {"closed_at": clock.now()}
    if one.quote is None:
        take_step(
            actor, row, kind.life, "refuse", follows=True, audience=(row.supplier_id,),
            changes={**seen, "refused_reason": one.why[:400]},
            body={"envelope": row.envelope_hash, "reason": one.why},
        )  # fmt: skip
        return
    take_step(
        actor, row, kind.life, "open", facts=kind.facts(row, one.quote), follows=True,
        audience=(row.supplier_id,), changes={**seen, **kind.changes(row, one.quote)},
        body={"envelope": row.envelope_hash},
    )  # fmt: skip
