"""The demonstration: the same world on every machine, full of life, and a door for everybody."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings

from lucai.adapters.outposts import local
from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.platform.access.permissions import lifecycles
from lucai.platform.demonstration.clock import START
from lucai.platform.duties.selectors import duty_list, hands_wanted
from lucai.platform.journal.models import JournalEntry
from lucai.platform.pki import demonstration as authorities
from lucai.platform.records import system_access
from lucai.platform.signin.selectors import demonstration_people, people_awaited
from lucai.site import cli, commands, wiring
from lucai.site.demo import BUILT, home, people
from lucai.site.demo.build import build
from lucai.site.demo.timeline import Cue, Play, Telling, Unreached, tell
from lucai.site.roles import install_roles
from lucai.stages.budget.indicators.selectors import indicators_usable
from lucai.stages.plan.intentions.selectors import intentions_usable
from lucai.stages.trade.bids.selectors import tenders_in_hand
from lucai.stages.trade.projects.models import ProcurementProject
from tests.frontend import proving
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.house.matrix import TABLES
from tests.makers import demonstration

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db

ROW_NUMBER = re.compile(r"LC-\d+")
DIGEST = re.compile(r"[0-9a-f]{64}")
SEALED = '"registrySeal"'
"""No two envelopes are alike, whatever they hold; nor are digests over them."""
PROVEN = {f"P{n}" for n in (1, 2, 3, 5, 8, 9, 10, 11, 12)}
"""What everybody can see for themselves; shares and certificates are shown to supervision."""
UNREACHABLE = {
    ("trade.openingSession", "cancelled"),
    ("trade.sealedBid", "shut"),
    ("trade.secondQuote", "refused"),
    ("treasury.answer", "received"),
    ("contract.financeIntent", "consented"),
    ("acceptance.assetTransfer", "sent"),
}
"""The bank and the asset system answer in the moment they are asked, and an answer is judged in the
moment it comes. Only a procurement ended before its deadline cancels an opening, which no page
offers yet; only somebody's own faulty program, or damage, makes an envelope that stays shut, or a
quote that is refused."""

HALF_TOLD = frozenset(
    {
        "agencyLibrary.agencyInspection", "archive.archiveHold", "archive.archiveLoan",
        "archive.archivePackage", "archive.archiveTransfer", "contract.mallOrder",
        "trade.cooperationOpinion", "trade.decryption", "trade.recoveryRequest", "trade.expertPay", "trade.groupSheet", "trade.jointUnit", "trade.waitingDraw",
        "contract.mallInquiry", "contract.mallQuote", "contract.shortContract",
        "performance.researchStage", "trade.bidSecurity", "trade.bondReturn", "trade.unopenedBonds",
        "trade.frameworkFiling", "payment.receivableConfirmation",
        "trade.callOff", "trade.cooperation", "trade.cooperationApplicant",
        "trade.cooperationResponse", "trade.drawChance", "trade.finalOffer", "trade.frameworkAgreement",
        "trade.frameworkApplication", "trade.frameworkCall", "trade.frameworkMember",
        "trade.frameworkResponse", "trade.groupSeat", "trade.reviewGroup", "trade.negotiationChange", "trade.negotiationRecord",
        "trade.negotiationRound", "trade.prequalification", "trade.prequalificationApplication",
        "trade.reEvaluation", "trade.reEvaluationOpinion", "trade.sitting", "trade.sittingNotice",
        "trade.expertChoice", "trade.supplierRecommendation",
    }
)  # fmt: skip
"""Lives of which the stories show the beginning, the usual course and the end, not yet every state."""

MET_BY_ACTING = {
    ("trade.challenge", "reported"),
    ("contract.mallEnquiry", "asked"),
    ("contract.mallEnquiry", "answered"),
    ("expertLibrary.expertChange", "withdrawn"),
    ("productLibrary.product", "objected"),
    ("trade.lowPriceEnquiry", "accepted"),
    ("trade.panelMember", "asked"),
}
"""States that no story stands in on the first morning: a visitor brings them about."""


def public_journal() -> list[str]:
    """The public entries in their order, as text; row numbers, which a database gives, left out."""
    with system_access("test"):
        rows = JournalEntry.objects.filter(public=True).order_by("index")
        told = rows.values("index", "at", "event", "object_key", "label", "body")
        entries = [ROW_NUMBER.sub("LC-", json.dumps(entry, default=str)) for entry in told]
    if connection.vendor == "sqlite":
        return [DIGEST.sub("", one) if SEALED in one else one for one in entries]
    # Where numbers of rows taken back are not given again, digests over them differ as well.
    return [DIGEST.sub("", entry) for entry in entries]


def built_and_taken_back() -> list[str]:
    """Build a small world, read its public journal, and leave nothing of it."""
    with transaction.atomic():
        demonstration.build_world(demonstration.varied()[1:3])
        told = public_journal()
        transaction.set_rollback(True)
    return told


def states_now() -> set[tuple[str, str]]:
    """Every (kind of object, state) in which some object is now."""
    with system_access("test"):
        return {
            (of, state)
            for of, table in TABLES.items()
            for state in table.objects.values_list("state", flat=True)
        }


def told_until(*acts: str, until: str = "") -> tuple[list[str], Telling]:
    done: list[str] = []

    def play() -> Play:
        for hours, act in enumerate(acts):
            yield Cue(START - timedelta(hours=10 - hours), act)
            done.append(f"{act}@{clock.now().hour}")

    return done, Telling("story", play(), until)


def test_stories_are_told_in_the_order_of_time() -> None:
    done: list[str] = []

    def play(name: str, *hours: int) -> Play:
        for hour in hours:
            yield Cue(START - timedelta(hours=hour), "act")
            done.append(f"{name}{hour}")

    tell([Telling("a", play("a", 9, 4)), Telling("b", play("b", 8, 2, -1))], end=START)
    assert done == ["a9", "b8", "a4", "b2"]


def test_a_story_stops_before_the_act_it_waits_for() -> None:
    done, telling = told_until("one", "two", "three", until="two")
    tell([telling], end=START)
    assert done == ["one@23"]


def test_a_story_that_never_comes_to_its_act_is_an_error() -> None:
    _, telling = told_until("one", "two", until="nothing")
    with pytest.raises(Unreached):
        tell([telling], end=START)


@pytest.mark.parametrize("failed", [0, 3])
def test_the_world_is_built_by_another_process_than_the_one_that_serves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failed: int
) -> None:
    """Setting type starts threads, which a server forked afterwards would wait for in vain."""
    told: list[str] = []

    class Builder:
        stdout = io.BytesIO(b"modules read\n")

        def __init__(self, command: list[str], **_: object) -> None:
            told.append(command[-1])

        def wait(self) -> int:
            told.append("built")
            return failed

    monkeypatch.setattr("lucai.site.cli.subprocess.Popen", Builder)
    for name in ("LUCAI_DATA_DIR", "LUCAI_DEMO"):
        monkeypatch.setenv(name, "")

    def doing(name: str) -> Callable[..., int]:
        def told_of(*_: object, **__: object) -> int:
            told.append(name)
            return 0

        return told_of

    for name in ("migrate", "_serve"):
        monkeypatch.setattr(commands, name, doing(name))
    monkeypatch.setattr(authorities, "ensure", lambda: None)
    monkeypatch.setattr(wiring, "demonstration_outposts_running", nullcontext)
    asked = ["demo", "--no-open", "--data", str(tmp_path)]
    assert cli.main(asked) == failed
    assert told == ["lucai.site.demo", "built", *([] if failed else ["migrate", "_serve"])]
    (tmp_path / BUILT).touch()
    told.clear()
    assert cli.main(asked) == 0
    assert told == ["migrate", "_serve"]


@pytest.mark.nightly
def test_two_builds_tell_the_same_public_story() -> None:
    first, second = built_and_taken_back(), built_and_taken_back()
    assert first
    assert first == second


@pytest.mark.nightly
def test_the_journal_runs_forward_in_time() -> None:
    demonstration.build_world(demonstration.varied()[1:3])
    with system_access("test"):
        rows = JournalEntry.objects.filter(public=True).order_by("index")
        times = list(rows.values_list("at", flat=True))
    assert times == sorted(times)


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[people.Cast]:
    """The whole demonstration, built once for the module and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        install_roles()
        build(print)
        yield people.Cast()
        transaction.set_rollback(True)
    # Whom to believe about the log lies in a file: other worlds have other witnesses.
    local.trust_file().unlink()


@pytest.fixture
def _morning() -> Iterator[None]:
    with clock.at(START):
        yield


@pytest.mark.world
@pytest.mark.usefixtures("_morning")
class TestTheWholeWorld:
    """What a visitor finds on the first morning."""

    def test_every_state_of_every_life_occurs(self, whole_world: people.Cast) -> None:
        del whole_world
        every = {(life.of, state) for life in lifecycles() for state in life.states}
        there = states_now()
        assert {one for one in every - there if one[0] not in HALF_TOLD} == (
            UNREACHABLE | MET_BY_ACTING
        )
        assert {life for life, _ in there} >= HALF_TOLD

    def test_eighty_projects_are_spread_over_both_years(self, whole_world: people.Cast) -> None:
        del whole_world
        with system_access("test"):
            rows = list(ProcurementProject.objects.values_list("number", "state"))
        years = Counter(number[13:17] for number, _ in rows)
        assert len(rows) >= 80
        assert min(years["2025"], years["2026"]) >= 10

    @pytest.mark.parametrize("login", settings.LUCAI_DEMO_PEOPLE)
    def test_everybody_on_the_sign_in_page_can_enter(
        self, client: Client, whole_world: people.Cast, login: str
    ) -> None:
        del whole_world
        with override_settings(LUCAI_DEMO=True):
            answer = client.post("/sign-in/demonstration/enter/", {"login": login})
        assert answer.status_code == 302
        assert client.get("/desk/").status_code == 200

    @pytest.mark.parametrize(
        "login",
        [
            login
            for login in settings.LUCAI_DEMO_PEOPLE
            if login not in {"finance370000", "watch370100", "administrator"}
        ],
    )
    def test_everybody_who_acts_finds_a_to_do(self, whole_world: people.Cast, login: str) -> None:
        viewer = whole_world.viewer(login)
        assert duty_list(viewer) or tenders_in_hand(viewer)

    def test_whoever_is_awaited_in_the_home_city_has_a_way_in(
        self, whole_world: people.Cast
    ) -> None:
        del whole_world
        logins, region = settings.LUCAI_DEMO_PEOPLE, settings.LUCAI_DEMO_REGION
        shown = [
            *(c for cards in demonstration_people(PUBLIC, logins, region).values() for c in cards),
            *(c for cards in people_awaited(PUBLIC, logins, region).values() for c in cards),
        ]
        persons = whole_persons(shown)
        for hand in hands_wanted(SYSTEM, settings.LUCAI_DEMO_REGION):
            if hand.person:
                assert hand.person in persons, hand

    def test_six_sealed_bids_that_were_opened_are_proven_to_both_verifiers(
        self, whole_world: people.Cast, node_engine: Engine, tmp_path: Path
    ) -> None:
        del whole_world
        [(number, lot), *_] = proving.lots_opened(bids=6)
        place = proving.package(number, lot, tmp_path)
        said = proving.verdicts(place, node_engine)
        assert {claim for claim, verdict in said.items() if verdict == "passed"} >= PROVEN
        assert proving.failing(said) == set()
        index = proving.index_of(place)
        live = [one for one in index["envelopes"] if not one["claim"]]  # others were replaced
        assert len(live) == 6
        touched = {
            live[3]["parts"][0]["blob"]: {"P5", "P12"},
            index["registry"]["entry"]: {"P9"},
            index["record"]: {"P12"},
        }
        for name, claims in touched.items():
            found = proving.verdicts(proving.touched(place, name), node_engine)
            assert proving.failing(found) >= claims, name

    def test_a_visitor_can_start_at_once(self, whole_world: people.Cast) -> None:
        clerk = whole_world.viewer(f"buyer{home.SCHOOL}")
        assert len(indicators_usable(clerk)) >= 5
        assert [card for card in intentions_usable(clerk) if card.earliest_start <= START.date()]


def whole_persons(cards: list[Any]) -> set[int]:
    from lucai.platform.access.models import Person

    with system_access("test"):
        found = Person.objects.filter(login__in=[card.login for card in cards])
        return set(found.values_list("pk", flat=True))
