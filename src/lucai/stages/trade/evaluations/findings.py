"""Findings of a form checked, and what the majority found. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.errors import InvalidInput
from lucai.stages.trade.evaluations.schemas import FindingIn, FindingsIn, Passed
from lucai.stages.trade.evaluations.terms import Check


def checked_findings(form: FindingsIn, wanted: tuple[Check, ...]) -> list[FindingIn]:
    """Return the chosen findings of a form, and where the rest was found to comply, that too.

    Raises:
        InvalidInput: a requirement is unknown, or a failure has no reason.
    """
    known = {check.number: check for check in wanted}
    problems: dict[str, str] = {}
    for index, finding in enumerate(form.findings):
        if finding.number not in known:
            problems[f"findings.{index}.passed"] = "没有这项要求，请刷新页面后重新填写"
        elif finding.passed is Passed.NO and not finding.reason:
            name = known[finding.number].name
            problems[f"findings.{index}.reason"] = f"“{name}”不符合的，请写明理由"
    if problems:
        raise InvalidInput(problems)
    found = [finding for finding in form.findings if finding.passed]
    said = {finding.number for finding in found}
    rest = [FindingIn(number=number, passed=Passed.YES) for number in known if number not in said]
    return [*found, *rest] if form.rest else found


def most_agree(opinions: Sequence[bool]) -> bool:
    """Return what most members found; nobody fails without a majority against."""
    return sum(opinions) * 2 >= len(opinions)
