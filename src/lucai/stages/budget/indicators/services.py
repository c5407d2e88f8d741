"""Changing budget indicators: received in one piece, booked by the stages that follow."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation_by_uscc
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.budget.indicators import rules
from lucai.stages.budget.indicators.lifecycle import INDICATOR, RECEIVE
from lucai.stages.budget.indicators.models import BudgetIndicator, BudgetMovement
from lucai.stages.budget.indicators.schemas import IndicatorIn
from lucai.stages.budget.indicators.selectors import indicator_row


@command
def receive_indicators(actor: Actor, *, lines: Sequence[IndicatorIn]) -> list[str]:
    """Take in indicators, all of them or none; return their codes.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: one message a faulty line (``lines.3.code``); nothing was taken in.
    """
    demand(actor, RECEIVE.permission)
    rows = [_row(actor, line) for line in lines]
    problems = _problems(lines, rows)
    if problems:
        raise InvalidInput(problems)
    for row in rows:
        if row:
            begin(actor, row, INDICATOR, label="接收预算指标", body={"amount": row.amount})
            _book(row, "receive", row.amount, "预算批复")
    return [line.code for line in lines]


@command
def close_indicator(actor: Actor, *, code: str) -> None:
    """Take an unused indicator back."""
    row = indicator_row(actor.viewer, code)
    rest = row.free
    changes = {"withdrawn": row.withdrawn + rest}
    take_step(actor, row, INDICATOR, "close", facts=row.facts(), changes=changes)
    if rest:
        _book(row, "withdraw", rest, "收回指标")


@command
def carry_over(actor: Actor, *, code: str, keep_rest: bool) -> None:
    """Carry an indicator over into the next budget year (财政); the rest is kept or withdrawn.

    What plans hold and contracts bind goes on with the same account; each pocket leaves the
    old year and enters the new one in a pair of entries.

    Raises:
        RuleBroken: its year is not over.
    """
    row = indicator_row(actor.viewer, code)
    year, rest = row.current_year, 0 if keep_rest else row.free
    amounts = {"free": row.free - rest, "held": row.held, "committed": row.committed}
    body = {"year": year, "withdrawn": rest, **amounts}
    changes = {"current_year": year + 1, "withdrawn": row.withdrawn + rest}
    take_step(actor, row, INDICATOR, "carry_over", facts=row.facts(), body=body, changes=changes)
    if rest:
        _enter(row, "withdraw", year, *rules.MOVES["withdraw"][:2], rest, "年终收回")
    for pocket in rules.CARRIED:
        if amounts[pocket]:
            _carry(row, pocket, year, amounts[pocket])


@command
def hold(actor: Actor, *, code: str, amount: int, reference: str) -> None:
    """Hold money for a plan.

    Raises:
        RuleBroken: the indicator has less (GP-BUD-01).
    """
    with system_access("budget booking"):
        row = BudgetIndicator.objects.select_for_update().get(code=code)
    verdict = rules.budget_is_enough(row.facts(amount), clock.now())
    if not verdict.holds:
        raise RuleBroken((verdict,))
    _move(actor, row, "hold", amount, reference, held=row.held + amount)


@command
def release(actor: Actor, *, code: str, amount: int, reference: str) -> None:
    """Give held money back when a procurement ends or costs less."""
    row = _locked(code)
    _move(actor, row, "release", amount, reference, held=row.held - amount)


@command
def commit(actor: Actor, *, code: str, amount: int, reference: str) -> None:
    """Turn held money into a contract's commitment."""
    row = _locked(code)
    _move(
        actor, row, "commit", amount, reference,
        held=row.held - amount, committed=row.committed + amount,
    )  # fmt: skip


@command
def give_back(actor: Actor, *, code: str, amount: int, reference: str) -> None:
    """Give back what a contract no longer needs, when it ends early."""
    row = _locked(code)
    _move(actor, row, "give_back", amount, reference, committed=row.committed - amount)


@command
def consume(actor: Actor, *, code: str, amount: int, reference: str) -> None:
    """Book a payment against a contract's commitment."""
    row = _locked(code)
    _move(
        actor, row, "consume", amount, reference,
        committed=row.committed - amount, consumed=row.consumed + amount,
    )  # fmt: skip


@command
def restore(actor: Actor, *, code: str, amount: int, reference: str) -> None:
    """Undo a payment that came back: the money is the contract's commitment again."""
    row = _locked(code)
    _move(
        actor, row, "restore", amount, reference,
        committed=row.committed + amount, consumed=row.consumed - amount,
    )  # fmt: skip


@command
def uncommit(actor: Actor, *, code: str, amount: int, reference: str) -> None:
    """Turn the commitment of a rescinded contract back into held money."""
    row = _locked(code)
    _move(
        actor, row, "uncommit", amount, reference,
        held=row.held + amount, committed=row.committed - amount,
    )  # fmt: skip


def _locked(code: str) -> BudgetIndicator:
    with system_access("budget booking"):
        return BudgetIndicator.objects.select_for_update().get(code=code)


def _move(
    actor: Actor, row: BudgetIndicator, kind: str, amount: int, reference: str, **pockets: int
) -> None:
    row.change(**pockets)
    _book(row, kind, amount, reference)
    label = f"预算{rules.MOVES[kind][2]} {money.yuan(amount)} 元"
    note(actor, row, INDICATOR, kind, label=label, body={"amount": amount, "reference": reference})


def _book(row: BudgetIndicator, kind: str, amount: int, reference: str) -> None:
    source, target, _ = rules.MOVES[kind]
    _enter(row, kind, row.current_year, source, target, amount, reference)


def _carry(row: BudgetIndicator, pocket: str, year: int, amount: int) -> None:
    """Let a pocket leave one year and enter the next."""
    into = f"结转 {year + 1} 年度"
    _enter(row, "carry_out", year, pocket, rules.NEXT_YEAR, amount, into)
    _enter(row, "carry_in", year + 1, rules.LAST_YEAR, pocket, amount, f"{year} 年度结转")


def _enter(
    row: BudgetIndicator,
    kind: str,
    year: int,
    source: str,
    target: str,
    amount: int,
    reference: str,
) -> None:
    BudgetMovement(
        indicator=row, kind=kind, year=year, source=source, target=target, amount=amount,
        reference=reference, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip


def _row(actor: Actor, line: IndicatorIn) -> BudgetIndicator | None:
    buyer = organisation_by_uscc(actor.viewer, line.buyer_uscc)
    if not buyer or buyer.side is not Side.BUYER:
        return None
    if not buyer.region.startswith(actor.viewer.region):
        return None
    return BudgetIndicator(
        **line.model_dump(exclude={"buyer_uscc", "amount", "sme_reserve"}),
        amount=line.amount,
        current_year=line.fiscal_year,
        sme_reserve=line.sme_reserve,
        buyer_id=buyer.pk,
        buyer_path=buyer.path,
        buyer_name=buyer.name,
        finance_id=actor.viewer.organisation or 0,
        region=buyer.region,
    )


def _problems(
    lines: Sequence[IndicatorIn], rows: Sequence[BudgetIndicator | None]
) -> dict[str, str]:
    codes = [line.code for line in lines]
    with system_access("uniqueness"):
        known = set(BudgetIndicator.objects.filter(code__in=codes).values_list("code", flat=True))
    problems: dict[str, str] = {}
    for index, (line, row) in enumerate(zip(lines, rows, strict=True)):
        if row is None:
            text = f"本地区没有代码为 {line.buyer_uscc} 的预算单位"
            problems[f"lines.{index}.buyer_uscc"] = text
        if line.code in known:
            problems[f"lines.{index}.code"] = f"指标编号 {line.code} 已经接收过"
        elif line.code in codes[:index]:
            problems[f"lines.{index}.code"] = f"指标编号 {line.code} 在文件中重复"
        listed = rules.ReserveFacts(amount=line.amount, reserve=line.sme_reserve)
        verdict = rules.reserve_is_listed_within_the_amount(listed, clock.now())
        if verdict.blocks:
            problems[f"lines.{index}.sme_reserve"] = verdict.message
    return problems
