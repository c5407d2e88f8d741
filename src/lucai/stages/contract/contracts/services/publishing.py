"""Publication, filing and its receipt."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.stages.contract.contracts.lifecycle import ACKNOWLEDGE, CONTRACT, MARK, MARKING
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.contracts.notices import publication_body
from lucai.stages.contract.contracts.schemas import SecretsIn
from lucai.stages.contract.contracts.selectors import contract_card, facts_of, terms_of
from lucai.stages.contract.contracts.services.hands import own
from lucai.stages.contract.contracts.services.performing import follow_deliveries
from lucai.stages.contract.contracts.withholding import markable

SIMPLE_STEPS = frozenset({"file"})


@command
def publish(actor: Actor, *, number: str) -> None:
    """Announce the contract: 合同公告, with the text less what is secret.

    Raises:
        InvalidInput: the notice lacks something.
    """
    row = own(actor, number)
    take_step(
        actor, row, CONTRACT, "publish", facts=facts_of(actor.viewer, row),
        body=_publication(actor, row),
        changes={"published_at": clock.now()},
    )  # fmt: skip


@command
def mark_secrets(actor: Actor, *, number: str, secrets: SecretsIn) -> None:
    """Mark what is left out of the public text, each part with its reason (条例 50).

    Raises:
        NotAllowed: no party, or the role does not grant it.
        WrongState: the text is not fixed yet, or public already.
        InvalidInput: a part that may not be left out (message at its row).
    """
    demand(actor, MARK.permission)
    row = own(actor, number)
    if row.state not in MARKING:
        raise WrongState("合同文本提交双方签订以后、公告以前，才能标记不公开的内容。")
    known = {one.key: one.label for one in markable(terms_of(actor.viewer, row))}
    wanted = [one for one in secrets.rows if one.kind]
    problems = {
        f"rows.{index}.kind": "标的名称、规格型号、单价和合同金额等内容应当公开，不能标记"
        for index, one in enumerate(secrets.rows)
        if one.kind and one.key not in known
    }
    if problems:
        raise InvalidInput(problems)
    before = {(one["key"], one["kind"], one["reason"]): one["by"] for one in row.secrets}
    kept = [
        {
            "key": one.key, "label": known[one.key], "kind": str(one.kind), "reason": one.reason,
            "by": before.get((one.key, str(one.kind), one.reason), str(actor.viewer.side)),
        }
        for one in wanted
    ]  # fmt: skip
    row.change(secrets=kept)
    label = f"标记不公开的内容 {len(kept)} 项"
    body = {"secrets": [[one["key"], one["kind"], one["by"]] for one in kept]}
    note(
        actor, row, CONTRACT, "mark_secrets", label=label, body=body,
        audience=(row.buyer_id, row.supplier_id),
    )  # fmt: skip


@command
def take(actor: Actor, *, number: str, step: str) -> None:
    """Take a step that needs nothing typed: filing.

    Raises:
        WrongState: the step is taken elsewhere.
    """
    if step not in SIMPLE_STEPS:
        raise WrongState("这一步请在对应的页面办理。")
    row = own(actor, number)
    take_step(
        actor, row, CONTRACT, step, facts=facts_of(actor.viewer, row),
        body={"sha256": row.sha256, "sm3": row.sm3}, changes={"filed_at": clock.now()},
    )  # fmt: skip
    follow_deliveries(actor, row)


@command
def acknowledge_filing(actor: Actor, *, number: str) -> None:
    """Give the receipt for a filed contract (财政).

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: it is not filed, or has its receipt.
    """
    demand(actor, ACKNOWLEDGE.permission)
    row = own(actor, number)
    if not row.filed_at or row.acknowledged_at:
        raise WrongState("合同还没有报送备案，或者已经出具回执。")
    row.change(acknowledged_at=clock.now())
    note(
        actor, row, CONTRACT, "acknowledge", label="出具备案回执", body={"sm3": row.sm3},
        audience=(row.buyer_id,),
    )  # fmt: skip


def _publication(actor: Actor, row: Contract) -> dict[str, Any]:
    card = contract_card(actor.viewer, row.number)
    terms = terms_of(actor.viewer, row)
    return publication_body(actor.viewer, card, terms, row.method, row.sme_reserved)
