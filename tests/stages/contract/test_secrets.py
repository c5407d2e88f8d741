"""What stays secret is marked with its reason and is not in the public text at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.stages.contract.contracts import selectors, services
from lucai.stages.contract.contracts.papers import paper
from lucai.stages.contract.contracts.schemas import SecretIn, SecretsIn
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
HIDDEN = "质保期内的配件价格清单示例密文"


def marks(*rows: tuple[str, str]) -> SecretsIn:
    return SecretsIn(
        rows=[SecretIn(key=key, kind=kind, reason="供应商的经营信息") for key, kind in rows]
    )


def test_the_public_text_really_omits_what_is_secret() -> None:
    lot = make.awarded_lot()
    number = make.signed(lot, quality=HIDDEN)
    requirement = make.sheet(number).terms.requirements[0]
    secret = marks(("clause:quality", "commercial"), (f"requirement:{requirement.number}", "state"))
    with clock.at(lot.at + timedelta(days=4)):
        services.mark_secrets(make.supplier(), number=number, secrets=secret)
        shown = browse(people.buyer()).get(f"/contracts/{number}/publish/").content.decode()
        assert "供应商的经营信息" in shown
        services.publish(make.buyer(), number=number)
        with pytest.raises(WrongState):
            services.mark_secrets(make.buyer(), number=number, secrets=SecretsIn())
    public = selectors.contract_readable(people.public(), number)
    told = str(paper(people.public(), public)) + str(public.terms)
    assert HIDDEN not in told
    assert requirement.text not in told
    assert "本项涉及商业秘密，依法不予公开" in told
    assert "本项涉及国家秘密，依法不予公开" in told
    assert HIDDEN in str(paper(people.buyer(), make.sheet(number)))
    assert selectors.secret_requirements(people.public(), number) == {requirement.number}
    assert Client().get(f"/contracts/{number}/contract.pdf").status_code == 200


def test_price_models_and_amount_are_no_secret_and_each_mark_has_a_reason() -> None:
    number = make.proposed()
    with pytest.raises(InvalidInput):
        services.mark_secrets(
            make.buyer(), number=number, secrets=marks(("price:total", "commercial"))
        )
    with pytest.raises(ValidationError):
        SecretIn(key="clause:quality", kind="commercial", reason="密")
    with pytest.raises(NotAllowed):
        services.mark_secrets(people.actor(people.agency()), number=number, secrets=SecretsIn())
    page = browse(people.supplier()).get(f"/contracts/{number}/secrets/")
    assert "不得作为商业秘密" in page.content.decode()
