"""Last quotes in a sealed round: nobody reads one early, all open together, anybody can check it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured

from lucai.adapters.outposts.local import LocalServer
from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Viewer
from lucai.kernel.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    RuleBroken,
    WrongState,
)
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import keys
from lucai.platform.trials import trial
from lucai.stages.trade.negotiations import services
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.selectors import negotiation_seen
from lucai.stages.trade.rounds import jobs
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.models import RoundPrices, SealedRound
from lucai.stages.trade.rounds.policies import TOO_FEW, compose
from lucai.stages.trade.rounds.selectors import prices_of, rounds_waiting
from lucai.stages.trade.rounds.signing import demand_signed, message_of
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.policies import Log
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    holders_for,
    policy_rows,
    registry_of,
)
from lucai_trust import envelope as trust
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.frontend.test_both_verifiers import by_browser, by_python
from tests.makers import evaluation, methods, people
from tests.makers import rounds as makers
from tests.makers import sealing as outposts
from tests.makers.browsing import browse
from tests.makers.evaluation import Round
from tests.makers.kept import kept
from tests.makers.searching import found

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db

CANARY = "CANARYLASTQUOTE5"
PRICE = "1357924.68"
PASSED = {f"P{n}": "passed" for n in range(1, 13)}


def three_sealed() -> Round:
    """Three last quotes are in; one of them says what an insider looks for."""
    rnd = methods.checked("consultation")
    with evaluation.at(rnd):
        methods.talked(rnd)
        methods.quote(rnd, 1, 92, statement=CANARY * 200)
        methods.quote(rnd, 2, 90, remark=PRICE)
        methods.quote(rnd, 3, 91)
    return rnd


quoting = kept(three_sealed)


@pytest.fixture(autouse=True)
def _trusted(quoting: Round) -> Iterator[None]:
    del quoting
    world = outposts.outposts()
    log = VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key()).encode()
    witness = CosignerKey.of(world.witness.name, world.witness.keys[0]).encode()
    place = Path(configured.LUCAI_DATA_DIR) / "trust" / "witness-policy"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"log {log}\nwitness city {witness}\nquorum city\n", encoding="utf-8")
    yield
    place.unlink()


def key(rnd: Round) -> tuple[str, int]:
    return round_number(rnd.number, rnd.lot), rnd.lot


def opened(rnd: Round) -> None:
    with evaluation.at(rnd, minutes=30):
        services.open_quotes(rnd.chair(), **rnd.key)


# --- before the opening ----------------------------------------------------------------------


@pytest.mark.parametrize("canary", [CANARY, PRICE])
def test_nothing_of_a_last_quote_lies_anywhere_before_the_opening(
    quoting: Round, canary: str
) -> None:
    del quoting
    assert found(canary) == []


def test_the_search_finds_the_quote_once_it_is_opened(quoting: Round) -> None:
    opened(quoting)
    assert "final_offer" in found(CANARY)


def test_one_holder_alone_opens_nothing_and_two_open_it(quoting: Round) -> None:
    policy = policy_rows(SYSTEM, *key(quoting))[-1].policy
    [first, *_] = envelopes_handed_in(SYSTEM, *key(quoting))
    shares = [
        trust.open_share(policy, first.envelope, policy.opening_stage, one.holder, one.keys.opener)
        for one in outposts.outposts().servers
    ]
    for one in shares:
        with pytest.raises(trust.AbsentHolder):
            trust.open_stage(policy, first.envelope, policy.opening_stage, [one])
    assert trust.open_stage(policy, first.envelope, policy.opening_stage, shares)


def test_no_holder_releases_a_minute_early_and_both_raise_the_alarm(quoting: Round) -> None:
    with evaluation.at(quoting, minutes=29), pytest.raises(RuleBroken):
        rounds.gather_shares(quoting.chair(), number=key(quoting)[0], lot_number=quoting.lot)
    with evaluation.at(quoting, minutes=30):
        sealing.close_registries(sealing.ANYBODY, project_number=key(quoting)[0])
    with evaluation.at(quoting, minutes=29):
        came = sealing.ask_servers(
            sealing.ANYBODY, project_number=key(quoting)[0], lot_number=quoting.lot
        )
    alarmed = [
        server.alarms().body
        for code, _ in outposts.SERVERS
        if isinstance(server := ports.server_of(code), LocalServer)
    ]
    assert came == 0
    assert all(b"early_here" in one for one in alarmed)


def test_with_one_holder_silent_nothing_opens_and_it_is_named(quoting: Round) -> None:
    ports.forget_server(outposts.SERVERS[1][0])
    with evaluation.at(quoting, minutes=30), pytest.raises(WrongState, match="示例财政监管"):
        services.open_quotes(quoting.chair(), **quoting.key)
    outposts.new_outposts()
    opened(quoting)


def test_an_act_that_is_tried_asks_no_holder_and_the_clock_asks_them(quoting: Round) -> None:
    with evaluation.at(quoting, minutes=30):
        with trial(), pytest.raises(WrongState) as error:
            services.open_quotes(quoting.chair(), **quoting.key)
        assert str(error.value) == rounds.NOT_YET
        assert registry_of(SYSTEM, *key(quoting)) is None
        jobs._next[0] = clock.real()
        assert jobs.gather_due(clock.now()) == 1
        assert rounds_waiting(SYSTEM, clock.now()) == []
        with trial():
            services.open_quotes(quoting.chair(), **quoting.key)


def test_a_round_needs_two_independent_bodies() -> None:
    holders = holders_for(SYSTEM, configured.LUCAI_SEALING_SUITE, frozenset())
    told = {"deadline": clock.now(), "suite": configured.LUCAI_SEALING_SUITE,
            "log": Log(configured.LUCAI_LOG_ORIGIN, ())}  # fmt: skip
    compose("R-1", 1, holders=holders, **told)
    with pytest.raises(WrongState) as error:
        compose("R-1", 1, holders=holders[:1], **told)
    assert str(error.value) == TOO_FEW.format(count=1)


def test_the_row_of_an_envelope_does_not_say_whose_it_is(quoting: Round) -> None:
    rows = SealedBid.objects.seen_by(SYSTEM).filter(project_number=key(quoting)[0])
    assert len(rows) == 3
    assert not [row for row in rows if row.parties()]


# --- the doors -------------------------------------------------------------------------------


def test_a_quote_goes_in_by_its_own_door_and_by_no_other(quoting: Round) -> None:
    number, lot = key(quoting)
    address = f"/rooms/{quoting.number}/negotiation/{lot}/offer/"
    supplier = people.supplier(1)
    with evaluation.at(quoting, minutes=5):
        made, handed = makers.sealed(number, lot, supplier, makers.content(["1"], [100]))
        with pytest.raises(NotAllowed):
            sealing.hand_in(
                sealing.ANYBODY, project_number=number, lot_number=lot, upload=handed.upload,
                core=handed.core, sealed=handed.sealed,
            )  # fmt: skip
        client = browse(supplier)
        shown = client.get(address).content.decode()
        assert "data-round" in shown
        assert "<form" not in shown[shown.index("data-round") : shown.index("data-seal-now")]
        posted = makers.posted(handed)
        refused = client.post(address, {**posted, "sealed": ""})
        assert (refused.status_code, "不完整" in refused.content.decode()) == (422, True)
        twice = client.post(address, posted)
        assert (twice.status_code, "撤改凭据" in twice.content.decode()) == (422, True)
        kept_receipt = client.get(f"{address}receipt.json")
        stranger = browse(people.supplier(9))
        unseen = [stranger.get(address).status_code, stranger.post(address, {}).status_code]
    receipt = trust.Receipt.parse(kept_receipt.content)
    assert receipt.proof is not None
    assert unseen == [404, 404]
    assert made.envelope.hash.hex() not in kept_receipt.content.decode()


@pytest.mark.parametrize("case", ["none", "another", "other_envelope"])
def test_a_quote_is_signed_by_its_own_firm_for_this_envelope(quoting: Round, case: str) -> None:
    number, lot = key(quoting)
    told = makers.content(["1"], [100])
    with evaluation.at(quoting, minutes=5):
        first, _ = makers.sealed(number, lot, people.supplier(1), told)
        made, handed = makers.sealed(number, lot, people.supplier(1), told, first)
        wrong = {
            "none": b"", "another": makers.signed(number, lot, made, people.supplier(2)),
            "other_envelope": makers.signed(number, lot, first, people.supplier(1)),
        }[case]  # fmt: skip
        with pytest.raises(InvalidInput) as error:
            demand_signed(
                people.actor(people.supplier(1)), wrong,
                message_of(number, lot, made.envelope.hash.hex()),
            )  # fmt: skip
    assert list(error.value.fields) == ["signature"]
    assert handed.signature != wrong


def test_of_two_handed_in_at_once_the_second_leaves_nothing_without_an_owner(
    quoting: Round,
) -> None:
    number, lot = key(quoting)
    with evaluation.at(quoting, minutes=5):
        made, handed = makers.sealed(number, lot, people.supplier(1), makers.content(["1"], [100]))
        with pytest.raises(Conflict):
            rounds.hand_in(
                people.actor(people.supplier(1)), number=number, lot_number=lot, handed=handed,
                held="", enter=lambda _: "ab" * 32,
            )  # fmt: skip
    rows = SealedBid.objects.seen_by(SYSTEM).filter(envelope_hash=made.envelope.hash.hex())
    assert not rows.exists()


def test_the_chair_finds_the_opening_among_its_duties_when_the_time_is_over(quoting: Round) -> None:
    with evaluation.at(quoting, minutes=31):
        chair = quoting.members[0]
        assert "开启最后报价" in "".join(one.title for one in duty_list(chair))


def test_a_quote_of_another_firm_is_refused_and_a_withdrawn_one_may_be_handed_in_anew() -> None:
    rnd = methods.checked("consultation")
    number, lot = key(rnd)
    with evaluation.at(rnd):
        methods.talked(rnd)
        for n in (1, 2, 3):
            supplier = people.supplier(n)
            other = people.uscc(3009) if n == 2 else ""
            told = makers.content(["1"], [100])
            made, handed = makers.sealed(number, lot, supplier, told, bidder=other)
            services.hand_in(people.actor(supplier), handed=handed, **rnd.key)
        third = people.actor(supplier)
        word = services.withdraw(third, claim=makers.takes_back(made), **rnd.key)
        assert b"lucai-bid-withdrawal/1" in word
        assert "提交最后报价" in {one.title for one in duty_list(supplier)}
        made, handed = makers.sealed(number, lot, supplier, makers.content(["1"], [100]))
        services.hand_in(third, handed=handed, **rnd.key)
    with evaluation.at(rnd, minutes=30), pytest.raises(RuleBroken):
        services.withdraw(third, claim=makers.takes_back(made), **rnd.key)
    opened(rnd)
    quotes = negotiation_seen(people.agency(), rnd.number, lot).quotes
    assert rounds.ANOTHER in {one.refused_reason for one in quotes}


def test_a_lot_that_fails_meanwhile_leaves_its_quotes_shut(quoting: Round) -> None:
    services.end_negotiation(quoting.chair(), **quoting.key)
    rows = SealedBid.objects.seen_by(SYSTEM).filter(project_number=key(quoting)[0])
    assert {row.state for row in rows} == {"returned"}


# --- afterwards ------------------------------------------------------------------------------


def package(viewer: Viewer, rnd: Round, folder: Path) -> Path:
    client = browse(viewer)
    with evaluation.at(rnd, minutes=40):
        answer = client.get(f"/rooms/{rnd.number}/negotiation/{rnd.lot}/quotes/package.zip")
        assert answer.status_code == 200, answer.status_code
        place = folder / f"{viewer.side}.zip"
        place.write_bytes(b"".join(answer.streaming_content))
    return place


def verdicts(place: Path, engine: Engine) -> dict[str, str]:
    """Judge by both verifiers, which must agree."""
    said = by_python(place.read_bytes(), place.parent)
    assert said == by_browser(engine, place.read_bytes())
    assert said is not None
    return said


def test_supervision_proves_every_price_and_the_others_everything_but_prices(
    quoting: Round, node_engine: Engine, tmp_path: Path
) -> None:
    opened(quoting)
    whole = verdicts(package(people.finance(), quoting, tmp_path), node_engine)
    assert whole == PASSED | dict.fromkeys(("P4", "P7", "P10"), "not-applicable") | {
        "P10": whole["P10"]
    }
    for viewer in (people.agency(), people.supplier(2)):
        place = package(viewer, quoting, tmp_path)
        judged = verdicts(place, node_engine)
        assert "failed" not in judged.values()
        assert (judged["P8"], judged["P9"], judged["P12"]) == ("passed",) * 3
        with zipfile.ZipFile(place) as archive:
            record = json.loads(archive.read("record.json"))
            assert not [name for name in archive.namelist() if "part-" in name or "release" in name]
        assert [bid["fen"] for bid in record["bids"]] == [None] * 3
    kept = tmp_path / "archive.zip"
    with rounds.archive_package(SYSTEM, *key(quoting)) as file:
        kept.write_bytes(file.read())
    assert verdicts(kept, node_engine) == whole


@pytest.mark.parametrize("who", ["public", "stranger"])
def test_nobody_else_gets_a_package_and_nobody_before_the_opening(quoting: Round, who: str) -> None:
    from lucai.stages.trade.negotiations.selectors import package_edition

    viewer = PUBLIC if who == "public" else people.supplier(9)
    for one in (viewer, people.finance()):
        with pytest.raises(NotFound):
            package_edition(one, quoting.number, quoting.lot)
    opened(quoting)
    with pytest.raises(NotFound):
        package_edition(viewer, quoting.number, quoting.lot)


PROVES_PRICES = {"system", "finance"}
MOMENTS = ("quoting", "over", "opened", "ranked")


def come_to(moment: str, rnd: Round) -> None:
    if moment == "over":
        with evaluation.at(rnd, minutes=30):
            sealing.prepare_opening(sealing.ANYBODY, project_number=key(rnd)[0])
    if moment in {"opened", "ranked"}:
        opened(rnd)
    if moment == "ranked":
        methods.ranked(rnd)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_prices_of_a_round_are_seen_by_supervision_once_it_is_opened_and_by_nobody_else(
    quoting: Round, moment: str
) -> None:
    come_to(moment, quoting)
    seats = {f"seat {n}": one for n, one in enumerate(quoting.members, 1)}
    for who, viewer in (people.everyone() | seats | {"system": SYSTEM}).items():
        proves = moment in {"opened", "ranked"} and who in PROVES_PRICES
        seen = sorted(prices_of(viewer, *key(quoting)).values())
        assert (len(seen), bool(RoundPrices.objects.seen_by(viewer))) == (3 * proves, proves), who


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_row_of_a_round_that_everybody_reads_tells_no_price(
    quoting: Round, moment: str
) -> None:
    come_to(moment, quoting)
    [row] = SealedRound.objects.seen_by(PUBLIC).filter(number=key(quoting)[0]).values()
    told = prices_of(SYSTEM, *key(quoting)).values()
    assert not {str(fen) for fen in told} & {str(each) for each in row.values()}
    assert not {name for name in row if "price" in name}


def test_altered_ciphertext_is_the_platforms_fault_and_counts_as_no_quote(quoting: Round) -> None:
    [first, *_] = envelopes_handed_in(SYSTEM, *key(quoting))
    outposts.spoil(first.envelope_hash, 1, 7)
    opened(quoting)
    outposts.spoil(first.envelope_hash, 1, 7)
    row = SealedBid.objects.seen_by(SYSTEM).get(pk=first.pk)
    assert (row.state, row.fault["culprit"]) == ("shut", "platform")
