"""What people do in a procurement, act by act, each through the service of its module.

A scene yields a cue before each act, named for ``Story.until``, and returns whether the
procurement goes on.
"""

from __future__ import annotations

from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.scenes import (
    archiving,
    awarding,
    bidding,
    contracting,
    disputing,
    evaluating,
    innovating,
    joining,
    objecting,
    opening,
    paying,
    performing,
    planning,
    prequalifying,
    tendering,
)
from lucai.site.demo.timeline import Play, Scene

CHAIN = (
    planning.announce_intention,
    planning.plan_purchase,
    tendering.entrust_agency,
    joining.join_units,
    prequalifying.choose_suppliers,
    tendering.write_document,
    tendering.publish_tender,
    bidding.sell_documents,
    objecting.object_to_document,
    bidding.hand_in_bids,
    opening.draw_panel,
    opening.open_bids,
    evaluating.gather_panel,
    evaluating.check_qualification,
    evaluating.check_compliance,
    evaluating.score_and_report,
    awarding.award_lots,
    disputing.dispute,
    contracting.sign_contracts,
    disputing.rescind,
    contracting.file_contracts,
)
"""A procurement from the intention to the filed contract, in the order of life."""


INNOVATION = (
    planning.announce_intention,
    planning.plan_purchase,
    tendering.entrust_agency,
    innovating.call_for_innovation,
    innovating.negotiate,
    innovating.choose_researchers,
    innovating.carry_research,
    performing.deliver,
    performing.accept,
    paying.pay,
    innovating.buy_first,
    contracting.sign_contracts,
    contracting.file_contracts,
)
"""合作创新 from the intention to the filed contract on the first purchase."""


def play(tale: Tale) -> Play:
    """Play a story's scenes until one of them ends the procurement, and its file in the end."""
    chain = INNOVATION if tale.story.method == innovating.METHOD else CHAIN
    for scene in chain:
        goes_on = yield from scene(tale)
        if not goes_on:
            break
    else:
        yield from paying.pay_ahead(tale)
        for _ in range(performing.rounds_of(tale)):
            yield from _perform(tale)
        yield from paying.pay_kept(tale)
        yield from paying.reconcile(tale)
    if tale.project:
        yield from archiving.archive(tale)


def _perform(tale: Tale) -> Scene:
    """One part of the contracts: brought, accepted, paid."""
    yield from performing.deliver(tale)
    yield from performing.accept(tale)
    if tale.goes_wrong(Mishap.ACCEPTANCE_FAILED) and tale.deals[0].acceptance == 1:
        yield from performing.deliver(tale)
        yield from performing.accept(tale)
    yield from paying.pay(tale)
    return True
