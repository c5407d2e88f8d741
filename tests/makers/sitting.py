"""Sittings over several places at every point of their life, made through the services."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Viewer
from lucai.platform.records import system_access
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.models import EvaluationPanel, PanelMember
from lucai.stages.trade.sittings import services
from lucai.stages.trade.sittings.models import Sitting
from lucai.stages.trade.sittings.schemas import (
    BeatIn,
    CancelIn,
    ChunkIn,
    DisciplineIn,
    PlaceIn,
    PlacesIn,
    PlanIn,
    SignalIn,
    VenueIn,
)
from lucai.stages.trade.sittings.services.beating import Beaten
from tests.makers import evaluation, people
from tests.makers.evaluation import Round
from tests.makers.remembered import remembered

MAIN = VenueIn(name="示例评标室一", region="370100", address="示例路 1 号", seats=3)
SIDE = VenueIn(name="示例评标室二", region="370200", address="示例路 2 号", seats=3)
WEBM = b"\x1a\x45\xdf\xa3" + b"example" * 20


def agency() -> Actor:
    """Who holds the sitting."""
    return people.actor(people.agency())


def peer(n: int) -> str:
    """The name of the n-th window."""
    return f"{n:032x}"


@remembered
def planned(rnd: Round | None = None) -> Round:
    """A drawn panel with a main and a side place, its five seats placed."""
    rnd = rnd or evaluation.drawn()
    key = {"project_number": rnd.number}
    with evaluation.at(rnd):
        services.plan_sitting(agency(), form=PlanIn(venues=[MAIN, SIDE]), **key)
        services.place_seats(agency(), form=placed((0, 0, 0, 1, 1)), **key)
    return rnd


@remembered
def opened(rnd: Round | None = None) -> Round:
    """A sitting that is on; every member has signed in, nobody leads yet."""
    rnd = rnd or planned()
    members = evaluation.seats(rnd)
    key = {"project_number": rnd.number}
    with evaluation.at(rnd):
        for member in members:
            panels.prove_identity(people.actor(member), face="self", **key)
            panels.sign_in(people.actor(member), form=evaluation.DECLARED, **key)
        services.open_sitting(agency(), **key)
    return Round(rnd.number, rnd.opened_at, members, rnd.lot)


def changed(rnd: Round) -> None:
    """Cancel the planned sitting of a panel, tell its seats, and plan it once more."""
    key = {"project_number": rnd.number}
    with evaluation.at(rnd):
        why = CancelIn(reason="副场线路故障，改日调试后再用")
        services.cancel_sitting(agency(), form=why, **key)
        services.plan_sitting(agency(), form=PlanIn(venues=[MAIN, SIDE]), **key)
        venues = tuple(place % 2 for place in range(len(rnd.members)))
        services.place_seats(agency(), form=placed(venues), **key)


def around(rnd: Round, *, live: bool = False) -> None:
    """Put a sitting round a panel that has formed; ``live``: it is on, and a member is there."""
    key = {"project_number": rnd.number}
    with evaluation.at(rnd):
        services.plan_sitting(agency(), form=PlanIn(venues=[MAIN, SIDE]), **key)
        venues = tuple(place % 2 for place in range(len(rnd.members)))
        services.place_seats(agency(), form=placed(venues), **key)
        if live:
            services.open_sitting(agency(), **key)
            beat(rnd, rnd.members[0], 1)
            piece(rnd, rnd.members[0], 1)
            line = DisciplineIn(seat=1, kind="late", text="迟到五分钟，已提醒")
            services.write_discipline(agency(), form=line, **key)


def placed(venues: tuple[int | None, ...]) -> PlacesIn:
    """Seat 1 in the first of these venues, seat 2 in the second …"""
    seats = [PlaceIn(seat=seat, venue=venue) for seat, venue in enumerate(venues, 1)]
    return PlacesIn(places=seats)


def beat(rnd: Round, who: Viewer, n: int, *words: tuple[int, str], **media: Any) -> Beaten:
    """Let the n-th window give a sign of life, with words for other windows."""
    signals = [SignalIn(to=peer(to), body=body) for to, body in words]
    form = BeatIn(peer=peer(n), signals=signals, **{"camera": True, "microphone": True, **media})
    return services.beat(people.actor(who), project_number=rnd.number, form=form)


def piece(rnd: Round, who: Viewer, n: int, number: int = 0, content: bytes = WEBM) -> None:
    """Hand in a piece of the n-th window's recording."""
    form = ChunkIn(peer=peer(n), number=number, seconds=30)
    upload = SimpleUploadedFile(f"{secrets.token_hex(4)}.webm", content, "video/webm")
    services.keep_piece(people.actor(who), project_number=rnd.number, form=form, upload=upload)


def bare(number: str, members: tuple[Viewer, ...]) -> Round:
    """A sitting that is on, as rows alone: enough for windows, without a procurement around it."""
    now = clock.now()
    shared: dict[str, Any] = {
        "project_number": number, "title": "示例采购项目", "region": people.finance().region,
        "agency_id": people.agency().organisation, "evaluation_at": now, "state_since": now,
    }  # fmt: skip
    buyer = {"buyer_id": people.buyer().organisation, "buyer_path": people.buyer().unit_path}
    with system_access("maker"):
        panel = EvaluationPanel(
            **shared, **buyer, buyer_name="示例采购单位", agency_name="示例代理机构",
            finance_id=people.finance().organisation or 0, method="open", budget=1, state="formed",
            size=len(members), remote=True, formed_at=now,
            seats="".join(f",{member.person}" for member in members) + ",",
        )  # fmt: skip
        panel.save(force_insert=True)
        for place, member in enumerate(members, 1):
            PanelMember(
                **shared, **buyer, panel=panel, place=place, person_id=member.person or 0,
                organisation_id=member.organisation or 0, name=member.name, kind=EXPERT,
                state="signed_in", names_from=now, signed_in_at=now,
            ).save(force_insert=True)  # fmt: skip
        venues = [MAIN.model_dump(), SIDE.model_dump()]
        places = {str(place): place % 2 for place in range(1, len(members) + 1)}
        Sitting(
            **shared, finance_id=people.finance().organisation or 0, method="open", venues=venues,
            places=places, state="live", opened_at=now,
        ).save(force_insert=True)  # fmt: skip
    return Round(number, now, members)
