"""Experts and suppliers in their registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from lucai.registers.experts.schemas import ExpertIn
from lucai.registers.experts.services import register_expert
from lucai.registers.suppliers.schemas import CompanyIn, QualificationIn, SizeClass, StaffIn
from lucai.registers.suppliers.services import keep_company
from tests.makers import people


def registered_expert(
    n: int = 1,
    *,
    specialties: list[str] | None = None,
    employer: str = "示例学院",
    employer_uscc: str = "",
    region: str = people.REGION,
) -> str:
    """Enter the n-th expert into the library; return the number."""
    viewer = people.expert(n)
    assert viewer.person
    assert viewer.organisation
    entry = ExpertIn(
        name=viewer.name,
        title="高级工程师",
        employer=employer,
        employer_uscc=employer_uscc,
        specialties=specialties or ["A"],
        region=region,
    )
    return register_expert(
        people.actor(people.finance()),
        person_id=viewer.person,
        organisation_id=viewer.organisation,
        entry=entry,
    )


def company(*, size: SizeClass = SizeClass.SMALL) -> CompanyIn:
    """Return what a supplier says of itself."""
    return CompanyIn(
        size_class=size,
        industry=2,
        legal_representative="示例法人",
        contact="示例联系人",
        phone="0531-00000000",
        address="示例路 9 号",
        account_name="",
        account_number="6200 0000 0000 0001",
        bank_name="示例银行济南支行",
        qualifications=[
            QualificationIn(name="示例体系认证", number="SL2026001", until=None),
            QualificationIn(name="示例安全许可", number="SL2026002", until=date(2027, 6, 30)),
        ],
        staff=[StaffIn(name="示例授权人", post="投标经理", until=None, rights=["bid", "sign"])],
    )


def behind(name: str, **more: Any) -> None:
    """Let the first supplier say that somebody stands behind it."""
    tie = {"kind": "shareholder", "name": name, "share": "10", **more}
    said = CompanyIn.model_validate({**company().model_dump(), "ties": [tie]})
    keep_company(people.actor(people.supplier(1)), company=said)


def registered_supplier(n: int = 1, *, size: SizeClass = SizeClass.SMALL) -> int:
    """Enter the n-th supplier; return its organisation."""
    viewer = people.supplier(n)
    assert viewer.organisation
    keep_company(people.actor(viewer), company=company(size=size))
    return viewer.organisation
