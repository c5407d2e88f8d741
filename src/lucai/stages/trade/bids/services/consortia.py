"""What shows of consortia only when all bids of a lot are open: who takes part in two (GP-JOI-02)."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.role_rules import SupplierFacts, consortium_members_bid_once
from lucai.law.wording import listed
from lucai.platform.records import system_access
from lucai.stages.trade.bids.models import Bid


def note_joined_twice(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Note at each bid which of its parties takes part in another one of the lot.

    Part of the opening's command. Anybody can write another firm's code into a bid: what follows
    is for those who review, with the agreement before them.
    """
    del actor
    with system_access("bids of a lot that is opened"):
        rows = list(
            Bid.objects.filter(project_number=project_number, lot_number=lot_number).order_by("pk")
        )
        for row in rows:
            twice = _twice(row, [other for other in rows if other.pk != row.pk])
            verdict = consortium_members_bid_once(
                SupplierFacts(also_in_consortium=bool(twice)), clock.now()
            )
            if not verdict.holds:
                row.change(findings=[*row.findings, _finding(verdict.rule, twice, verdict.cites)])


def _twice(row: Bid, others: list[Bid]) -> list[str]:
    """Name the parties of a bid that also stand in another, where a consortium is among the two."""
    own = _parties(row)
    return sorted({own[code] for other in others for code in own.keys() & _parties(other).keys()})


def _parties(row: Bid) -> dict[str, str]:
    members = row.submission.get("members", [])
    return {row.supplier_uscc: row.supplier_name, **{one["uscc"]: one["name"] for one in members}}


def _finding(rule: str, names: list[str], cites: tuple[str, ...]) -> dict[str, object]:
    message = f"{listed(names)}在本包另行参加投标或者另一个联合体，请对照联合协议核实；协议经各方签署的，所涉投标均不合格。"
    return {"rule": rule, "message": message, "cites": list(cites), "blocks": True}
