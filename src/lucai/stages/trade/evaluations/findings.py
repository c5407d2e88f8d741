"""Findings of a form checked, and what the majority found. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.errors import InvalidInput
from lucai.stages.trade.evaluations.schemas import FindingIn, FindingsIn, Passed
from lucai.stages.trade.evaluations.terms import RELATED, Check

LEAST = 4
"""How many signs a reason has at least."""


def checked_findings(form: FindingsIn, wanted: tuple[Check, ...]) -> list[FindingIn]:
    """Return the chosen findings of a form, and where the rest was found to comply, that too.

    What records prove is confirmed in the record's own words, or denied with a written reason; it is
    never among the rest that complies.

    Raises:
        InvalidInput: a requirement is unknown, a failure has no reason, or what is proven is denied
            without one.
    """
    known = {check.number: check for check in wanted}
    problems: dict[str, str] = {}
    for index, finding in enumerate(form.findings):
        if finding.number not in known:
            problems[f"findings.{index}.passed"] = "没有这项要求，请刷新页面后重新填写"
        elif finding.passed is Passed.YES and known[finding.number].proven:
            if len(finding.reason) < LEAST:
                problems[f"findings.{index}.reason"] = (
                    "登记信息显示存在这种关系；认定不存在的，请写明核实的情况和理由"
                )
        elif finding.passed is Passed.NO and not (finding.reason or known[finding.number].proven):
            name = known[finding.number].name
            problems[f"findings.{index}.reason"] = f"“{name}”不符合的，请写明理由"
    if problems:
        raise InvalidInput(problems)
    found = [_in_words(finding, known) for finding in form.findings if finding.passed]
    said = {finding.number for finding in found}
    open_ = [check for check in wanted if check.number not in said and not check.proven]
    rest = [FindingIn(number=check.number, passed=Passed.YES) for check in open_]
    return [*found, *rest] if form.rest else found


def _in_words(finding: FindingIn, known: dict[str, Check]) -> FindingIn:
    """Let what is proven stand as the reason where a failure has none of its own."""
    check = known[finding.number]
    bare = check.proven and finding.passed is Passed.NO and not finding.reason
    return finding.model_copy(update={"reason": check.text[:400]}) if bare else finding


def reason_kept(finding: FindingIn) -> str:
    """Return the reason that stays with a finding: of a failure, and of what is proven and denied."""
    return finding.reason if finding.passed is Passed.NO or finding.number == RELATED else ""


def most_agree(opinions: Sequence[bool]) -> bool:
    """Return what most members found; nobody fails without a majority against."""
    return sum(opinions) * 2 >= len(opinions)
