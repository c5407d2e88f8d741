"""The package of an opening with suppliers' own keys: both verifiers agree, and name who is absent."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.platform.journal import keys
from lucai.stages.trade.decryptions import services as decryptions
from lucai.stages.trade.decryptions.models import RecoveryRequest
from lucai.stages.trade.decryptions.schemas import RecoverySharesIn
from lucai.stages.trade.openings import jobs
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.selectors import waiting_for_recovery
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from lucai_trust.envelope import Fault
from lucai_trust.verifier import Package, TrustFile, ZipArchive, judge_package
from lucai_trust.verifier.evidence import Evidence
from lucai_trust.verifier.findings import Finding
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.makers import own_keys, people, sealing
from tests.makers.kept import kept
from tests.makers.own_keys import Called

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db


def ended(on_no_decrypt: str) -> Called:
    """Let two of three suppliers decrypt, and everything be opened."""
    trust_the_witness()
    world = own_keys.called(on_no_decrypt)
    with clock.at(world.call.bid_deadline + timedelta(minutes=5)):
        for n in (1, 2):
            own_keys.decrypt(world, n)
    with clock.at(after(world)):
        jobs.unseal(clock.now())
    return world


def after(world: Called) -> Any:
    return world.call.bid_deadline + timedelta(minutes=own_keys.WINDOW)


def trust_the_witness() -> Path:
    """Write down whom the installation believes, as whoever installs it does."""
    world = sealing.outposts()
    log = VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key()).encode()
    witness = CosignerKey.of(world.witness.name, world.witness.keys[0]).encode()
    place = Path(configured.LUCAI_DATA_DIR) / "trust" / "witness-policy"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"log {log}\nwitness city {witness}\nquorum city\n", encoding="utf-8")
    return place


def unopened() -> Called:
    """Let the one of the recovery group say that its share of the third bid does not open."""
    trust_the_witness()
    world = own_keys.called(with_person=True)
    with clock.at(world.call.bid_deadline + timedelta(minutes=5)):
        for n in (1, 2):
            own_keys.decrypt(world, n)
    with clock.at(after(world)):
        jobs.unseal(clock.now())
        request = RecoveryRequest.objects.seen_by(SYSTEM).get(project_number=world.call.number)
        rows = waiting_for_recovery(SYSTEM, world.call.number, 1)
        said = RecoverySharesIn(unopened=sealing.words_of_unopened(rows, people.finance()))
        decryptions.release_shares(people.actor(people.finance()), code=request.code, content=said)
        jobs.unseal(clock.now())
    return world


shut_by_a_word = kept(unopened)
recovered = kept(lambda: ended("recover"))
revoked = kept(lambda: ended("withdrawn"))


@pytest.fixture(autouse=True)
def _trusted() -> Iterator[None]:
    place = trust_the_witness()
    yield
    place.unlink(missing_ok=True)


def package(viewer: Viewer, world: Called, folder: Path) -> Path:
    with clock.at(after(world)):
        name, file = services.package_file(viewer, world.call.number, 1)
    with file:
        (folder / name).write_bytes(file.read())
    return folder / name


def by_python(place: Path) -> dict[str, str]:
    made = Package(ZipArchive(place))
    findings = judge_package(made, TrustFile.parse(made.own_trust() or b""), ())
    return {one.claim: one.verdict.value for one in findings}


def by_browser(engine: Engine, place: Path) -> dict[str, str]:
    given = {"archive": place.read_bytes().hex(), "receipts": []}
    found = engine.call("judgePackage", given)
    return {one["id"]: one["verdict"].replace("absent", "not-applicable") for one in found}


def envelopes(place: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(place) as archive:
        found: list[dict[str, Any]] = json.loads(archive.read("package.json"))["envelopes"]
    return found


def test_of_recovered_bids_everybody_checks_shares_and_nobody_reads_parts(
    recovered: Called, tmp_path: Path, node_engine: Engine
) -> None:
    place = package(people.agency(), recovered, tmp_path)
    verdicts = by_python(place)
    assert verdicts["P6"] == "passed"
    assert "failed" not in verdicts.values()
    assert by_browser(node_engine, place) == verdicts
    shown = envelopes(place)
    assert all(one["bidderSecret"] is None and one["releases"] for one in shown)
    with zipfile.ZipFile(place) as archive:
        released = [archive.read(name) for one in shown for name in one["releases"]]
    assert not any(b"recovery" in content for content in released)


def test_supervision_has_what_opened_every_bid(
    recovered: Called, tmp_path: Path, node_engine: Engine
) -> None:
    place = package(people.finance(), recovered, tmp_path)
    verdicts = by_python(place)
    assert "failed" not in verdicts.values()
    assert by_browser(node_engine, place) == verdicts
    assert all(one["bidderSecret"] for one in envelopes(place))


@pytest.mark.parametrize("side", ["agency", "supervisor"])
def test_who_did_not_decrypt_is_named_by_both_verifiers(
    revoked: Called, tmp_path: Path, node_engine: Engine, side: str
) -> None:
    viewer = people.agency() if side == "agency" else people.finance()
    place = package(viewer, revoked, tmp_path)
    verdicts = by_python(place)
    assert verdicts["P7"] == "passed"
    assert "failed" not in verdicts.values()
    assert by_browser(node_engine, place) == verdicts
    made = Package(ZipArchive(place))
    evidence = Evidence(made, TrustFile.parse(made.own_trust() or b""))
    [absent] = [one for one in made.live if one.fault]
    fault = evidence.fault(absent)
    assert isinstance(fault, Fault)
    assert (fault.culprit, str(fault)) == (
        "bidder",
        "the bidder did not open its bid in the window",
    )
    blamed = replace(absent, fault=None, bidder_secret=bytes(32))
    with pytest.raises(Exception, match="commits to"):
        evidence.fault(blamed)


def test_both_verifiers_name_who_said_that_its_share_does_not_open(
    shut_by_a_word: Called, tmp_path: Path, node_engine: Engine
) -> None:
    place = package(people.finance(), shut_by_a_word, tmp_path)
    holder = own_keys.person_recovers()
    given = {"archive": place.read_bytes().hex(), "receipts": []}
    told = next(one for one in node_engine.call("judgePackage", given) if one["id"] == "P7")
    found = p7_of(place)
    assert (found.verdict.value, told["verdict"]) == ("passed", "passed"), (found.why, told)
    for why in (found.why, told["why"]):
        assert f"未到场的份额持有方（{holder}），{holder} 签名称封给它的份额打不开" in why


def p7_of(place: Path) -> Finding:
    made = Package(ZipArchive(place))
    findings = judge_package(made, TrustFile.parse(made.own_trust() or b""), ())
    return next(one for one in findings if one.claim == "P7")
