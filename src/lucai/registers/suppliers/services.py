"""Changing the supplier library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import NotAllowed
from lucai.law.regions import PROVINCE
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, organisation
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
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


@command
def take_over_companies(
    actor: Actor, *, entries: Sequence[tuple[OrganisationCard, CompanyIn]]
) -> None:
    """Take over an existing library in one piece; the installation does this once.

    Raises:
        NotAllowed: somebody else than the system asks.
    """
    if actor.viewer.side is not Side.SYSTEM:
        raise NotAllowed("整库接收由系统初始化时办理，单个企业请登录后自行登记。")
    at = clock.now()
    Supplier.objects.bulk_create(
        [
            Supplier(
                organisation_id=firm.pk,
                name=firm.name,
                uscc=firm.uscc,
                region=firm.region,
                state=SUPPLIER.initial,
                state_since=at,
                **_values(company),
            )
            for firm, company in entries
        ]
    )
    record(actor, _taken_over(len(entries)))


def _taken_over(count: int) -> Entry:
    return Entry(
        event=f"{SUPPLIER.of}.takeOver",
        object_type=SUPPLIER.of,
        object_key="library",
        label=f"接收供应商库，共 {count} 家",
        region=PROVINCE,
    )


def _values(company: CompanyIn) -> dict[str, Any]:
    values = company.model_dump(exclude={"qualifications", "size_class"})
    certificates = [one.model_dump(mode="json") for one in company.qualifications]
    return {**values, "size_class": company.size_class.value, "qualifications": certificates}
