"""Registering: asked of the register of enterprises, committed to instead of proved on paper."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.law.regions import PROVINCE, regions
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin
from lucai.platform.staffing.services import NewOrganisation, open_organisation
from lucai.registers.suppliers import ports
from lucai.registers.suppliers.lifecycle import KEEP, REGISTER, SUPPLIER
from lucai.registers.suppliers.models import Supplier
from lucai.registers.suppliers.ports import RegisterAnswer, RegisterDown
from lucai.registers.suppliers.schemas import AccountIn, Kind, LookIn, RegistrationIn
from lucai.registers.suppliers.services.keeping import change_entry

TITLE = "管理员"
ROLES = {Kind.SUPPLIER: "supplier_manager", Kind.AGENCY: "agency_clerk"}


def ask_register(actor: Actor, *, look: LookIn) -> RegisterAnswer:
    """Ask who stands behind a code; facts come only to who names the legal representative.

    Raises:
        InvalidInput: nothing is registered so, the licence is gone, or nobody answers.
    """
    del actor
    try:
        answer = ports.look_up(look.uscc, look.legal_representative, clock.now())
    except RegisterDown as error:
        raise InvalidInput({"uscc": str(error)}) from error
    if not answer.found:
        raise InvalidInput({"uscc": answer.reason})
    return answer


@command
def register(actor: Actor, *, look: LookIn, form: AccountIn) -> int:
    """Enter a firm with what the register says of it and its first account; return its id.

    The register is asked once more: what was shown before is nobody's word. An agency has an
    account then and enters the directory itself; a supplier is in the library at once.

    Raises:
        InvalidInput: the register does not know it so, or it or the login is there already.
    """
    told = ask_register(actor, look=look)
    region = told.region if told.region in regions() else PROVINCE
    new = NewOrganisation(
        name=told.name, uscc=look.uscc, side=Side(look.kind.value), region=region,
        level=regions()[region].level, address=told.address, contact=form.contact,
        phone=form.phone, login=form.login, password=form.password, title=TITLE,
        role=ROLES[look.kind],
    )  # fmt: skip
    entered = open_organisation(actor, new=new)
    if isinstance(form, RegistrationIn):
        _enter(look, form, told, entered, region)
    return entered


def _enter(
    look: LookIn, form: RegistrationIn, told: RegisterAnswer, entered: int, region: str
) -> None:
    row = Supplier(
        organisation_id=entered, name=told.name, uscc=look.uscc, region=region,
        size_class=form.size_class.value, industry=form.industry,
        legal_representative=told.legal_representative, contact=form.contact, phone=form.phone,
        address=told.address, register=_kept(told), committed_at=clock.now(), ties=_ties(told),
    )  # fmt: skip
    body = {"register": told.reference, "committed": True}
    begin(Actor.system(Reason.CONSEQUENCE), row, SUPPLIER, label="注册企业", body=body)


@command
def refresh(actor: Actor) -> bool:
    """Take over what the register says now of the actor's firm; return whether anything changed.

    Raises:
        NotFound: the firm has no entry yet.
        InvalidInput: the register does not know it so, or does not answer.
    """
    demand(actor, KEEP.permission)
    rows = Supplier.objects.seen_by(actor.viewer)
    row = rows.filter(organisation_id=actor.viewer.organisation).first()
    if not row:
        raise NotFound("请先填写企业资料。")
    look = LookIn(uscc=row.uscc, legal_representative=row.legal_representative)
    told = ask_register(actor, look=look)
    values: dict[str, Any] = {
        "legal_representative": told.legal_representative, "address": told.address,
        "ties": [*_ties(told), *(one for one in row.ties if one["source"] != REGISTER)],
    }  # fmt: skip
    changed = any(getattr(row, name) != value for name, value in values.items())
    row.change(register=_kept(told))
    change_entry(actor, row, values)
    return changed


def _ties(told: RegisterAnswer) -> list[dict[str, Any]]:
    """Return who stands behind a firm as the register has it; blank days and shares are none."""
    blank = {"born_on", "share", "since", "until"}
    return [
        {
            **{
                name: value or None if name in blank else value
                for name, value in asdict(one).items()
            },
            "source": REGISTER,
        }
        for one in told.ties
    ]


def _kept(told: RegisterAnswer) -> dict[str, str]:
    return {
        "source": told.source, "reference": told.reference, "status": told.status,
        "at": clock.now().isoformat(),
    }  # fmt: skip
