"""Putting a text before both sides, and signing it in any order."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.law import contract_rules as law
from lucai.platform.access.selectors import organisation_by_uscc
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.stages.contract.contracts import clauses
from lucai.stages.contract.contracts.innovating import is_research
from lucai.stages.contract.contracts.lifecycle import CONTRACT, SIGNATURES
from lucai.stages.contract.contracts.models import Contract, ContractVersion
from lucai.stages.contract.contracts.rules import TermFacts
from lucai.stages.contract.contracts.schemas import ReasonIn
from lucai.stages.contract.contracts.selectors import comparison_of, facts_of, terms_of
from lucai.stages.contract.contracts.services.hands import own, units_wait
from lucai.stages.plan.plans import services as plans
from lucai.stages.trade.bids import services as bonds
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.standing import ask

LONGEST_REASON = 400
UNSIGNED = {
    "signed_by_buyer_at": None,
    "buyer_signer": None,
    "buyer_signer_name": "",
    "signed_by_supplier_at": None,
    "supplier_signer": None,
    "supplier_signer_name": "",
}


@command
def propose(actor: Actor, *, number: str) -> None:
    """Put the text before both sides; from here on it is fixed by its digests."""
    row = own(actor, number)
    terms = terms_of(actor.viewer, row)
    digests = clauses.digests(terms)
    row.change(sha256="", sm3="")
    compared = comparison_of(actor.viewer, row, terms)
    body = {
        "sha256": digests.sha256,
        "sm3": digests.sm3,
        "amount": row.amount,
        "changes": [[line.key, line.reason] for line in compared.changed],
    }
    changes = {
        **UNSIGNED,
        "sha256": digests.sha256,
        "sm3": digests.sm3,
        "proposed_at": clock.now(),
        "sent_back_reason": "",
    }
    take_step(
        actor, row, CONTRACT, "propose", facts=facts_of(actor.viewer, row), changes=changes,
        body=body,
    )  # fmt: skip
    _keep_version(row, terms)


@command
def send_back(actor: Actor, *, number: str, reason: ReasonIn) -> None:
    """Take the text back into draft, with what has to change; signatures given are void."""
    row = own(actor, number)
    take_step(
        actor, row, CONTRACT, "send_back", facts=facts_of(actor.viewer, row),
        body={"reason": reason.reason, "sm3": row.sm3},
        changes={**UNSIGNED, "sent_back_reason": reason.reason},
    )  # fmt: skip


@command
def sign(actor: Actor, *, number: str, sm3: str, late_reason: str = "") -> None:
    """Sign for the actor's side what was shown with this digest; the second side concludes.

    With the second signature the budget money is committed and the lot is contracted. After the
    thirty days (GP-CTR-01) a reason is asked for, which finance is told.

    Raises:
        NotAllowed: another side, or no right to sign.
        WrongState: there is nothing to sign for this side.
        InvalidInput: another text was shown (message at ``sm3``), or signed late without a
            reason (message at ``late_reason``).
        RuleBroken: the law closes it, or the text was altered.
    """
    row = own(actor, number)
    step = _signature(actor, row)
    if sm3 != row.sm3:
        raise InvalidInput({"sm3": "页面显示的文本不是现在待签的文本，请重新查看后签订。"})
    project = project_seen(SYSTEM, row.project_number)
    parties = [row.supplier_id, *_partners(row)]
    checked = ask(actor, Gate.SIGN, parties, project, lot_number=row.lot_number)
    facts = facts_of(actor.viewer, row)
    late = _lateness(row, facts, late_reason)
    body = {
        "sha256": row.sha256,
        "sm3": row.sm3,
        "party": str(actor.viewer.side),
        "creditCheck": checked[row.supplier_id].sm3,
        **late,
    }
    decision = take_step(
        actor, row, CONTRACT, step, facts=facts, body=body, changes={**_signed(actor, row), **late},
        audience=(row.finance_id,) if late else (),
    )  # fmt: skip
    if decision.target == "signed":
        _conclude(row)


def _keep_version(row: Contract, terms: clauses.Terms) -> None:
    with system_access("numbering"):
        count = ContractVersion.objects.filter(contract_id=row.pk).count()
    ContractVersion(
        contract=row, number=count + 1, proposed_at=row.proposed_at or clock.now(), sha256=row.sha256,
        sm3=row.sm3, text=list(clauses.paragraphs(terms)),
    ).save(force_insert=True)  # fmt: skip


def _partners(row: Contract) -> list[int]:
    """Return the organisations of a consortium's other members, whose standing is asked too."""
    found = (organisation_by_uscc(SYSTEM, code) for _, code, _ in row.content.get("partners", []))
    return [firm.pk for firm in found if firm and firm.pk != row.supplier_id]


def _lateness(row: Contract, facts: TermFacts, reason: str) -> dict[str, str]:
    """Return the reason why it is signed late; nothing while there is time."""
    verdict = law.contract_is_signed_in_time(facts, clock.now())
    if verdict.holds:
        return {}
    said = reason.strip() or row.late_reason
    if not said:
        raise InvalidInput({"late_reason": f"{verdict.message}原因写入过程日志，财政部门会看到"})
    return {"late_reason": said[:LONGEST_REASON]}


def _signature(actor: Actor, row: Contract) -> str:
    side = actor.viewer.side
    if side not in {Side.BUYER, Side.SUPPLIER}:
        raise NotAllowed("合同由采购人和供应商签订。")
    step = SIGNATURES.get((side, row.state))
    if not step:
        raise WrongState(f"合同{CONTRACT.states[row.state]}，现在不需要您这一方签订。")
    return step


def _signed(actor: Actor, row: Contract) -> dict[str, Any]:
    now, viewer = clock.now(), actor.viewer
    side = "buyer" if viewer.side is Side.BUYER else "supplier"
    other = row.signed_by_supplier_at if side == "buyer" else row.signed_by_buyer_at
    return {
        f"signed_by_{side}_at": now,
        f"{side}_signer": viewer.person,
        f"{side}_signer_name": viewer.name,
        "signed_at": now if other else None,
    }


def _conclude(row: Contract) -> None:
    """Commit the money and note the lot: consequences, whoever signed last."""
    system = Actor.system(Reason.CONSEQUENCE)
    plans.commit_lot(
        system, number=row.plan_number, lot_number=row.paying_lot, amount=row.amount,
        reference=row.number, keep_rest=is_research(row.method, row.lot_number),
    )  # fmt: skip
    if units_wait(row, signed=True):
        return
    projects.mark_lot(
        system, number=row.project_number, lot_number=row.lot_number, state="contracted"
    )
    bonds.release(
        system, bonds.WINNER, project_number=row.project_number, lot_number=row.lot_number
    )
