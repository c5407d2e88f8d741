"""Changing the supplier library."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Actor
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note
from lucai.registers.suppliers.lifecycle import KEEP, SUPPLIER
from lucai.registers.suppliers.models import Supplier
from lucai.registers.suppliers.schemas import CompanyIn


@command
def keep_company(actor: Actor, *, company: CompanyIn) -> None:
    """Enter what a supplier says of itself, or correct it.

    Raises:
        NotAllowed: the role does not grant it.
    """
    demand(actor, KEEP.permission)
    viewer = actor.viewer
    row = Supplier.objects.seen_by(viewer).filter(organisation_id=viewer.organisation).first()
    if row:
        row.change(**_values(company))
        note(actor, row, SUPPLIER, "edit", label="更新企业资料")
        return
    firm = organisation(viewer, viewer.organisation or 0)
    row = Supplier(
        organisation_id=firm.pk,
        name=firm.name,
        uscc=firm.uscc,
        region=firm.region,
        **_values(company),
    )
    begin(actor, row, SUPPLIER, label="登记企业资料")


def _values(company: CompanyIn) -> dict[str, Any]:
    values = company.model_dump(exclude={"qualifications", "size_class"})
    certificates = [one.model_dump(mode="json") for one in company.qualifications]
    return {**values, "size_class": company.size_class.value, "qualifications": certificates}
