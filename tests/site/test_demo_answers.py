"""The demonstration shows bonds that go back unopened, receivables confirmed, and objections of experts."""

import random

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.platform.records import LivingRecord
from lucai.registers.experts.models import ExpertChange, ExpertDecision
from lucai.site.demo import home, past
from lucai.site.demo.build import SEED
from lucai.site.demo.plots import Mishap
from lucai.site.demo.scenes import enlisting
from lucai.stages.payment.receivables.models import ReceivableConfirmation
from lucai.stages.trade.bond_returns.models import BondReturn, UnopenedBonds
from tests.makers.demonstration import build_world

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]


def states(table: type[LivingRecord]) -> set[str]:
    return set(table.objects.seen_by(SYSTEM).values_list("state", flat=True))


def test_a_withdrawn_bid_and_a_lot_that_fails_have_their_bonds_back() -> None:
    withdrawn = (one for one in home.stories() if Mishap.WITHDRAWN_BID in one.mishap)
    failing = (one for one in past.stories(random.Random(SEED)) if Mishap.TOO_FEW in one.mishap)
    build_world([next(one for one in withdrawn if one.ware.goods), next(failing)])
    assert states(BondReturn) | states(UnopenedBonds) == {"refunded", "settled"}


def test_receivables_are_confirmed_refused_and_taken_back() -> None:
    paid = ("370000-24", "370000-02", "370100-51")
    told = (*past.stories(random.Random(SEED)), *home.stories())
    build_world(one for one in told if one.key in paid)
    assert states(ReceivableConfirmation) == {"confirmed", "refused", "withdrawn"}


def test_every_state_of_a_decision_about_an_expert_is_told() -> None:
    build_world([], beside=enlisting.tellings)
    assert states(ExpertDecision) == {
        "told", "objected", "revoked", "confirmed", "settled", "lifted",
    }  # fmt: skip
    assert states(ExpertChange) == {"submitted", "approved", "refused"}
