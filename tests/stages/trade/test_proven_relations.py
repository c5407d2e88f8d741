"""What the register proves of two bidders: confirmed as failing, or denied in writing (GP-QUA-03)."""

from __future__ import annotations

from typing import Any

import pytest

from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.records import system_access
from lucai.registers.suppliers.models import Supplier
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.schemas import FindingIn, FindingsIn, Passed
from lucai.stages.trade.evaluations.selectors import compliance_desk, qualification_desk
from tests.makers import evaluation, methods, people, registers
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

RELATED = "REL"


def tie(kind: str, name: str, uscc: str = "", **more: Any) -> dict[str, Any]:
    """Somebody or a firm behind a firm, as the register has it."""
    blank: dict[str, Any] = {"born_on": None, "share": None, "since": None, "until": None}
    told = {"kind": kind, "name": name, "uscc": uscc, **blank, "source": "register"}
    return {**told, **more}


def behind(n: int, *ties: dict[str, Any], head: str = "") -> None:
    """Enter the n-th supplier with what the register says of it."""
    registers.registered_supplier(n)
    with system_access("maker"):
        row = Supplier.objects.get(organisation_id=people.supplier(n).organisation)
        row.change(ties=list(ties), legal_representative=head or f"示例法人{n}")


def holder(share: str = "60", **more: Any) -> dict[str, Any]:
    """The first supplier as a shareholder."""
    return tie("shareholder", "示例供应商1有限公司", people.uscc(3001), share=share, **more)


def begun(*ties: dict[str, Any], heads: tuple[str, str] = ("", ""), own: Any = ()) -> Round:
    """An evaluation in which the register says that of the second bidder."""
    rnd = evaluation.formed()
    behind(1, *own, head=heads[0])
    behind(2, *ties, head=heads[1])
    behind(3)
    return evaluation.started(rnd)


@kept
def held() -> Round:
    """The first bidder holds most of the second."""
    return begun(holder())


def asked(rnd: Round, place: int) -> list[str]:
    """List what is checked of a bid."""
    with evaluation.at(rnd):
        code = rnd.codes()[place]
        desk = qualification_desk(people.agency(), rnd.number, rnd.lot, code)
    return [check.number for check in desk.checks]


def record(rnd: Round, place: int, passed: Passed | None, reason: str = "") -> None:
    """Find that a bid complies in all, and say that of the relation."""
    found = [FindingIn(number=RELATED, passed=passed, reason=reason)] if passed else []
    form = FindingsIn(findings=found, rest=True)
    services.record_qualification(
        people.actor(people.agency()), project_number=rnd.number, lot_number=rnd.lot,
        bid_code=rnd.codes()[place], form=form,
    )  # fmt: skip


def finish(rnd: Round) -> None:
    services.finish_qualification(
        people.actor(people.agency()), project_number=rnd.number, lot_number=rnd.lot
    )


def test_what_the_register_proves_stands_at_both_bids_and_at_no_other(held: Round) -> None:
    assert [RELATED in asked(held, place) for place in range(3)] == [True, True, False]
    with evaluation.at(held):
        desk = qualification_desk(people.agency(), held.number, held.lot, held.codes()[1])
    [check] = [one for one in desk.checks if one.number == RELATED]
    assert "持股 60%" in check.text
    assert check.proven


def test_it_is_not_among_the_rest_that_complies(held: Round) -> None:
    with evaluation.at(held):
        for place in range(3):
            record(held, place, None)
        with pytest.raises(RuleBroken):
            finish(held)


def test_what_is_confirmed_makes_both_bids_fail(held: Round) -> None:
    with evaluation.at(held):
        record(held, 0, Passed.NO)
        record(held, 1, Passed.NO)
        record(held, 2, None)
        finish(held)
        bids = held.sheet(people.agency()).bids
    assert [bid.qualified for bid in bids] == [False, False, True]
    assert "持股 60%" in bids[0].reason


def test_what_is_denied_in_writing_lets_the_bid_pass(held: Round) -> None:
    said = "股权已于开标前转让，登记尚未变更，有工商变更受理通知。"
    with evaluation.at(held):
        with pytest.raises(InvalidInput, match="写明核实的情况"):
            record(held, 0, Passed.YES)
        for place in (0, 1):
            record(held, place, Passed.YES, said)
        record(held, 2, None)
        code = held.codes()[0]
        desk = qualification_desk(people.agency(), held.number, held.lot, code)
        assert said in [one.reason for one in desk.checks]
        finish(held)
        assert [b.qualified for b in held.sheet(people.agency()).bids] == [True, True, True]


@pytest.mark.parametrize(
    ("what", "proven"),
    [
        (holder("50"), False),
        (holder("50.01"), True),
        (holder("60", source="own"), False),
        (holder("60", until="2020-01-01"), False),
        (tie("controller", "示例控股", people.uscc(3001)), True),
        (tie("controller", "示例控股", people.uscc(3009)), False),
    ],
)
def test_only_control_that_the_register_tells_and_that_lasts_is_proof(
    what: dict[str, Any], proven: bool
) -> None:
    assert (RELATED in asked(begun(what), 0)) is proven


@pytest.mark.parametrize(("born_on", "proven"), [("1968-08-08", True), ("1990-01-01", False)])
def test_one_responsible_person_is_told_from_a_namesake_by_birthday(
    born_on: str, proven: bool
) -> None:
    first = tie("manager", "示例甲", born_on="1968-08-08")
    second = tie("manager", "示例甲", born_on=born_on)
    rnd = begun(second, heads=("示例甲", "示例甲"), own=(first,))
    assert (RELATED in asked(rnd, 1)) is proven


def test_where_the_panel_reviews_who_qualifies_its_majority_decides() -> None:
    rnd = methods.formed("consultation")
    behind(1)
    behind(2, holder())
    behind(3)
    rnd = evaluation.qualified(evaluation.started(rnd))
    with evaluation.at(rnd):
        for member in rnd.members:
            for code in rnd.codes():
                judge(rnd, member, code, Passed.NO)
            services.submit_checks(people.actor(member), **rnd.key)
        bids = rnd.sheet(rnd.members[0]).bids
    assert "持股 60%" in bids[0].reason
    assert "持股 60%" in bids[1].reason
    assert not bids[2].reason


def judge(rnd: Round, member: people.Viewer, code: str, passed: Passed) -> None:
    """Let a member find that a bid complies, but for what the register proves of it."""
    desk = compliance_desk(member, rnd.number, rnd.lot, code)
    proven = [one for one in desk.checks if one.proven]
    found = [FindingIn(number=one.number, passed=passed) for one in proven]
    form = FindingsIn(findings=found, rest=True)
    services.save_checks(people.actor(member), **rnd.key, bid_code=code, form=form)
