"""A complex negotiation or consultation has a lawyer among its experts; other panels need none."""

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import RuleBroken
from lucai.registers.experts.selectors import expert_of_person
from lucai.stages.trade.drawn_experts.schemas import LineIn
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.selectors import seats_of
from tests.makers import evaluation, methods, people, registers
from tests.makers.browsing import browse, posted
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

LAWYER = 9
LEGAL = LineIn(specialty="C2301", experts=1)

consulted = kept(lambda: methods.opened("consultation"))
negotiated = kept(lambda: methods.opened("negotiation"))
tendered = kept(evaluation.opened)


def library() -> None:
    """Eight experts of goods, and a lawyer."""
    evaluation.library()
    if not expert_of_person(SYSTEM, people.expert(LAWYER).person):
        registers.registered_expert(LAWYER, specialties=["C23010100"])


def drawn(rnd: Round, *lines: LineIn, size: int = 3, special: bool = True) -> None:
    library()
    agency = people.actor(people.agency())
    form = evaluation.draw_form(rnd.opened_at, size=size, special=special, lines=list(lines))
    with evaluation.at(rnd):
        services.prepare_panel(agency, project_number=rnd.number)
        services.draw(agency, project_number=rnd.number, form=form)


@pytest.mark.parametrize("key", ["consultation", "negotiation"])
def test_a_complex_one_is_not_drawn_without_a_lawyers_place(
    key: str, consulted: Round, negotiated: Round
) -> None:
    rnd, rule = {
        "consultation": (consulted, "GP-CON-03"), "negotiation": (negotiated, "GP-NEG-01"),
    }[key]  # fmt: skip
    with pytest.raises(RuleBroken) as refusal:
        drawn(rnd)
    (broken,) = [verdict for verdict in refusal.value.verdicts if not verdict.holds]
    assert broken.rule == rule
    assert "应当有1名法律专家" in broken.message


def test_the_lawyers_place_is_drawn_among_lawyers_alone(consulted: Round) -> None:
    drawn(consulted, LEGAL)
    seated = {one.person_id for one in seats_of(SYSTEM, consulted.number)}
    assert people.expert(LAWYER).person in seated


def test_what_is_not_complex_and_a_tender_need_no_lawyer(
    negotiated: Round, tendered: Round
) -> None:
    drawn(negotiated, special=False)
    drawn(tendered, size=7)


def test_the_page_says_whom_a_complex_consultation_lacks(consulted: Round) -> None:
    library()
    client = browse(people.agency())
    with evaluation.at(consulted):
        services.prepare_panel(people.actor(people.agency()), project_number=consulted.number)
        url = f"/rooms/{consulted.number}/panel/draw/"
        typed = posted(client.get(url)) | {
            "place": "示例评标室", "size": "3", "representatives": "1", "special": "yes",
            "specialties": "A02", "wait_minutes": "0",
        }  # fmt: skip
        page = client.post(url, typed).content.decode()
    assert "法律服务（C2301）" in page
