"""The verification package of an opened lot: both verifiers pass it, and it names who did wrong."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.journal import keys
from lucai.platform.records import system_access
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.openings.models import OpeningRecord
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.models import SealedBid, ShareAcknowledgement
from lucai_trust import envelope as trust
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from lucai_trust.encoding import canonical
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.suites import suite_named
from lucai_trust.verifier import Finding, Package, TrustFile, ZipArchive, judge_package
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.makers import people, sealing
from tests.makers.bids import Call
from tests.makers.browsing import browse
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced, bid_for, opened

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db

ready = kept(announced)
Ready = tuple[Call, sealing.World]
LOT: dict[str, Any] = {"lot_number": 1}
PASSED = {f"P{n}": "passed" for n in range(1, 13)}
PUBLIC_EDITION = PASSED | dict.fromkeys(("P4", "P6", "P7"), "not-applicable")


@pytest.fixture(autouse=True)
def _trusted(ready: Ready) -> Iterator[None]:
    """Write down whom the installation believes, as whoever installs it does."""
    _, world = ready
    sealing.new_outposts(world)
    log = VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key()).encode()
    witness = CosignerKey.of(world.witness.name, world.witness.keys[0]).encode()
    place = Path(configured.LUCAI_DATA_DIR) / "trust" / "witness-policy"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"log {log}\nwitness city {witness}\nquorum city\n", encoding="utf-8")
    yield
    place.unlink()


@pytest.fixture
def held(ready: Ready) -> Call:
    """A call whose first lot three suppliers bid for, opened."""
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n, share=90 + n)
    opened(call)
    return call


def package(viewer: Viewer, call: Call, folder: Path) -> Path:
    with clock.at(call.bid_deadline):
        name, file = services.package_file(viewer, call.number, 1)
    with file:
        (folder / name).write_bytes(file.read())
    return folder / name


def judged(place: Path, receipts: tuple[bytes, ...] = ()) -> dict[str, Finding]:
    whole = Package(ZipArchive(place))
    trusted = TrustFile.parse(whole.own_trust() or b"")
    return {each.claim: each for each in judge_package(whole, trusted, receipts)}


def verdicts(place: Path, engine: Engine, receipts: tuple[bytes, ...] = ()) -> dict[str, str]:
    """Judge by both verifiers, which must agree."""
    found = {claim: each.verdict.value for claim, each in judged(place, receipts).items()}
    given = {"archive": place.read_bytes().hex(), "receipts": [one.hex() for one in receipts]}
    second = {
        each["id"]: each["verdict"].replace("absent", "not-applicable")
        for each in engine.call("judgePackage", given)
    }
    assert second == found, judged(place, receipts)
    return found


def test_the_public_package_passes_in_both_verifiers_and_shows_no_share(
    held: Call, node_engine: Engine, tmp_path: Path
) -> None:
    place = package(people.agency(), held, tmp_path)
    assert verdicts(place, node_engine) == PUBLIC_EDITION, judged(place)
    with zipfile.ZipFile(place) as archive:
        names = archive.namelist()
        record = json.loads(archive.read("record.json"))
    assert not [name for name in names if "release" in name]
    with system_access("prices read out"):
        read = set(OpeningRecord.objects.values_list("price", flat=True))
    assert {line["fen"] for line in record["bids"]} == read
    assert len([name for name in names if name.endswith(".bin") and "part" in name]) == 3


def test_supervision_gets_the_shares_and_can_judge_them(
    held: Call, node_engine: Engine, tmp_path: Path
) -> None:
    place = package(people.finance(), held, tmp_path)
    assert verdicts(place, node_engine) == PUBLIC_EDITION | {"P6": "passed"}


def test_with_the_authorities_named_the_signatures_are_judged(
    held: Call, node_engine: Engine, tmp_path: Path
) -> None:
    place = package(people.agency(), held, tmp_path)
    whole = Package(ZipArchive(place))
    trusted = TrustFile.parse(whole.own_trust() or b"")
    strange = sealing.certificate(people.supplier(1)).certificates[0].hex()
    given = json.loads(whole.own_trust() or b"") | {"roots": [strange]}
    found = {each.claim: each for each in judge_package(whole, TrustFile.parse(canonical(given)))}
    assert trusted.roots == ()
    assert found["P4"].code == "certificate_untrusted"


def test_withdrawn_and_replaced_bids_are_accounted_for(
    ready: Ready, node_engine: Engine, tmp_path: Path
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    gone = bid_for(call, 4)
    with clock.at(call.before):
        claim = trust.make_claim(gone.envelope, gone.claim_secret, at=clock.now()).encode()
        services.withdraw(services.ANYBODY, claim=claim)
        receipt = services.receipt_of(services.ANYBODY, envelope_hash=gone.envelope.hash.hex())
    opened(call)
    place = package(people.agency(), call, tmp_path)
    assert verdicts(place, node_engine, (receipt,)) == PUBLIC_EDITION


def test_a_byte_changed_in_the_vault_before_the_opening_names_the_platform(
    ready: Ready, node_engine: Engine, tmp_path: Path
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    spoilt = bid_for(call, 4)
    sealing.spoil(spoilt.envelope.hash.hex(), 1)
    opened(call)
    for viewer in (people.agency(), people.finance()):
        place = package(viewer, call, tmp_path)
        assert verdicts(place, node_engine)["P7"] == "passed"
        assert "平台" in judged(place)["P7"].why
        assert not [each for each in judged(place).values() if each.verdict == "failed"]


def test_a_byte_changed_in_an_attachment_shuts_that_bid_and_no_other(
    ready: Ready, node_engine: Engine, tmp_path: Path
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    spoilt = bid_for(call, 4)
    attachments = range(3, len(spoilt.envelope.core.parts) + 1)
    assert attachments
    sealing.spoil(spoilt.envelope.hash.hex(), attachments[-1], -1)
    opened(call)
    with system_access("bids of an opened lot"):
        row = SealedBid.objects.get(envelope_hash=spoilt.envelope.hash.hex())
        assert Bid.objects.filter(project_number=call.number).count() == 3
    assert (row.state, row.fault["culprit"]) == ("shut", "platform")
    place = package(people.agency(), call, tmp_path)
    assert verdicts(place, node_engine)["P7"] == "passed"
    assert "平台" in judged(place)["P7"].why


def test_a_wrong_share_names_its_holder_and_shows_no_other(
    ready: Ready, node_engine: Engine, tmp_path: Path
) -> None:
    call, _ = ready
    bid_for(call, 1)
    for n in (2, 3, 4):
        bid_for(call, n)
    agency = people.actor(people.agency())
    with clock.at(call.bid_deadline):
        services.prepare_opening(services.ANYBODY, project_number=call.number)
        wrong, *others = sealing.released(call.number, 1, people.agency())
        services.keep_releases(
            agency, project_number=call.number, statements=[falsified(wrong), *others], **LOT
        )
        openings.start(agency, project_number=call.number)
    place = package(people.agency(), call, tmp_path)
    found = judged(place)
    assert verdicts(place, node_engine) == PUBLIC_EDITION | {"P6": "passed", "P7": "passed"}
    assert "份额持有方（party-" in found["P7"].why
    with zipfile.ZipFile(place) as archive:
        assert len([name for name in archive.namelist() if "release" in name]) == 1


def test_a_receipt_whose_bid_was_left_out_is_found_by_its_bidder(
    ready: Ready, node_engine: Engine, tmp_path: Path
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    lost = bid_for(call, 4)
    with clock.at(call.before):
        key = lost.envelope.hash.hex()
        receipt = services.receipt_of(services.ANYBODY, envelope_hash=key)
    with system_access("a platform that makes a bid disappear"):
        ShareAcknowledgement.objects.filter(bid__envelope_hash=key).delete()
        SealedBid.objects.filter(envelope_hash=key).delete()
    opened(call)
    place = package(people.agency(), call, tmp_path)
    assert verdicts(place, node_engine) == PUBLIC_EDITION
    assert verdicts(place, node_engine, (receipt,)) == PUBLIC_EDITION | {"P10": "failed"}
    assert judged(place, (receipt,))["P10"].code == "receipt_withheld"


def test_a_price_that_was_read_out_wrong_is_found(
    held: Call, node_engine: Engine, tmp_path: Path
) -> None:
    before_signing = f"/rooms/{held.number}/opening/steps/record/"
    agency = browse(people.agency())
    with clock.at(held.bid_deadline):
        assert "没有不成立的" in agency.get(before_signing).content.decode()
    with system_access("a platform that reads out another price"):
        row = OpeningRecord.objects.order_by("place")[0]
        row.change(price=row.price + 1)
    place = package(people.agency(), held, tmp_path)
    assert verdicts(place, node_engine) == PUBLIC_EDITION | {"P12": "failed"}
    with clock.at(held.bid_deadline):
        assert "P12 唱出的报价就是投标里的报价：" in agency.get(before_signing).content.decode()


def test_an_envelope_set_aside_is_named_with_its_reason(
    ready: Ready, node_engine: Engine, tmp_path: Path
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    bid_for(call, 4, price="一千元")
    opened(call)
    place = package(people.agency(), call, tmp_path)
    assert verdicts(place, node_engine) == PUBLIC_EDITION
    assert "1 份打开后没有采用：投标文件的报价" in judged(place)["P12"].why


def test_before_the_record_is_closed_only_parties_and_supervision_have_it(
    held: Call, client: Client
) -> None:
    for viewer in (PUBLIC, people.supplier(1), people.agency(2)):
        with pytest.raises(NotFound, match="开标记录"):
            services.package_file(viewer, held.number, 1)
    address = f"/rooms/{held.number}/sealed/1/package.zip"
    assert client.get(address).status_code == 404
    with clock.at(held.bid_deadline):
        openings.close_record(people.actor(people.agency()), project_number=held.number)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('-public.zip"')
    assert b"".join(answer.streaming_content).startswith(b"PK")
    again = client.get(address)
    assert b"".join(again.streaming_content).startswith(b"PK")
    offer = services.package_offer(people.finance(), held.number, 1)
    assert offer is not None
    assert offer.edition == "supervision"


def test_a_lot_that_was_not_opened_has_no_package(ready: Ready) -> None:
    call, _ = ready
    for n in (1, 2):
        bid_for(call, n)
    with clock.at(call.bid_deadline):
        openings.start(people.actor(people.agency()), project_number=call.number)
    assert services.package_offer(people.finance(), call.number, 1) is None


def test_the_page_says_where_the_package_is_and_what_it_proves(held: Call) -> None:
    with clock.at(held.bid_deadline):
        for viewer, edition in ((people.agency(), "不含密钥份额"), (people.finance(), "监管版")):
            page = browse(viewer).get(f"/rooms/{held.number}/sealed/").content.decode()
            assert f"/rooms/{held.number}/sealed/1/package.zip" in page
            assert edition in page
            assert "核验包证明什么" in page
        page = browse(people.supplier(1)).get(f"/rooms/{held.number}/sealed/").content.decode()
        assert "/1/package.zip" not in page


def test_everybody_may_read_whom_the_installation_believes(client: Client, ready: Ready) -> None:
    del ready
    answer = client.get("/sealed/trust.json")
    trusted = TrustFile.parse(answer.content)
    assert [len(key) for key in trusted.platform_keys] == [65, 32]
    assert "quorum city" in trusted.witness_policy


def falsified(release: bytes) -> bytes:
    """A holder's own signature under a share that is not the one committed to."""
    signed = SignedStatement.parse(release)
    statement = canonical(json.loads(signed.statement) | {"share": "00" * 32})
    suite = suite_named(configured.LUCAI_SEALING_SUITE)
    signer = suite.signer(sealing.SECRETS["agency"][1])
    return replace(SignedStatement.by(statement, [signer])).encode()
