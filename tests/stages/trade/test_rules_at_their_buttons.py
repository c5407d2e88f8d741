"""Rules of the law at the button they belong to: the agency's own firms, central items, domestic goods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.law.role_rules import DutyFacts, method_is_approved_by_another
from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.suppliers.models import Supplier
from lucai.stages.plan.plans.models import ProcurementPlan
from lucai.stages.trade.commissions import services as commissions
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors.avoiding import argued, candidates
from lucai.stages.trade.projects.models import LotItem
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, evaluation, methods, people, registers, trade
from tests.makers import plan as plan_makers

pytestmark = pytest.mark.django_db


def test_a_branch_of_the_projects_agency_does_not_obtain_its_document() -> None:
    call = bids.call_for_bids()
    branch, other = people.supplier(11), people.supplier(12)
    name = f"{people.agency().organisation_name}济南分公司"
    branch = replace(branch, organisation_name=name)
    with clock.at(call.published_at):
        with pytest.raises(RuleBroken) as error:
            obtain_document(people.actor(branch), project_number=call.number)
        assert [v.rule for v in error.value.verdicts] == ["GP-AGE-05"]
        obtain_document(people.actor(other), project_number=call.number)


def test_a_firm_that_the_agency_stands_behind_does_not_obtain_its_document() -> None:
    call = bids.call_for_bids()
    with system_access("test"):
        code = Organisation.objects.get(pk=people.agency().organisation).uscc
        name = people.agency().organisation_name
    registers.registered_supplier(11)
    tie = {
        "kind": "shareholder", "name": name, "uscc": code, "share": "60", "since": None, "until": None,
        "source": "register", "born_on": None,
    }  # fmt: skip
    with system_access("test"):
        row = Supplier.objects.get(organisation_id=people.supplier(11).organisation)
        row.change(ties=[tie])
    with clock.at(call.published_at), pytest.raises(RuleBroken):
        obtain_document(people.actor(people.supplier(11)), project_number=call.number)


@pytest.mark.parametrize(("centralised", "lawful"), [(False, False), (True, True)])
def test_what_is_bought_centrally_goes_to_a_central_agency(centralised: bool, lawful: bool) -> None:
    number = plan_makers.filed_plan(organisation_form="centralized")
    with system_access("test"):
        row = Organisation.objects.get(pk=people.agency().organisation)
        row.change(attributes={**row.attributes, "centralised": centralised})
    buyer, form = people.actor(people.buyer()), trade.commission_content()
    if lawful:
        assert commissions.entrust(buyer, plan_number=number, commission=form)
        return
    with pytest.raises(InvalidInput, match="集中采购机构"):
        commissions.entrust(buyer, plan_number=number, commission=form)


@pytest.mark.parametrize(("code", "lawful"), [("A04010101", False), ("A02010105", True)])
def test_the_deduction_for_domestic_products_is_kept_to_the_goods_it_covers(
    code: str, lawful: bool
) -> None:
    number = trade.drafted_project(1)
    with system_access("test"):
        for item in LotItem.objects.filter(lot__project_number=number):
            item.change(catalogue_code=code)
    agency = people.actor(people.agency())
    if lawful:
        documents.take(agency, project_number=number, step="submit")
        return
    with pytest.raises(RuleBroken, match="本国产品政策"):
        documents.take(agency, project_number=number, step="submit")


def test_who_argued_for_the_sole_source_is_not_drawn_to_review_it() -> None:
    for n in (1, 2, 3):
        registers.registered_expert(n)
    number = methods.drafted("single_source")
    card = project_seen(SYSTEM, number)
    code = plan_makers.published_justification()
    with system_access("test"):
        ProcurementPlan.objects.get(number=card.plan_number).change(justification=code)
        arguing = ReviewExpert.objects.get(person_id=people.expert(1).person)
        arguing.change(name="示例专家", employer="示例大学")
    assert argued(SYSTEM, card, ("A02",)) == {people.expert(1).person}
    drawable = {one.person_id for one in candidates(SYSTEM, card, ("A02",))}
    assert people.expert(1).person not in drawable
    assert people.expert(2).person in drawable


def test_who_argued_for_an_import_is_not_drawn_and_takes_no_seat() -> None:
    drawn = evaluation.drawn()
    first, second = evaluation.seats(drawn)[:2]
    card = project_seen(SYSTEM, drawn.number)
    with system_access("test"):
        entry = ReviewExpert.objects.get(person_id=first.person)
        told = {
            "name": entry.name,
            "unit": entry.employer,
            "title": "教授",
            "legal": False,
            "opinion": "同意",
        }
        plan = ProcurementPlan.objects.get(number=card.plan_number)
        plan.change(imports=True, import_experts=[told])
    assert first.person in argued(SYSTEM, card, ())
    with evaluation.at(drawn):
        with pytest.raises(RuleBroken) as error:
            panels.sign_in(
                people.actor(first), project_number=drawn.number, form=evaluation.DECLARED
            )
        assert {v.rule for v in error.value.verdicts} == {"GP-PLN-05", "ROL-05"}
        panels.sign_in(people.actor(second), project_number=drawn.number, form=evaluation.DECLARED)


def test_whoever_drafted_a_plan_does_not_approve_its_method() -> None:
    case = DutyFacts(person="示例经办", duties=frozenset({"use_method", "approve_method"}))
    verdict = method_is_approved_by_another(case, clock.now())
    assert (verdict.rule, verdict.blocks) == ("ROL-07", True)
    other = replace(case, duties=frozenset({"approve_method"}))
    assert method_is_approved_by_another(other, clock.now()).holds
